"""Conditions as they stand in a document: a line of text, or a mapping that says how lines belong together."""

import re
from collections.abc import Callable

from domain.dates import Duration
from domain.policy.language import (
    AsInForce,
    Binder,
    ClauseHolds,
    Condition,
    Entitled,
    Exists,
    InEach,
    InForce,
    LevelHeld,
    OnDay,
    Require,
    Shifted,
    Together,
)
from domain.policy.leaning import parts_of, reads_span
from domain.policy.limits import TIMES
from domain.policy.measures import ITEMS, KEYS_OF_AMOUNTS, Measures
from domain.policy.moving import mentions_day
from domain.policy.several import joined, several
from domain.policy.typed import (
    Fault,
    Mapping,
    Sequence,
    Text,
    Typed,
    Walk,
    code_of,
    entries_of,
    items_of,
    text_of,
    unknown,
)
from domain.policy.words import Scope, Words, duration

_EXISTS = {"for", "with", "when", "judged on", "counts from", "counts up to", "reaches earlier acts"}
_LENGTHS = re.compile(
    r"^(?:(\d{1,4}) times (.+?)|(\d{1,4}) (day|week|month|year)s?) (before|up to|from) (.+)$", re.ASCII
)
_SEVERAL = re.compile(r"^\S+(?: and|,| or) (?:clause |[A-Z]?\d)")
_CLAUSE = re.compile(r"^clause (.+) as in force on (.+)$")
KEYS = (
    _EXISTS
    | KEYS_OF_AMOUNTS
    | {
        *("in each of", "named", "that", "in a row", "every", "require", "on", "of", "all", "any", "none"),
    }
)
"""Every key that may stand in a condition."""
BESIDE = {
    "else": "'require:'",
    "when": "'for:'",
    "with": "'for:'",
    "where": "what is measured, such as 'count:'",
    "at least": "what is measured, such as 'count:'",
    "named": "'in each of:'",
    "of which": "'share:'",
}
"""Keys that only stand beside another: what that is."""
DAYS = ("judged on", "counts from", "counts up to")


