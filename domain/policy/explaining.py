"""The proof of a condition on one day, from the nodes that gave its timeline; computed only when asked for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from domain.policy.candidates import Explain, Selection, as_date, candidates, furthest, set_aside
from domain.policy.compiling import Compiler
from domain.policy.deadlines import latest_day
from domain.policy.hand import Hand
from domain.policy.language import (
    AsInForce,
    ClauseHolds,
    Compare,
    Condition,
    Exists,
    FieldOf,
    InEach,
    Measure,
    OnDay,
    Relieved,
    Require,
    Share,
    Together,
    Total,
)
from domain.policy.leaning import items_of
from domain.policy.lengths import written_out
from domain.policy.proof import Proof
from domain.policy.tallying import Tally
from domain.policy.terms import Slots, value_of
from domain.policy.text import Clause, Policy
from domain.policy.values import gap, on_a_day, shown
from domain.policy.vocabulary import Field
from domain.policy.wording import say, smallest
from domain.timeline import truth_on

Renewal = Callable[[str, Mapping[str, Any], Hand], tuple[Proof, ...]]
"""Gives the proof of why a period was renewed or not, if its text has a condition for it."""


class Explainer:
    """Explains the conditions of one version; ``thorough`` names the evidence that does not count as well."""

    def __init__(
        self,
        policy: Policy,
        compiler: Compiler,
        renewal: Renewal,
        others: Callable[[int], "Explainer | None"],
        *,
        thorough: bool,
    ) -> None:
        """Take the text, the compiler of its conditions, what proves a renewal, and the explainers of other days."""
        self._others = others
        self._policy = policy
        self._compiler = compiler
        self._renewal = renewal
        self._thorough = thorough
        self._tally = Tally(compiler, policy.vocabulary, self.explain, thorough=thorough)
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
            Measure: self._tally.explain,
            Total: self._tally.explain,
            Share: self._tally.share,
            Exists: self._exists,
            OnDay: self._on_day,
            InEach: self._in_each,
            Relieved: self._relieved,
            AsInForce: self._as_in_force,
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
                last_day=proof.last_day,
                lifted_by=proof.lifted_by,
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
        first, second = on_a_day(left, slots, field), on_a_day(right, slots, field)
        relation = condition.relation

        def compared(hand: Hand, day: int, truth: bool | None) -> tuple[str, str]:  # noqa: FBT001 -- three-valued
            x, y = first(hand, day), second(hand, day)
            found = f"{shown(x, field)} {relation} {shown(y, field)}"
            if truth is not False or not isinstance(x, int) or not isinstance(y, int):
                return found, ""
            return found, gap(x, y, relation, field)

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
                last_day=proof.last_day,
                lifted_by=proof.lifted_by,
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
            best = max(proofs, key=furthest, default=Proof(says=says, holds=truth))
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
                last_day=None if truth else _last_day(best if any_ else None, proofs),
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
                last_day=proof.last_day,
                lifted_by=proof.lifted_by,
            )

        return explain

    def _relieved(self, relieved: Relieved, slots: Slots) -> Explain:
        inner = self.explain(relieved.that, slots)
        grounds = [(relief, self.explain(relief.when, slots)) for relief in relieved.by]
        holds = self._compiler.compile(relieved, slots)

        def explain(hand: Hand, day: int) -> Proof:
            proof, truth = inner(hand, day), truth_on(holds(hand), day)
            if proof.holds:
                return proof
            judged = [(relief, ground(hand, day)) for relief, ground in grounds]
            lifting = next(((relief, ground) for relief, ground in judged if ground.holds), None)
            if lifting is None:
                return msgspec.structs.replace(proof, holds=truth)
            relief, ground = lifting
            return Proof(
                says=proof.says,
                holds=truth,
                codes=(relief.reason,),
                found=proof.found,
                evidence=ground.evidence,
                parts=(proof, ground),
                passed=1,
                lifted_by=relief.name,
            )

        return explain

    def _as_in_force(self, clause: AsInForce, slots: Slots) -> Explain:
        holds, says, on = self._compiler.compile(clause, slots), say(clause), value_of(clause.on, slots)

        def explain(hand: Hand, day: int) -> Proof:
            that_day = on(hand)
            other = self._others(that_day) if isinstance(that_day, int) else None
            inner = other.numbered(clause.no, slots, hand) if other else None
            truth = truth_on(holds(hand), day)
            if inner is None:
                found = "" if other is None and truth is None else "no such clause then"
                return Proof(says=says, holds=truth, found=found, passed=int(bool(truth)), failed=int(not truth))
            return msgspec.structs.replace(inner(hand, day), says=says)

        return explain

    def numbered(self, no: str, slots: Slots, hand: Hand) -> Explain | None:
        """Return the closure that proves a clause of this text, if it has one; makes room for it in the hand."""
        clause = next((each for each in self._policy.clauses if each.no == no), None)
        if clause is None:
            return None
        explain = self.clause(clause, slots)
        self._compiler.fit(hand)
        return explain

    def _in_each(self, each: InEach, slots: Slots) -> Explain:
        inner, says = self.explain(written_out(each), slots), say(each)

        def explain(hand: Hand, day: int) -> Proof:
            return msgspec.structs.replace(inner(hand, day), says=says)

        return explain

    def _exists(self, exists: Exists, slots: Slots) -> Explain:
        holds, says = self._compiler.compile(exists, slots), say(exists)
        selection = self._selection(exists, slots)
        binders = selection.binders
        latest = selection.latest[0] if binders else None

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            looked_at = list(candidates(selection, hand, day))
            best = max(looked_at, key=furthest, default=None)
            if best is None:
                return Proof(
                    says=says,
                    holds=truth,
                    codes=(binders[0].missing,) if binders and binders[0].missing and not truth else (),
                    found=f"no {binders[0].name}" if binders else "no",
                    failed=1 + len(exists.when),
                    last_day=as_date(latest(hand)) if latest and not truth else None,
                    parts=self._followed(selection, hand, day),
                )
            followed = () if truth else self._followed(selection, hand, day)
            return Proof(
                says=says,
                holds=truth,
                codes=() if truth else best.codes,
                found=best.found,
                short="" if truth else best.short,
                evidence=best.evidence,
                parts=(*best.parts, *followed),
                passed=best.passed,
                failed=0 if truth else len(exists.when) + len(binders) - best.passed,
                set_aside=set_aside(looked_at, best) if self._thorough else (),
                last_day=None if truth else best.last_day,
            )

        return explain

    def _selection(self, exists: Exists, slots: Slots) -> Selection:
        hand_slots = self._compiler.inside(exists, slots)
        new = [binder for binder in exists.binders if binder.name not in slots]
        lines: list[list[tuple[Condition, Explain]]] = [[] for _ in range(len(new) + 1)]
        act = set() if exists.judged_on is None else set(items_of(exists.judged_on))
        judged_at = max((index + 1 for index, binder in enumerate(new) if binder.name in act), default=0)
        for line in exists.when:
            place = self._compiler.place(line, [binder.name for binder in new])
            lines[max(place, judged_at)].append((line, self.explain(line, hand_slots)))
        return Selection(
            binders=new,
            slots=hand_slots,
            items=[self._compiler.items(binder.kind) for binder in new],
            lines=lines,
            judged=None if exists.judged_on is None else (judged_at, value_of(exists.judged_on, hand_slots)),
            latest=[
                latest_day(exists.when, binder.name, hand_slots, {later.name for later in new[at + 1 :]})
                for at, binder in enumerate(new)
            ],
        )

    def _followed(self, selection: Selection, hand: Hand, day: int) -> tuple[Proof, ...]:
        """Return why the last period of those looked for was not followed by another."""
        if not selection.binders or not self._policy.vocabulary[selection.binders[0].kind].derived:
            return ()
        over = [item for item in selection.items[0](hand) if item["until"] is not None and item["until"] <= day]
        last = max(over, key=lambda item: item["until"], default=None)
        return () if last is None else self._renewal(selection.binders[0].kind, last, hand)


def _last_day(best: Proof | None, proofs: Sequence[Proof]) -> date | None:
    """Return the last day of the best of several ways, or the first of those that all have to be met."""
    if best is not None:
        return best.last_day
    return min((proof.last_day for proof in proofs if not proof.holds and proof.last_day), default=None)


def _first(*several: tuple[str, ...]) -> tuple[str, ...]:
    return next((codes for codes in several if any(codes)), ())


def _codes_together(how: str, truth: bool | None, proofs: Sequence[Proof]) -> tuple[str, ...]:  # noqa: FBT001 -- three-valued
    """Return the reasons of the parts that made the outcome; that none holds has no reason of its own."""
    if how == "none":
        return ()
    made = [proof for proof in proofs if bool(proof.holds) is bool(truth)]
    return tuple(dict.fromkeys(code for proof in made for code in proof.codes if code))
