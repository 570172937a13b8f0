"""Why an answer is another at other coordinates: the way from one to the other, in single steps that account for it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date
from typing import Literal

import msgspec

from application.assessing import IN_FORCE, Assessor, Coordinates
from application.store import Recorded
from domain.answer import Known
from domain.attribution import Category, Cause, Step, category_of, day_told, is_dated
from domain.case import Case, NoPolicyInForce
from domain.deciding import deciding
from domain.event import Event
from domain.evidence import Evidence, Remark
from domain.passing import Turn, turns
from domain.pathway.decisions import PathwayUnknown
from domain.policy.said import Said
from domain.refusal import Refusal
from domain.stand import Stand, differing, stand_on

STREAMS = {
    Category.EVIDENCE: "pathway",
    Category.PROGRAM: "program",
    Category.REGISTER: "register",
    Category.POLICY: "policy",
}
"""Where the events are recorded that tell what a day brings."""


class GoesBack(Refusal):
    """The second day is before the first."""

    sentence = "the change is asked for from {0} to {1}, which is earlier: ask for it the other way round"


class KnowsLess(GoesBack):
    """Less is known in the end than in the beginning."""

    sentence = (
        "the change is asked for from what is known at position {0} to what is known at position {1}, which is less: "
        "ask for it the other way round"
    )


class End(msgspec.Struct, frozen=True):
    """One end of the way: its coordinates as they were resolved, and where the pathway stands there.

    ``under`` is what was asked for: the name of a version or proposal, or ``in force``.
    """

    on: date
    known: Known
    under: str
    stand: Stand


class Walk(msgspec.Struct, frozen=True):
    """The difference between two coordinates, in steps; ``differs`` names the members in which the ends differ.

    ``told`` says each step in the words of a language, if one was asked for.
    """

    format: Literal["milepost.changes/v1"]
    pathway: str
    from_: End = msgspec.field(name="from")
    to: End
    differs: tuple[str, ...]
    steps: tuple[Step, ...]
    told: tuple[Said, ...] | None = None


class Walks:
    """Attributes differences between the answers of a store."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor

    def walk(self, pathway: str, from_: Coordinates, to: Coordinates, *, every: bool = False) -> Walk:
        """Return the steps from one coordinate to another; with ``every``, also the events that change nothing.

        What was recorded in between is taken in the order of the log; before each event time passes, with what was
        known until then, up to the day on which it was recorded, as far as that lies between the two days. Another
        text that is asked for comes last. Before it was opened, a pathway stands nowhere.

        Raises GoesBack, and what `Assessor.answer` raises but for `NoPolicyInForce`; `PathwayUnknown` for what is
        known in the end.
        """
        first, last = self._assessor.position(from_.known), self._assessor.position(to.known)
        if to.on < from_.on:
            raise GoesBack(from_.on, to.on)
        if last < first:
            raise KnowsLess(first, last)
        ways = _Way(self._assessor, pathway, msgspec.structs.replace(from_, known=first))
        end = msgspec.structs.replace(to, known=last)
        steps = tuple(step for step in ways.to(end) if every or step.differs)
        return Walk(
            "milepost.changes/v1",
            pathway,
            self._end(from_, first, ways.first),
            self._end(to, last, ways.stand),
            differing(ways.first, ways.stand),
            steps,
        )

    def _end(self, at: Coordinates, position: int, stand: Stand) -> End:
        return End(at.on, self._assessor.known(position), at.under or IN_FORCE, stand)


