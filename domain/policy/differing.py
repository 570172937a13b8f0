"""What differs between two texts of a rulebook: in meaning, in their days, and in their words alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from domain.policy.differing_conditions import Edit
from domain.policy.differing_pair import Pair
from domain.policy.differing_parts import (
    announcement_edits,
    clause_edits,
    kind_edits,
    level_edits,
    listing_edits,
    loss_edits,
    need_edits,
    parameter_edits,
    rule_edits,
)
from domain.policy.differing_periods import period_edits
from domain.policy.differing_wording import name_of, wording
from domain.policy.lint_keeping import acts_restated
from domain.policy.said import Said, one_line
from domain.policy.saying import Speech
from domain.policy.saying_days import date_in_words
from domain.policy.saying_text import (
    announcement_in_words,
    level_in_words,
    loss_in_words,
    need_in_words,
    period_in_words,
    rule_in_words,
)
from domain.policy.text import Policy

T = TypeVar("T")
Named = Mapping[str, T]
Form = tuple[Callable[[Any, Any, Pair], Iterable[Edit]], Callable[[Any, Speech], Iterable[Said]]]
"""What differs in a part, and all of it in words."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands at a place before and after; empty where there is nothing.

    The last change of a clause or a period tells what is ``leaning`` on it in the text after, and may change with it.
    """

    where: str
    before: str = ""
    after: str = ""
    leaning: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{self.where}: '{self.before}' becomes '{self.after}'"
        return f"{self.where}: '{self.before or self.after}' is {'dropped' if self.before else 'added'}"


class Difference(msgspec.Struct, frozen=True):
    """What differs in ``meaning``, in the ``days`` of the texts, and in ``wording`` that changes no answer.

    ``lost`` tells which levels their holders of before lose, because what they hold them by is restated.
    """

    meaning: tuple[Change, ...]
    days: tuple[Change, ...]
    wording: tuple[str, ...]
    lost: tuple[str, ...] = ()


def difference(old: Policy, new: Policy) -> Difference:
    """Return what differs between two texts."""
    pair = Pair(old, new)
    lost = tuple(words for _, _, words in acts_restated(new, old))
    return Difference(tuple(_meaning(pair)), tuple(_days(old, new)), tuple(wording(pair)), lost)


def _days(old: Policy, new: Policy) -> Iterator[Change]:
    for where, was, is_ in (
        ("published", old.published, new.published),
        ("in force from", old.in_force_from, new.in_force_from),
        ("in force until", old.in_force_until, new.in_force_until),
    ):
        if was != is_:
            yield Change(where, date_in_words(was) if was else "", date_in_words(is_) if is_ else "")


def _meaning(pair: Pair) -> Iterator[Change]:
    old, new = pair.old, pair.new
    clauses = {pair.old_number(each.no): each for each in new.clauses}
    yield from _told("parameter", _by_name(old.parameters), _by_name(new.parameters), _PARAMETER, pair)
    yield from _told("clause", _by_name(old.clauses), clauses, _CLAUSE, pair)
    yield from _told("refused by name", _by_name(old.refusals), _by_name(new.refusals), _CLAUSE, pair)
    yield from _told("period", _by_name(old.periods), _by_name(new.periods), _PERIOD, pair)
    yield from _told("level", _by_name(old.levels), _by_name(new.levels), _LEVEL, pair)
    yield from _told("standing", _by_name(old.standings), _by_name(new.standings), _RULE, pair)
    yield from _told("condition", _by_name(old.conditions), _by_name(new.conditions), _RULE, pair)
    yield from _told("note", _by_name(old.notes), _by_name(new.notes), _RULE, pair)
    yield from (Change("listing", *edit) for edit in listing_edits(pair))
    yield from _told("need of the listing", _by_name(old.listing), _by_name(new.listing), _NEED, pair)
    yield from _told("announced", _by_name(old.announcements), _by_name(new.announcements), _ANNOUNCED, pair)
    yield from _told("takes away", _by_name(old.losses), _by_name(new.losses), _LOSS, pair)
    for name in old.vocabulary.keys() & new.vocabulary.keys():
        yield from (
            Change(f"evidence {name}", *edit) for edit in kind_edits(old.vocabulary[name], new.vocabulary[name])
        )


def _by_name(parts: Iterable[T]) -> Named[T]:
    return {name_of(each): each for each in parts}


def _told(what: str, old: Named[T], new: Named[T], form: Form, pair: Pair) -> Iterator[Change]:
    """Yield the changes of named parts: of those on both sides what differs in them, others whole."""
    edits, words = form
    for name in {**old, **new}:
        was, is_ = old.get(name), new.get(name)
        where = f"{what} {name_of(is_ if is_ is not None else was)}"
        if was is not None and is_ is not None:
            changes = [Change(where, *edit) for edit in edits(was, is_, pair)]
            leaning = pair.leaning.get(where, ()) if changes and what in {"clause", "period"} else ()
            yield from changes[:-1]
            yield from (msgspec.structs.replace(each, leaning=leaning) for each in changes[-1:])
        else:
            before = _joined(words(was, pair.before.speech)) if was is not None else ""
            yield Change(where, before, _joined(words(is_, pair.after.speech)) if is_ is not None else "")


def _joined(said: Iterable[Said]) -> str:
    return "; ".join(one_line(each) for each in said)


_PARAMETER: Form = (lambda was, is_, _: parameter_edits(was, is_), lambda each, _: (Said(each.text),))
_CLAUSE: Form = (clause_edits, lambda each, speech: (speech.of(each.condition),))
_PERIOD: Form = (period_edits, period_in_words)
_LEVEL: Form = (level_edits, level_in_words)
_RULE: Form = (rule_edits, rule_in_words)
_NEED: Form = (need_edits, lambda each, speech: (need_in_words(each, speech),))
_ANNOUNCED: Form = (
    lambda was, is_, _: announcement_edits(was, is_),
    lambda each, _: (announcement_in_words(each),),
)
_LOSS: Form = (lambda was, is_, _: loss_edits(was, is_), lambda each, _: (loss_in_words(each),))
