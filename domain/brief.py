"""Where a pathway stands on a day, and no more: what is told of many at once."""

from datetime import date

import msgspec

from domain.case import NoPolicyInForce
from domain.policy.rules import Assessment, Rules
from domain.policy.text import Level
from domain.shown import GOOD, NONE
from domain.timeline import BEGIN, END, NO, contains, span_at, truth_on


class Brief(msgspec.Struct, frozen=True, tag_field="format", tag="milepost.standing/v1"):
    """The standing of a pathway on a day, each member as in the whole answer.

    ``level`` is the highest that is held, ``since`` and ``until`` (exclusive) the days of it; ``levels`` are all that
    are held, specialisations included.
    """

    pathway: str
    level: str
    since: date | None
    until: date | None
    levels: tuple[str, ...]
    possible_levels: tuple[str, ...]
    standing: str
    possible_standings: tuple[str, ...]
    listing: str
    possibly_listed: bool


class Briefing:
    """Tells of assessments under one compiled chain, on one day."""

    def __init__(self, rules: Rules, on: date) -> None:
        """Take the text in force on the day. Raises `NoPolicyInForce`."""
        version = rules.chain.version_on(on)
        if version is None:
            raise NoPolicyInForce(on)
        policy = version.policy
        self._day = on.toordinal()
        self._ladder = _ordered(policy.levels, aside=False)
        self._aside = _ordered(policy.levels, aside=True)
        self._titles = {level.id: level.title for level in policy.levels}
        self._standings = [rule.name for rule in sorted(policy.standings, key=lambda rule: rule.order)]
        self._needs = [need.name for need in policy.listing]
        self._lists = bool(policy.listing_of or policy.listing)

    def title(self, level: str) -> str:
        """Return the title of a level, empty for one that there is not."""
        return self._titles.get(level, "")

    def is_specialisation(self, level: str) -> bool:
        return level in self._aside

    def of(self, pathway: str, found: Assessment) -> Brief:
        """Return where the pathway stands on the day."""
        day = self._day
        held = [level for level in self._ladder if contains(found.held.get(level, NO)[0], day)]
        first, last = (span_at(found.held[held[0]][0], day) if held else None) or (BEGIN, END)
        standings = [(name, truth_on(found.standings[name], day)) for name in self._standings]
        listed, possibly = self._listed(found)
        return Brief(
            pathway=pathway,
            level=held[0] if held else NONE,
            since=_day(first),
            until=_day(last),
            levels=(*held, *(level for level in self._aside if contains(found.held.get(level, NO)[0], day))),
            possible_levels=tuple(
                level for level in (*self._ladder, *self._aside) if truth_on(found.held.get(level, NO), day) is None
            ),
            standing=next((name for name, truth in standings if truth), GOOD if held else NONE),
            possible_standings=tuple(name for name, truth in standings if truth is None),
            listing="listed" if listed else "unlisted",
            possibly_listed=possibly,
        )

    def _listed(self, found: Assessment) -> tuple[bool, bool]:
        """Return whether the pathway is listed for certain, and whether it may be."""
        if not self._lists:
            return False, False
        listable = truth_on(found.listable, self._day)
        if not listable:
            return False, listable is None
        unmet = [truth_on(found.unmet[need], self._day) for need in self._needs]
        return all(truth is False for truth in unmet), not any(unmet)


def _ordered(levels: tuple[Level, ...], *, aside: bool) -> list[str]:
    among = (level for level in levels if level.specialisation is aside)
    return [level.id for level in sorted(among, key=lambda level: -level.rank)]


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if BEGIN < ordinal < END else None
