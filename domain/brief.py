"""Where a pathway stands on a day, and no more: what is told of many at once."""

from datetime import date

import msgspec

from domain.case import NoPolicyInForce
from domain.policy.chain import Version
from domain.policy.rules import Assessment, Rules
from domain.policy.text import Level, Rule
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


class _Text:
    """What one version says, in the order in which it is told."""

    def __init__(self, version: Version) -> None:
        policy = version.policy
        self.ladder = _ordered(policy.levels, aside=False)
        self.aside = _ordered(policy.levels, aside=True)
        self.standings: list[Rule] = sorted(policy.standings, key=lambda rule: rule.order)
        self.needs = [need.name for need in policy.listing]
        self.lists = bool(policy.listing_of or policy.listing)


class Briefing:
    """Tells of assessments under one compiled chain."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._texts: dict[str, _Text] = {}

    def of(self, pathway: str, found: Assessment, on: date) -> Brief:
        """Return where the pathway stands on a day. Raises `NoPolicyInForce`."""
        version = self._rules.chain.version_on(on)
        if version is None:
            raise NoPolicyInForce(on)
        text = self._texts.get(version.policy.version)
        if text is None:
            text = self._texts[version.policy.version] = _Text(version)
        day = on.toordinal()
        held = [level for level in text.ladder if contains(found.held.get(level, NO)[0], day)]
        first, last = (span_at(found.held[held[0]][0], day) if held else None) or (BEGIN, END)
        standings = [(rule.name, truth_on(found.standings[rule.name], day)) for rule in text.standings]
        listed, possibly = _listed(text, found, day)
        return Brief(
            pathway=pathway,
            level=held[0] if held else NONE,
            since=_day(first),
            until=_day(last),
            levels=(*held, *(level for level in text.aside if contains(found.held.get(level, NO)[0], day))),
            possible_levels=tuple(
                level for level in (*text.ladder, *text.aside) if truth_on(found.held.get(level, NO), day) is None
            ),
            standing=next((name for name, truth in standings if truth), GOOD if held else NONE),
            possible_standings=tuple(name for name, truth in standings if truth is None),
            listing="listed" if listed else "unlisted",
            possibly_listed=possibly,
        )


def _listed(text: _Text, found: Assessment, day: int) -> tuple[bool, bool]:
    """Return whether the pathway is listed for certain, and whether it may be."""
    if not text.lists:
        return False, False
    listable = truth_on(found.listable, day)
    if not listable:
        return False, listable is None
    unmet = [truth_on(found.unmet[need], day) for need in text.needs]
    return all(truth is False for truth in unmet), not any(unmet)


def _ordered(levels: tuple[Level, ...], *, aside: bool) -> list[str]:
    among = (level for level in levels if level.specialisation is aside)
    return [level.id for level in sorted(among, key=lambda level: -level.rank)]


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if BEGIN < ordinal < END else None
