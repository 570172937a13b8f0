"""Rules judged day by day, as docs/policy-language.md defines them, and in no other way: slow, and simple to read.

It shares the tree, the vocabulary and the chain of versions with the service, and no code that works anything out.
"""

from collections.abc import Iterable
from typing import TypeAlias

from domain.policy.chain import Chain, Version
from domain.policy.language import Condition
from domain.policy.text import Level
from tests.evaluator.calendar import NO_END
from tests.evaluator.conditions import Conditions, Facts
from tests.evaluator.logic import Truth, every, opposite, some
from tests.evaluator.terms import related

Named: TypeAlias = Iterable[tuple[str, Condition]]


class Evaluator:
    """Says of a chain and some facts what holds on a day: certainly, possibly (None) or not."""

    def __init__(self, chain: Chain, facts: Facts, first: int, last: int) -> None:
        """Take what is judged; everything that ever changes lies between the two days."""
        self._facts = facts
        self._first = first
        self._conditions = Conditions(chain, facts, first, last, self._level)
        self._tracks: dict[str, list[Truth]] = {}

    def held(self, level: str, day: int) -> Truth:
        """Return whether a level is held, by rule or by a decision that recognises it."""
        return some([self.entitled(level, day), self._recognised(level, day)])

    def entitled(self, level: str, day: int) -> Truth:
        """Return whether the rules give a level: ``kept(d) and (entitled(d - 1) or acquired(d))``."""
        track = self._tracks.setdefault(level, [])
        for each in range(self._first + len(track), max(day, self._first) + 1):
            reached = some([track[-1] if track else False, self._acquired(level, each)])
            track.append(reached if reached is False else every([reached, self._kept(level, each)]))
        return track[max(day - self._first, 0)]

    def standing(self, name: str, day: int) -> Truth:
        text = self._conditions.text_on(day)
        return (
            False
            if text is None
            else self._said(name, ((each.name, each.condition) for each in text.policy.standings), text, day)
        )

    def condition(self, name: str, day: int) -> Truth:
        text = self._conditions.text_on(day)
        return (
            False
            if text is None
            else self._said(name, ((each.name, each.condition) for each in text.policy.conditions), text, day)
        )

    def note(self, name: str, day: int) -> Truth:
        text = self._conditions.text_on(day)
        return (
            False
            if text is None
            else self._said(name, ((each.name, each.condition) for each in text.policy.notes), text, day)
        )

    def unmet(self, name: str, day: int) -> Truth:
        """Return whether a need of the listing is stated, and is not met."""
        text = self._conditions.text_on(day)
        needs = [need for need in text.policy.listing if need.name == name] if text is not None else []
        return some(
            opposite(self._conditions.truth(need.condition, text, {}, day)) for need in needs if text is not None
        )

    def listable(self, day: int) -> Truth:
        """Return whether one of the levels is held that the listing is for."""
        text = self._conditions.text_on(day)
        return some(self.held(level, day) for level in (text.policy.listing_of if text is not None else ()))

    def _said(self, name: str, rules: Named, text: Version, day: int) -> Truth:
        return some(self._conditions.truth(rule, text, {}, day) for each, rule in rules if each == name)

    def _level(self, level: str, by_rule: bool, day: int) -> Truth:  # noqa: FBT001 - the two questions about a level
        return self.entitled(level, day) if by_rule else self.held(level, day)

    def _acquired(self, level: str, day: int) -> Truth:
        text, stated = self._stated(level, day)
        if text is None or stated is None:
            return False
        return some(self._conditions.truth(route.condition, text, {}, day) for route in stated.routes)

    def _kept(self, level: str, day: int) -> Truth:
        """Return whether no rule of the text in force takes the level away."""
        text, stated = self._stated(level, day)
        if text is None or stated is None:
            return True
        kept = True if stated.kept is None else self._conditions.truth(stated.kept, text, {}, day)
        lost = False if stated.lost is None else self._conditions.truth(stated.lost, text, {}, day)
        return every([kept, opposite(lost)])

    def _stated(self, level: str, day: int) -> tuple[Version | None, Level | None]:
        text = self._conditions.text_on(day)
        levels = text.policy.levels if text is not None else ()
        return text, next((each for each in levels if each.id == level), None)

    def _recognised(self, level: str, day: int) -> Truth:
        """Return whether a decision recognises the level: from its day on, until it is revoked or taken back."""
        return some(
            every(
                [
                    related(item["level"], "is", level),
                    related(item["granted_on"], "on or before", day),
                    related(item.get("until", NO_END), "after", day),
                    related(item.get("retracted_on", NO_END), "after", day),
                ]
            )
            for item in self._facts.get("recognition", ())
        )
