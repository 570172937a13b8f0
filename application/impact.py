"""The impact of a draft on everyone: each pathway assessed under the texts in force, and with the draft among them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeAlias

import msgspec

from application.assessing import Assessor
from application.cliffs import Cliffs, Member, member, nearest_twin
from application.impact_lines import Group, ImpactEnding, ImpactHeading, Line, ProvedTwice, Twin
from application.proving import one_proved
from application.sides import Log
from application.sorting import NewSorting
from application.store import StandingRows
from domain.case import Case
from domain.change import Effect
from domain.facts import own_facts
from domain.impact import Side, Touched, Trial
from domain.likeness import Likening
from domain.outcome import outcome
from domain.policy.hand import Facts
from domain.policy.rules import Rules
from domain.unanswered import reaches_back, unanswered
from domain.world import Part, World

BATCH = 200
"""How many pathways are tried at once."""


class Sides(Protocol):
    """Gives pathways as they are before and after a change."""

    def of(self, pathways: Sequence[str]) -> Iterator[tuple[str, Side, Side]]:
        """Yield each of the pathways, in the order given."""


class UnderTwoTexts:
    """The same facts before and after, as known at a position, under other rules.

    The facts are those of the standing row where that is true and knew no more than is asked for.
    """

    def __init__(self, assessor: Assessor, rows: StandingRows, position: int, before: Rules, after: Rules) -> None:
        self._assessor = assessor
        self._rows = rows
        self._position = position
        self._before = before
        self._after = after

    def of(self, pathways: Sequence[str]) -> Iterator[tuple[str, Side, Side]]:
        """Yield each of the pathways with its facts, and what either text says of them."""
        rows = self._rows.true(pathways)
        for name in pathways:
            row = rows.get(name)
            if row is not None and row.known <= self._position:
                before = Side(*self._assessor.kept(row))
            else:
                facts = self._assessor.facts(name, self._position)
                before = Side(facts, self._before.assess(facts))
            yield name, before, Side(before.facts, self._after.assess(before.facts))


class WithOtherFacts:
    """A log as it is recorded, and as it would be after further events, of pathways or of what they share."""

    def __init__(self, rows: StandingRows, before: Log, after: Log, moved: frozenset[str]) -> None:
        """Take the standing rows of the log before, and the pathways that have further events of their own."""
        self._rows = rows
        self._before = before
        self._after = after
        self._moved = moved

    def of(self, pathways: Sequence[str]) -> Iterator[tuple[str, Side, Side]]:
        """Yield each of the pathways; what its row knows of its own events is not read again."""
        before, after = self._before, self._after
        rows = self._rows.true(pathways)
        for name in pathways:
            row = rows.get(name)
            if row is None or row.known > before.position or name in self._moved:
                yield name, before.side_of(name), after.side_of(name)
                continue
            facts, found = before.assessor.kept(row)
            yield name, Side(facts, found), after.side(after.assessor.joined(own_facts(facts), after.position))


class Tried(msgspec.Struct, frozen=True):
    """What came of a batch: whom the change touches, with proofs, and, of all, what they have in common with others."""

    looked_at: int
    touched: tuple[tuple[Touched, tuple[ProvedTwice, ...]], ...]
    members: tuple[Member, ...]


Spread: TypeAlias = Callable[[Iterable[Sequence[str]]], Iterator[Tried]]
"""Tries batches of pathways, here or in other processes, and yields what came of them in their order."""


class Trying:
    """Tries a change on batches of pathways; each process that helps has one of its own."""

    def __init__(self, sides: Sides, before: World, after: World, announced: date, *, proofs: bool) -> None:
        """Take who the pathways are in the worlds before and after, and from when the change is known to them.

        With ``proofs``, what changes for each of a batch is proved.
        """
        self._sides = sides
        self._proofs = proofs
        self.before = before
        self.after = after
        self._trial = Trial(before, after, announced)
        self.likening = Likening(after.rules)

    def batch(self, pathways: Sequence[str]) -> Tried:
        """Return what the change does to each of the pathways."""
        found: list[tuple[Touched, tuple[ProvedTwice, ...]]] = []
        members: list[Member] = []
        for name, before, after in self._sides.of(pathways):
            touched = self._trial.of(name, before, after)
            comes = outcome(self.after, after.found)
            came = comes if touched is None else outcome(self.before, before.found)
            likeness = self.likening.of(after.facts)
            members.append(member(name, likeness, (came, comes), touched=touched is not None))
            if touched is not None:
                found.append((touched, self._proved(touched, before, after) if self._proofs else ()))
        return Tried(len(pathways), tuple(found), tuple(members))

    def here(self, batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
        """Yield what comes of batches, one after the other."""
        return map(self.batch, batches)

    def one(self, pathway: str) -> tuple[Touched | None, tuple[ProvedTwice, ...]]:
        """Return what the change does to one pathway, proved. Raises `PathwayUnknown`."""
        ((_, before, after),) = self._sides.of([pathway])
        touched = self._trial.of(pathway, before, after)
        return touched, () if touched is None else self._proved(touched, before, after)

    def _proved(self, touched: Touched, before: Side, after: Side) -> tuple[ProvedTwice, ...]:
        """Return the proofs of what changes for a pathway, which name what does not count as well."""
        cases = [
            Case(world.rules, side.facts, side.found, thorough=True)
            for world, side in ((self.before, before), (self.after, after))
        ]
        return tuple(
            ProvedTwice(
                touched.pathway,
                each.part,
                each.name,
                each.on,
                *(
                    tuple(one_proved(case, each.part, each.name, each.on, ground.routes))
                    for case, ground in zip(cases, (each.before, each.after), strict=True)
                ),
            )
            for each in touched.because
        )

    def facts_after(self, pathway: str) -> Facts:
        """Return the facts of a pathway after the change."""
        ((_, _, after),) = self._sides.of([pathway])
        return after.facts


class Report:
    """The report on a change, line by line: it holds no more than its groups, however many are touched."""

    def __init__(self, heading: ImpactHeading, trying: Trying, new: NewSorting) -> None:
        self._heading = heading
        self._trying = trying
        self._cliffs = Cliffs(new, trying.likening, heading.days)
        self._tally = _Tally(heading)
        self._first: list[str] = []

    def lines(self, batches: Iterable[Sequence[str]], spread: Spread | None = None) -> Iterator[Line]:
        """Yield the lines, given the names of the pathways in their order."""
        yield self._heading
        for tried in (spread or self._trying.here)(batches):
            self._cliffs.take(tried.members)
            self._tally.pathways += tried.looked_at
            for touched, proofs in tried.touched:
                self._tally.take(touched)
                if len(self._first) < self._heading.twins:
                    self._first.append(touched.pathway)
                yield touched
                yield from proofs
        for cliff in self._cliffs.found(self._trying.facts_after):
            self._tally.cliffs += 1
            yield cliff
        for twin in self._twins():
            self._tally.twins += 1
            yield twin
        yield from self._tally.groups()
        yield self._tally.ending()

    def _twins(self) -> Iterator[Twin]:
        for name in self._first:
            facts = self._trying.facts_after(name)
            twin = nearest_twin(name, facts, self._trying.after, self._trying.likening, self._heading.days)
            if twin is not None:
                yield twin


class _Count:
    """How many pathways are touched, and how."""

    def __init__(self) -> None:
        self.touched = 0
        self.effects: Counter[Effect] = Counter()
        self.prejudiced = 0
        self.earlier = 0

    def take(self, touched: Touched) -> None:
        self.touched += 1
        self.effects.update(touched.effects)
        self.prejudiced += any(each.days for each in touched.prejudice)
        self.earlier += any(each.earlier for each in touched.prejudice)


class _Tally:
    """What is counted while the pathways are told."""

    def __init__(self, heading: ImpactHeading) -> None:
        self.pathways = self.cliffs = self.twins = 0
        self._heading = heading
        self._unanswered = self._reaching_back = self._told_otherwise = 0
        self._all = _Count()
        self._groups: dict[tuple[str, str], _Count] = {}

    def take(self, touched: Touched) -> None:
        self._all.take(touched)
        if self._heading.draft is not None:
            self._unanswered += any(True for _ in unanswered(touched, self._heading.draft.takes_away))
            self._reaching_back += reaches_back(touched, self._heading.effect)
            self._told_otherwise += reaches_back(touched, self._heading.told_until)
        for group in _groups(touched):
            self._groups.setdefault(group, _Count()).take(touched)

    def groups(self) -> Iterator[Group]:
        """Yield the groups by what they are of, and then by name."""
        for by, name in sorted(self._groups, key=lambda each: (_BY.index(each[0]), each[1])):
            count = self._groups[by, name]
            yield Group(by, name, count.touched, _in_order(count.effects), count.prejudiced, count.earlier)

    def ending(self) -> ImpactEnding:
        count = self._all
        return ImpactEnding(
            pathways=self.pathways,
            touched=count.touched,
            effects=_in_order(count.effects),
            prejudiced=count.prejudiced,
            earlier=count.earlier,
            cliffs=self.cliffs,
            twins=self.twins,
            unanswered=self._unanswered,
            reaching_back=self._reaching_back,
            told_otherwise=self._told_otherwise,
        )


_BY = ("effect", "level", "clause", "program", "jurisdiction", "cohort")


def _groups(touched: Touched) -> Iterator[tuple[str, str]]:
    """Yield the groups in which a pathway is counted; one whose first course is not known has no cohort."""
    groups = touched.groups
    named = {
        "effect": touched.effects,
        "level": [each.name for each in touched.moved if each.part is Part.LEVEL],
        "clause": touched.clauses,
        "program": groups.programs,
        "jurisdiction": groups.jurisdictions,
        "cohort": () if groups.cohort is None else (str(groups.cohort),),
    }
    for by in _BY:
        yield from ((by, str(name)) for name in named[by])


def _in_order(effects: Counter[Effect]) -> dict[Effect, int]:
    return {effect: effects[effect] for effect in Effect if effects[effect]}
