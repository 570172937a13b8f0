"""Random chains of whole texts, and random facts for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec
from hypothesis import strategies as st

from domain.dates import Duration
from domain.policy import text as rulebook
from domain.policy.chain import Chain, Version, in_force
from domain.policy.language import (
    Binder,
    Compare,
    Condition,
    Day,
    Exists,
    FieldOf,
    InForce,
    Literal,
    Measure,
    Term,
    Together,
)
from domain.policy.text import Policy
from domain.policy.vocabulary import Kind, Vocabulary
from tests.evaluator.scales import MONTHS, YEARS, Scale
from tests.evaluator.vocabularies import LEVELS, ROLES, vocabularies
from tests.evaluator.writing import KINDS, Scope, Writer

PARAMETER = rulebook.Parameter("reach", "How far.", "leaflet", {"wide": "far", "narrow": "near"}, "wide")
TERM = (Binder("term", "term"),)
RUNNING = (
    rulebook.Rule("running", Exists(TERM, (InForce("term", Day()),)), "SO"),
    rulebook.Rule(
        "running again",
        Exists(TERM, (InForce("term", Day()), Compare(FieldOf("term", "number"), "more than", Literal("1")))),
        "SO",
    ),
    rulebook.Rule("due", Exists(TERM, (Compare(Day(), "is", FieldOf("term", "due")),)), "SO"),
    rulebook.Rule("begun twice", Measure("term", "term", "at least", Decimal(2)), "SO"),
)
"""What is asked of every text that has periods."""
Facts: TypeAlias = dict[str, list[dict[str, Any]]]
Case: TypeAlias = tuple[Chain, Facts]


class Author(Writer):
    """Writes whole texts, each but the first as a change of the one before."""

    with_periods = False
    counting_periods = True

    def text(self, number: int, before: Policy | None) -> Policy:
        """Return a text; clauses and levels lean on what stands before them alone, in every text in the same order."""
        self.parameters = ("reach",)
        self.clauses, self.levels, self.kinds, self.measured_kinds = (), (), KINDS, KINDS
        early = self._clauses(("1", "2"), before)
        self.clauses = ("1", "2")
        first = self._level("first", 1, before)
        self.levels = ("first",)
        periods = self._periods(before)
        self.kinds = (*KINDS, "term") if self.with_periods else KINDS
        self.measured_kinds = self.kinds if self.counting_periods else KINDS
        late = self._clauses(("3",), before)
        self.clauses = ("1", "2", "3")
        second = self._level("second", 2, before)
        self.levels = ("first", "second")
        from_ = date.fromordinal(min(self.scale.days) if number == 1 and not self.chance(3) else self.day())
        return Policy(
            rulebook="guild",
            version=str(number),
            title="The rules of the guild",
            published=from_,
            in_force_from=from_ if number > 1 else from_ - timedelta(self.pick((20, 0))),
            in_force_until=self._end(from_),
            vocabulary=self.vocabulary,
            parameters=(PARAMETER,),
            clauses=early + late,
            periods=periods,
            levels=tuple(level for level in (first, second) if level is not None),
            standings=self._rules("standing", before.standings if before else None),
            listing_of=self.pick((LEVELS, ("second",), ())),
            listing=tuple(
                rulebook.Need(each.name, each.condition, "UNMET")
                for each in self._rules("need", before.standings if before else None)
            ),
            conditions=self._rules("condition", before.conditions if before else None),
            notes=self._rules("note", before.notes if before else None) + self._running(),
        )

    def _end(self, from_: date) -> date | None:
        """Return the day on which a text ends; what has periods has an end, so that they do not go on for ever."""
        if self.chance(8):
            return max(date.fromordinal(self.day()), from_ + timedelta(1))
        return date.fromordinal(max(self.scale.days) + self.pick((40, 60))) if self.with_periods else None

    def _periods(self, before: Policy | None) -> tuple[rulebook.Period, ...]:
        if not self.with_periods:
            return ()
        if before is not None and not self.chance(3):
            return before.periods
        return () if before is not None and self.chance(6) else (self._period(),)

    def _period(self) -> rulebook.Period:
        hand = {"term": "term"}
        begins, on, whenever = None, None, None
        looks_back = self.chance(3)
        self.kinds = (*KINDS, "term") if looks_back else KINDS
        self.measured_kinds = self.kinds if self.counting_periods else KINDS
        if self.chance(4):
            whenever = self.condition({}, 1)
            if looks_back:
                whenever = Together(self.pick(("all", "any")), (self._of_those_over({}), whenever))
        else:
            begins, inside = self._selection({})
            if looks_back:
                begins = msgspec.structs.replace(begins, when=(*begins.when, self._of_those_over(inside)))
            kind = begins.binders[0].kind
            on = self.fixed(inside) if self.chance(3) else FieldOf(kind, self.vocabulary[kind].since)
        self.kinds, self.measured_kinds = KINDS, KINDS
        first_day: Term = FieldOf("term", "from")
        renewed = None if self.chance(4) else self._renewal(hand)
        late_on_the_day = renewed is not None and renewed.late_from == "the day"
        up_to = self.moved(first_day, {}) if self.chance(4) else None
        return rulebook.Period(
            "term",
            "A term.",
            "leaflet",
            begins=begins,
            on=on,
            whenever=whenever,
            begins_anew=late_on_the_day or self.chance(3),
            reaches_earlier=self.chance(4),
            lasts=() if up_to is not None else self.several(lambda: self.pick(self.scale.terms), 2),
            lasts_up_to=up_to,
            then_up_to=self.several(lambda: self.moved(first_day, {}), 2, 0) if up_to is not None else (),
            extended=self.several(lambda: self._extension(hand), 2, 0),
            renewed=renewed,
            lost=self._ending(hand) if self.chance(3) else None,
        )

    def _of_those_over(self, scope: Scope) -> Condition:
        """Return a condition on a period of the same name that is over."""
        lines = self.several(lambda: self.condition({**scope, "term": "term"}, 2), 2)
        return Together(self.pick(("none", "any")), (Exists(TERM, lines),))

    def _running(self) -> tuple[rulebook.Rule, ...]:
        if not self.with_periods:
            return ()
        return RUNNING if self.counting_periods else RUNNING[:-1]

    def _ending(self, hand: Scope) -> Condition:
        if self.chance(3):
            return self.condition(hand, 1)
        return Compare(Day(), self.pick(("on or after", "after", "is")), self.fixed({} if self.chance(2) else hand))

    def _selection(self, hand: Scope) -> tuple[Exists, Scope]:
        kind = self.pick(KINDS)
        inside = {**hand, kind: kind}
        when = self.several(lambda: self.condition(inside, self.pick((3, 2))), 1, 0)
        return Exists((Binder(kind, kind),), when), inside

    def _extension(self, hand: Scope) -> rulebook.Extension:
        of, inside = self._selection(hand)
        if self.chance(5):
            of, inside = Exists((), self.several(lambda: self.condition(hand, 2), 1, 0)), hand
        how = self.pick(("length", "up to", "its length", "its days", "months"))
        if how == "up to":
            return rulebook.Extension(
                "ground", of, up_to=self.fixed({name: inside[name] for name in inside if name != "term"})
            )
        kind = of.binders[0].kind if of.binders else ""
        if (how.startswith("its") and not self._has_end(kind)) or (how == "months" and kind != "course"):
            how = "length"
        return rulebook.Extension(
            "ground",
            of,
            by=how if how.startswith("its") else "",
            length=self.pick(self.scale.lengths) if how == "length" else Duration(),
            months_of=FieldOf("course", "months") if how == "months" else None,
            at_most=self.pick(self.scale.lengths) if how == "its days" or self.chance(3) else Duration(),
            at_most_percent=0 if not self.chance(6) else 50,
        )

    def _has_end(self, kind: str) -> bool:
        """Tell whether the end of a span is one that comes, or never does: one that is "not yet" is no end at all."""
        return bool(kind) and kind != "course" and self.vocabulary[kind].fields["until"].absent != "not yet"

    def _renewal(self, hand: Scope) -> rulebook.Renewal:
        when = Together("all", ()) if self.chance(4) else self.condition(hand, 1)
        if self.chance(2):
            return rulebook.Renewal(when)
        late_when = self.condition(hand, 1) if self.chance(3) else None
        late_from = self.pick(("the day", "its end"))
        return rulebook.Renewal(when, self.pick(self.scale.lengths), late_when, late_from, self.chance(4))

    def _clauses(self, numbers: Sequence[str], before: Policy | None) -> tuple[rulebook.Clause, ...]:
        return tuple(
            before.clause(no)
            if before is not None and not self.chance(3)
            else rulebook.Clause(no, "A clause.", "leaflet", self.condition({}))
            for no in numbers
        )

    def _level(self, name: str, rank: int, before: Policy | None) -> rulebook.Level | None:
        if before is not None:
            stood = next((level for level in before.levels if level.id == name), None)
            if not self.chance(3):
                return stood
            if self.chance(3):
                return None
        routes = self.several(lambda: rulebook.Route("route", self.condition({}, 1)), 2)
        kept = self.condition({}, 1) if self.chance(2) else None
        lost = self.condition({}, 1) if self.chance(4) else None
        return rulebook.Level(name, rank, name, routes, kept, lost)

    def _rules(self, name: str, before: Sequence[rulebook.Rule] | None) -> tuple[rulebook.Rule, ...]:
        if before is not None and not self.chance(2):
            return tuple(each for each in before if each not in RUNNING)
        return self.several(lambda: rulebook.Rule(name, self.condition({}, 1), "SO"), 1, 0)

    def version(self, number: int, before: Version | None) -> Version:
        suspended = (self.day(), self.day()) if self.chance(12) else ()
        return Version(
            policy=self.text(number, before.policy if before else None),
            content_hash=str(number),
            suspended=suspended if suspended and suspended[0] < suspended[1] else (),
            readings={"reach": "narrow"} if self.chance(4) else {},
        )


PERIODS = st.sampled_from([False, False, True])
SCALES = st.sampled_from([MONTHS] * 39 + [YEARS])


@st.composite
def cases(
    draw: st.DrawFn,
    scales: st.SearchStrategy[Scale] = SCALES,
    periods: st.SearchStrategy[bool] = PERIODS,
    *,
    counting_periods: bool = True,
) -> Case:
    """Return a chain and the facts of a pathway; texts that have periods may count them as well."""
    scale = draw(scales)
    vocabulary = draw(vocabularies())
    author = Author(draw, scale, vocabulary)
    author.with_periods = draw(periods)
    author.counting_periods = counting_periods
    versions: list[Version] = []
    for number in range(1, 2 + author.pick((0, 1, 2))):
        versions.append(author.version(number, versions[-1] if versions else None))
    return in_force(versions), facts(author, vocabulary)


def facts(author: Author, vocabulary: Vocabulary) -> Facts:
    found: Facts = {}
    for name, kind in vocabulary.items():
        if not kind.derived:
            least = 1 if author.with_periods else 0
            number = author.pick(range(least, 4 if name == "course" else 3))
            found[name] = [item(author, kind) for _ in range(number)]
    return found


def item(author: Author, kind: Kind) -> dict[str, Any]:
    """Return an item of which a value may be unknown or absent; a decision always has its level and its day.

    Beside periods everything is known, because the evaluator does not look into doubt about them.
    """
    found: dict[str, Any] = {}
    for name, field in kind.fields.items():
        how = author.pick(("known", "known", "known", "known", "known", "absent", "unknown"))
        doubtful = how == "unknown" or field.absent == "unknown"
        if how == "known" or (author.with_periods and doubtful):
            found[name] = _value(author, name, field.type)
        elif how == "unknown" or name in {"level", "granted_on"}:
            found[name] = None
    if author.chance(8):
        found["retracted_on"] = author.day()
    return found


def _value(author: Author, name: str, type_: str) -> Any:  # noqa: ANN401 - a fact's value
    if type_ == "date":
        return author.day()
    if name == "months":
        return author.pick(author.scale.months) * 1000
    if type_ == "number":
        return int(author.hours() * 1000)
    if type_ == "text":
        return author.pick(LEVELS if name == "level" else ROLES)
    return author.chance(2)
