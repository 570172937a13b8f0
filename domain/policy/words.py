"""Relations as a person writes them: ``course.ended_on on or after 1 year before approval.from``."""

import re
from calendar import month_name, monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.dates import Duration
from domain.policy.language import (
    Anchored,
    Begun,
    Compare,
    Condition,
    Day,
    FieldOf,
    Given,
    InForce,
    Literal,
    OneOf,
    Reading,
    Shifted,
    Term,
)
from domain.policy.limits import STEPS_OF_A_DAY
from domain.policy.moving import mentions_day
from domain.policy.other_dates import dates_meant, days_of_year_meant
from domain.policy.other_numbers import amount_meant, length_meant, other_unit
from domain.policy.several import several
from domain.policy.slips import RELATIONS, said_otherwise
from domain.policy.typed import Fault, Text, unknown
from domain.policy.vocabulary import Field, Kind, Vocabulary

DATE_RELATIONS = ("on or before", "on or after", "before", "after", "is")
NUMBER_RELATIONS = ("at least", "at most", "more than", "less than", "is")
TEXT_RELATIONS = ("is one of", "is not", "is")
_OF_SPANS = ("in force on", "within", "begun by")
_RELATION = re.compile(r" (" + "|".join(sorted(RELATIONS, key=len, reverse=True)) + r") ")
_SHIFT = re.compile(r"^(.+?) (before|after) (.+)$")
_STEP = re.compile(r" (?:before|after|by|from) ")
_LENGTH = re.compile(r"^(\d{1,4}) (day|week|month|year)s?$")
_ANCHOR = re.compile(r"^the (?:last (.+?) by|next (.+?) from) (.+)$")
_DAY_OF_YEAR = re.compile(r"^(\d{1,2}) ([A-Z][a-z]+)$", re.ASCII)
_MONTH_END = "month end"
_MONTHS = tuple(month_name)[1:]
_LIST_OF = re.compile(r" is one of | years? and \d| months? and \d| weeks? and \d")
_SECOND = re.compile(r"(?: and |(?<! on) or ).*(?: at least | at most | is | than | on or | before | after )")
_MONTHS_OF = re.compile(r"^(.+\..+) months$")
_INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}", re.ASCII)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_AMOUNT = re.compile(r"^\d{1,12}(\.\d{1,3})?$", re.ASCII)
_SINGULAR = re.compile(r"\b[a-z]*[a-rt-z]$", re.ASCII)
_QUOTED = re.compile(r"^(?:\".*\"|'.*'|\[.*|[“„«].*)$")
_LIST = re.compile(r",\s*|\s+or\s+")

Scope = Mapping[str, str]
"""The items in hand: name → kind; a length of ``in each of`` has no kind."""


