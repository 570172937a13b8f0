"""Cliffs: real pathways alike but for one date of which other things come, and twins made up by moving one date."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import blake2b
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TypeAlias

import msgspec

from application.impact_lines import Cliff, Edge, Twin
from application.sorting import NewSorting, Record
from domain.likeness import Likeness, Likening, Place
from domain.outcome import Outcome, outcome
from domain.policy.hand import Facts
from domain.timeline import BEGIN, END
from domain.world import World

FactsOf: TypeAlias = Callable[[str], Facts]


class Member(msgspec.Struct, frozen=True, array_like=True):
    """A pathway among those that are like it, with what comes of it before and after the change."""

    shape: bytes
    pathway: str
    touched: bool
    before: Outcome
    after: Outcome
    dates: tuple[int, ...]


class _Single(msgspec.Struct, frozen=True, array_like=True):
    """A pathway among those with which it shares everything, all dates but one included."""

    key: bytes
    day: int
    pathway: str
    number: int
    touched: bool
    before: Outcome
    after: Outcome


def member(pathway: str, likeness: Likeness, outcomes: tuple[Outcome, Outcome], *, touched: bool) -> Member:
    """Return a pathway with what comes of it before and after."""
    return Member(likeness.shape, pathway, touched, *outcomes, likeness.dates)


class Cliffs:
    """Finds pairs among all pathways, of which the change touches at least one."""

    def __init__(self, new: NewSorting, likening: Likening, days: int) -> None:
        """Take where records are sorted, and by how many days at most the dates of a pair differ."""
        self._new = new
        self._members = new()
        self._likening = likening
        self._days = days

    def take(self, members: Iterable[Member]) -> None:
        """Take pathways among which pairs are looked for; one without dates has none."""
        self._members.take(msgspec.structs.astuple(each) for each in members if each.dates)

    def found(self, facts_of: FactsOf) -> Iterator[Cliff]:
        """Yield the nearest pair wherever another thing comes of one date than of the next, in order of names."""
        shapes = {shape for shape, group in groupby(self._members, key=itemgetter(0)) if _may_differ(group)}
        singles, pairs = self._new(), self._new()
        for record in self._members:
            if record[0] in shapes:
                singles.take(_singles(Member(*record)))
        for _, group in groupby(singles, key=itemgetter(0)):
            pairs.take(self._pairs(group))
        for _, _, one, other in pairs:
            yield self._cliff(_Single(*one), _Single(*other), facts_of)

    def _pairs(self, group: Iterable[Record]) -> Iterator[Record]:
        for one, other in pairwise(_Single(*record) for record in group):
            near = 0 < other.day - one.day <= self._days
            if near and (one.touched or other.touched) and one.after != other.after:
                yield one.pathway, other.pathway, *map(msgspec.structs.astuple, (one, other))

    def _cliff(self, one: _Single, other: _Single, facts_of: FactsOf) -> Cliff:
        place = self._likening.places(facts_of(one.pathway))[one.number]
        first, second = (
            Edge(each.pathway, date.fromordinal(each.day), each.before, each.after) for each in (one, other)
        )
        return Cliff(_named(place), other.day - one.day, first, second, one.before == other.before)


def _may_differ(group: Iterable[Record]) -> bool:
    """Tell whether other things come of members of a group than of others, some of which are touched."""
    touched, after = False, set()
    for record in group:
        each = Member(*record)
        touched = touched or each.touched
        after.add(each.after)
    return touched and len(after) > 1


def _singles(each: Member) -> Iterator[Record]:
    for number, day in enumerate(each.dates):
        rest = msgspec.msgpack.encode((each.shape, number, *each.dates[:number], *each.dates[number + 1 :]))
        key = blake2b(rest, digest_size=16).digest()
        yield msgspec.structs.astuple(_Single(key, day, each.pathway, number, each.touched, each.before, each.after))


def nearest_twin(pathway: str, facts: Facts, world: World, likening: Likening, days: int) -> Twin | None:
    """Return the pathway with one date moved by the fewest days, up to so many, of which something else comes."""

    def comes_of(facts: Facts) -> Outcome:
        return outcome(world, world.rules.assess(facts))

    places, found = likening.places(facts), comes_of(facts)
    for distance in range(1, days + 1):
        for place in places:
            item = facts[place.kind][place.number]
            for moved in (item[place.field] - distance, item[place.field] + distance):
                twin = comes_of(_moved(facts, place, moved)) if BEGIN < moved < END else found
                if twin != found:
                    return Twin(
                        pathway=pathway,
                        field=_named(place),
                        evidence=str(item["id"]),
                        date=date.fromordinal(item[place.field]),
                        moved_to=date.fromordinal(moved),
                        days=distance,
                        after=found,
                        twin=twin,
                    )
    return None


def _moved(facts: Facts, place: Place, day: int) -> Facts:
    items = list(facts[place.kind])
    items[place.number] = {**items[place.number], place.field: day}
    return {**facts, place.kind: items}


def _named(place: Place) -> str:
    return f"{place.kind}.{place.field}"
