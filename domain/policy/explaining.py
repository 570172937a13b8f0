"""The proof of a condition on one day, from the nodes that gave its timeline; computed only when asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.policy.compiling import Compiler, measure_of, threshold
from domain.policy.hand import Hand
from domain.policy.language import (
    Binder,
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Exists,
    FieldOf,
    Literal,
    Measure,
    OnDay,
    Require,
    Shifted,
    Term,
    Together,
)
from domain.policy.leaning import items_of
from domain.policy.proof import Cited, Proof
from domain.policy.terms import FAILS, Slots, mentions_day, own_days, value_of
from domain.policy.text import Clause, Policy
from domain.policy.vocabulary import Field
from domain.policy.wording import amount_of, say, smallest, thousandths_in_words
from domain.timeline import BEGIN, END, contains, truth_on

Explain = Callable[[Hand, int], Proof]
_RANK = {True: 2, None: 1, False: 0}
_ENOUGH = {"at least": 0, "more than": 1}


class Explainer:
    """Explains the conditions of one version."""

    def __init__(self, policy: Policy, compiler: Compiler) -> None:
        """Take the text and the compiler of its conditions."""
        self._policy = policy
        self._compiler = compiler
        self._made: dict[Condition, Explain] = {}

    def explain(self, condition: Condition, slots: Slots | None = None) -> Explain:
        """Return the closure that proves a condition on a day."""
        if slots:
            return self._explain(condition, slots)
        if condition not in self._made:
            self._made[condition] = self._explain(condition, {})
        return self._made[condition]

    def _explain(self, condition: Condition, slots: Slots) -> Explain:
        forms: dict[type, Callable[[Any, Slots], Explain]] = {
            ClauseHolds: lambda each, hand: self.clause(self._policy.clause(each.no), hand),
            Require: self._required,
            Together: self._together,
            Measure: self._measure,
            Exists: self._exists,
            OnDay: self._on_day,
        }
        return forms.get(type(condition), self._plain)(condition, slots)

    def clause(self, clause: Clause, slots: Slots | None = None) -> Explain:
        """Return the closure that proves a numbered clause."""
        inner = self.explain(clause.condition, slots or {})

        def explain(hand: Hand, day: int) -> Proof:
            proof = inner(hand, day)
            return Proof(
                says=f"clause {clause.no}",
                holds=proof.holds,
                codes=_first((clause.reason,), proof.codes)
                if proof.holds
                else _first(proof.codes, (clause.otherwise,)),
                clause=clause.no,
                text=clause.text,
                source=clause.source,
                short=proof.short,
                parts=(proof,),
                passed=proof.passed,
                failed=proof.failed,
            )

        return explain

    def _plain(self, condition: Condition, slots: Slots) -> Explain:
        holds, says = self._compiler.compile(condition, slots), say(condition)
        compared = self._compared(condition, slots) if isinstance(condition, Compare) else None

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            found, short = compared(hand, day, truth) if compared else ("", "")
            return Proof(
                says=says, holds=truth, found=found, short=short, passed=int(bool(truth)), failed=int(not truth)
            )

        return explain

    def _compared(self, condition: Compare, slots: Slots) -> Callable[[Hand, int, bool | None], tuple[str, str]]:
        left, right = condition.left, condition.right
        field = slots[left.item][1].fields[left.field] if isinstance(left, FieldOf) else Field(type="date")
        first, second = _on_a_day(left, slots, field), _on_a_day(right, slots, field)
        relation = condition.relation

        def compared(hand: Hand, day: int, truth: bool | None) -> tuple[str, str]:  # noqa: FBT001 -- three-valued
            x, y = first(hand, day), second(hand, day)
            found = f"{_shown(x, field)} {relation} {_shown(y, field)}"
            if truth is not False or not isinstance(x, int) or not isinstance(y, int):
                return found, ""
            return found, _gap(x, y, relation, field)

        return compared

    def _required(self, condition: Require, slots: Slots) -> Explain:
        inner = self.explain(condition.that, slots)

        def explain(hand: Hand, day: int) -> Proof:
            proof = inner(hand, day)
            return Proof(
                says=proof.says,
                holds=proof.holds,
                codes=proof.codes if proof.holds else _first(proof.codes, (condition.otherwise,)),
                found=proof.found,
                short=proof.short,
                evidence=proof.evidence,
                parts=(proof,) if proof.parts or proof.clause else (),
                passed=proof.passed,
                failed=proof.failed,
            )

        return explain

    def _together(self, condition: Together, slots: Slots) -> Explain:
        holds = self._compiler.compile(condition, slots)
        parts = [self.explain(part, slots) for part in condition.of]
        says = say(condition)

        def explain(hand: Hand, day: int) -> Proof:
            proofs = tuple(part(hand, day) for part in parts)
            truth = truth_on(holds(hand), day)
            joined = {"all": " and ", "any": " or "}.get(condition.how, "")
            best = max(proofs, key=_furthest)
            any_ = condition.how == "any"
            lacking = [proof for proof in proofs if not proof.holds and proof.short]
            least = min((proof.failed for proof in lacking), default=0)
            unmet = [proof.short for proof in lacking if not any_ or proof.failed == least]
            return Proof(
                says=says,
                holds=truth,
                codes=_codes_together(condition.how, truth, proofs),
                short="" if truth or not joined else joined.join(smallest(unmet) if any_ else dict.fromkeys(unmet)),
                parts=proofs,
                passed=best.passed if any_ else sum(proof.passed for proof in proofs),
                failed=best.failed if any_ else sum(proof.failed for proof in proofs),
            )

        return explain

    def _on_day(self, condition: OnDay, slots: Slots) -> Explain:
        inner, on, says = self.explain(condition.that, slots), value_of(condition.day, slots), say(condition)
        holds = self._compiler.compile(condition, slots)

        def explain(hand: Hand, day: int) -> Proof:
            fixed = on(hand)
            proof = inner(hand, fixed if isinstance(fixed, int) else day)
            return Proof(
                says=says,
                holds=truth_on(holds(hand), day),
                codes=proof.codes,
                short=proof.short,
                parts=(proof,),
                passed=proof.passed,
                failed=proof.failed,
            )

        return explain

    def _measure(self, measure: Measure, slots: Slots) -> Explain:
        holds, selected = self._compiler.compile(measure, slots), self._compiler.selection(measure, slots)
        amount, needed, says = measure_of(measure, self._policy.vocabulary), threshold(measure), say(measure)
        unit = measure.unit if measure.field else f"{measure.kind}s"

        def explain(hand: Hand, day: int) -> Proof:
            chosen = selected(hand)
            counted = [item for days, item in chosen if contains(days[0], day)]
            total = sum(amount(item) or 0 for item in counted)
            in_doubt = sum(1 for days, _ in chosen if contains(days[1], day)) - len(counted)
            truth = truth_on(holds(hand), day)
            lacking = needed + _ENOUGH.get(measure.relation, 0) - total
            doubt = f", and {in_doubt} in doubt" if in_doubt else ""
            return Proof(
                says=says,
                holds=truth,
                found=amount_of(_amount(total, measure), unit) + doubt,
                short=amount_of(_amount(lacking, measure), unit)
                if not truth and measure.relation in _ENOUGH and lacking > 0
                else "",
                evidence=tuple(_cited(measure.kind, item) for item in counted),
                passed=int(total > 0),
                failed=int(not truth),
            )

        return explain

    def _exists(self, exists: Exists, slots: Slots) -> Explain:
        holds, says = self._compiler.compile(exists, slots), say(exists)
        hand_slots = self._compiler.inside(exists, slots)
        new = [binder for binder in exists.binders if binder.name not in slots]
        lines: list[list[tuple[Condition, Explain]]] = [[] for _ in range(len(new) + 1)]
        act = set() if exists.judged_on is None else set(items_of(exists.judged_on))
        judged_at = max((index + 1 for index, binder in enumerate(new) if binder.name in act), default=0)
        for line in exists.when:
            place = self._compiler.place(line, [binder.name for binder in new])
            lines[max(place, judged_at)].append((line, self.explain(line, hand_slots)))
        judged = None if exists.judged_on is None else (judged_at, value_of(exists.judged_on, hand_slots))

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            best = max(_candidates(hand, day, new, hand_slots, lines, judged), key=_furthest, default=None)
            if best is None:
                name = new[0].name if new else ""
                missing = (new[0].missing,) if new and new[0].missing and not truth else ()
                return Proof(
                    says=says, holds=truth, codes=missing, found=f"no {name}".rstrip(), failed=1 + len(exists.when)
                )
            return Proof(
                says=says,
                holds=truth,
                codes=() if truth else best.codes,
                found=best.found,
                short="" if truth else best.short,
                evidence=best.evidence,
                parts=best.parts,
                passed=best.passed,
                failed=0 if truth else len(exists.when) + len(new) - best.passed,
            )

        return explain


def _furthest(proof: Proof) -> tuple[int, int, int]:
    return (_RANK[proof.holds], -proof.failed, proof.passed)


def _first(*several: tuple[str, ...]) -> tuple[str, ...]:
    return next((codes for codes in several if any(codes)), ())


def _codes_together(how: str, truth: bool | None, proofs: Sequence[Proof]) -> tuple[str, ...]:  # noqa: FBT001 -- three-valued
    """Return the reasons of the parts that made the outcome; that none holds has no reason of its own."""
    if how == "none":
        return ()
    made = [proof for proof in proofs if bool(proof.holds) is bool(truth)]
    return tuple(dict.fromkeys(code for proof in made for code in proof.codes if code))


def _candidates(
    hand: Hand,
    day: int,
    binders: Sequence[Binder],
    slots: Slots,
    lines: Sequence[Sequence[tuple[Condition, Explain]]],
    judged: tuple[int, Callable[[Hand], Any]] | None,
) -> Iterator[Proof]:
    """Yield a proof for each combination of items that is what the selection means, as far as it got.

    ``judged`` gives the day of an act, and how many items have to be in hand before it can be known.
    """

    def walk(depth: int, at: int, so_far: tuple[Proof, ...], items: tuple[Cited, ...]) -> Iterator[Proof]:
        if judged is not None and depth == judged[0]:
            on = judged[1](hand)
            at = on if isinstance(on, int) else at
        proofs = [(line, explain(hand, at)) for line, explain in lines[depth]]
        if depth and any(proof.holds is False and not isinstance(line, Require) for line, proof in proofs):
            return
        parts = (*so_far, *(proof for _, proof in proofs))
        unmet = [proof for proof in parts if not proof.holds]
        if depth == len(binders):
            yield _candidate(parts, unmet, items, "", "")
            return
        binder = binders[depth]
        slot, kind = slots[binder.name]
        own = own_days(kind)
        found = False
        for item in hand[0].get(binder.kind, ()):
            hand[slot] = item
            if not contains(own(item)[1], day):
                continue
            for proof in walk(depth + 1, at, parts, (*items, _cited(binder.kind, item))):
                found = True
                yield proof
        if not found and depth:
            yield _candidate(parts, unmet, items, binder.missing, f"no {binder.name}")

    yield from walk(0, day, (), ())


def _candidate(
    parts: tuple[Proof, ...], unmet: list[Proof], items: tuple[Cited, ...], missing: str, found: str
) -> Proof:
    telling = next((proof for proof in unmet if proof.codes), None)
    codes = telling.codes if telling else (missing,) if missing else ()
    holds = False if missing or found or any(proof.holds is False for proof in unmet) else None if unmet else True
    short = telling.short if telling else next((proof.short for proof in unmet if proof.short), "")
    passed = len(items) + sum(1 for proof in parts if proof.holds)
    return Proof(
        says="", holds=holds, codes=codes, found=found, short=short, evidence=items, parts=parts, passed=passed
    )


def _cited(kind: str, item: Mapping[str, Any]) -> Cited:
    return Cited(kind=kind, id=item.get("id", ""), event=item.get("event", ""))


def _on_a_day(term: Term, slots: Slots, field: Field) -> Callable[[Hand, int], Any]:
    """Return the closure of a term's value on a day, the day itself included."""
    if not mentions_day(term):
        value = value_of(term, slots, field)
        return lambda hand, _: value(hand)
    if isinstance(term, Day):
        return lambda _, day: day
    assert isinstance(term, Shifted)  # noqa: S101 -- what moves is the day or a shift of it

    def moved(hand: Hand, day: int) -> Any:  # noqa: ANN401 -- a day, or what stands for none
        fixed = Shifted(
            term=Literal(value=date.fromordinal(day).isoformat()),
            direction=term.direction,
            length=term.length,
            months_of=term.months_of,
        )
        return value_of(fixed, slots)(hand)

    return moved


def _shown(value: Any, field: Field) -> str:  # noqa: ANN401 -- any value of a fact
    if value is None:
        return "unknown"
    if value is FAILS:
        return "none"
    if field.type == "date":
        return "no end" if value >= END else "the beginning" if value <= BEGIN else date.fromordinal(value).isoformat()
    if field.type == "number":
        return amount_of(thousandths_in_words(value), field.unit)
    if field.type == "yes or no":
        return "yes" if value else "no"
    return str(value)


def _gap(x: int, y: int, relation: str, field: Field) -> str:
    """Return by how much a relation between two days or two numbers is missed."""
    strict = relation in {"before", "after", "more than", "less than"}
    distance = abs(y - x)
    if field.type == "date" and relation != "is":
        return "" if END in {x, y} else amount_of(distance + strict, "days")
    if field.type == "number" and relation == "at least":
        return amount_of(thousandths_in_words(distance), field.unit)
    return ""


def _amount(total: int, measure: Measure) -> str:
    return thousandths_in_words(total) if measure.field else str(total)