class Words:
    """Reads relations against a vocabulary and the interpretation parameters of a text."""

    def __init__(self, vocabulary: Vocabulary, parameters: Mapping[str, Mapping[str, str]]) -> None:
        """Take the kinds, and each parameter's values."""
        self.vocabulary = vocabulary
        self._parameters = parameters

    def kind(self, text: Text) -> Kind:
        """Return the kind of this name."""
        if text.value not in self.vocabulary:
            raise unknown(text, "the kind of evidence", self.vocabulary)
        return self.vocabulary[text.value]

    def relation(self, text: Text, scope: Scope) -> Condition:
        """Return the condition that a line states; one that cannot be read is told in the words of the language."""
        if _SECOND.search(text.value) and not _LIST_OF.search(text.value):
            raise several(text)
        try:
            return self._relation(text, scope)
        except Fault as fault:
            raise said_otherwise(text, related=_RELATION.search(text.value) is not None) or fault from None

    def _relation(self, text: Text, scope: Scope) -> Condition:
        if text.value.endswith(" is given"):
            return self._given(_at(text, text.value.removesuffix(" is given")), scope)
        found = _RELATION.search(text.value)
        if found is None:
            raise self._unrelated(text, scope)
        left, word, right = text.value[: found.start()].strip(), found[1], text.value[found.end() :].strip()
        if word in _OF_SPANS:
            return self._of_span(left, word, right, text, scope)
        if left in self._parameters:
            return self._reading(left, word, right, text)
        if left == "the day":
            term = self.day_term(_at(text, right), scope)
            if mentions_day(term):
                raise Fault(text.place, "the day cannot be compared with itself; name a date or a field on one side")
            return Compare(left=Day(), relation=_among(word, DATE_RELATIONS, text), right=term)
        owner, field = self.field(_at(text, left), scope, right)
        return self._comparison(
            FieldOf(item=owner, field=field), self._field(owner, field, scope), word, _at(text, right), scope
        )

    def _unrelated(self, text: Text, scope: Scope) -> Fault:
        """Return the fault of a line without a relation; a field that stands alone is shown with one that fits it."""
        item, _, name = text.value.partition(".")
        field = self.vocabulary[scope[item]].fields.get(name) if scope.get(item) else None
        if field is None:
            line, others = "course.hours at least 40 hours", f"; the relations are: {', '.join(RELATIONS)}"
        else:
            line, others = f"{text.value} {_example(field)}", ""
        return Fault(
            text.place,
            f"expected a relation such as '{line}', or 'clause' with its number, found '{text.value}'{others}",
        )

    def _of_span(self, left: str, word: str, right: str, text: Text, scope: Scope) -> Condition:
        """Return the condition on a span: that it contains a day, or has begun."""
        if word == "in force on":
            return InForce(item=self._span(left, text, scope), on=self.day_term(_at(text, right), scope))
        if word == "within":
            return InForce(item=self._length(_at(text, right), scope), on=self.day_term(_at(text, left), scope))
        if right != "the day":
            raise Fault(text.place, f"expected 'begun by the day', found 'begun by {right}'")
        return Begun(item=self._span(left, text, scope))

    def field(self, text: Text, scope: Scope, value: str = "") -> tuple[str, str]:
        """Return the item and field that ``item.field`` names, both known; ``value`` is what it is compared with."""
        item, dot, name = text.value.partition(".")
        if item not in scope:
            raise self._not_in_hand(Text(value=item, place=text.place), text.value, scope)
        if not dot and scope[item]:
            kind = self.vocabulary[scope[item]]
            meant = next((each for each, field in kind.fields.items() if value in field.values), kind.since)
            raise Fault(text.place, f"expected a field of '{item}', such as '{item}.{meant}'")
        if not scope[item]:
            raise Fault(text.place, f"'{item}' is a length, without fields; say 'course.ended_on within {item}'")
        fields = self.vocabulary[scope[item]].fields
        if name not in fields:
            raise unknown(Text(value=name, place=text.place), f"the field of {scope[item]}", fields)
        return item, name

    def _not_in_hand(self, item: Text, line: str, scope: Scope) -> Fault:
        """Return the fault of an item that no line around it takes; a field without its item is shown with it."""
        if item.value in self.vocabulary:
            return Fault(
                item.place, f"'{item.value}' is not in hand here: take it with 'for: {item.value}' around this"
            )
        for each, kind in scope.items():
            for name in self.vocabulary[kind].fields if kind else ():
                if line in {name, f"{each} {name}", f"{name} of {each}"}:
                    return Fault(item.place, f"a field is named after its item, with a point: '{each}.{name}'")
        return unknown(item, "the item or parameter", [*scope, *self._parameters, "the day"])

    def day_term(self, text: Text, scope: Scope) -> Term:
        """Return a term whose value is a day."""
        if len(_STEP.findall(text.value)) > STEPS_OF_A_DAY:
            raise Fault(text.place, f"expected a day of at most {STEPS_OF_A_DAY} lengths and anchors")
        if text.value == "the day":
            return Day()
        anchor = _ANCHOR.match(text.value)
        if anchor is not None:
            month, day_of = _day_of_year(_at(text, anchor[1] or anchor[2]))
            term = self.day_term(_at(text, anchor[3]), scope)
            return Anchored(term=term, side="last" if anchor[1] else "next", month=month, day=day_of)
        shift = _SHIFT.match(text.value)
        if shift is not None:
            months_of = _MONTHS_OF.match(shift[1])
            term = self.day_term(_at(text, shift[3]), scope)
            if months_of is not None:
                item, field = self.months(_at(text, shift[1]), scope)
                return Shifted(term=term, direction=shift[2], months_of=FieldOf(item=item, field=field))
            return Shifted(term=term, direction=shift[2], length=duration(_at(text, shift[1])))
        if text.value[:1].isdigit() or dates_meant(text.value) or days_of_year_meant(text.value):
            return Literal(value=_day_written(text).isoformat())
        item, field = self.field(text, scope)
        self._expect(item, field, scope, "date", text)
        return FieldOf(item=item, field=field)

    def months(self, text: Text, scope: Scope) -> tuple[str, str]:
        """Return the item and field of ``item.field months``, a number of months."""
        item, field = self.field(_at(text, text.value.removesuffix(" months")), scope)
        self._expect(item, field, scope, "number", text)
        if self._field(item, field, scope).unit != "months":
            raise Fault(text.place, f"expected a number of months, but '{item}.{field}' counts others")
        return item, field

    def fixed_day(self, text: Text, scope: Scope) -> Term:
        """Return a term whose value is a day that does not move with the day asked about."""
        term = self.day_term(text, scope)
        if mentions_day(term):
            raise Fault(text.place, f"expected a date, or a date field of an item in hand, found '{text.value}'")
        return term

    def _comparison(self, left: FieldOf, field: Field, word: str, right: Text, scope: Scope) -> Condition:
        if field.type == "date":
            return Compare(left=left, relation=_among(word, DATE_RELATIONS, right), right=self.day_term(right, scope))
        if field.type == "number" and word == "is one of":
            numbers = (self._number(field, _at(right, value), {}) for value in _LIST.split(right.value))
            return OneOf(left=left, values=tuple(each.value for each in numbers if isinstance(each, Literal)))
        if field.type == "number":
            return Compare(
                left=left, relation=_among(word, NUMBER_RELATIONS, right), right=self._number(field, right, scope)
            )
        if word == "is not" and f"not {right.value}" in field.values:
            word, right = "is", Text(value=f"not {right.value}", place=right.place)
        if word == "is one of":
            values = tuple(self._value(field, _at(right, value)) for value in _LIST.split(right.value))
            return OneOf(left=left, values=values)
        return Compare(left=left, relation=_among(word, TEXT_RELATIONS, right), right=self._plain(field, right, scope))

    def _number(self, field: Field, right: Text, scope: Scope) -> Term:
        if right.value[:1].isdigit():
            number, unit = amount(right)
            if unit != field.unit:
                raise other_unit(right, number, unit, field.unit)
            return Literal(value=str(number), unit=unit)
        item, name = self.field(right, scope)
        self._expect(item, name, scope, "number", right)
        other = self._field(item, name, scope)
        if other.unit != field.unit:
            counts, wanted = other.unit or "plain numbers", field.unit or "plain numbers"
            raise Fault(right.place, f"'{right.value}' counts {counts}, not {wanted}")
        return FieldOf(item=item, field=name)

    def _plain(self, field: Field, right: Text, scope: Scope) -> Term:
        item, dot, _ = right.value.partition(".")
        if dot and item in scope:
            owner, name = self.field(right, scope)
            self._expect(owner, name, scope, field.type, right)
            return FieldOf(item=owner, field=name)
        return Literal(value=self._value(field, right))

    def _value(self, field: Field, text: Text) -> str:
        allowed = ("yes", "no") if field.type == "yes or no" else field.values
        if not allowed and _QUOTED.match(text.value):
            raise Fault(text.place, "a value stands without quotes and brackets")
        if allowed and text.value not in allowed:
            raise unknown(text, "the value", allowed)
        return text.value

    def _reading(self, name: str, word: str, right: str, text: Text) -> Reading:
        if word not in {"is", "is one of"}:
            raise Fault(text.place, f"the parameter '{name}' is compared with 'is' or 'is one of', not '{word}'")
        values = tuple(_LIST.split(right)) if word == "is one of" else (right,)
        for value in values:
            if value not in self._parameters[name]:
                raise unknown(_at(text, value), f"the reading of {name}", self._parameters[name])
        return Reading(parameter=name, values=values)

    def _given(self, text: Text, scope: Scope) -> Given:
        item, name = self.field(text, scope)
        if self._field(item, name, scope).absent == "unknown":
            raise Fault(text.place, f"the absence of '{text.value}' means nothing: the vocabulary does not say what")
        return Given(item=item, field=name)

    def _length(self, text: Text, scope: Scope) -> str:
        within = [name for name, kind in scope.items() if not kind or self.vocabulary[kind].derived]
        if text.value not in within:
            if text.value in scope:
                raise Fault(text.place, f"'{text.value}' is evidence: say '{text.value} in force on …'")
            if text.value in self.vocabulary:
                raise self._not_in_hand(text, text.value, scope)
            raise unknown(text, "the period or length", within)
        return text.value

    def _span(self, name: str, text: Text, scope: Scope) -> str:
        if name not in scope:
            item = Text(value=name, place=text.place)
            raise self._not_in_hand(item, name, scope) if name in self.vocabulary else unknown(item, "the item", scope)
        if not scope[name] or self.vocabulary[scope[name]].derived:
            raise Fault(
                text.place, f"'{name}' is a length of time: say '… within {name}', or compare '{name}.from' with a day"
            )
        if not self.vocabulary[scope[name]].until:
            raise Fault(
                text.place, f"'{name}' is a point, not a span: compare '{name}.{self.vocabulary[scope[name]].since}'"
            )
        return name

    def _field(self, item: str, field: str, scope: Scope) -> Field:
        return self.vocabulary[scope[item]].fields[field]

    def _expect(self, item: str, field: str, scope: Scope, type_: str, text: Text) -> None:
        found = self._field(item, field, scope).type
        if found != type_:
            raise Fault(text.place, f"expected a {type_}, but '{item}.{field}' is a {found}")


