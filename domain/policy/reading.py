"""From a typed document to a policy: strict, every fault at its place, amendments applied to the text before."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import msgspec

from domain.policy import words
from domain.policy.conditions import KEYS, Conditions
from domain.policy.dropping import Drops
from domain.policy.kinds import lost_from, read_kinds
from domain.policy.language import (
    Binder,
    Compare,
    Condition,
    Day,
    Exists,
    FieldOf,
    InForce,
    Literal,
    Relief,
    Relieved,
)
from domain.policy.leaning import circle_in, not_stated
from domain.policy.limits import faults_beyond
from domain.policy.losing import SECTION, faults_of_losses, read_losses
from domain.policy.nearest import nearest
from domain.policy.places import place_of
from domain.policy.reading_periods import PeriodReader, with_periods
from domain.policy.slips import no_such
from domain.policy.text import Announcement, Clause, Level, Need, Parameter, Policy, Route, Rule
from domain.policy.tightening import loosened
from domain.policy.typed import DocumentRefused, Fault, Mapping, Text, Typed, Walk, entries_of, text_of, unknown
from domain.policy.vocabulary import Vocabulary

FORMAT = "milepost.policy/v1"
HEAD = {
    "format",
    "rulebook",
    "version",
    "amends",
    "only tightens",
    "title",
    "published",
    "in force from",
    "in force until",
}
SECTIONS = {"levels": False, "specialisations": True}
BODY = {"retroactive", "marked", "sources", "vocabulary", "parameters", "clauses", "refuses", "periods", "announces"}
RULES = {"standings", "listing", "conditions", "notes", "drops", SECTION}
CLAUSE = {"text", "source", "reason", "else", "note", "unless", "may be waived"}
NOTHING = Policy(rulebook="", version="", title="", published=date.min, in_force_from=date.min, vocabulary={})

T = TypeVar("T")


class AmendsAnother(Exception):
    """A version amends one that is not the text at hand."""

    def __init__(self, version: str, amends: str, at_hand: str) -> None:
        """Name the three versions."""
        super().__init__(f"version {version} amends {amends}, but the text before it is {at_hand}")


def read_vocabulary(typed: Typed) -> Vocabulary:
    """Return the kinds that a vocabulary document declares, or raise `DocumentRefused`."""
    walk = Walk(Text(value="vocabulary", place=typed.place), {})
    kinds = read_kinds(typed, walk)
    if walk.faults:
        raise DocumentRefused(walk.faults)
    return kinds


def read_policy(typed: Typed, base: Vocabulary, before: Policy | None = None) -> Policy:
    """Return the whole text that a document states, or raise `DocumentRefused` with every fault found.

    ``base`` are the kinds that the service itself records; ``before`` is the text that an amendment changes.
    """
    try:
        entries = entries_of(typed, "a policy", HEAD | BODY | RULES | SECTIONS.keys())
        amends = text_of(entries["amends"][1], "a version").value if "amends" in entries else None
    except Fault as fault:
        raise DocumentRefused([fault]) from None
    walk = Walk(Text(value="the policy", place=typed.place), entries)
    if amends is None and "only tightens" in entries:
        place = entries["only tightens"][1].place
        raise DocumentRefused([Fault(place, "only an amendment tightens another text; say what it 'amends'")])
    if amends is not None and (before is None or before.version != amends):
        raise AmendsAnother(_head(walk, "version"), amends, before.version if before else "none")
    reader = _Reader(walk, base, NOTHING if amends is None or before is None else before)
    policy = reader.policy()
    if walk.faults:
        raise DocumentRefused(walk.faults)
    return policy


class _Reader:
    """Reads the parts of a document on top of the text before it, which is empty for a whole text."""

    def __init__(self, walk: Walk, base: Vocabulary, old: Policy) -> None:
        self.walk = walk
        self.old = old
        self.levels_named: list[Text] = []
        self.drops = Drops(walk, old)
        self.declared = {name: kind for name, kind in old.vocabulary.items() if not kind.derived}
        if "vocabulary" in walk.entries:
            self.declared = {**self.declared, **self._kinds(walk.entries["vocabulary"][1], base)}
        self.kinds = with_periods({**base, **self.declared}, self._periods_named(), walk)
        self.parameters = self._amended("parameters", old.parameters, lambda each: each.name, self._parameter)
        values = {parameter.name: parameter.values for parameter in self.parameters}
        reader = words.Words(self.kinds, values)
        self.conditions = Conditions(reader)
        self.periods = PeriodReader(self.conditions, reader)

    def policy(self) -> Policy:
        """Return the text; it is whole only if the walk kept no fault."""
        old, walk = self.old, self.walk
        if _head(walk, "format") not in {FORMAT, ""}:
            self._fault("format", f"expected '{FORMAT}', found '{_head(walk, 'format')}'")
        listing_of, listing = self._listing()
        policy = Policy(
            rulebook=_head(walk, "rulebook"),
            version=_head(walk, "version"),
            title=_head(walk, "title"),
            published=self._date("published"),
            in_force_from=self._date("in force from"),
            in_force_until=self._date("in force until") if "in force until" in walk.entries else None,
            retroactive=_head(walk, "retroactive", ""),
            marked=_head(walk, "marked", ""),
            sources={**old.sources, **walk.lines("sources")},
            parameters=self.parameters,
            clauses=self._amended("clauses", old.clauses, lambda each: each.no, self._clause),
            refusals=self._amended("refuses", old.refusals, lambda each: each.no, self._clause),
            periods=self._amended("periods", old.periods, lambda each: each.name, self.periods.period),
            announcements=self._amended("announces", old.announcements, lambda each: each.route, self._announcement),
            levels=self._levels(),
            standings=self._amended("standings", old.standings, lambda each: each.name, self._rule),
            listing_of=listing_of,
            listing=listing,
            conditions=self._amended("conditions", old.conditions, lambda each: each.name, self._rule),
            notes=self._amended("notes", old.notes, lambda each: each.name, self._rule),
            losses=read_losses(walk, self._date("in force from")),
            vocabulary={},
        )
        self._whole(policy)
        read = self.conditions.kinds | self.declared.keys() | {each.name for each in policy.periods}
        return msgspec.structs.replace(
            policy, vocabulary={name: self.kinds[name] for name in self.kinds if name in read}
        )

    def _kinds(self, typed: Typed, base: Vocabulary) -> Vocabulary:
        """Return the kinds that the document declares; those of the text before it keep what that text may read."""
        found = read_kinds(typed, self.walk, {**base, **self.declared}, base)
        for name, value in entries_of(typed, "the vocabulary").values() if found else ():
            old = self.old.vocabulary.get(name.value)
            lost = lost_from(old, found[name.value]) if old is not None and name.value in found else ""
            if lost:
                self.walk.faults.append(Fault(value.place, f"'{name.value}' has to keep {lost} of the text before it"))
        return found

    def _whole(self, policy: Policy) -> None:
        """Check what only the whole text shows: names that exist, no circles, effect and publication."""
        levels = {name: "" for section in SECTIONS for name in self._typed(section)}
        known = {
            "clause": dict.fromkeys(self._typed("clauses"), "") | {each.no: each.text for each in policy.clauses},
            "level": levels | {each.id: each.title for each in policy.levels},
        }
        references = [*self.conditions.references, *((text, "level") for text in self.levels_named)]
        self.walk.faults += [
            no_such(text, f"the {what}", known[what]) for text, what in references if text.value not in known[what]
        ]
        if self.walk.faults:
            return
        missing = not_stated(policy, [each.name for each in self.old.periods])
        if missing:
            self._fault("drops", f"the rest of the text still names what is dropped: {', '.join(missing)}")
            return
        self.walk.faults += faults_beyond(policy, self.declared, self.walk)
        self.walk.faults += faults_of_losses(policy, self.old, self.walk)
        if self.walk.faults:
            return
        whole = msgspec.structs.replace(policy, vocabulary=self.kinds)
        for way, part in loosened(self.old, whole) if self.walk.yes("only tightens") else ():
            place = place_of(self._document(), ("only tightens",), way)
            self.walk.faults.append(Fault(place, f"not shown to be stricter than before: {part}"))
        circle = circle_in(policy)
        if circle:
            self._turning(circle)
        if policy.rulebook != self.old.rulebook and self.old is not NOTHING:
            self._fault("rulebook", f"expected '{self.old.rulebook}', whose text is amended")
        if policy.in_force_from < policy.published and not policy.retroactive:
            self._fault(
                "in force from",
                f"takes effect on {policy.in_force_from}, before its publication on {policy.published}; "
                "say so, and why, under 'retroactive'",
            )
        if (policy.in_force_from, policy.published) < (self.old.in_force_from, self.old.published):
            of_old = f"in force from {self.old.in_force_from}, published on {self.old.published}"
            self._fault(
                "in force from", f"comes before version '{self.old.version}', which it amends: that is {of_old}"
            )
        if policy.in_force_until is not None and policy.in_force_until <= policy.in_force_from:
            self._fault(
                "in force until", "expected a day after 'in force from': it is the first day no longer in force"
            )

    def _turning(self, circle: list[str]) -> None:
        """Refuse a circle where the first of its members stands that the document states."""
        ways = [(f"{what}s", name) for what, _, name in (each.partition(" ") for each in circle)]
        place = place_of(self._document(), *ways)
        self.walk.faults.append(Fault(place, f"the conditions turn in a circle: {' → '.join(circle)}"))

    def _document(self) -> Mapping:
        return Mapping(entries=self.walk.entries, place=self.walk.name.place)

    def _amended(
        self, section: str, old: Iterable[T], name: Callable[[T], str], read: Callable[[Walk], T]
    ) -> tuple[T, ...]:
        """Return the old parts without those dropped, replaced or followed by those of the document."""
        found = {name(each): each for each in old if name(each) not in self.drops.of(section)}
        for each in self.walk.each_under(section, lambda text, typed: read(self._part(text, typed, section))):
            found[name(each)] = each
        return tuple(found.values())

    def _parameter(self, part: Walk) -> Parameter:
        _only(part, {"text", "source", "values", "default"})
        part.required("values")
        values, default = part.lines("values"), part.text("default")
        if default.value not in values:
            raise unknown(default, "the reading", values)
        return Parameter(
            name=part.name.value,
            text=part.line("text"),
            source=part.line("source"),
            values=values,
            default=default.value,
        )

    def _clause(self, part: Walk) -> Clause:
        body = {key: entry for key, entry in part.entries.items() if key not in CLAUSE}
        for key, _ in body.values():
            meant = nearest(key.value, CLAUSE | KEYS)
            if key.value not in KEYS and meant in CLAUSE:
                raise Fault(
                    key.place,
                    f"the key of clause '{part.name.value}' '{key.value}' is not known; did you mean '{meant}'?",
                )
        return Clause(
            no=part.name.value,
            text=part.line("text"),
            source=part.line("source"),
            condition=self._relieved(part, self.conditions.of_clause(body, part.name)),
            reason=part.code("reason", ""),
            otherwise=part.code("else", ""),
            note=part.line("note", ""),
        )

    def _relieved(self, part: Walk, condition: Condition) -> Condition:
        """Return the condition with what lifts it: a waiver that names the clause, and named grounds."""
        reliefs = [self._waiver(part.name)] if part.yes("may be waived") else []
        reliefs += part.each_under("unless", lambda name, typed: self._relief(self._part(name, typed, "unless")))
        return Relieved(that=condition, by=tuple(reliefs)) if reliefs else condition

    def _waiver(self, clause: Text) -> Relief:
        self.conditions.kinds.add("waiver")
        requirement = FieldOf(item="waiver", field="requirement")
        named = Compare(left=requirement, relation="is", right=Literal(value=clause.value))
        in_force = InForce(item="waiver", on=Day())
        when = Exists(binders=(Binder(name="waiver", kind="waiver"),), when=(named, in_force))
        return Relief(name="waiver", when=when, reason="WAIVED")

    def _relief(self, part: Walk) -> Relief:
        _only(part, {"when", "reason"})
        when = self.conditions.read(part.required("when"))
        return Relief(name=part.name.value, when=when, reason=part.code("reason"))

    def _periods_named(self) -> list[Text]:
        """Return the names of the text's periods, each at its place; those of the text before it at the head."""
        place = self.walk.name.place
        named = [
            Text(value=each.name, place=place) for each in self.old.periods if each.name not in self.drops.of("periods")
        ]
        if "periods" in self.walk.entries:
            with self.walk.keeping_faults():
                entries = entries_of(self.walk.entries["periods"][1], "the periods")
                named += [name for name, _ in entries.values()]
        return named

    def _announcement(self, part: Walk) -> Announcement:
        _only(part, {"level", "text", "source", "reason"})
        level = part.text("level")
        self.levels_named.append(level)
        return Announcement(
            level=level.value,
            route=part.name.value,
            text=part.line("text"),
            source=part.line("source"),
            reason=part.code("reason"),
        )

    def _levels(self) -> tuple[Level, ...]:
        found = {level.id: level for level in self.old.levels if level.id not in self.drops.of("levels")}
        for section, aside in SECTIONS.items():
            for part in self.walk.each_under(section, lambda text, typed: self._part(text, typed, "levels")):
                with self.walk.keeping_faults():
                    found[part.name.value] = self._level(part, found.get(part.name.value), aside=aside)
        dropped = self.drops.of("routes")
        return tuple(
            msgspec.structs.replace(
                level, routes=tuple(each for each in level.routes if f"{level.id}: {each.name}" not in dropped)
            )
            for level in found.values()
        )

    def _level(self, part: Walk, old: Level | None, *, aside: bool) -> Level:
        _only(part, {"rank", "title", "routes", "kept while", "lost when"})
        routes = {route.name: route for route in old.routes} if old else {}
        if "routes" in part.entries:
            for name, typed in entries_of(part.entries["routes"][1], "the routes").values():
                routes[name.value] = Route(name=name.value, condition=self.conditions.read(typed))
        return Level(
            id=part.name.value,
            rank=part.number("rank", str(old.rank) if old else "0" if aside else None),
            title=part.line("title", old.title if old else None),
            routes=tuple(routes.values()),
            kept=self._optional(part, "kept while", old.kept if old else None),
            lost=self._optional(part, "lost when", old.lost if old else None),
            specialisation=aside,
        )

    def _optional(self, part: Walk, key: str, old: Condition | None) -> Condition | None:
        return self.conditions.read(part.entries[key][1]) if key in part.entries else old

    def _rule(self, part: Walk) -> Rule:
        _only(part, {"order", "when", "reason", "text", "source", "by"})
        return Rule(
            name=part.name.value,
            condition=self.conditions.read(part.required("when")),
            reason=part.code("reason"),
            text=part.line("text", ""),
            source=part.line("source", ""),
            order=part.number("order", "0"),
            by=part.line("by", ""),
        )

    def _listing(self) -> tuple[tuple[str, ...], tuple[Need, ...]]:
        of = self.old.listing_of
        needs = {need.name: need for need in self.old.listing if need.name not in self.drops.of("needs")}
        if "listing" in self.walk.entries:
            with self.walk.keeping_faults():
                entries = entries_of(self.walk.entries["listing"][1], "the listing", {"of", "needs"})
                part = Walk(self.walk.entries["listing"][0], entries, self.walk.faults)
                names = part.names("of")
                self.levels_named += names
                of = tuple(name.value for name in names) or of
                for need in part.each_under("needs", lambda text, typed: self._need(self._part(text, typed, "needs"))):
                    needs[need.name] = need
        return of, tuple(needs.values())

    def _need(self, part: Walk) -> Need:
        _only(part, {"that", "else"})
        return Need(
            name=part.name.value,
            condition=self.conditions.read(part.required("that")),
            otherwise=part.code("else", ""),
        )

    def _part(self, name: Text, typed: Typed, section: str) -> Walk:
        return Walk(name, entries_of(typed, f"'{name.value}' of {section}"), self.walk.faults)

    def _date(self, key: str) -> date:
        try:
            return words.day(self.walk.text(key))
        except Fault as fault:
            self.walk.faults.append(fault)
            return date.min

    def _typed(self, section: str) -> set[str]:
        """Return the names that stand in a section, those of parts with a fault included."""
        typed = self.walk.entries.get(section)
        return set(typed[1].entries) if typed and isinstance(typed[1], Mapping) else set()

    def _fault(self, key: str, message: str) -> None:
        entry = self.walk.entries.get(key)
        self.walk.faults.append(Fault(entry[1].place if entry else self.walk.name.place, message))


def _only(part: Walk, keys: set[str]) -> None:
    for key, _ in part.entries.values():
        if key.value not in keys:
            raise unknown(key, f"the key of '{part.name.value}'", keys)


def _head(walk: Walk, key: str, otherwise: str | None = None) -> str:
    try:
        return walk.line(key, otherwise)
    except Fault as fault:
        walk.faults.append(fault)
        return ""