class _Way:
    """Goes from one coordinate to another, and knows where the pathway stands meanwhile."""

    def __init__(self, assessor: Assessor, pathway: str, at: Coordinates) -> None:
        self._assessor = assessor
        self._pathway = pathway
        self._from = at.on
        self._at = at
        self._case = self._case_at(at)
        self._known: list[Recorded] = []
        self.first = self.stand = stand_on(self._case, at.on)

    def to(self, end: Coordinates) -> Iterator[Step]:
        """Yield every step to another coordinate, those without a difference too."""
        events = self._assessor.bearing_on(self._pathway, self._assessor.position(end.known))
        self._known = [each for each in events if each.position <= self._position]
        for each in events[len(self._known) :]:
            recorded_on = each.recorded_at.astimezone(UTC).date()
            yield from self._pass_time(min(max(recorded_on, self._at.on), end.on))
            yield self._learn(each)
        yield from self._pass_time(end.on)
        if end.under != self._at.under:
            yield self._go(Category.TEXT_ASKED_FOR, end, ())

    @property
    def _position(self) -> int:
        return self._assessor.position(self._at.known)

    def _pass_time(self, until: date) -> Iterator[Step]:
        on, self._at = self._at.on, msgspec.structs.replace(self._at, on=until)
        if self._case is not None and on < until:
            for turn in turns(self._case, self._assessor.compiled, self.stand, on, until):
                self.stand = turn.before
                yield self._step(turn.category, turn.on, turn.after, turn.case, self._brought(turn))
            self.stand = stand_on(self._case, until)

    def _learn(self, recorded: Recorded) -> Step:
        self._known.append(recorded)
        at = msgspec.structs.replace(self._at, known=recorded.position)
        case = self._case_at(at)
        happened_on = _happened_on(recorded, case, at.on)
        category = category_of(recorded.stream, recorded.event, happened_on, self._from)
        return self._go(category, at, (_cause(recorded, happened_on),), case)

    def _go(self, category: Category, at: Coordinates, causes: tuple[Cause, ...], case: Case | None = None) -> Step:
        self._at = at
        self._case = case or self._case_at(at)
        return self._step(category, at.on, stand_on(self._case, at.on), self._case, causes)

    def _step(self, category: Category, on: date, after: Stand, case: Case | None, causes: tuple[Cause, ...]) -> Step:
        before, self.stand = self.stand, after
        differs = differing(before, after)
        return Step(
            category=category,
            on=on,
            known=self._position,
            under=self._at.under or IN_FORCE,
            causes=causes,
            clauses=deciding(case, before, after, on) if differs else (),
            differs=differs,
            before=before,
            after=after,
        )

    def _case_at(self, at: Coordinates) -> Case | None:
        try:
            return self._assessor.case(self._pathway, at)[0]
        except PathwayUnknown:
            return None

    def _brought(self, turn: Turn) -> tuple[Cause, ...]:
        """Return the events, among those known, that tell what a day brought."""
        kind = STREAMS.get(turn.category)
        known = [each for each in self._known if each.stream.partition("/")[0] == kind]
        stated = [each.event for each in known if each.event_id in turn.stated_by]
        spoken_of = {event.ref for event in stated if isinstance(event, Evidence)}
        return tuple(
            _cause(each, _happened_on(each, turn.case, turn.on))
            for each in known
            if each.event in stated or _speaks(each.event, turn.on, spoken_of)
        )


def _speaks(event: Event, on: date, of: set[str]) -> bool:
    """Tell whether an event names a day, and if it is a remark, whether it is one on some evidence."""
    if isinstance(event, Evidence) or (isinstance(event, Remark) and event.of not in of):
        return False
    return is_dated(event, on)


def _happened_on(recorded: Recorded, case: Case | None, on: date) -> date | None:
    """Return the day on which what an event tells happened: of evidence, the one from which its kind counts."""
    if isinstance(recorded.event, Evidence) and case is not None:
        with suppress(NoPolicyInForce):
            vocabulary = case.version(on).policy.vocabulary
            for kind, items in case.facts.items():
                for item in items:
                    since = item.get(vocabulary[kind].since) if kind in vocabulary else None
                    if item.get("event") == recorded.event_id and since is not None:
                        return date.fromordinal(since)
    return day_told(recorded.event)


def _cause(recorded: Recorded, happened_on: date | None) -> Cause:
    return Cause(
        event=recorded.event_id,
        topic=recorded.event.topic(),
        happened_on=happened_on,
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        actor=recorded.actor,
        cause=recorded.cause,
        reason=recorded.reason or getattr(recorded.event, "reason", None),
    )
