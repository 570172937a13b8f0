"""What a draft, or a fact, would do to one person: what changes, why, by which clauses, and what they relied on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from domain.brief import Brief
from domain.case import Case
from domain.change import Change, Comparison, Days, Effect, Moved
from domain.ground import Ground, ground
from domain.policy.chain import Version
from domain.policy.hand import Facts
from domain.policy.leaning import named_in
from domain.policy.rules import Assessment
from domain.world import Part, World

_OF_THE_DAY = {
    Effect.GAINS,
    Effect.LOSES,
    Effect.DOUBT,
    Effect.BASIS,
    Effect.STANDING,
    Effect.LISTING,
    Effect.OWED,
    Effect.NOTE,
}
_TOLD_BY_OTHERS = {Part.LISTING}
"""A listing follows from the level and from what it lacks, which are told themselves."""


class Because(msgspec.Struct, frozen=True):
    """On what one thing that changes rests before and after, on a day on which it differs."""

    part: Part
    name: str
    on: date
    before: Ground
    after: Ground


class Taken(Days, frozen=True, omit_defaults=True):
    """Days of a level that are taken, and why it is not held on the first of them."""

    reasons: tuple[str, ...] = ()


class Prejudice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Days of a level that were certain and no longer are: those that could be relied on, and those already past.

    ``days`` are those from the day on which the change becomes known, ``earlier`` those before it, which are taken away
    with effect for the past.
    """

    level: str
    days: tuple[Taken, ...] = ()
    earlier: tuple[Taken, ...] = ()


class Groups(msgspec.Struct, frozen=True):
    """The groups to which a pathway belongs; ``cohort`` is the year in which its first course ended."""

    programs: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    cohort: int | None


class Touched(msgspec.Struct, frozen=True, tag_field="line", tag="touched"):
    """What changes for one pathway, and why; ``clauses`` are those that make the difference."""

    pathway: str
    effects: tuple[Effect, ...]
    before: Brief
    after: Brief
    moved: tuple[Moved, ...]
    because: tuple[Because, ...]
    clauses: tuple[str, ...]
    groups: Groups
    prejudice: tuple[Prejudice, ...]


class Side(msgspec.Struct, frozen=True):
    """One pathway in one world: its facts, and what the rules there say of them."""

    facts: Facts
    found: Assessment


class Trial:
    """Tries a change on one pathway after the other."""

    def __init__(self, before: World, after: World, announced: date) -> None:
        """Take the worlds before and after, and the day from which the change is known to those concerned."""
        self._worlds = (before, after)
        self._announced = announced
        self._comparison = Comparison(before, after)
        self._changed: dict[tuple[int, int], frozenset[str]] = {}

    def of(self, pathway: str, before: Side, after: Side) -> Touched | None:
        """Return what changes for a pathway, None if nothing does on any day."""
        change = self._comparison.of(pathway, before.found, after.found)
        if change is None:
            return None
        cases = [
            Case(world.rules, side.facts, side.found) for world, side in zip(self._worlds, (before, after), strict=True)
        ]
        because = tuple(self._because(change, *cases))
        return Touched(
            pathway=pathway,
            effects=change.effects,
            before=change.before,
            after=change.after,
            moved=change.moved,
            because=because,
            clauses=tuple(self._deciding(because)),
            groups=groups_of(before.facts),
            prejudice=tuple(prejudices(change.moved, self._announced, cases[1])),
        )

    def _because(self, change: Change, before: Case, after: Case) -> Iterator[Because]:
        for moved in change.moved:
            on = self._day(moved)
            if moved.part not in _TOLD_BY_OTHERS and on is not None:
                grounds = (ground(case, moved.part, moved.name, on) for case in (before, after))
                yield Because(moved.part, moved.name, on, *grounds)

    def _day(self, moved: Moved) -> date | None:
        """Return the day asked about if something differs on it, else the first on which it does."""
        if _OF_THE_DAY & set(moved.effects):
            return self._worlds[0].on
        firsts = [days[0].from_ for days in (moved.lost, moved.gained, moved.doubted) if days]
        return min((each for each in firsts if each is not None), default=None)

    def _deciding(self, because: Iterable[Because]) -> Iterable[str]:
        """Return the clauses that make the difference: those that say otherwise, else those named on one side only."""
        told: dict[str, int] = {}
        for each in because:
            differing = self._changed_on(each.on)
            one_sided = {*each.before.clauses} ^ {*each.after.clauses}
            for no in (*each.before.clauses, *each.after.clauses):
                remoteness = 0 if no in differing else 1 if no in one_sided else 2
                told[no] = min(remoteness, told.get(no, remoteness))
        nearest = min(told.values(), default=0)
        return [no for no, remoteness in told.items() if remoteness == nearest]

    def _changed_on(self, on: date) -> frozenset[str]:
        """Return the clauses that do not say the same in the texts of a day."""
        before, after = (world.rules.chain.version_on(on) for world in self._worlds)
        if before is None or after is None or before is after:
            return frozenset()
        if (id(before), id(after)) not in self._changed:
            self._changed[id(before), id(after)] = frozenset(changed_clauses(before, after))
        return self._changed[id(before), id(after)]


