"""Whether a level that is applied for, or recognised, is one of which some text of the rulebook speaks."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from application.rows import unknown
from domain.event import Event
from domain.evidence import Correction, Evidence
from domain.pathway.recognition import ApplicationSubmitted, RecognitionGranted
from domain.policy.language import Compare, Condition, FieldOf, Literal, Measure, OneOf, Table, Total
from domain.policy.leaning import conditions_of, depending_in, parts_of
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.refusal import Refusal

FIELD = "level"
FOR_A_LEVEL = (ApplicationSubmitted, RecognitionGranted)


class LevelUnknown(Refusal):
    """No text of the rulebook states, announces or looks for such a level."""

    field = FIELD


class Levels(msgspec.Struct, frozen=True):
    """The words for levels in the texts of a rulebook.

    Where a text compares a level with what something else says, as the area of a mediation, `any_word` may be right.
    """

    words: frozenset[str]
    any_word: bool = False

    def against(self, level: str) -> str:
        """Return what speaks against a level, or nothing."""
        if self.any_word or level in self.words:
            return ""
        what = f"no version of the rulebook has a level '{level}'"
        return unknown(level, self.words, what) if self.words else f"{what}, nor any other; adopt the one that does"


def require_held_by_some(level: str | None, rules: Rules) -> None:
    """Raise LevelUnknown for a level that is sought and that none of the texts which judge states or announces."""
    if level is not None:
        against = Levels(frozenset(_stated(version.policy for version, _ in rules.chain.covers))).against(level)
        if against:
            raise LevelUnknown(against)


def require_known(level: str | None, levels: Callable[[], Levels]) -> None:
    """Raise LevelUnknown for a level that no rule would ever read."""
    against = "" if level is None else levels().against(level)
    if against:
        raise LevelUnknown(against)


def level_in(event: Event, of: Evidence | None = None) -> str | None:
    """Return the level that is applied for or recognised by an event, if it says one.

    `of` is the evidence that it corrects, if it does and if that is there.
    """
    if isinstance(event, FOR_A_LEVEL):
        return event.level
    if isinstance(event, Correction) and isinstance(of, FOR_A_LEVEL):
        given = event.fields.get(FIELD)
        return given if isinstance(given, str) else None
    return None


def levels_of(policies: Iterable[Policy]) -> Levels:
    """Return the levels that texts state and announce, and those that they look for in what they read."""
    every = tuple(policies)
    words, any_word = _stated(every), False
    for policy in every:
        for condition in _all_of(conditions_of(policy)):
            words.update(_looked_for(condition))
            any_word = any_word or _compares_fields(condition)
    return Levels(frozenset(words), any_word)


def _stated(policies: Iterable[Policy]) -> set[str]:
    words: set[str] = set()
    for policy in policies:
        words.update(level.id for level in policy.levels)
        words.update(announced.level for announced in policy.announcements)
    return words


def _all_of(conditions: Iterable[Condition]) -> Iterator[Condition]:
    ahead = [*conditions]
    while ahead:
        condition = ahead.pop()
        yield condition
        ahead += parts_of(condition)


def _looked_for(condition: Condition) -> Iterator[str]:
    match condition:
        case Compare(left=FieldOf(field=field), right=Literal(value=value)) if field == FIELD:
            yield value
        case OneOf(left=FieldOf(field=field), values=values) if field == FIELD:
            yield from values
        case Measure() | Total():
            tables = [each for each in depending_in(condition) if isinstance(each, Table) and each.by.field == FIELD]
            yield from (word for table in tables for word, _ in table.scale)
            worth = condition.worth if isinstance(condition, Measure) else None
            if worth is not None and worth.by == FIELD:
                yield from (word for word, _ in worth.scale)
        case _:
            pass


def _compares_fields(condition: Condition) -> bool:
    match condition:
        case Compare(left=FieldOf(field=one), right=FieldOf(field=other)):
            return FIELD in {one, other}
        case _:
            return False
