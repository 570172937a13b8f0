"""Conditions as they stand in a document: a line of text, or a mapping that says how lines belong together."""

from collections.abc import Callable
from decimal import Decimal

from domain.policy.language import (
    Binder,
    ClauseHolds,
    Condition,
    Entitled,
    Exists,
    LevelHeld,
    Measure,
    OnDay,
    Require,
    Together,
)
from domain.policy.leaning import reads_span
from domain.policy.typed import Fault, Mapping, Sequence, Text, Typed, Walk, entries_of, items_of, text_of, unknown
from domain.policy.words import NUMBER_RELATIONS, Scope, Words, amount

_EXISTS = {"for", "with", "when", "judged on", "counts from", "reaches earlier acts"}
_MEASURE = {"count", "sum", "where", *NUMBER_RELATIONS}


class Conditions:
    """Reads conditions, and keeps what they name, with its place, for a later check of the whole text."""

    def __init__(self, words: Words) -> None:
        """Take the reader of relations."""
        self._words = words
        self.references: list[tuple[Text, str]] = []
        self.kinds: set[str] = set()
        self._forms: dict[str, Callable[[Mapping, Scope], Condition]] = {
            "for": self._exists,
            "count": self._measure,
            "sum": self._measure,
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
            return self._line(typed, hand)
        if isinstance(typed, Sequence):
            raise Fault(typed.place, "expected a condition; say 'all:' or 'any:' before a list")
        for key, read in self._forms.items():
            if key in typed.entries:
                return read(typed, hand)
        first = next(iter(typed.entries.values()), None)
        if first is None:
            raise Fault(typed.place, "expected a condition")
        raise unknown(first[0], "the form of condition", self._forms)

    def _required(self, typed: Mapping, hand: Scope) -> Require:
        part = self._walk(typed, "a requirement", {"require", "else"})
        return Require(that=self.read(part.required("require"), hand), otherwise=part.line("else"))

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

    def _line(self, text: Text, scope: Scope) -> Condition:
        for opening, what in (("clause ", "clause"), ("holds ", "level"), ("entitled to ", "entitled")):
            if text.value.startswith(opening):
                name = Text(value=text.value.removeprefix(opening), place=text.place)
                self.references.append((name, "clause" if what == "clause" else "level"))
                if what == "clause":
                    return ClauseHolds(no=name.value)
                return LevelHeld(level=name.value) if what == "level" else Entitled(level=name.value)
        return self._words.relation(text, scope)

    def _exists(self, typed: Mapping, scope: Scope) -> Exists:
        entries = entries_of(typed, "'for'", _EXISTS)
        binders = [self._binder(text_of(entries["for"][1], "a kind of evidence"), "")]
        if "with" in entries:
            beside = entries["with"][1]
            if isinstance(beside, Mapping):
                binders += [
                    self._binder(key, text_of(code, "a reason code").value) for key, code in beside.entries.values()
                ]
            else:
                binders += [self._binder(text_of(item, "a kind"), "") for item in items_of(beside, "kinds of evidence")]
        hand = dict(scope)
        for binder in binders:
            if binder.name in hand:
                raise Fault(
                    typed.place, f"'{binder.name}' is already in hand; give this one another name: '{binder.kind} as …'"
                )
            hand[binder.name] = binder.kind
        when = (
            tuple(self.read(item, hand) for item in items_of(entries["when"][1], "lines")) if "when" in entries else ()
        )
        for binder in binders:
            self._reading_meant(binder, when, typed)
        if "judged on" in entries and "counts from" in entries:
            raise Fault(typed.place, "an act counts from the day it is judged on; say one of them")
        term = self._words.fixed_day
        reaches = (
            text_of(entries["reaches earlier acts"][1], "yes or no") if "reaches earlier acts" in entries else None
        )
        if reaches is not None and reaches.value not in {"yes", "no"}:
            raise unknown(reaches, "the answer", ("yes", "no"))
        return Exists(
            binders=tuple(binders),
            when=when,
            judged_on=term(text_of(entries["judged on"][1], "a day"), hand) if "judged on" in entries else None,
            counts_from=term(text_of(entries["counts from"][1], "a day"), hand) if "counts from" in entries else None,
            reaches_earlier_acts=reaches is not None and reaches.value == "yes",
        )

    def _reading_meant(self, binder: Binder, lines: tuple[Condition, ...], typed: Typed) -> None:
        """Refuse a span of which no line says whether it has to be in force, and when, or only to have begun."""
        if self._words.vocabulary[binder.kind].until and not any(reads_span(line, binder.name) for line in lines):
            raise Fault(
                typed.place,
                f"'{binder.name}' is a span: say '{binder.name} in force on …' or '{binder.name} begun by the day'",
            )

    def _binder(self, text: Text, missing: str) -> Binder:
        kind, _, name = text.value.partition(" as ")
        self._words.kind(Text(value=kind, place=text.place))
        self.kinds.add(kind)
        return Binder(name=name or kind, kind=kind, missing=missing)

    def _measure(self, typed: Mapping, scope: Scope) -> Measure:
        part = self._walk(typed, "a measure", _MEASURE)
        entries = part.entries
        relations = [relation for relation in NUMBER_RELATIONS if relation in entries]
        if len(relations) != 1 or ("count" in entries) == ("sum" in entries):
            raise Fault(typed.place, f"expected 'count' or 'sum', and one of: {', '.join(NUMBER_RELATIONS)}")
        stated = part.text(relations[0])
        needed, unit = amount(stated)
        of = text_of(entries["count" if "count" in entries else "sum"][1], "what is measured")
        named, _, field = of.value.rpartition(".") if "sum" in entries else (of.value, "", "")
        binder = self._binder(Text(value=named or of.value, place=of.place), "")
        hand = {**scope, binder.name: binder.kind}
        if binder.name in scope:
            raise Fault(
                of.place, f"'{binder.name}' is already in hand; give this one another name: '{binder.kind} as …'"
            )
        if "sum" in entries:
            self._unit(of, binder, field, unit, stated)
        elif unit or needed != needed.to_integral_value():
            raise Fault(stated.place, f"a count is a whole number without a unit, found '{stated.value}'")
        where = (
            tuple(self.read(item, hand) for item in items_of(entries["where"][1], "lines"))
            if "where" in entries
            else ()
        )
        self._reading_meant(binder, where, typed)
        return Measure(
            name=binder.name,
            kind=binder.kind,
            relation=relations[0],
            amount=Decimal(needed),
            field=field,
            unit=unit,
            where=where,
        )

    def _unit(self, of: Text, binder: Binder, field: str, unit: str, stated: Text) -> None:
        fields = self._words.kind(Text(value=binder.kind, place=of.place)).fields
        numbers = [name for name, each in fields.items() if each.type == "number"]
        if field not in numbers:
            raise unknown(Text(value=field, place=of.place), f"the number of {binder.kind}", numbers)
        if fields[field].unit != unit:
            raise Fault(
                stated.place, f"expected an amount in {fields[field].unit or 'plain numbers'}, found '{stated.value}'"
            )
