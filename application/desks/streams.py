"""The desks at which programs and registers are spoken of and looked up: streams that pathways share."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from application.access import Access, Caller
from application.desks.clerk import Clerk
from application.desks.instruction import Instruction
from application.desks.pathways import EventUnknown, ids_of
from application.store import EventStore, Recorded
from domain import register
from domain.event import Event
from domain.program import state as program
from domain.program.decisions import ProgramUnknown
from domain.program.state import Program
from domain.refusal import Refusal
from domain.register import Register, RegisterUnknown

State = TypeVar("State")


class Kept(msgspec.Struct, Generic[State], frozen=True):
    """What a desk has to know of its streams: their kind, how they are folded, and what there is not."""

    kind: str
    fold: Callable[[str, Sequence[Event]], State]
    unknown: type[Refusal]


PROGRAMS = Kept[Program]("program", program.fold, ProgramUnknown)
REGISTERS = Kept[Register]("register", register.fold, RegisterUnknown)


class StreamDesk(Generic[State]):
    """Serves callers who speak of one stream of a kind, by its id."""

    def __init__(self, access: Access, store: EventStore, clerk: Clerk, kept: Kept[State]) -> None:
        self._access = access
        self._store = store
        self._clerk = clerk
        self._kept = kept

    def record(self, caller: Caller, own: str, event: Event, instruction: Instruction) -> Recorded:
        """Return how an event is recorded. Raises what `Clerk.enter` raises."""
        return self._clerk.enter(caller, f"{self._kept.kind}/{own}", event, instruction)

    def list(self, caller: Caller, after: str, until: int | None, limit: int) -> tuple[Sequence[str], int]:
        """Return so many at most, by id, of those begun up to a position; and that position. Raises NotPermitted."""
        self._access.permit(caller, f"{self._kept.kind}s.list")
        until = self._store.head() if until is None else until
        return ids_of(self._store, f"{self._kept.kind}/", after, until, limit), until

    def state(self, caller: Caller, own: str) -> State:
        """Return what the events leave. Raises NotPermitted, and what says that there are none."""
        events = self._events(caller, own)
        return self._kept.fold(f"{self._kept.kind}/{own}", [each.event for each in events])

    def event(self, caller: Caller, own: str, version: int) -> Recorded:
        """Return one event. Raises NotPermitted, EventUnknown, and what says that there are none."""
        events = self._events(caller, own)
        if not 1 <= version <= len(events):
            raise EventUnknown(own, version)
        return events[version - 1]

    def _events(self, caller: Caller, own: str) -> Sequence[Recorded]:
        kind = self._kept.kind
        self._access.permit(caller, f"{kind}s.read", program=own if kind == "program" else None)
        stream = f"{kind}/{own}"
        events = self._store.stream(stream)
        if not events:
            raise self._kept.unknown(stream)
        return events
