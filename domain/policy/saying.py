"""Conditions in plain English, as an officer would read them aloud."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from domain.dates import Duration
from domain.policy.every import every_of
from domain.policy.floors import Floor, alone, with_floors
from domain.policy.language import (
    AsInForce,
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Entitled,
    Exists,
    FieldOf,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Relieved,
    Require,
    Share,
    Term,
    Together,
    Total,
)
from domain.policy.said import Said, listed
from domain.policy.saying_amounts import RELATIONS, measure_in_words, quantity, share_in_words, total_in_words
from domain.policy.saying_days import (
    THE_DAY,
    article,
    day_in_words,
    done_in_words,
    field_in_words,
    length_in_words,
    plain,
)
from domain.policy.vocabulary import Vocabulary

DATES = {"on or before", "on or after", "before", "after"}
NUMBERS = {"at least", "at most", "more than", "less than"}
OPENINGS = {"all": "all of these hold", "any": "at least one of these holds", "none": "none of these holds"}
NO_CLAUSES: Mapping[str, Collection[str]] = {}
YEAR = Duration(months=12)
_VERBS = {"is": "is", "is not": "is not"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Speech:
    """Says conditions.

    ``vocabulary`` are the kinds that they read, ``periods`` the names of lengths of time in it, ``speaking`` the items
    that each clause takes and ``hand`` those in hand: of these the clause speaks.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        periods: Iterable[str] = (),
        speaking: Mapping[str, Collection[str]] = NO_CLAUSES,
        hand: tuple[str, ...] = (),
    ) -> None:
        self._vocabulary = vocabulary
        self._periods = frozenset(periods)
        self._speaking = speaking
        self._hand = hand
        self._said: dict[type, Callable[[Any], Said]] = {
            Compare: self._compare,
            OneOf: lambda each: Said(f"{field_in_words(each.left)} is {listed(list(each.values))}"),
            Given: _given,
            InForce: self._in_force,
            Begun: lambda each: Said(f"the {each.item} has begun by {THE_DAY}, whatever became of it later"),
            Reading: lambda each: Said(f"'{plain(each.parameter)}' is read as {_quoted(each.values)}"),
            ClauseHolds: lambda each: Said(f"clause {each.no} holds{self._of_hand(each.no)}"),
            AsInForce: lambda each: Said(
                f"clause {each.no} holds{self._of_hand(each.no)}, as it stood in the text of {day_in_words(each.on)}"
            ),
            LevelHeld: lambda each: Said(f"the level {each.level} is held"),
            Entitled: lambda each: Said(f"the rules alone give the level {each.level}"),
            Together: self._together,
            Require: self._required,
            OnDay: lambda each: self.of(each.that).led_by(f"as it was on {day_in_words(each.day)}, "),
            Exists: self.selected,
            Measure: self._measure,
            Total: self._total,
            Share: self._share,
            InEach: self._in_each,
            Relieved: self._relieved,
        }

    def of(self, condition: Condition) -> Said:
        """Return a condition in words."""
        return self._said[type(condition)](condition)

    def all_of(self, conditions: Iterable[Condition]) -> tuple[Said, ...]:
        return tuple(self.of(each) for each in conditions)

    def _compare(self, condition: Compare) -> Said:
        left, relation, right = condition.left, condition.relation, condition.right
        if relation in DATES or _is_day(left) or _is_day(right):
            return Said(self._days(left, relation, right))
        if not isinstance(right, Literal):
            return Said(f"{_subject(left)} {_VERBS.get(relation, f'{_is(left)} {relation}')} {_subject(right)}")
        if relation in NUMBERS or right.unit:
            held_to = quantity(Decimal(right.value), right.unit)
            return Said(f"{_subject(left)} {_is(left)} {RELATIONS[relation]} {held_to}")
        return Said(f"{_subject(left)} {relation} {right.value}")

    def _days(self, left: Term, relation: str, right: Term) -> str:
        done = done_in_words(left) if isinstance(left, FieldOf) else ""
        relation = "on" if done and relation == "is" else relation
        begin = done or f"{day_in_words(left)}{'' if relation == 'is' else ' is'}"
        return f"{begin} {relation} {day_in_words(right)}"

    def _in_force(self, condition: InForce) -> Said:
        if condition.item in self._periods:
            return Said(f"{day_in_words(condition.on)} lies within the {condition.item}")
        return Said(f"the {condition.item} is in force on {day_in_words(condition.on)}")

    def _together(self, condition: Together) -> Said:
        if not condition.of:
            return Said("it is so in no case" if condition.how == "any" else "it is so in any case")
        every = every_of(condition)
        if every is not None:
            return self._every(*every)
        if condition.how == "none" and len(condition.of) == 1:
            return self._not(condition.of[0])
        floored = with_floors(condition)
        if floored is not None:
            return self._total(*floored)
        opening = OPENINGS.get(condition.how) or f"at least {condition.n} of these hold"
        return Said(opening, self.all_of(condition.of))

    def _not(self, condition: Condition) -> Said:
        if isinstance(condition, ClauseHolds):
            return Said(f"clause {condition.no} does not hold{self._of_hand(condition.no)}")
        if isinstance(condition, LevelHeld):
            return Said(f"the level {condition.level} is not held")
        return self.of(condition).led_by("it is not so that ")

    def _every(self, exists: Exists, that: Condition) -> Said:
        """Return what every item has to meet, and of which items it is asked."""
        binder = exists.binders[0]
        name = binder.kind if binder.name == binder.kind else f"{binder.kind} (called the {binder.name})"
        speech = self._with([binder.name] if binder.kind in self._periods else [], (binder.name,))
        where, meets = speech.all_of(exists.when[:-1]), speech.of(that)
        counted = (Said(f"counting only those of which {_true(where)}", where),) if where else ()
        return Said(f"every {name} meets this", (*counted, meets))

    def _required(self, condition: Require) -> Said:
        inner = self.of(condition.that)
        return Said(f"{inner.words}, {otherwise(condition.otherwise)}", inner.under)

    def selected(self, exists: Exists) -> Said:
        """Return what is taken in hand, and what has to be true of it."""
        if not exists.binders:
            return self.of(exists.when[0] if len(exists.when) == 1 else Together(how="all", of=exists.when))
        names = [self._binder_name(each.name, each.kind) for each in exists.binders]
        codes = [f" (without it: {each.missing})" if each.missing else "" for each in exists.binders]
        beside = [f"{name}{code}" for name, code in zip(names[1:], codes[1:], strict=True)]
        words = f"there is {names[0]}{codes[0]}" + (f" together with {listed(beside, 'and')}" if beside else "")
        inner = self._with(
            [each.name for each in exists.binders if each.kind in self._periods],
            tuple(each.name for each in exists.binders),
        )
        under = inner.all_of(exists.when)
        return Said(f"{words}{''.join(_act(exists))}{f', of which {_true(under)}' if under else ''}", under)

    def _binder_name(self, name: str, kind: str) -> str:
        return article(kind) if name == kind else f"{article(kind)} (called the {name})"

    def _with(self, periods: Iterable[str], hand: tuple[str, ...] = ()) -> "Speech":
        return Speech(self._vocabulary, self._periods.union(periods), self._speaking, self._hand + hand)

    def holding(self, name: str) -> "Speech":
        """Return what says conditions that have an item in hand."""
        return self._with([], (name,))

    def _of_hand(self, no: str) -> str:
        """Return of which items in hand a clause speaks: ``of the course and the approval``."""
        items = [f"the {name}" for name in self._hand if name in self._speaking.get(no, ())]
        return f" of {listed(items, 'and')}" if items else ""

    def _counting(self, where: Iterable[Condition], name: str, kind: str) -> tuple[Said, ...]:
        speech = self._with([name] if kind in self._periods else [], (name,))
        return speech.all_of(where)

    def _measure(self, measure: Measure) -> Said:
        words, under = (
            measure_in_words(measure, self._vocabulary),
            self._counting(measure.where, measure.name, measure.kind),
        )
        taking = "taking" if "count" in words else "counting"
        return Said(f"{words}, {taking} those of which {_true(under)}" if under else words, under)

    def _total(self, total: Total, floors: Sequence[Floor] = ()) -> Said:
        return Said(f"{total_in_words(total)}, of these parts added up", tuple(self._parts(total, floors)))

    def _parts(self, total: Total, floors: Sequence[Floor]) -> Iterator[Said]:
        for part in total.parts:
            floor, of = next((each for each in floors if each.part == alone(part.of)), None), part.of
            if floor is not None:
                reaching = {"relation": floor.relation, "amount": floor.amount, "amount_of": floor.amount_of}
                of = msgspec.structs.replace(of, **reaching)
            said = self._total(of, floors) if isinstance(of, Total) else self.of(of)
            code = f", {otherwise(floor.code)}" if floor is not None and floor.code else ""
            yield Said(f"{part.name}: {said.words}{code}", said.under)

    def _share(self, share: Share) -> Said:
        which = self._counting(share.which, share.name, share.kind)
        where = self._counting(share.where, share.name, share.kind)
        if not where and not which:
            return Said(share_in_words(share))
        if not where:
            return Said(f"{share_in_words(share)} are such that {_true(which)}", which)
        counted = Said(f"counting only those of which {_true(where)}", where)
        return Said(share_in_words(share), (counted, Said(f"are such that {_true(which)}", which)))

    def _in_each(self, condition: InEach) -> Said:
        if condition.length == YEAR:
            lengths = f"{condition.times} years"
        else:
            lengths = f"{condition.times} lengths of {length_in_words(condition.length)}"
        where = f"{lengths} {'from' if condition.side == 'from' else 'before'} {day_in_words(condition.anchor)}"
        row = " that follow on each other" if condition.in_a_row else ""
        some = f"at least {condition.at_least}{row} of" if condition.at_least else "each of"
        inner = self._with([condition.name]).of(condition.that)
        return Said(f"in {some} the {where}, a length being called the {condition.name}", (inner,))

    def _relieved(self, condition: Relieved) -> Said:
        grounds = tuple(
            self.of(ground.when).led_by(f"lifted by the ground '{ground.name}' ({ground.reason}) while ")
            for ground in condition.by
        )
        return Said("this is met or lifted", (self.of(condition.that), *grounds))


