"""Periods as a document states them, and the kind of evidence that each of them is."""

import re

from domain.dates import Duration
from domain.policy.conditions import Conditions
from domain.policy.kinds import nameable
from domain.policy.language import ALWAYS, NEVER, Condition, Exists, FieldOf, Term
from domain.policy.text import Extension, Period, Renewal
from domain.policy.typed import Fault, Mapping, Text, Typed, Walk, entries_of, items_of, text_of, unknown
from domain.policy.vocabulary import Field, Kind, Vocabulary
from domain.policy.words import Scope, Words, duration

KEYS = {
    "text",
    "source",
    "note",
    "begins",
    "begins anew",
    "reaches earlier beginnings",
    "lasts",
    "lasts up to",
    "extended",
    "renewed",
    "ends when",
}
SPANS = ("its length", "its days")
FROM = ("the day", "its end")
_THEN = re.compile(r",\s*then\s+")
_PERCENT = re.compile(r"^([1-9]\d{0,3}) %$", re.ASCII)


def kind_of_period(name: str) -> Kind:
    """Return the kind of evidence that the periods of a name are."""
    day = Field(type="date")
    return Kind(
        words=f"the {name}",
        since="from",
        until="until",
        derived=True,
        fields={"from": day, "due": day, "last_day": day, "until": day, "number": Field(type="number")},
    )


