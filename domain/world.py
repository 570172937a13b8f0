"""One side of a comparison: rules, and the day by whose light they tell of any number of pathways."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import product

from domain.brief import Brief, Briefing
from domain.case import NoPolicyInForce
from domain.policy.rules import Assessment, Rules
from domain.policy.text import Policy
from domain.timeline import NEVER_SPANS, Spans, Timeline, both, intersection, neither, union, within


class Part(StrEnum):
    """What a track is of; a level that is held is told beside the days on which the rules alone give it."""

    LEVEL = "level"
    BY_RULE = "level by rule"
    STANDING = "standing"
    LISTING = "listing"
    LACKS = "listing lacks"
    CONDITION = "condition"
    NOTE = "note"


LISTED = "listed"
"""The name of the one track of the listing."""

Tracks = dict[tuple[Part, str], Timeline]
Order = tuple[str, ...]


class World:
    """Rules and a day. Whose assessment is given decides of whom they tell."""

    def __init__(self, rules: Rules, on: date) -> None:
        """Take the text in force on the day. Raises `NoPolicyInForce`."""
        self.rules = rules
        self.on = on
        self.briefing = Briefing(rules, on)
        self.orders: dict[tuple[Order, ...], Spans] = {}
        self.shown: dict[str, Spans] = {}
        for version, cover in rules.chain.covers:
            order = _orders(version.policy)
            self.orders[order] = union(self.orders.get(order, NEVER_SPANS), cover)
            for level in version.policy.levels:
                self.shown[level.id] = union(self.shown.get(level.id, NEVER_SPANS), cover)

    def tracks(self, found: Assessment) -> Tracks:
        """Return what is ever shown of a pathway, on which days; a level only while a text names it."""
        lacks = {need: within(unmet, found.listable[1]) for need, unmet in found.unmet.items()}
        parts = {
            Part.LEVEL: self.levels(found.held),
            Part.BY_RULE: self.levels(found.entitled),
            Part.STANDING: found.standings,
            Part.LISTING: {LISTED: listed(found)},
            Part.LACKS: lacks,
            Part.CONDITION: found.conditions,
            Part.NOTE: found.notes,
        }
        return {(part, name): track for part, named in parts.items() for name, track in named.items() if track[1]}

    def orders_otherwise(self, other: "World") -> bool:
        """Tell whether, on some day, the two put any of the levels or standings that both name in another order."""
        return any(
            intersection(cover, other_cover) and _otherwise(order, other_order)
            for (order, cover), (other_order, other_cover) in product(self.orders.items(), other.orders.items())
        )

    def brief_on(self, day: date, pathway: str, found: Assessment) -> Brief | None:
        """Return where the pathway stands on another day, None where no text is in force."""
        try:
            return Briefing(self.rules, day).of(pathway, found)
        except NoPolicyInForce:
            return None

    def edges(self, found: Assessment) -> Iterator[int]:
        """Yield the days on which anything that is shown may change."""
        for certain, possible in self.tracks(found).values():
            yield from (*certain, *possible)
        for _, cover in self.rules.chain.covers:
            yield from cover

    def levels(self, held: dict[str, Timeline]) -> dict[str, Timeline]:
        """Return the levels that are ever held, each on the days on which a text names it."""
        return {
            name: within(track, self.shown[name]) for name, track in held.items() if track[1] and name in self.shown
        }


def listed(found: Assessment) -> Timeline:
    """Return the days on which a pathway is on the public list."""
    days = found.listable
    for unmet in found.unmet.values() if days[1] else ():
        days = both(days, neither(unmet))
    return days


def _orders(text: Policy) -> tuple[Order, ...]:
    """Return how a text orders its levels, its specialisations and its standings."""
    levels = sorted(text.levels, key=lambda level: -level.rank)
    return (
        tuple(level.id for level in levels if not level.specialisation),
        tuple(level.id for level in levels if level.specialisation),
        tuple(rule.name for rule in sorted(text.standings, key=lambda rule: rule.order)),
    )


def _otherwise(orders: tuple[Order, ...], others: tuple[Order, ...]) -> bool:
    """Tell whether what both name is ordered otherwise, or stands on the ladder in one and beside it in the other."""
    named = (frozenset(orders[0] + orders[1]), frozenset(others[0] + others[1]))
    levels = named[0] & named[1]
    standings = frozenset(orders[2]) & frozenset(others[2])
    shared = (levels, levels, standings)
    return any(
        [name for name in order if name in common] != [name for name in other if name in common]
        for order, other, common in zip(orders, others, shared, strict=True)
    )