def _day_of_year(text: Text) -> tuple[int, int]:
    """Return the month and day of ``1 December``, or zeros for the end of any month."""
    if text.value == _MONTH_END:
        return 0, 0
    found = _DAY_OF_YEAR.match(text.value)
    if found is None or found[2] not in _MONTHS:
        meant = days_of_year_meant(text.value) or ["31 December"]
        raise Fault(
            text.place,
            f"expected a day of the year such as '{meant[0]}', or 'month end'; found '{text.value}'",
        )
    month = _MONTHS.index(found[2]) + 1
    if not 1 <= int(found[1]) <= monthrange(2001, month)[1]:
        raise Fault(text.place, f"'{text.value}' is no day of every year; say 'month end', or another day")
    return month, int(found[1])


def _example(field: Field) -> str:
    """Return a relation and a value that fit a field."""
    if field.type == "date":
        return "on or after 2 years before the day"
    if field.type == "number":
        return f"at least 10 {field.unit}".strip()
    return "is yes" if field.type == "yes or no" else f"is {next(iter(field.values), '…')}"


def _day_written(text: Text) -> date:
    """Return a calendar date in a line; a day of every year has to say which one is meant."""
    found = days_of_year_meant(text.value)
    if found:
        says = f"'{found[0]}' is a day of every year: say 'the next {found[0]} from …' or 'the last {found[0]} by …'"
        raise Fault(text.place, says)
    return day(text)


