"""The follower of the log: what each command did to where anybody stands, kept as determinations."""

from collections.abc import Collection, Container, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Protocol, TypeAlias

import msgspec

from application.assessing import Assessor
from application.lately import Lately
from application.notices.determined import noticed
from application.notices.notice import Notice
from application.sides import Log
from application.store import EventStore, Recorded
from domain.attribution import Category, category_of
from domain.case import NoPolicyInForce
from domain.determination import Determination
from domain.drafts import ImpactReported
from domain.facts import referenced_streams
from domain.impact import Touched, Trial
from domain.measures import Measure
from domain.policy.rules import Rules
from domain.rulebook import MOVES_NOBODY, PolicyCorrected, PolicyPublished
from domain.sealed import is_sealed
from domain.world import World

BATCH = 200
"""How many pathways are looked at before what was found is kept."""

TRIALS = 8
"""How many pairs of worlds are kept: most commands in a row are of one day and change no rules."""

Trials: TypeAlias = Lately[tuple[Rules, Rules, date, date], Trial | None]

PATHWAY = "pathway/"
SHARING = ("program/", "register/")

PRECEDENCE = (
    Category.POLICY,
    Category.INTERPRETATION,
    Category.CORRECTION,
    Category.EVIDENCE,
    Category.PROGRAM,
    Category.REGISTER,
)
"""What a change is put down to, where events of several kinds were recorded together."""


class Reached(msgspec.Struct, frozen=True, order=True):
    """How far the follower has come: all commands up to a position, and of the next one the pathways up to a name."""

    position: int = 0
    within: str = ""


class Findings(msgspec.Struct):
    """What was found and is not kept yet: determinations, their notices, and on which streams pathways rely."""

    determinations: list[Determination] = msgspec.field(default_factory=list)
    notices: list[Notice] = msgspec.field(default_factory=list)
    reliance: dict[tuple[str, str], None] = msgspec.field(default_factory=dict)
    looked_at: int = 0

    def add(self, looked: "Looked") -> None:
        """Add what was found by one look."""
        if looked.determination is not None:
            self.determinations.append(looked.determination)
            self.notices.append(noticed(looked.determination))
        self.reliance.update(dict.fromkeys(looked.reliance))
        self.looked_at += 1


class Looked(msgspec.Struct, frozen=True):
    """What came of a look at one pathway, or at the end of a command, and how far the log is followed with it."""

    reached: Reached
    determination: Determination | None = None
    reliance: tuple[tuple[str, str], ...] = ()


class Determinations(Protocol):
    """Determinations as they are kept, in the order of the log; none is ever changed."""

    def reached(self) -> Reached:
        """Return how far the follower has come."""

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""

    def keep(self, found: Findings, before: Reached, now: Reached) -> None:
        """Keep what was found, and how far it reaches, in one transaction. Raises FollowedElsewhere."""


class FollowedElsewhere(Exception):
    """Another process follows the log, and has come further."""

    def __init__(self) -> None:
        super().__init__("another process follows the log at this moment: one is enough, so leave it to that one")


class Change(msgspec.Struct, frozen=True):
    """The events of one command, which were recorded together."""

    events: tuple[Recorded, ...]

    @property
    def first(self) -> int:
        return self.events[0].position

    @property
    def last(self) -> Recorded:
        return self.events[-1]

    @property
    def on(self) -> date:
        """The day of the recording, in UTC."""
        return self.last.recorded_at.astimezone(UTC).date()


class Following:
    """Goes through the log, command by command, and keeps what each did to where anybody stands.

    It reads nothing but the log and what it kept before, so what it keeps is the same whenever it is begun again.
    """

    def __init__(self, store: EventStore, assessor: Assessor, kept: Determinations) -> None:
        self._store = store
        self._assessor = assessor
        self._kept = kept
        self._trials: Trials = Lately(TRIALS)

    def follow(self, until: Reached | None = None) -> Iterator[Reached]:
        """Go on up to the end of the log as it is now, and yield how far it has come, whenever that is kept.

        Told until where, it goes so far and ends. Raises FollowedElsewhere, and UnreadableEvent at an event that cannot
        be read, which it does not pass.
        """
        kept = reached = self._kept.reached()
        found = Findings()
        for change in changes(self._store.log(kept.position)):
            for looked in self._through(change, reached, found.reliance):
                found.add(looked)
                reached = looked.reached
                ends = until is not None and reached >= until
                if ends or found.looked_at >= BATCH:
                    self._kept.keep(found, kept, reached)
                    yield reached
                    kept, found = reached, Findings()
                if ends:
                    return
        if reached != kept:
            self._kept.keep(found, kept, reached)
            yield reached

    def _through(self, change: Change, reached: Reached, reliance: Collection[tuple[str, str]]) -> Iterator[Looked]:
        """Go through one command: yield what is found of each pathway, and at last that its end is reached.

        ``reliance`` is what was found before it and is not kept yet.
        """
        judging = Judging(self._assessor, change, self._trials)
        within = reached.within if reached.position == change.first - 1 else ""
        for name in self._touched(change, judging, within, reliance):
            determination, relies_on = judging.of(name)
            yield Looked(Reached(change.first - 1, name), determination, tuple((stream, name) for stream in relies_on))
        yield Looked(Reached(change.last.position))

    def _touched(
        self, change: Change, judging: "Judging", within: str, reliance: Collection[tuple[str, str]]
    ) -> Iterable[str]:
        """Return the pathways that a command may have moved, after a name, in order."""
        if judging.otherwise:
            names = self._store.streams(PATHWAY, f"{PATHWAY}{within}" if within else "", change.last.position)
            return (name.removeprefix(PATHWAY) for name in names)
        streams = {each.stream for each in change.events}
        own = {name.removeprefix(PATHWAY) for name in streams if name.startswith(PATHWAY)}
        shared = {name for name in streams if name.startswith(SHARING)}
        relying = {*self._kept.relying_on(shared), *(name for stream, name in reliance if stream in shared)}
        return sorted(name for name in own | (relying if shared else set()) if name > within)


