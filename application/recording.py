"""Recording: load the streams, let the domain decide, keep what it lets through."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol, TypeAlias

import msgspec

from application.contention import NoVersionNamed, SeenOtherwise, persistently
from application.graduates import Graduates
from application.store import Append, Command, EventStore, Guard, Idempotency, Recorded, StandingRow, StreamConflict
from application.vault import Vault
from domain import announcement, register, rulebook
from domain.consultation import decisions as consultation_decisions
from domain.consultation import state as consultation
from domain.consultation.state import person_of
from domain.event import Event
from domain.evidence import Correction
from domain.happening import happened
from domain.pathway import decisions as pathway_decisions
from domain.pathway import state as pathway
from domain.pathway.four_eyes import seen_by_another
from domain.pathway.graduates import established_before_courses
from domain.pathway.state import Pathway
from domain.pathway.training import CourseCompleted
from domain.possible import BESIDE, MOST_BYTES
from domain.program import decisions as program_decisions
from domain.program import state as program
from domain.program.events import ProgramSubmitted
from domain.program.state import Program
from domain.refusal import Refusal
from domain.sealed import all_legible, has_text, legible, with_texts
from domain.topics import as_of_today

LONGEST_ID = 200
NEVER = frozenset({"consultation/documents", "announcement/documents"})
"""What the service has at the addresses of such streams is something else."""


Decide: TypeAlias = Callable[[Any], tuple[Command, Sequence[Event]]]
"""Returns what is to be recorded upon the state of a stream, with who is named for it, or raises why not."""


class Standings(Protocol):
    """Says what stands after events are recorded."""

    def standing_rows(self, states: Mapping[str, Any], known: int, shared: int) -> Sequence[StandingRow]:
        """Return the rows of the pathways among the streams that are recorded on, given the states these will have.

        `known` is the last position of the log, `shared` that of the last event in a stream that pathways share, both
        when the first stream was read.
        """


class StreamImpossible(Refusal):
    """A stream is named as none can be; its id has no ``/``, no ``@`` and no blank at its ends, and is not too long."""

    sentence = (
        "{0!r} cannot name a stream: expected its kind, a slash, and an id without '/', '@' or blanks at its ends, "
        f"of at most {LONGEST_ID} characters and {MOST_BYTES} bytes of UTF-8"
    )


class NotOfThisStream(Refusal):
    """An event belongs to streams of another kind."""

    sentence = "{1} is not recorded in {0}"


FOLD: dict[str, Callable[[str, Iterable[Event]], Any]] = {
    "pathway": pathway.fold,
    "program": program.fold,
    "register": register.fold,
    "policy": rulebook.fold,
    "consultation": consultation.fold,
    "announcement": announcement.fold,
}
EVOLVE: dict[str, Callable[[Any, Event], None]] = {
    "pathway": pathway.evolve,
    "program": program.evolve,
    "register": register.evolve,
    "policy": rulebook.evolve,
    "consultation": consultation.evolve,
    "announcement": announcement.evolve,
}
DECIDE: dict[str, Callable[[Any, Any], Event]] = {
    "pathway": pathway_decisions.record,
    "program": program_decisions.record,
    "register": register.record,
    "policy": rulebook.record,
    "consultation": consultation_decisions.record,
    "announcement": announcement.record,
}


class Stream(msgspec.Struct):
    """A stream as read, with what was decided upon it since."""

    name: str
    kind: str
    state: Any
    before: tuple[Event, ...]
    actors: list[str]
    added: int = 0

    def recorded_by(self, version: int) -> str:
        return self.actors[version - 1]


class Submission:
    """Events that are decided one after another, across streams, and will be recorded together or not at all."""

    def __init__(self, store: EventStore, vault: Vault | None = None) -> None:
        self._store = store
        self._vault = vault
        self._streams: dict[str, Stream] = {}
        self._graduates = Graduates(store)
        self.appends: list[Append] = []
        self.known = 0
        self.shared = 0

    def add(self, stream: str, event: Event, recorded_on: date | None = None, by: str = "") -> Event:
        """Return the event if it may be recorded next, as it is written today.

        With the day of recording, in UTC, what has not happened by then is refused; a scenario has none. `by` is who
        records it, and is held to what needs a second person; a file tells of what others did, and names nobody.
        Raises StreamImpossible, NotOfThisStream, and whatever the domain names as the case.
        """
        event = as_of_today(event)
        at = self.stream(stream)
        if event.topic().partition(".")[0] != at.kind:
            raise NotOfThisStream(stream, event.topic())
        self._decide(at, event)
        of = person_of(at.state, event)
        if recorded_on is not None:
            happened(event, recorded_on, at.state.evidence[event.of][1] if isinstance(event, Correction) else None)
        if by and at.kind == "pathway":
            seen_by_another(at.state, event, by, at.recorded_by)
        EVOLVE[at.kind](at.state, event)
        at.actors.append(by)
        self.appends.append(Append(stream, len(at.before) + at.added, (event,), of))
        at.added += 1
        return event

    def stream(self, name: str) -> Stream:
        """Return the stream as it would be."""
        if name not in self._streams:
            kind, _, own = name.partition("/")
            if kind not in FOLD or not own.isprintable() or own != own.strip() or set(own) & set("/@"):
                raise StreamImpossible(name)
            if not 0 < len(own) <= LONGEST_ID or name in NEVER or own in BESIDE:
                raise StreamImpossible(name)
            loaded = self._store.load(name)
            if not self._streams:
                self.known, self.shared = loaded.head, loaded.shared
            before = tuple(each.event for each in loaded.events)
            if not before and len(own.encode()) > MOST_BYTES:
                raise StreamImpossible(name)
            self._streams[name] = Stream(
                name, kind, FOLD[kind](name, before), before, [each.actor for each in loaded.events]
            )
        return self._streams[name]

    def as_kept(self, stream: str, event: Event) -> Event:
        """Return an event of a pathway with its texts as they are kept; without a key of the person, as it is given.

        Nothing was sealed, then, that it could be compared with. Raises Forgotten and VaultUnusable.
        """
        if self._vault is None or not has_text(event) or not stream.startswith("pathway/"):
            return event
        seal = self._vault.sealer(stream)
        return with_texts(event, seal) if seal else event

    def require(self, name: str, seen: AbstractSet[int] | None) -> None:
        """Raise SeenOtherwise if the stream has events and is at none of the versions, where these are given."""
        version = len(self.stream(name).before)
        if seen is not None and version and version not in seen:
            raise SeenOtherwise(name, max(seen), version) if seen else NoVersionNamed(name, version)

    @property
    def states(self) -> dict[str, Any]:
        """The streams that something was added to, as they will be."""
        return {name: self._streams[name].state for name in self.touched}

    @property
    def relied_on(self) -> tuple[Append, ...]:
        """What has to be so still when the events are recorded: programs without a submission have none by then."""
        names = [name for name in self._graduates.programs() if not self._streams[name].state.submitted]
        return tuple(Append(name, len(self._streams[name].before), ()) for name in names)

    @property
    def guard(self) -> Guard | None:
        """What raises StreamConflict if the log has moved on by what may speak against an event, if anything may."""
        return self._graduates.require_none_since if self._graduates.sought else None

    @property
    def touched(self) -> tuple[str, ...]:
        """The names of the streams that something was added to, in the order of the first addition."""
        return tuple(dict.fromkeys(append.stream for append in self.appends))

    def _decide(self, at: Stream, event: Event) -> None:
        if at.kind == "pathway":
            self._decide_upon_pathway(at, event, self.as_kept(at.name, event))
        else:
            DECIDE[at.kind](at.state, event)
            if isinstance(event, ProgramSubmitted):
                established_before_courses(at.state, event, self._graduates.of(at.name, self._read))

    def _decide_upon_pathway(self, at: Stream, event: Any, kept: Event) -> None:  # noqa: ANN401  (of a pathway)
        if isinstance(event, CourseCompleted):
            program = self._program(event.program, at.name)
            pathway_decisions.complete_course(at.state, event, program, kept)
        elif isinstance(event, Correction) and isinstance(
            at.state.evidence.get(event.of, (0, None))[1], CourseCompleted
        ):
            programs = partial(self._program, graduate=at.name)
            pathway_decisions.correct_course(at.state, event, programs, kept)
        else:
            pathway_decisions.record(at.state, event, kept)

    def _read(self, name: str) -> Pathway | None:
        return self._streams[name].state if name in self._streams else None

    def _program(self, program_id: str, graduate: str) -> Program:
        name = f"program/{program_id}"
        of: Program = self.stream(name).state
        self._graduates.add(name, graduate)
        return of


class Registrar:
    """Records what the domain lets through, and with it what then stands."""

    def __init__(self, store: EventStore, standings: Standings, vault: Vault | None = None) -> None:
        self._store = store
        self._standings = standings
        self._vault = vault

    def submission(self) -> Submission:
        """Return a submission upon what is recorded now."""
        return Submission(self._store, self._vault)

    def record(
        self,
        stream: str,
        events: Sequence[Event],
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
        require: Callable[[], None] | None = None,
    ) -> tuple[Recorded, ...]:
        """Record events in one stream, or answer with what was recorded under the same idempotency key before.

        `require` raises what else speaks against it; nothing does against what was recorded before. Raises as
        `decided` does.
        """

        def decide(_: object) -> tuple[Command, Sequence[Event]]:
            if require is not None:
                require()
            return command, events

        return self.decided(stream, decide, recorded_at, idempotency, seen)

    def decided(
        self,
        stream: str,
        decide: Decide,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
        guarded: Callable[[int], Guard] | None = None,
    ) -> tuple[Recorded, ...]:
        """Record what is decided upon a stream, or answer with what was recorded under the same key before.

        A stream that has events has to be at one of the versions `seen`, if these are given. Where another write comes
        between, it is decided anew; `guarded` gives what may come between, by how far the log was known. Raises
        StreamConflict, and what `Submission.add` and `EventStore.append` raise; then nothing is recorded.
        """
        repeated = self._repeated(idempotency)
        if repeated is not None:
            return repeated

        def attempt() -> tuple[Recorded, ...]:
            submission = self.submission()
            submission.require(stream, seen)
            command, events = decide(submission.stream(stream).state)
            for event in events:
                submission.add(stream, event, recorded_at.date(), command.actor)
            guard = guarded(submission.known) if guarded else None
            return self.keep(submission, command, recorded_at, idempotency, guard)

        try:
            return persistently(attempt)
        except (Refusal, StreamConflict):
            # The same request may have been recorded since it was looked for, and speak against itself.
            repeated = self._repeated(idempotency)
            if repeated is None:
                raise
            return repeated

    def _repeated(self, idempotency: Idempotency | None) -> tuple[Recorded, ...] | None:
        return self._store.repeated(idempotency) if idempotency else None

    def keep(
        self,
        submission: Submission,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        guard: Guard | None = None,
        live: int | None = None,
    ) -> tuple[Recorded, ...]:
        """Record a submission in one transaction, with the standing rows that follow from it.

        A `guard` stands in place of the submission's own, and runs while the log is locked. Where `live` is given,
        answers come from that generation from the same moment on. Raises ImpossibleEvidence for a text that would be
        taken for one that is sealed.
        """
        legible("reason", command.reason)
        for append in submission.appends:
            for event in append.events:
                all_legible(event)
        rows = self._standings.standing_rows(submission.states, submission.known, submission.shared)
        return self._store.append(
            [*submission.appends, *submission.relied_on],
            command,
            recorded_at,
            idempotency=idempotency,
            standing=rows,
            guard=guard or submission.guard,
            live=live,
        )
