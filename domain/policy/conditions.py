"""Conditions as they stand in a document: a line of text, or a mapping that says how lines belong together."""

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
from domain.policy.typed import Fault, Mapping, Sequence, Text, Typed, entries_of, items_of, text_of, unknown
from domain.policy.words import NUMBER_RELATIONS, Scope, Words, amount

_EXISTS = {"for", "with", "when", "judged on", "counts from", "reaches earlier acts"}
_MEASURE = {"count", "sum", "where", *NUMBER_RELATIONS}
_FORMS = {"all", "any", "none", "of", "that", "require", "on", "for", "count", "sum"}


class Conditions:
    """Reads conditions, and keeps what they name, with its place, for a later check of the whole text."""

    def __init__(self, words: Words) -> None:
        """Take the reader of relations."""
        self._words = words
        self.references: list[tuple[Text, str]] = []
        self.kinds: set[str] = set()

    def of_clause(self, body: dict[str, tuple[Text, Typed]], name: Text) -> Condition:
        """Return the condition that is left of a clause once its header is taken off."""
        if not body:
            raise Fault(name.place, f"'{name.value}' has no condition; one of: {', '.join(sorted(_FORMS))}")
        return self.read(Mapping(entries=body, place=name.place), {})

    def read(self, typed: Typed, scope: Scope | None = None) -> Condition:
        """Return the condition, with the given items in hand."""
        hand = scope or {}
        if isinstance(typed, Text):
            return self._line(typed, hand)
        if isinstance(typed, Sequence):
            raise Fault(typed.place, "expected a condition; say 'all:' or 'any:' before a list")
        keys = set(typed.entries)
        if "for" in keys:
            return self._exists(typed, hand)
        if keys & {"count", "sum"}:
            return self._measure(typed, hand)
        if "require" in keys:
            entries = entries_of(typed, "a requirement", {"require", "else"})
            return Require(
                that=self.read(entries["require"][1], hand), otherwise=self._part(entries, "else", typed).value
            )
        if "on" in keys:
            entries = entries_of(typed, "a condition on a day", {"on", "that"})
            day = self._words.day_term(text_of(entries["on"][1], "a day"), hand)
            return OnDay(day=day, that=self.read(self._required(entries, "that", typed), hand))
        if "of" in keys:
            entries = entries_of(typed, "a choice", {"of", "at least"})
            needed, _ = amount(self._part(entries, "at least", typed))
            return Together(how="at least", n=int(needed), of=self._list(entries["of"][1], hand))
        for how in ("all", "any", "none"):
            if how in keys:
                entries = entries_of(typed, f"'{how}'", {how})
                return Together(how=how, of=self._list(entries[how][1], hand))
        if "that" in keys:
            return self.read(entries_of(typed, "a condition", {"that"})["that"][1], hand)
        first = next(iter(typed.entries.values()), None)
        if first is None:
            raise Fault(typed.place, "expected a condition")
        raise unknown(first[0], "the form of condition", _FORMS)

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
        term = self._words.day_term
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

    def _binder(self, text: Text, missing: str) -> Binder:
        kind, _, name = text.value.partition(" as ")
        self._words.kind(Text(value=kind, place=text.place))
        self.kinds.add(kind)
        return Binder(name=name or kind, kind=kind, missing=missing)

    def _measure(self, typed: Mapping, scope: Scope) -> Measure:
        entries = entries_of(typed, "a measure", _MEASURE)
        relations = [relation for relation in NUMBER_RELATIONS if relation in entries]
        if len(relations) != 1 or ("count" in entries) == ("sum" in entries):
            raise Fault(typed.place, f"expected 'count' or 'sum', and one of: {', '.join(NUMBER_RELATIONS)}")
        stated = self._part(entries, relations[0], typed)
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

    def _required(self, entries: dict[str, tuple[Text, Typed]], key: str, typed: Typed) -> Typed:
        if key not in entries:
            raise Fault(typed.place, f"'{key}' is missing")
        return entries[key][1]

    def _part(self, entries: dict[str, tuple[Text, Typed]], key: str, typed: Typed) -> Text:
        return text_of(self._required(entries, key, typed), f"'{key}'")
