"""Enters what a caller may have recorded, as every desk does."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from application.access import Access, Caller
from application.desks.instruction import Instruction
from application.matters import operation_of, program_of
from application.recording import Registrar
from application.revealing import Revealing
from application.store import Command, Idempotency, Recorded
from domain.event import Event
from domain.sealed import legible


class Clerk:
    """Enters one event at a time, once for each key of a caller."""

    def __init__(
        self, access: Access, registrar: Registrar, revealing: Revealing, clock: Callable[[], datetime]
    ) -> None:
        self._access = access
        self._revealing = revealing
        self._registrar = registrar
        self._clock = clock

    def enter(
        self,
        caller: Caller,
        stream: str,
        event: Event,
        instruction: Instruction,
        *,
        owner: str = "",
        require: Callable[[], None] | None = None,
    ) -> Recorded:
        """Return the event as it is recorded now, or was under the same key before.

        `owner` is the stream that tells whether it is the caller's own to record, the one recorded in if none is given.
        `require` raises what else speaks against it. Raises NotPermitted, IdempotencyKeyReused, StreamConflict, and
        what the domain names as the case.
        """
        operation = operation_of(type(event))
        permit_event(self._access, caller, owner or stream, type(event), program_of(event))
        (recorded,) = self._registrar.record(
            stream,
            [event],
            command_of(caller, instruction),
            self._clock(),
            key_of(caller, operation, instruction),
            instruction.seen,
            require,
        )
        return self._revealing.event(recorded, caller.name, "repeated", owner or stream)


def permit_event(access: Access, caller: Caller, owner: str, kind: type[Event], program: str | None) -> None:
    """Raise NotPermitted unless the caller may record such an event; `program` is the one that it names, if any."""
    of, _, own = owner.partition("/")
    access.permit(
        caller,
        operation_of(kind),
        pathway=own if of == "pathway" else None,
        program=own if of == "program" else program,
    )


def command_of(caller: Caller, instruction: Instruction) -> Command:
    """Return what stands beside the events in the log. Raises ImpossibleEvidence for a reason that looks sealed."""
    legible("reason", instruction.reason)
    return Command(caller.name, instruction.request, instruction.cause, instruction.reason)


def key_of(caller: Caller, operation: str, instruction: Instruction) -> Idempotency:
    """Return the key by which the write is known again: it is the caller's, and of one operation."""
    return Idempotency(
        msgspec.json.encode((caller.name, operation, instruction.key)).decode(),
        instruction.digest,
    )