def otherwise(code: str) -> str:
    """Return which reason is given where something is not met; without a code those of the parts are."""
    return f"otherwise {code}" if code else "otherwise the reasons of its own"


def _true(lines: tuple[Said, ...]) -> str:
    return "all of this is true" if lines[1:] else "this is true"


def _act(exists: Exists) -> Iterable[str]:
    if exists.judged_on is not None:
        yield f", judged on {day_in_words(exists.judged_on)} by the text then in force"
    if exists.counts_from is not None:
        yield f", counting from {day_in_words(exists.counts_from)}"
    if exists.counts_up_to is not None:
        yield f", counting up to and including {day_in_words(exists.counts_up_to)}"
    if exists.reaches_earlier_acts:
        yield ", also if the act was before this text"


def _subject(term: Term) -> str:
    return field_in_words(term) if isinstance(term, FieldOf) else day_in_words(term)


def _given(given: Given) -> Said:
    done = done_in_words(FieldOf(item=given.item, field=given.field))
    return Said(f"it is stated on which day {done}" if done else f"the {given.item} states its {plain(given.field)}")


def _is(left: Term) -> str:
    """Return the verb of a number: hours are, an amount is."""
    return "are" if isinstance(left, FieldOf) and left.field.endswith("s") and not left.field.endswith("ss") else "is"


def _is_day(term: Term) -> bool:
    if isinstance(term, FieldOf):
        return bool(done_in_words(term))
    return not isinstance(term, Literal) or _DATE.fullmatch(term.value) is not None


def _quoted(values: Iterable[str]) -> str:
    return listed([f"'{each}'" for each in values])