class PeriodReader:
    """Reads periods; each has itself in hand where it says how long it lasts and when it is renewed."""

    def __init__(self, conditions: Conditions, words: Words) -> None:
        self._conditions = conditions
        self._words = words

    def period(self, part: Walk) -> Period:
        """Return the period that a part of the document states."""
        for key, _ in part.entries.values():
            if key.value not in KEYS:
                raise unknown(key, f"the key of '{part.name.value}'", KEYS)
        hand = {part.name.value: part.name.value}
        begins, on, whenever = self._begins(part)
        lasts, last_days = self._lasts(part), self._last_days(part, hand)
        return Period(
            name=part.name.value,
            text=part.line("text"),
            source=part.line("source"),
            note=part.line("note", ""),
            begins=begins,
            on=on,
            whenever=whenever,
            begins_anew=part.yes("begins anew"),
            reaches_earlier=part.yes("reaches earlier beginnings"),
            lasts=lasts,
            lasts_up_to=last_days[0] if last_days else None,
            then_up_to=last_days[1:],
            extended=tuple(
                part.each_under("extended", lambda name, typed: self._extension(_walk(name, typed, part), hand))
            ),
            renewed=self._renewed(part, hand),
            lost=self._optional(part, "ends when", hand),
        )

    def _begins(self, part: Walk) -> tuple[Exists | None, Term | None, Condition | None]:
        stated = part.required("begins")
        if isinstance(stated, Text):
            if stated.value != "never":
                raise Fault(stated.place, "expected 'never', or 'for' with 'on', or 'whenever' with a condition")
            return None, None, NEVER
        entries = entries_of(part.required("begins"), "'begins'")
        if "whenever" in entries:
            walk = Walk(part.name, entries_of(part.required("begins"), "'begins'", {"whenever"}))
            return None, None, self._conditions.read(walk.required("whenever"), {})
        selection = {key: entry for key, entry in entries.items() if key != "on"}
        if "for" not in selection or "on" not in entries:
            raise Fault(
                part.required("begins").place, "expected 'for' with 'on', the first day; or 'whenever' with a condition"
            )
        exists = self._selection(selection, part.required("begins"), {})
        hand = {binder.name: binder.kind for binder in exists.binders}
        return exists, self._words.fixed_day(text_of(entries["on"][1], "a day"), hand), None

    def _selection(self, entries: dict[str, tuple[Text, Typed]], typed: Typed, hand: Scope) -> Exists:
        if "for" not in entries:
            raise Fault(typed.place, "expected 'for' with a kind of evidence")
        for key in entries:
            if key not in {"for", "with", "when"}:
                raise unknown(entries[key][0], "the key of a selection", ("for", "with", "when"))
        return self._conditions.selection(Mapping(entries=entries, place=typed.place), hand)

    def _lasts(self, part: Walk) -> tuple[Duration, ...]:
        if ("lasts" in part.entries) == ("lasts up to" in part.entries):
            raise Fault(part.name.place, f"expected either 'lasts' or 'lasts up to' of '{part.name.value}'")
        if "lasts" not in part.entries:
            return ()
        return tuple(map(duration, _one_after_another(part.text("lasts"))))

    def _last_days(self, part: Walk, hand: Scope) -> tuple[Term, ...]:
        several = _one_after_another(part.text("lasts up to")) if "lasts up to" in part.entries else []
        return tuple(self._words.fixed_day(each, hand) for each in several)

    def _extension(self, part: Walk, hand: Scope) -> Extension:
        selection = {key: entry for key, entry in part.entries.items() if key not in {"by", "up to", "at most"}}
        exists = self._ground(selection, part, hand)
        inside = {**hand, **{binder.name: binder.kind for binder in exists.binders}}
        if ("by" in part.entries) == ("up to" in part.entries):
            raise Fault(part.name.place, "expected either 'by' with a length, or 'up to' with the last day")
        up_to = self._day(part, "up to", inside)
        by, length, months_of = self._by(part, exists, inside) if "by" in part.entries else ("", Duration(), None)
        at_most, percent = self._at_most(part)
        if up_to is not None and "at most" in part.entries:
            raise Fault(part.text("at most").place, "'up to' names the last day; 'at most' goes with 'by'")
        return Extension(
            name=part.name.value,
            of=exists,
            by=by,
            length=length,
            months_of=months_of,
            up_to=up_to,
            at_most=at_most,
            at_most_percent=percent,
        )

    def _ground(self, entries: dict[str, tuple[Text, Typed]], part: Walk, hand: Scope) -> Exists:
        """Return what a ground selects; without 'for' it takes no item, and its lines speak of the period alone."""
        if "for" in entries or "with" in entries:
            return self._selection(entries, Mapping(entries=entries, place=part.name.place), hand)
        lines = items_of(entries["when"][1], "lines") if "when" in entries else ()
        return Exists(binders=(), when=tuple(self._conditions.read(line, hand) for line in lines))

    def _by(self, part: Walk, exists: Exists, inside: Scope) -> tuple[str, Duration, FieldOf | None]:
        text = part.text("by")
        if text.value in SPANS:
            kind = exists.binders[0].kind if exists.binders else part.name.value
            if not exists.binders or not self._words.vocabulary[kind].until:
                raise Fault(text.place, f"'{kind}' is no span; only a span has a length and days")
            return text.value, Duration(), None
        if text.value.endswith(" months") and not text.value[:1].isdigit():
            item, field = self._words.months(text, inside)
            return "", Duration(), FieldOf(item=item, field=field)
        return "", duration(text), None

    def _at_most(self, part: Walk) -> tuple[Duration, int]:
        if "at most" not in part.entries:
            return Duration(), 0
        text = part.text("at most")
        percent = _PERCENT.match(text.value)
        return (Duration(), int(percent[1])) if percent else (duration(text), 0)

    def _renewed(self, part: Walk, hand: Scope) -> Renewal | None:
        if "renewed" not in part.entries:
            return None
        typed = part.required("renewed")
        if isinstance(typed, Text):
            if typed.value != "always":
                raise Fault(typed.place, f"expected 'always', or 'when' with a condition; found '{typed.value}'")
            return Renewal(when=ALWAYS)
        keys = {"when", "late", "late when", "late counts from", "reaches earlier periods"}
        walk = Walk(Text(value="renewed", place=typed.place), entries_of(typed, "'renewed'", keys))
        when = self._conditions.read(walk.required("when"), hand)
        if "late" not in walk.entries:
            with_late = ("late when", "late counts from", "reaches earlier periods")
            beside = next((key for key in with_late if key in walk.entries), "")
            if beside:
                raise Fault(walk.required(beside).place, f"'{beside}' goes with 'late', how long it may be met late")
            return Renewal(when=when)
        late_from = walk.text("late counts from")
        if late_from.value not in FROM:
            raise unknown(late_from, "the beginning after a late renewal", FROM)
        return Renewal(
            when=when,
            late=duration(walk.text("late")),
            late_when=self._optional(walk, "late when", hand),
            late_from=late_from.value,
            reaches_earlier=walk.yes("reaches earlier periods"),
        )

    def _optional(self, part: Walk, key: str, hand: Scope) -> Condition | None:
        return self._conditions.read(part.required(key), hand) if key in part.entries else None

    def _day(self, part: Walk, key: str, hand: Scope) -> Term | None:
        return self._words.fixed_day(part.text(key), hand) if key in part.entries else None


def _one_after_another(text: Text) -> list[Text]:
    """Return what is said of the first, of the second, and so on."""
    return [Text(value=each, place=text.place) for each in _THEN.split(text.value)]


def _walk(name: Text, typed: Typed, part: Walk) -> Walk:
    keys = {"for", "with", "when", "by", "up to", "at most"}
    return Walk(name, entries_of(typed, f"'{name.value}' of extended", keys), part.faults)


def with_periods(vocabulary: Vocabulary, names: list[Text], part: Walk) -> Vocabulary:
    """Return the kinds with one for each period; a period may not have the name of evidence that is recorded."""
    found = dict(vocabulary)
    for name in names:
        with part.keeping_faults():
            nameable(name)
        if name.value in vocabulary and not vocabulary[name.value].derived:
            part.faults.append(
                Fault(name.place, f"'{name.value}' is a kind of evidence already; give the period another name")
            )
        else:
            found[name.value] = kind_of_period(name.value)
    return found
