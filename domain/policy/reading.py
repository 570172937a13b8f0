"""From a typed document to a policy: strict, every fault at its place, amendments applied to the text before."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import msgspec

from domain.policy import words
from domain.policy.conditions import Conditions
from domain.policy.language import Announcement, Clause, Condition, Level, Need, Parameter, Policy, Route, Rule
from domain.policy.leaning import leaning_of
from domain.policy.typed import DocumentRefused, Fault, Text, Typed, entries_of, items_of, text_of, unknown
from domain.policy.vocabulary import Absence, Field, FieldType, Kind, Vocabulary

FORMAT = "milepost.policy/v1"
_HEAD = {"format", "rulebook", "version", "amends", "title", "published", "in force from", "in force until"}
_BODY = {
    "retroactive",
    "marked",
    "sources",
    "vocabulary",
    "parameters",
    "clauses",
    "refuses",
    "announces",
    "levels",
    "specialisations",
    "standings",
    "listing",
    "conditions",
    "notes",
    "drops",
}
_ABSENCES: dict[str, Absence] = {"unknown": "unknown", "not yet": "not yet", "no end": "no end", "no": "no"}
_T = TypeVar("_T")

Entries = dict[str, tuple[Text, Typed]]


class AmendsAnother(Exception):
    """A version amends one that is not the text at hand."""

    def __init__(self, version: str, amends: str, at_hand: str) -> None:
        """Name the three versions."""
        super().__init__(f"version {version} amends {amends}, but the text at hand is {at_hand}")


def amended_version(typed: Typed) -> str | None:
    """Return the version that a document amends, or None for a whole text."""
    entry = entries_of(typed, "a policy").get("amends")
    return text_of(entry[1], "a version").value if entry else None


def read_policy(typed: Typed, base: Vocabulary, before: Policy | None = None) -> Policy:
    """Return the whole text that a document states, or raise `DocumentRefused` with every fault found.

    ``base`` are the kinds that the service itself records; ``before`` is the text that an amendment changes.
    """
    reader = _Reader(typed, base, before)
    policy = reader.policy()
    if reader.faults:
        raise DocumentRefused(reader.faults)
    return policy


def read_vocabulary(typed: Typed) -> Vocabulary:
    """Return the kinds that a vocabulary document declares."""
    faults: list[Fault] = []
    kinds = _vocabulary(typed, faults)
    if faults:
        raise DocumentRefused(faults)
    return kinds


class _Reader:
    """One pass over a document, which goes on after a fault so that all are shown at once."""

    def __init__(self, typed: Typed, base: Vocabulary, before: Policy | None) -> None:
        try:
            self.entries = entries_of(typed, "a policy", _HEAD | _BODY)
        except Fault as fault:
            raise DocumentRefused([fault]) from None
        self.place = typed.place
        self.faults: list[Fault] = []
        self.base = base
        self.before = before
        self.text_before = before or Policy(
            rulebook="", version="", title="", published=date.min, in_force_from=date.min, vocabulary={}
        )

    def policy(self) -> Policy:
        """Return the text; it is whole only if no fault was found."""
        self._opening()
        old = self.text_before
        dropped = self._drops()
        declared = {**old.vocabulary, **self._section("vocabulary", {}, lambda t: _vocabulary(t, self.faults))}
        kinds = {**self.base, **declared}
        parameters = _merged(old.parameters, self._each("parameters", self._parameter), lambda p: p.name, dropped("parameters"))
        values = {parameter.name: parameter.values for parameter in parameters}
        self.conditions = Conditions(words.Words(kinds, values))
        clauses = _merged(old.clauses, self._each("clauses", self._clause), lambda c: c.no, dropped("clauses"))
        refusals = _merged(old.refusals, self._each("refuses", self._clause), lambda c: c.no, dropped("refusals"))
        levels = self._levels(old.levels, dropped)
        listing_of, listing = self._listing(old, dropped("needs"))
        policy = Policy(
            rulebook=self._line("rulebook", old.rulebook),
            version=self._line("version"),
            title=self._line("title"),
            published=self._date("published"),
            in_force_from=self._date("in force from"),
            in_force_until=self._date("in force until") if "in force until" in self.entries else None,
            retroactive=self._line("retroactive", ""),
            marked=self._line("marked", ""),
            sources={**old.sources, **self._section("sources", {}, self._lines)},
            vocabulary=kinds,
            parameters=parameters,
            clauses=clauses,
            refusals=refusals,
            announcements=_merged(
                old.announcements, self._each("announces", self._announcement), lambda a: a.route, dropped("announcements")
            ),
            levels=levels,
            standings=self._rules("standings", old.standings, dropped),
            listing_of=listing_of,
            listing=listing,
            conditions=self._rules("conditions", old.conditions, dropped),
            notes=self._rules("notes", old.notes, dropped),
        )
        self._references(policy)
        self._effect(policy)
        read = self.conditions.kinds | set(_kinds_of(old))
        return msgspec.structs.replace(policy, vocabulary={k: v for k, v in kinds.items() if k in read or k in declared})

    def _opening(self) -> None:
        stated = self._line("format")
        if stated and stated != FORMAT:
            self._fault("format", f"expected '{FORMAT}', found '{stated}'")
        amends = self._line("amends", "")
        if amends and (self.before is None or self.before.version != amends):
            raise AmendsAnother(self._line("version"), amends, self.before.version if self.before else "none")
        if not amends and self.before is not None:
            self._fault("version", f"expected 'amends: {self.before.version}', or a document without a text before it")

    def _effect(self, policy: Policy) -> None:
        if self.faults:
            return
        if policy.in_force_from < policy.published and not policy.retroactive:
            self._fault(
                "in force from",
                f"takes effect {policy.in_force_from} before its publication on {policy.published}; "
                "say so, and why, under 'retroactive'",
            )
        if policy.in_force_until is not None and policy.in_force_until <= policy.in_force_from:
            self._fault("in force until", "expected a day after 'in force from'; the day itself is no longer in force")

    def _references(self, policy: Policy) -> None:
        """Check that every clause and level named by a condition exists, and that clauses do not turn in circles."""
        numbers = {clause.no for clause in policy.clauses}
        levels = {level.id for level in policy.levels}
        for text, what in self.conditions.references:
            if text.value not in (numbers if what == "clause" else levels):
                self.faults.append(unknown(text, f"the {what}", numbers if what == "clause" else levels))
        for text in self.level_names:
            if text.value not in levels:
                self.faults.append(unknown(text, "the level", levels))
        if not self.faults:
            circle = _circle(policy)
            if circle:
                self._fault("clauses", f"the conditions turn in a circle: {' → '.join(circle)}")

    # The parts of a document.

    level_names: list[Text]

    def _drops(self) -> Callable[[str], set[str]]:
        self.level_names = []
        entry = self.entries.get("drops")
        old = self.text_before
        known: dict[str, set[str]] = {
            "parameters": {p.name for p in old.parameters},
            "clauses": {c.no for c in old.clauses},
            "refusals": {c.no for c in old.refusals},
            "announcements": {a.route for a in old.announcements},
            "levels": {level.id for level in old.levels},
            "routes": {f"{level.id}: {route.name}" for level in old.levels for route in level.routes},
            "standings": {r.name for r in old.standings},
            "needs": {n.name for n in old.listing},
            "conditions": {r.name for r in old.conditions},
            "notes": {r.name for r in old.notes},
        }
        found: dict[str, set[str]] = {}
        if entry is not None:
            for key, listed in self._guard(lambda: entries_of(entry[1], "what is dropped", known), {}).values():
                names = set()
                for item in self._guard(lambda listed=listed: items_of(listed, "names"), ()):  # type: ignore[misc]
                    text = self._guard(lambda item=item: text_of(item, "a name"), None)  # type: ignore[misc]
                    if text is not None and text.value not in known[key.value]:
                        self.faults.append(unknown(text, f"dropped from {key.value}:", known[key.value]))
                    elif text is not None:
                        names.add(text.value)
                found[key.value] = names
        return lambda part: found.get(part, set())

    def _parameter(self, name: Text, entries: Entries) -> Parameter:
        entries_of_named(entries, name, {"text", "source", "values", "default"})
        values = self._lines(_required(entries, "values", name))
        default = text_of(_required(entries, "default", name), "one of the values")
        if default.value not in values:
            raise unknown(default, "the reading", values)
        return Parameter(
            name=name.value,
            text=_line_of(entries, "text", name),
            source=_line_of(entries, "source", name),
            values=values,
            default=default.value,
        )

    def _clause(self, name: Text, entries: Entries) -> Clause:
        header = {"text", "source", "reason", "else", "note"}
        body = {key: value for key, value in entries.items() if key not in header}
        return Clause(
            no=name.value,
            text=_line_of(entries, "text", name),
            source=_line_of(entries, "source", name),
            condition=self.conditions.of_clause(body, name),
            reason=_line_of(entries, "reason", name, ""),
            otherwise=_line_of(entries, "else", name, ""),
            note=_line_of(entries, "note", name, ""),
        )

    def _announcement(self, name: Text, entries: Entries) -> Announcement:
        entries_of_named(entries, name, {"level", "text", "source", "reason"})
        level = text_of(_required(entries, "level", name), "a level")
        self.level_names.append(level)
        return Announcement(
            level=level.value,
            route=name.value,
            text=_line_of(entries, "text", name),
            source=_line_of(entries, "source", name),
            reason=_line_of(entries, "reason", name),
        )

    def _levels(self, old: Iterable[Level], dropped: Callable[[str], set[str]]) -> tuple[Level, ...]:
        found = {level.id: level for level in old if level.id not in dropped("levels")}
        for section, aside in (("levels", False), ("specialisations", True)):
            for level in self._each(section, lambda n, e, aside=aside: self._level(n, e, found.get(n.value), aside)):  # type: ignore[misc]
                found[level.id] = level
        gone = dropped("routes")
        return tuple(
            msgspec.structs.replace(
                level, routes=tuple(route for route in level.routes if f"{level.id}: {route.name}" not in gone)
            )
            for level in found.values()
        )

    def _level(self, name: Text, entries: Entries, old: Level | None, aside: bool) -> Level:  # noqa: FBT001 -- one of two sections
        entries_of_named(entries, name, {"rank", "title", "routes", "kept while", "lost when"})
        routes = {route.name: route for route in old.routes} if old else {}
        if "routes" in entries:
            for key, typed in entries_of(entries["routes"][1], "routes").values():
                routes[key.value] = Route(name=key.value, condition=self.conditions.read(typed))
        rank = _line_of(entries, "rank", name, str(old.rank) if old else None)
        if not rank.isdigit():
            raise Fault(name.place, f"expected the rank of {name.value} as a whole number, found '{rank}'")
        return Level(
            id=name.value,
            rank=int(rank),
            title=_line_of(entries, "title", name, old.title if old else None),
            routes=tuple(routes.values()),
            kept=self._optional(entries, "kept while", old.kept if old else None),
            lost=self._optional(entries, "lost when", old.lost if old else None),
            specialisation=aside,
        )

    def _optional(self, entries: Entries, key: str, old: Condition | None) -> Condition | None:
        return self.conditions.read(entries[key][1]) if key in entries else old

    def _rules(self, section: str, old: Iterable[Rule], dropped: Callable[[str], set[str]]) -> tuple[Rule, ...]:
        return _merged(old, self._each(section, self._rule), lambda rule: rule.name, dropped(section))

    def _rule(self, name: Text, entries: Entries) -> Rule:
        entries_of_named(entries, name, {"order", "when", "reason", "text", "source", "by"})
        order = _line_of(entries, "order", name, "0")
        if not order.isdigit():
            raise Fault(name.place, f"expected the order of {name.value} as a whole number, found '{order}'")
        return Rule(
            name=name.value,
            condition=self.conditions.read(_required(entries, "when", name)),
            reason=_line_of(entries, "reason", name),
            text=_line_of(entries, "text", name, ""),
            source=_line_of(entries, "source", name, ""),
            order=int(order),
            by=_line_of(entries, "by", name, ""),
        )

    def _listing(self, old: Policy, dropped: set[str]) -> tuple[tuple[str, ...], tuple[Need, ...]]:
        entry = self.entries.get("listing")
        of, needs = old.listing_of, {need.name: need for need in old.listing if need.name not in dropped}
        if entry is not None:
            parts = self._guard(lambda: entries_of(entry[1], "the listing", {"of", "needs"}), {})
            if "of" in parts:
                names = [text_of(item, "a level") for item in self._guard(lambda: items_of(parts["of"][1], "levels"), ())]
                self.level_names += names
                of = tuple(name.value for name in names)
            if "needs" in parts:
                for need in self._each_of(parts["needs"][1], "needs", self._need):
                    needs[need.name] = need
        return of, tuple(needs.values())

    def _need(self, name: Text, entries: Entries) -> Need:
        entries_of_named(entries, name, {"that", "else"})
        return Need(
            name=name.value,
            condition=self.conditions.read(_required(entries, "that", name)),
            otherwise=_line_of(entries, "else", name),
        )

    # Walking.

    def _each(self, section: str, read: Callable[[Text, Entries], _T]) -> list[_T]:
        entry = self.entries.get(section)
        return [] if entry is None else self._each_of(entry[1], section, read)

    def _each_of(self, typed: Typed, section: str, read: Callable[[Text, Entries], _T]) -> list[_T]:
        found: list[_T] = []
        for name, body in self._guard(lambda: entries_of(typed, section), {}).values():
            try:
                found.append(read(name, entries_of(body, f"'{name.value}' of {section}")))
            except Fault as fault:
                self.faults.append(fault)
        return found

    def _section(self, section: str, empty: _T, read: Callable[[Typed], _T]) -> _T:
        entry = self.entries.get(section)
        return empty if entry is None else self._guard(lambda: read(entry[1]), empty)

    def _guard(self, read: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return read()
        except Fault as fault:
            self.faults.append(fault)
            return otherwise

    def _lines(self, typed: Typed) -> dict[str, str]:
        return {key: text_of(value, f"'{key}'").value for key, (_, value) in entries_of(typed, "names").items()}

    def _line(self, key: str, otherwise: str | None = None) -> str:
        if key not in self.entries:
            if otherwise is None:
                self.faults.append(Fault(self.place, f"'{key}' is missing"))
            return otherwise or ""
        return self._guard(lambda: text_of(self.entries[key][1], f"'{key}'").value, "")

    def _date(self, key: str) -> date:
        if key not in self.entries:
            self.faults.append(Fault(self.place, f"'{key}' is missing"))
            return date.min
        return self._guard(lambda: words.day(text_of(self.entries[key][1], f"'{key}'")), date.min)

    def _fault(self, key: str, message: str) -> None:
        place = self.entries[key][0].place if key in self.entries else self.place
        self.faults.append(Fault(place, message))


def entries_of_named(entries: Entries, name: Text, keys: set[str]) -> None:
    """Refuse keys of a named part that are not among the given ones."""
    for key, _ in entries.values():
        if key.value not in keys:
            raise unknown(key, f"the key of '{name.value}'", keys)


def _required(entries: Entries, key: str, name: Text) -> Typed:
    if key not in entries:
        raise Fault(name.place, f"'{key}' is missing from '{name.value}'")
    return entries[key][1]


def _line_of(entries: Entries, key: str, name: Text, otherwise: str | None = None) -> str:
    if key not in entries and otherwise is not None:
        return otherwise
    return text_of(_required(entries, key, name), f"'{key}'").value


def _merged(old: Iterable[_T], new: Iterable[_T], name: Callable[[_T], str], dropped: set[str]) -> tuple[_T, ...]:
    found = {name(item): item for item in old if name(item) not in dropped}
    for item in new:
        found[name(item)] = item
    return tuple(found.values())


def _vocabulary(typed: Typed, faults: list[Fault]) -> Vocabulary:
    kinds: Vocabulary = {}
    for name, body in entries_of(typed, "a vocabulary").values():
        try:
            kinds[name.value] = _kind(name, body)
        except Fault as fault:
            faults.append(fault)
    return kinds


def _kind(name: Text, body: Typed) -> Kind:
    entries = entries_of(body, f"the kind '{name.value}'", {"words", "counts from", "until", "fields"})
    fields = {
        key.value: _field(text_of(value, "a type"))
        for key, value in entries_of(_required(entries, "fields", name), "fields").values()
    }
    since = text_of(_required(entries, "counts from", name), "a date field")
    until = text_of(entries["until"][1], "a date field") if "until" in entries else None
    for text in (since, until):
        if text is not None and (text.value not in fields or fields[text.value].type != "date"):
            dates = [key for key, field in fields.items() if field.type == "date"]
            raise unknown(text, f"the date field of {name.value}", dates)
    return Kind(
        words=_line_of(entries, "words", name), since=since.value, until=until.value if until else "", fields=fields
    )


def _field(text: Text) -> Field:
    stated, _, absence = text.value.partition("; absent means ")
    absent = _ABSENCES.get(absence or "unknown")
    if absent is None:
        raise unknown(Text(value=absence, place=text.place), "the meaning of absence", _ABSENCES)
    type_: FieldType
    if stated.startswith("one of "):
        values = words.words_in(Text(value=stated.removeprefix("one of "), place=text.place))
        return Field(type="text", values=values, absent=absent)
    if stated.startswith("number of "):
        return Field(type="number", unit=stated.removeprefix("number of "), absent=absent)
    for type_ in ("date", "number", "text", "yes or no"):
        if stated == type_:
            return Field(type=type_, absent=absent)
    expected = "date, text, number, number of UNIT, yes or no, one of A, B, C"
    raise Fault(text.place, f"expected one of: {expected}; found '{stated}'")


def _kinds_of(policy: Policy) -> Iterable[str]:
    return policy.vocabulary


def _circle(policy: Policy) -> list[str]:
    """Return a circle of clauses or levels that lean on each other, or nothing."""
    leaning = leaning_of(policy)
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for other in leaning.get(name, ()):
            circle = visit(other, [*path, name])
            if circle:
                return circle
        done.add(name)
        return []

    for name in leaning:
        circle = visit(name, [])
        if circle:
            return circle
    return []
