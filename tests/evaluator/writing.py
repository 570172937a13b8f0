"""Random conditions: every form of the language, over the items in hand and what may be named."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias, TypeVar

import msgspec
from hypothesis import strategies as st

from domain.policy import language as tree
from domain.policy.language import Condition, FieldOf, Term
from domain.policy.vocabulary import Vocabulary
from tests.evaluator.scales import Scale
from tests.evaluator.vocabularies import LEVELS, ROLES

Scope: TypeAlias = Mapping[str, str]
"""The items in hand: name, kind."""
T = TypeVar("T")

DATE_RELATIONS = ("on or after", "on or before", "after", "before", "is")
NUMBER_RELATIONS = ("at least", "at most", "more than", "less than", "is")
KINDS = ("course", "approval", "recognition")
OTHERS = ("other", "third", "fourth", "fifth", "sixth", "seventh")


@cache
def below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


class Writer:
    """Writes conditions as hypothesis draws them; the first choice of each is the simplest."""

    def __init__(self, draw: st.DrawFn, scale: Scale, vocabulary: Vocabulary) -> None:
        """Take what draws."""
        self._draw = draw
        self.scale = scale
        self.vocabulary = vocabulary
        self.clauses: Sequence[str] = ()
        self.levels: Sequence[str] = ()
        self.parameters: Sequence[str] = ()
        self.kinds: Sequence[str] = KINDS
        self.measured_kinds: Sequence[str] = KINDS
        self.deepest = self.pick((1, 2, 3))

    def pick(self, of: Sequence[T]) -> T:
        return of[self._draw(below(len(of)))] if len(of) > 1 else of[0]

    def chance(self, one_in: int) -> bool:
        return self._draw(below(one_in)) == one_in - 1

    def several(self, write: Callable[[], T], most: int, least: int = 1) -> tuple[T, ...]:
        return tuple(write() for _ in range(least + self._draw(below(most - least + 1))))

    # Terms.

    def day(self) -> int:
        return self.pick(self.scale.days)

    def written_day(self) -> tree.Literal:
        return tree.Literal(value=date.fromordinal(self.day()).isoformat())

    def fixed(self, scope: Scope) -> Term:
        """Return a day that does not move with the day asked about."""
        dates = self.fields(scope, "date")
        return self.moved(self.pick(dates) if dates and not self.chance(4) else self.written_day(), scope)

    def moving(self, scope: Scope) -> Term:
        return self.moved(tree.Day(), scope)

    def moved(self, term: Term, scope: Scope) -> Term:
        if not self.chance(3):
            return term
        side = self.pick(("before", "after"))
        months = [each for each in self.fields(scope, "number") if each.field == "months"]
        if self.chance(4):
            month, day = self.pick(self.scale.anchors)
            return tree.Anchored(term=term, side=self.pick(("last", "next")), month=month, day=day)
        if months and self.chance(3):
            return tree.Shifted(term=term, direction=side, months_of=self.pick(months))
        return tree.Shifted(term=term, direction=side, length=self.pick(self.scale.lengths))

    def fields(self, scope: Scope, type_: str) -> list[FieldOf]:
        return [
            FieldOf(name, field)
            for name, kind in scope.items()
            for field, each in self.vocabulary[kind].fields.items()
            if each.type == type_
        ]

    def spans(self, scope: Scope) -> list[str]:
        return [name for name, kind in scope.items() if self.vocabulary[kind].until]

    # Lines over items in hand.

    def line(self, scope: Scope) -> Condition:
        if not scope:
            return self._about_the_day(scope)
        return self.pick(
            (self._about_days, self._about_the_day, self._about_numbers, self._about_texts, self._about_truths,
             self._about_spans, self._about_absence)
        )(scope)  # fmt: skip

    def _about_days(self, scope: Scope) -> Condition:
        other = self.moving(scope) if self.chance(2) else self.fixed(scope)
        return tree.Compare(self.pick(self.fields(scope, "date")), self.pick(DATE_RELATIONS), other)

    def _about_the_day(self, scope: Scope) -> Condition:
        return tree.Compare(tree.Day(), self.pick(DATE_RELATIONS), self.fixed(scope))

    def _about_numbers(self, scope: Scope) -> Condition:
        numbers = [each for each in self.fields(scope, "number") if each.field == "hours"]
        if not numbers:
            return self._about_days(scope)
        written = tree.Literal(value=str(self.hours()), unit="hours")
        other: Term = self.pick(numbers) if self.chance(3) else written
        return tree.Compare(self.pick(numbers), self.pick(NUMBER_RELATIONS), other)

    def hours(self) -> Decimal:
        return self.pick((Decimal(2), Decimal("0.5"), Decimal(3), Decimal(5), Decimal(0)))

    def _about_texts(self, scope: Scope) -> Condition:
        texts = self.fields(scope, "text")
        if not texts:
            return self._about_days(scope)
        left = self.pick(texts)
        words = LEVELS if left.field == "level" else ROLES
        if self.chance(3):
            return tree.OneOf(left, self.several(lambda: self.pick(words), 2))
        other: Term = self.pick(texts) if self.chance(3) else tree.Literal(value=self.pick(words))
        return tree.Compare(left, self.pick(("is", "is not")), other)

    def _about_truths(self, scope: Scope) -> Condition:
        truths = self.fields(scope, "yes or no")
        if not truths:
            return self._about_days(scope)
        other: Term = self.pick(truths) if self.chance(4) else tree.Literal(value=self.pick(("yes", "no")))
        return tree.Compare(self.pick(truths), self.pick(("is", "is not")), other)

    def _about_spans(self, scope: Scope) -> Condition:
        spans = self.spans(scope)
        if not spans:
            return self._about_the_day(scope)
        if self.chance(4):
            return tree.Begun(self.pick(spans))
        on = self.fixed(scope) if self.chance(2) else self.moving(scope)
        return tree.InForce(self.pick(spans), on)

    def _about_absence(self, scope: Scope) -> Condition:
        meant = [
            FieldOf(name, field)
            for name, kind in scope.items()
            for field, each in self.vocabulary[kind].fields.items()
            if each.absent != "unknown"
        ]
        if not meant:
            return self._about_days(scope)
        given = self.pick(meant)
        return tree.Given(given.item, given.field)

    # Conditions.

    def condition(self, scope: Scope, depth: int = 0) -> Condition:
        """Return a condition of any form; deep inside, only lines and names."""
        if depth >= self.deepest:
            return self.pick((self._line, self._named))(scope, depth)
        forms = (
            self._exists,
            self._named,
            self._exists,
            self._measure,
            self._together,
            self._together,
            self._on_day,
            self._required,
            self._total,
            self._share,
            self._in_each,
            self._relieved,
            self._as_in_force,
        )
        return self.pick((self._line, *forms) if scope else forms)(scope, depth + 1)

    def _line(self, scope: Scope, _: int) -> Condition:
        return self.line(scope)

    def _named(self, scope: Scope, _: int) -> Condition:
        if self.clauses and not self.chance(3):
            return tree.ClauseHolds(self.pick(self.clauses))
        if self.levels and not self.chance(3):
            level = self.pick(self.levels)
            return tree.Entitled(level) if self.chance(2) else tree.LevelHeld(level)
        if self.parameters and not self.chance(2):
            return tree.Reading(self.pick(self.parameters), self.several(lambda: self.pick(("wide", "narrow")), 2))
        return self.line(scope)

    def _together(self, scope: Scope, depth: int) -> Condition:
        of = self.several(lambda: self.condition(scope, depth), 3)
        how = self.pick(("all", "any", "none", "at least"))
        return tree.Together(how, of, n=1 + self.pick(range(len(of))) if how == "at least" else 0)

    def _on_day(self, scope: Scope, depth: int) -> Condition:
        return tree.OnDay(self.fixed(scope), self.condition(scope, depth))

    def _required(self, scope: Scope, depth: int) -> Condition:
        return tree.Require(self.condition(scope, depth), "SHORT")

    def name(self, kind: str, scope: Scope) -> str:
        """Return a name for an item of a kind that is not in hand yet."""
        return next(name for name in (kind, *(f"{word} {kind}" for word in OTHERS)) if name not in scope)

    def _exists(self, scope: Scope, depth: int) -> Condition:
        inside = dict(scope)
        binders: list[tree.Binder] = []
        for _ in range(1 + self.pick((0, 0, 1))):
            kind = self.pick(self.kinds)
            name = self.name(kind, {**inside, kind: kind} if self.chance(8) else inside)
            binders.append(tree.Binder(name, kind, self.pick(("", "MISSING"))))
            inside[name] = kind
        exists = tree.Exists(tuple(binders), self.several(lambda: self.condition(inside, depth + 1), 3, 0))
        judged_on = None
        if self.chance(3):
            judged_on = self.pick(self.fields({binders[0].name: binders[0].kind}, "date"))
        return msgspec.structs.replace(
            exists,
            judged_on=judged_on,
            counts_from=self.fixed(inside) if self.chance(5) else None,
            counts_up_to=self.fixed(inside) if self.chance(6) else None,
            reaches_earlier_acts=judged_on is not None and self.chance(5),
        )

    # Amounts.

    def _measure(self, scope: Scope, depth: int) -> Condition:
        return self._compared(self.measured(scope, depth), scope)

    def _total(self, scope: Scope, depth: int) -> Condition:
        return self._compared(self.total(scope, depth), scope)

    def _compared(self, measured: tree.Measure | tree.Total, scope: Scope) -> Condition:
        return msgspec.structs.replace(
            measured,
            relation=self.pick(NUMBER_RELATIONS),
            amount=Decimal(self.pick((1, 2, 0, 3))) if self.is_plain(measured) else self.hours(),
            amount_of=self.depending(scope) if self.chance(6) else None,
        )

    def depending(self, scope: Scope) -> tree.Depending | None:
        """Return an amount that depends on what is in hand, if there is anything that it may depend on."""
        hours = [each for each in self.fields(scope, "number") if each.field == "hours"]
        texts = [each for each in self.fields(scope, "text") if each.field == "role"]
        found: list[tree.Depending] = [self.pick(hours)] if hours else []
        found += [self.for_each(scope)] if self.spans(scope) else []
        if texts:
            scale = {self.pick(ROLES): self.hours() for _ in range(2)}
            found.append(tree.Table(self.pick(texts), tuple(sorted(scale.items())), self.hours()))
        return self.pick(found) if found else None

    def for_each(self, scope: Scope) -> tree.ForEach:
        spans = self.spans(scope)
        length, within = self.pick(self.scale.lengths), self.pick(("", *spans))
        return tree.ForEach(self.hours(), length, self.pick(spans), started=self.chance(2), within=within)

    def is_plain(self, measured: tree.Measure | tree.Total) -> bool:
        return isinstance(measured, tree.Measure) and not measured.field and measured.worth is None

    def measured(self, scope: Scope, depth: int, *, in_total: bool = False) -> tree.Measure:
        """Return what is measured, not yet compared."""
        kind = self.pick(self.measured_kinds)
        name = self.name(kind, scope)
        where = self.several(lambda: self.condition({**scope, name: kind}, depth + 1), 2, 0)
        number = "hours" if "hours" in self.vocabulary[kind].fields else "number"
        text = "role" if "role" in self.vocabulary[kind].fields else None
        how, field = self.pick((("", number), ("", ""), ("best", number), ("best", ""), ("distinct", text or number)))
        worth = self.worth(field if how != "distinct" else "", text if how != "distinct" else None)
        if how == "best" and not field and worth is None:
            worth = tree.Worth(amount=self.hours())
        if not field and self.vocabulary[kind].until and self.chance(3):
            worth = tree.Worth(span=self.for_each({**scope, name: kind}))
        plain = not field and worth is None
        by_field = text if how == "" else None
        return tree.Measure(
            name,
            kind,
            "",
            Decimal(0),
            field=field,
            where=where,
            how=how,
            taken=self.pick((1, 1, 2)) if how == "best" else 1,
            worth=worth,
            caps=self.caps(by_field, scope, items=True, in_total=in_total),
            beyond=Decimal(self.pick((0, 0, 0, 1))) if plain else self.pick((Decimal(0), self.hours())),
            beyond_of=self.depending(scope) if self.chance(8) else None,
        )

    def worth(self, field: str, text: str | None) -> tree.Worth | None:
        if self.chance(2):
            return None
        if not field and text is not None and self.chance(2):
            scale = {self.pick(ROLES): self.hours() for _ in range(2)}
            return tree.Worth(by=text, scale=tuple(sorted(scale.items())), otherwise=self.hours())
        if not field:
            return tree.Worth(amount=self.hours() or Decimal(1))
        return tree.Worth(
            amount=self.hours() or Decimal(1), for_each=Decimal(self.pick((1, 2, 3))), full=self.chance(2)
        )

    def caps(self, by_field: str | None, scope: Scope, *, items: bool, in_total: bool) -> tuple[tree.Cap, ...]:
        found = []
        for each in (*([tree.EACH_ITEM] if items else []), *([by_field] if by_field else []), ""):
            if self.chance(4):
                of = self.depending(scope) if self.chance(3) else None
                found.append(tree.Cap(self.hours(), each=each, amount_of=of))
        if in_total and self.chance(4):
            amount, out_of = self.pick(((40, 100), (0, 100), (2, 3)))
            found.append(tree.Cap(Decimal(amount), out_of=out_of))
        return tuple(found)

    def total(self, scope: Scope, depth: int, *, in_total: bool = False) -> tree.Total:
        parts: list[tree.Part] = []
        for number in range(1 + self.pick((1, 0, 2))):
            limited = any(cap.out_of for part in parts for cap in part.of.caps)
            of: tree.Measure | tree.Total = (
                self.total(scope, depth + 1, in_total=not limited)
                if depth < self.deepest and self.chance(4)
                else self.measured(scope, depth, in_total=not limited)
            )
            parts.append(tree.Part(f"part {number}", of))
        caps = self.caps(None, scope, items=False, in_total=in_total)
        beyond_of = self.depending(scope) if self.chance(8) else None
        beyond = self.pick((Decimal(0), self.hours()))
        return tree.Total(tuple(parts), "", Decimal(0), caps=caps, beyond=beyond, beyond_of=beyond_of)

    def _share(self, scope: Scope, depth: int) -> Condition:
        kind = self.pick(self.measured_kinds)
        name = self.name(kind, scope)
        inside = {**scope, name: kind}
        amount, out_of = self.pick(((50, 100), (1, 3), (40, 100), (100, 100), (0, 100)))
        return tree.Share(
            name,
            kind,
            self.several(lambda: self.condition(inside, depth + 1), 2),
            self.pick(NUMBER_RELATIONS),
            Decimal(amount),
            out_of,
            field=self.pick(("", "hours" if "hours" in self.vocabulary[kind].fields else "number")),
            where=self.several(lambda: self.condition(inside, depth + 1), 2, 0),
        )

    # Lengths, reliefs, texts of another day.

    def _in_each(self, scope: Scope, depth: int) -> Condition:
        kind = self.pick(self.measured_kinds)
        name = self.name(kind, scope)
        inside = {**scope, name: kind}
        within = tree.InForce("length", self.pick(self.fields({name: kind}, "date")))
        lines = (within, *self.several(lambda: self.condition(inside, depth + 2), 1, 0))
        that: Condition = tree.Measure(name, kind, self.pick(NUMBER_RELATIONS), Decimal(self.pick((1, 2))), where=lines)
        moves = self.chance(2)
        if self.chance(4):
            on = self.fixed(scope) if moves or self.chance(2) else self.moving(scope)
            that = tree.Together("all", (that, tree.InForce("length", on)))
        times = 1 + self.pick((1, 2, 0))
        at_least = self.pick((0, *range(1, times + 1)))
        anchor = self.moving(scope) if moves else self.fixed(scope)
        length = self.pick(self.scale.lengths)
        in_a_row = at_least > 0 and self.chance(2)
        return tree.InEach("length", times, length, self.pick(("before", "from")), anchor, that, at_least, in_a_row)

    def _relieved(self, scope: Scope, depth: int) -> Condition:
        reliefs = self.several(lambda: tree.Relief("ground", self.condition(scope, depth + 1), "LIFTED"), 2)
        return tree.Relieved(self.condition(scope, depth + 1), reliefs)

    def _as_in_force(self, scope: Scope, _: int) -> Condition:
        if not self.clauses:
            return self.line(scope)
        return tree.AsInForce(self.pick(self.clauses), self.fixed(scope))
