"""What is otherwise for one pathway in one world than in another: of a draft, of a fact, of a later day."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from domain.brief import Brief
from domain.policy.rules import Assessment
from domain.shown import GOOD, NONE, day_shown
from domain.timeline import BEGIN, END, NO, Spans, Timeline, complement, each_span, intersection, truth_on, union
from domain.world import Part, World


class Effect(StrEnum):
    """What a change does to a person, as of the day asked about, the weightiest first.

    ``gains`` and ``loses``: a level is held on the day in one of the two only. ``earlier`` and ``later``: its first day
    moves. ``longer`` and ``shorter``: only later days of it are gained or lost. ``basis``: it is held all the same,
    and the rules alone give it in one of the two only. ``owed``: an open condition, or what the listing lacks.
    ``other days``: what changes, changes on other days than the one asked about.
    """

    GAINS = "gains"
    LOSES = "loses"
    EARLIER = "earlier"
    LATER = "later"
    LONGER = "longer"
    SHORTER = "shorter"
    STANDING = "standing"
    LISTING = "listing"
    DOUBT = "doubt"
    BASIS = "basis"
    OWED = "owed"
    NOTE = "note"
    OTHER_DAYS = "other days"


class Days(msgspec.Struct, frozen=True):
    """Days in a row; ``until`` is the first day no longer, and none where no end is known."""

    from_: date | None = msgspec.field(name="from")
    until: date | None


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changes of one thing that is told of a pathway, such as a level: the effects, and the days.

    ``lost`` are days on which it certainly held before and does not after, ``gained`` the other way round, and
    ``doubted`` those on which it is in doubt in one of the two only.
    """

    part: Part
    name: str
    effects: tuple[Effect, ...] = ()
    lost: tuple[Days, ...] = ()
    gained: tuple[Days, ...] = ()
    doubted: tuple[Days, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """What is otherwise for a pathway: where it stands on the day before and after, the effects, and what moved."""

    before: Brief
    after: Brief
    effects: tuple[Effect, ...]
    moved: tuple[Moved, ...]

    @property
    def pathway(self) -> str:
        return self.before.pathway


class Comparison:
    """Compares two worlds. Make it once; it tells of any number of pathways."""

    def __init__(self, before: World, after: World) -> None:
        """Take the world before and the one after, each with its day; effects are told as of these days."""
        self._before = before
        self._after = after
        self._days = (before.on.toordinal(), after.on.toordinal())
        self._reordered = before.rules is not after.rules and before.orders_otherwise(after)
        same = before.on == after.on and before.shown == after.shown
        self._tells_alike = same and not self._reordered

    def of(self, pathway: str, before: Assessment, after: Assessment) -> Change | None:
        """Return what is otherwise for a pathway, given what the rules say of it in each; None if nothing is, ever.

        Days long past and to come are compared as well. Where the days of the two worlds differ, passing from one to
        the other is a change if where the pathway stands is another.
        """
        if self._tells_alike and before == after:
            return None
        moved = tuple(self._moved(before, after))
        briefs = self._before.briefing.of(pathway, before), self._after.briefing.of(pathway, after)
        if not moved and briefs[0] == briefs[1] and not self._reads_otherwise(pathway, before, after):
            return None
        effects = {effect for each in moved for effect in each.effects}
        if _ordered_otherwise(*briefs):
            effects.add(Effect.STANDING)
        return Change(*briefs, tuple(each for each in Effect if each in effects) or (Effect.OTHER_DAYS,), moved)

    def _moved(self, before: Assessment, after: Assessment) -> Iterator[Moved]:
        tracks, others = self._before.tracks(before), self._after.tracks(after)
        pairs = {key: (tracks.get(key, NO), others.get(key, NO)) for key in dict.fromkeys((*tracks, *others))}
        moving = {key: pair for key, pair in pairs.items() if self._differ(*pair)}
        for (part, name), (one, other) in moving.items():
            if part is Part.BY_RULE and (Part.LEVEL, name) in moving:
                continue
            yield Moved(
                part,
                name,
                tuple(self._effects(part, one, other)),
                _days(intersection(one[0], complement(other[0]))),
                _days(intersection(other[0], complement(one[0]))),
                _days(_in_one_only(_doubt(one), _doubt(other))),
            )

    def _differ(self, before: Timeline, after: Timeline) -> bool:
        """Tell whether two tracks differ on any day, or by the passing of time alone."""
        return before != after or truth_on(before, self._days[0]) is not truth_on(after, self._days[1])

    def _effects(self, part: Part, before: Timeline, after: Timeline) -> Iterator[Effect]:
        truth, other = truth_on(before, self._days[0]), truth_on(after, self._days[1])
        if truth is not other and None in {truth, other}:
            yield Effect.DOUBT
        if part is Part.LEVEL:
            yield from _of_level(before[0], after[0], held=truth is True, holds=other is True)
        elif (truth is True) is not (other is True):
            yield _EFFECT_OF[part]

    def _reads_otherwise(self, pathway: str, before: Assessment, after: Assessment) -> bool:
        """Tell whether another order of levels or standings shows on any day on which both have a text."""
        if not self._reordered:
            return False
        edges = {*self._before.edges(before), *self._after.edges(after)}
        days = [date.fromordinal(edge) for edge in edges if BEGIN <= edge < END]
        briefs = (
            (self._before.brief_on(day, pathway, before), self._after.brief_on(day, pathway, after)) for day in days
        )
        return any(one and other and one != other for one, other in briefs)


_EFFECT_OF = {
    Part.BY_RULE: Effect.BASIS,
    Part.STANDING: Effect.STANDING,
    Part.LISTING: Effect.LISTING,
    Part.LACKS: Effect.OWED,
    Part.CONDITION: Effect.OWED,
    Part.NOTE: Effect.NOTE,
}


def _of_level(before: Spans, after: Spans, *, held: bool, holds: bool) -> Iterator[Effect]:
    """Yield what changes of a level, given the days on which it is certainly held, and whether it is on the day."""
    if held is not holds:
        yield Effect.GAINS if holds else Effect.LOSES
    first, other = (before or (END,))[0], (after or (END,))[0]
    if first != other and (held is holds or END not in {first, other}):
        yield Effect.EARLIER if other < first else Effect.LATER
    elif held is holds and first == other and before != after:
        gained = intersection(after, complement(before))
        yield Effect.LONGER if gained else Effect.SHORTER


def _ordered_otherwise(before: Brief, after: Brief) -> bool:
    """Tell whether another standing, or another of the same levels, comes first."""
    standings = before.standing != after.standing and not {before.standing, after.standing} <= {GOOD, NONE}
    return standings or (before.level != after.level and set(before.levels) == set(after.levels))


def _doubt(track: Timeline) -> Spans:
    return intersection(track[1], complement(track[0]))


def _in_one_only(one: Spans, other: Spans) -> Spans:
    return union(intersection(one, complement(other)), intersection(other, complement(one)))


def _days(spans: Spans) -> tuple[Days, ...]:
    return tuple(Days(day_shown(from_), day_shown(until)) for from_, until in each_span(spans))