def day(text: Text) -> date:
    """Return the calendar date written as YYYY-MM-DD."""
    if _INSTANT.match(text.value) is not None:
        raise Fault(text.place, f"a day has no time and no zone: say which day it was there; found '{text.value}'")
    if _DATE.match(text.value) is None:
        meant = [f"'{each}'" for each in dates_meant(text.value)]
        say = f"; say {' or '.join(meant)}" if meant else ""
        raise Fault(text.place, f"expected a date as YYYY-MM-DD, found '{text.value}'{say}")
    try:
        return date.fromisoformat(text.value)
    except ValueError as cause:
        raise Fault(text.place, f"expected a date as YYYY-MM-DD, found '{text.value}' ({cause})") from None


def duration(text: Text) -> Duration:
    """Return a length such as ``6 months`` or ``1 year and 14 days``."""
    months = days = 0
    for part in text.value.split(" and "):
        found = _LENGTH.match(part.strip())
        if found is None:
            meant = length_meant(text.value)
            say = f"; say '{meant}'" if meant else "; lengths are of days, weeks, months and years"
            raise Fault(text.place, f"expected a length such as '6 months' or '1 year', found '{text.value}'{say}")
        number = int(found[1])
        if not number:
            raise Fault(text.place, f"a length of nothing holds nothing: say how long; found '{text.value}'")
        months += {"month": 1, "year": 12}.get(found[2], 0) * number
        days += {"day": 1, "week": 7}.get(found[2], 0) * number
    return Duration(months=months, days=days)


def amount(text: Text) -> tuple[Decimal, str]:
    """Return a number of at most three decimals, and its unit in the plural: one hour is an amount in hours."""
    number, _, unit = text.value.partition(" ")
    if _AMOUNT.match(number) is None:
        meant = amount_meant(text.value)
        say = f"; say '{meant}'" if meant else ""
        raise Fault(text.place, f"expected a number from zero up with at most three decimals, found '{number}'{say}")
    return Decimal(number), f"{unit}s" if number == "1" and _SINGULAR.search(unit) else unit.strip()


def words_in(text: Text) -> tuple[str, ...]:
    """Return the words of a list written on one line."""
    return tuple(_LIST.split(text.value))


def _at(text: Text, value: str) -> Text:
    place = text.place
    offset = max(text.value.find(value), 0)
    return Text(value=value, place=type(place)(file=place.file, line=place.line, column=place.column + offset))


def _among(word: str, relations: tuple[str, ...], text: Text) -> str:
    if word not in relations:
        raise Fault(text.place, f"'{word}' does not fit here; use one of: {', '.join(relations)}")
    return word