class Conditions:
    """Reads conditions, and keeps what they name, with its place, for a later check of the whole text."""

    def __init__(self, words: Words) -> None:
        """Take the reader of relations."""
        self._words = words
        self._measures = Measures(words, self.read, self._measured_item)
        self.references: list[tuple[Text, str]] = []
        self.kinds: set[str] = set()
        self._forms: dict[str, Callable[[Mapping, Scope], Condition]] = {
            "for": self._exists,
            **dict.fromkeys((*ITEMS, "total"), self._measures.measure),
            "share": self._measures.share,
            "in each of": self._in_each,
            "every": self._every,
            "require": self._required,
            "on": self._on_day,
            "of": self._at_least,
            "all": self._all,
            "any": self._any,
            "none": self._none,
            "that": self._that,
        }

    def of_clause(self, body: dict[str, tuple[Text, Typed]], name: Text) -> Condition:
        """Return the condition that is left of a clause once its header is taken off."""
        if not body:
            raise Fault(name.place, f"'{name.value}' has no condition; one of: {', '.join(self._forms)}")
        return self.read(Mapping(entries=body, place=name.place), {})

    def read(self, typed: Typed, scope: Scope | None = None) -> Condition:
        """Return the condition, with the given items in hand."""
        hand = scope or {}
        if isinstance(typed, Text):
            if not typed.value:
                raise Fault(typed.place, "expected a condition, found nothing")
            return self._line(typed, hand)
        if isinstance(typed, Sequence):
            raise Fault(typed.place, "expected a condition; say 'all:' or 'any:' before a list")
        forms = [key for key in self._forms if key in typed.entries]
        if forms:
            self._only_one(typed, forms)
            return self._forms[forms[0]](typed, hand)
        first = next(iter(typed.entries.values()), None)
        if first is None:
            raise Fault(typed.place, "expected a condition")
        beside = BESIDE.get(first[0].value)
        if beside:
            raise Fault(first[0].place, f"'{first[0].value}' goes with {beside}, under the same dash")
        raise unknown(first[0], "the form of condition", self._forms)

    def _only_one(self, typed: Mapping, forms: list[str]) -> None:
        """Refuse two conditions beside each other: nothing says whether both have to hold."""
        one, *others = [key for key in forms if key != "that" or len(forms) == 1]
        if others and not {one, *others} <= {*ITEMS, "total"}:
            place = max(typed.entries[key][0].place for key in (one, others[0]))
            raise Fault(
                place, f"'{one}' and '{others[0]}' are two conditions: put each under 'all:' or 'any:', after a dash"
            )

    def _every(self, typed: Mapping, hand: Scope) -> Together:
        """Return that none of the items fails the condition; of no items at all it holds."""
        part = self._walk(typed, "'every'", {"every", "where", "that"})
        binder = self._binder(part.text("every"), "")
        self._new(Text(value=binder.name, place=typed.place), hand)
        inside = {**hand, binder.name: binder.kind}
        lines = items_of(part.required("where"), "lines") if "where" in part.entries else ()
        where = tuple(self.read(line, inside) for line in lines)
        that = self.read(part.required("that"), inside)
        self._reading_meant(binder, (*where, that), typed)
        failing = Exists(binders=(binder,), when=(*where, Together(how="none", of=(that,))))
        return Together(how="none", of=(failing,))

    def _required(self, typed: Mapping, hand: Scope) -> Require:
        part = self._walk(typed, "a requirement", {"require", "else"})
        return Require(that=self.read(part.required("require"), hand), otherwise=part.code("else", ""))

    def _on_day(self, typed: Mapping, hand: Scope) -> OnDay:
        part = self._walk(typed, "a condition on a day", {"on", "that"})
        return OnDay(day=self._words.fixed_day(part.text("on"), hand), that=self.read(part.required("that"), hand))

    def _at_least(self, typed: Mapping, hand: Scope) -> Together:
        part = self._walk(typed, "a choice", {"of", "at least"})
        return Together(how="at least", n=part.number("at least"), of=self._list(part.required("of"), hand))

    def _all(self, typed: Mapping, hand: Scope) -> Together:
        return Together(how="all", of=self._list(self._walk(typed, "'all'", {"all"}).required("all"), hand))

    def _any(self, typed: Mapping, hand: Scope) -> Together:
        return Together(how="any", of=self._list(self._walk(typed, "'any'", {"any"}).required("any"), hand))

    def _none(self, typed: Mapping, hand: Scope) -> Together:
        return Together(how="none", of=self._list(self._walk(typed, "'none'", {"none"}).required("none"), hand))

    def _that(self, typed: Mapping, hand: Scope) -> Condition:
        return self.read(self._walk(typed, "a condition", {"that"}).required("that"), hand)

    def _walk(self, typed: Mapping, what: str, keys: set[str]) -> Walk:
        return Walk(Text(value=what, place=typed.place), entries_of(typed, what, keys))

    def _list(self, typed: Typed, scope: Scope) -> tuple[Condition, ...]:
        found = tuple(self.read(item, scope) for item in items_of(typed, "conditions"))
        if not found:
            raise Fault(typed.place, "expected at least one condition")
        return found

    def _in_each(self, typed: Mapping, hand: Scope) -> InEach:
        part = self._walk(typed, "'in each of'", {"in each of", "named", "that", "at least", "in a row"})
        stated, name = part.text("in each of"), part.text("named")
        found = _LENGTHS.match(stated.value)
        if found is None:
            raise Fault(
                stated.place,
                f"expected lengths such as '3 years before application.submitted_on', found '{stated.value}'",
            )
        self._new(name, hand)
        times = int(found[1] or found[3])
        length = duration(Text(value=found[2] or f"1 {found[4]}", place=stated.place))
        anchor = self._words.day_term(Text(value=found[6], place=stated.place), hand)
        if found[5] == "up to":
            anchor = Shifted(term=anchor, direction="after", length=Duration(days=1))
        at_least = part.number("at least", "0")
        if not 0 < times <= TIMES or at_least > times:
            raise Fault(stated.place, f"expected 1 to {TIMES} lengths, and 'at least' no more than there are")
        that = self.read(part.required("that"), {**hand, name.value: ""})
        if mentions_day(anchor) and _day_within(that, name.value):
            raise Fault(stated.place, "the day is always within lengths that move with it; count them from a date")
        return InEach(
            name=name.value,
            times=times,
            length=length,
            side="from" if found[5] == "from" else "before",
            anchor=anchor,
            that=that,
            at_least=at_least,
            in_a_row=part.yes("in a row"),
        )

    def _new(self, name: Text, hand: Scope) -> None:
        if name.value in hand:
            raise Fault(
                name.place, f"'{name.value}' is already in hand; give this one another name: '{name.value} as …'"
            )

    def _line(self, text: Text, scope: Scope) -> Condition:
        if (fault := joined(text)) is not None:
            raise fault
        as_in_force = _CLAUSE.match(text.value)
        if as_in_force is not None:
            on = self._words.fixed_day(Text(value=as_in_force[2], place=text.place), scope)
            return AsInForce(no=as_in_force[1], on=on)
        for opening, what in (("clause ", "clause"), ("holds ", "level"), ("entitled to ", "entitled")):
            if text.value.startswith(opening):
                name = Text(value=text.value.removeprefix(opening), place=text.place)
                if what == "clause" and _SEVERAL.match(name.value):
                    raise several(text)
                self.references.append((name, "clause" if what == "clause" else "level"))
                if what == "clause":
                    return ClauseHolds(no=name.value)
                return LevelHeld(level=name.value) if what == "level" else Entitled(level=name.value)
        return self._words.relation(text, scope)

    def _exists(self, typed: Mapping, scope: Scope) -> Exists:
        found = self.selection(typed, scope)
        for binder in found.binders:
            self._reading_meant(binder, found.when, typed)
        return found

    def selection(self, typed: Mapping, scope: Scope) -> Exists:
        """Return a selection of items; what takes it says itself when a span in it has to be in force."""
        entries = entries_of(typed, "'for'", _EXISTS)
        binders = [self._binder(text_of(entries["for"][1], "a kind of evidence"), "")]
        if "with" in entries:
            beside = entries["with"][1]
            if isinstance(beside, Mapping):
                binders += [
                    self._binder(key, code_of(code, "what is told without it")) for key, code in beside.entries.values()
                ]
            else:
                binders += [self._binder(text_of(item, "a kind"), "") for item in items_of(beside, "kinds of evidence")]
        hand = dict(scope)
        for binder in binders:
            self._new(Text(value=binder.name, place=typed.place), hand)
            hand[binder.name] = binder.kind
        when = (
            tuple(self.read(item, hand) for item in items_of(entries["when"][1], "lines")) if "when" in entries else ()
        )
        days = {key: self._words.fixed_day(text_of(entries[key][1], "a day"), hand) for key in DAYS if key in entries}
        return Exists(
            binders=tuple(binders),
            when=when,
            judged_on=days.get("judged on"),
            counts_from=days.get("counts from"),
            counts_up_to=days.get("counts up to"),
            reaches_earlier_acts=Walk(entries["for"][0], entries).yes("reaches earlier acts"),
        )

    def _measured_item(self, text: Text, where: tuple[Condition, ...] | None, scope: Scope) -> Binder:
        """Return the item that a measure takes; once its lines are read, a span has to say which reading is meant."""
        binder = self._binder(text, "")
        self._new(Text(value=binder.name, place=text.place), scope)
        if where is not None:
            self._reading_meant(binder, where, text)
        return binder

    def _reading_meant(self, binder: Binder, lines: tuple[Condition, ...], typed: Typed) -> None:
        """Refuse a span of which no line says whether it has to be in force, and when, or only to have begun."""
        kind = self._words.vocabulary[binder.kind]
        if kind.until and not kind.derived and not any(reads_span(line, binder.name) for line in lines):
            raise Fault(
                typed.place,
                f"'{binder.name}' is a span: say '{binder.name} in force on …' or '{binder.name} begun by the day'",
            )

    def _binder(self, text: Text, missing: str) -> Binder:
        kind, _, name = text.value.partition(" as ")
        self._words.kind(Text(value=kind, place=text.place))
        self.kinds.add(kind)
        return Binder(name=name or kind, kind=kind, missing=missing)


def _day_within(condition: Condition, name: str) -> bool:
    within = isinstance(condition, InForce) and condition.item == name and mentions_day(condition.on)
    return within or any(_day_within(part, name) for part in parts_of(condition))