class Judging:
    """What one command did, told of one pathway after the other."""

    def __init__(self, assessor: Assessor, change: Change, trials: Trials) -> None:
        self._change = change
        before, after = assessor.rules(change.first - 1), assessor.rules(change.last.position)
        self.otherwise = before is not after
        """Whether the rules are others after the command, so that every pathway is concerned."""
        self._begins = before.chain.version_on(change.on) is None
        self._before = Log(assessor, change.first - 1, after if self._begins else before)
        self._after = Log(assessor, change.last.position, after)
        tried = (self._before.rules, after, change.on, _announced(change, assessor))
        self._trial = trials.value(tried, lambda: _trial(*tried))

    def of(self, pathway: str) -> tuple[Determination | None, tuple[str, ...]]:
        """Return how the pathway came to stand otherwise, if it did, and the streams that it relies on now."""
        after, before = self._after.side_of(pathway), self._before.side_of(pathway)
        relies_on = referenced_streams(after.facts)
        stood = self._before.side({}) if self._begins else before
        touched = self._trial.of(pathway, stood, after) if self._trial else None
        if touched is None:
            return None, relies_on
        streams = {f"{PATHWAY}{pathway}", *relies_on, *referenced_streams(before.facts)}
        return self._told(pathway, streams, touched), relies_on

    def _told(self, pathway: str, streams: Container[str], touched: Touched) -> Determination:
        causes = [each for each in self._change.events if each.stream in streams or self._is_policy(each)]
        last = causes[-1]
        return Determination(
            position=self._change.last.position,
            recorded_at=self._change.last.recorded_at,
            pathway=pathway,
            on=self._change.on,
            category=_category(causes),
            causes=tuple(each.event_id for each in causes),
            version=next((version_of(each) for each in reversed(causes) if version_of(each)), ""),
            actor=last.actor,
            reason=None if is_sealed(last.reason) else last.reason,
            touched=touched,
        )

    def _is_policy(self, recorded: Recorded) -> bool:
        moving = recorded.stream.startswith("policy/") and not isinstance(recorded.event, MOVES_NOBODY)
        return self.otherwise and moving


def changes(log: Iterable[Recorded]) -> Iterator[Change]:
    """Yield the events of a log by the commands that brought them."""
    for _, events in groupby(log, key=lambda each: (each.command_id, each.recorded_at)):
        yield Change(tuple(events))


def version_of(recorded: Recorded) -> str:
    """Return the version of a rulebook that an event is about, empty if it is about none."""
    return str(getattr(recorded.event, "version", None) or "") if recorded.stream.startswith("policy/") else ""


def _announced(change: Change, assessor: Assessor) -> date:
    """Return from which day on those concerned know of a change, as the report on its impact has it.

    A text is known from its publication on, a correction or a measure from the last day that its report knew, all else
    from the recording on.
    """
    texts = [
        each.event for each in change.events if isinstance(each.event, PolicyPublished | PolicyCorrected | Measure)
    ]
    if len(texts) != 1:
        return change.on
    if isinstance(texts[0], PolicyPublished):
        return texts[0].published_on
    reports = (each.event.known for each in change.events if isinstance(each.event, ImpactReported))
    known = next(reports, change.first - 1 if isinstance(texts[0], PolicyCorrected) else change.last.position)
    return datetime.fromisoformat(assessor.known(known).recorded_at).date()


def _trial(before: Rules, after: Rules, on: date, announced: date) -> Trial | None:
    """Return what tries a change; none where no text is in force on the day after it, and nobody stands anywhere."""
    try:
        return Trial(World(before, on), World(after, on), announced)
    except NoPolicyInForce:
        return None


def _category(causes: Iterable[Recorded]) -> Category:
    """Return what a change is put down to: a text before all else, then what was recorded of the person."""
    found = {_category_of(each) for each in causes}
    return next(each for each in PRECEDENCE if each in found)


def _category_of(recorded: Recorded) -> Category:
    return category_of(recorded.stream, recorded.event, None, recorded.recorded_at.date())