def changed_clauses(before: Version, after: Version) -> Iterator[str]:
    """Yield the numbers of the clauses that say another thing in one text than in the other, or are in one only."""
    clauses = [{each.no: each for each in version.policy.clauses} for version in (before, after)]
    turned = {f"parameter {name}" for name in _parameters(before, after)}
    for no in {**clauses[0], **clauses[1]}:
        said = [_said(named.get(no)) for named in clauses]
        if said[0] != said[1] or turned & set(named_in(clauses[0][no].condition)):
            yield no


def _parameters(before: Version, after: Version) -> Iterator[str]:
    """Yield the parameters that both texts have and that are read otherwise."""
    for name in {each.name for each in before.policy.parameters} & {each.name for each in after.policy.parameters}:
        if before.reading(name) != after.reading(name):
            yield name


def _said(clause: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- a clause, or none
    return () if clause is None else (clause.condition, clause.reason, clause.otherwise)


def prejudices(moved: Iterable[Moved], announced: date, after: Case) -> Iterator[Prejudice]:
    """Yield what is taken from a person who held it, or was to hold it, for certain."""
    for each in moved:
        if each.part is Part.LEVEL and each.lost:
            days = tuple(_taken(each.lost, announced, None, each.name, after))
            earlier = tuple(_taken(each.lost, None, announced, each.name, after))
            yield Prejudice(each.name, days, earlier)


def _taken(lost: Iterable[Days], from_: date | None, until: date | None, level: str, after: Case) -> Iterator[Taken]:
    """Yield the parts of lost days from one day on and before another, those that have any."""
    for days in lost:
        first = max((each for each in (days.from_, from_) if each), default=None)
        last = min((each for each in (days.until, until) if each), default=None)
        if not (first and last and first >= last):
            yield Taken(first, last, ground(after, Part.LEVEL, level, first).reasons if first else ())


def groups_of(facts: Mapping[str, Iterable[Mapping[str, Any]]]) -> Groups:
    """Return the groups of a pathway: the programs of its courses, its jurisdictions, and its cohort."""
    courses = list(facts.get("course", ()))
    ended = [each["ended_on"] for each in courses if isinstance(each.get("ended_on"), int)]
    return Groups(
        programs=_values(courses, "program"),
        jurisdictions=_values(facts.get("registration", ()), "jurisdiction"),
        cohort=date.fromordinal(min(ended)).year if ended else None,
    )


def _values(items: Iterable[Mapping[str, Any]], field: str) -> tuple[str, ...]:
    return tuple(sorted({each[field] for each in items if isinstance(each.get(field), str)}))
