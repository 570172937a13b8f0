"""The proof of a condition on one day, from the nodes that gave its timeline; computed only when asked for."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from domain.policy.beginnings import beginning_of
from domain.policy.candidates import Explain, furthest
from domain.policy.compiling import Compiler
from domain.policy.every import every_of
from domain.policy.explaining_selections import Refused, Renewal, Selections
from domain.policy.explaining_together import together, total_with_floors
from domain.policy.floors import Floor, asks_for_total, named_parts, with_floors
from domain.policy.hand import Hand, Holds
from domain.policy.language import (
    AsInForce,
    ClauseHolds,
    Condition,
    Exists,
    InEach,
    LevelHeld,
    Measure,
    OnDay,
    Relieved,
    Require,
    Share,
    Together,
    Total,
)
from domain.policy.leaning import acts_in
from domain.policy.lengths import edges, written_out
from domain.policy.measured import measured_by
from domain.policy.proof import Proof
from domain.policy.settling import settles_for_good
from domain.policy.tallying import Tally
from domain.policy.telling import Telling
from domain.policy.terms import Slots, value_of
from domain.policy.text import Clause, Period, Policy
from domain.policy.values import DAY, found_by, on_a_day, shown
from domain.timeline import truth_on

LIFTED = "this is met or lifted"


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
        self._telling = Telling(policy)
        self._tally = Tally(compiler, policy.vocabulary, self._telling, self.explain, thorough=thorough)
        self._selections = Selections(compiler, policy, self._telling, self.explain, renewal, thorough=thorough)
        self._made: dict[int, tuple[Condition, Explain]] = {}
        self._truths: dict[int, tuple[Condition, Holds]] = {}
        self._acts: dict[int, tuple[Condition, list[tuple[str, Refused]]]] = {}

    def explain(self, condition: Condition, slots: Slots | None = None) -> Explain:
        """Return the closure that proves a condition on a day."""
        if slots:
            return self._explain(condition, slots)
        made = self._made.get(id(condition))
        if made is None:
            made = self._made[id(condition)] = (condition, self._explain(condition, {}))
        return made[1]

    def truth(self, condition: Condition) -> Holds:
        """Return the closure that gives the days on which a condition holds, without explaining any."""
        made = self._truths.get(id(condition))
        if made is None:
            made = self._truths[id(condition)] = (condition, self._compiler.compile(condition))
        return made[1]

    def refused_since(self, condition: Condition, hand: Hand, day: int, since: int) -> Proof | None:
        """Return the act of a way to a level, on or after a day, that got furthest and was refused, if none was met."""
        if id(condition) not in self._acts:
            acts = acts_in(condition, self._policy)
            self._acts[id(condition)] = (condition, [(no, self._selections.refused(act, {})) for no, act in acts])
        self._compiler.fit(hand)
        found = ((no, refused(hand, day, (since, day + 1))) for no, refused in self._acts[id(condition)][1])
        refusals = [replace(proof, clause=no) for no, proof in found if proof is not None]
        return max(refusals, key=furthest, default=None)

    def refused_beginning(self, period: Period, slots: Slots) -> Refused:
        """Return the closure of the beginning of a period that was refused on some days, if none was met on them."""
        return self._selections.refused(beginning_of(period), slots, period.begins)

    def _explain(self, condition: Condition, slots: Slots) -> Explain:
        forms: dict[type, Callable[[Any, Slots], Explain]] = {
            ClauseHolds: lambda each, hand: self.clause(self._policy.clause(each.no), hand),
            Require: self._required,
            Together: self._together,
            Measure: self._tally.explain,
            Total: self._tally.explain,
            Share: self._tally.share,
            Exists: self._selections.explain,
            OnDay: self._on_day,
            InEach: self._in_each,
            Relieved: self._relieved,
            AsInForce: self._as_in_force,
        }
        return forms.get(type(condition), self._plain)(condition, slots)

    def clause(self, clause: Clause, slots: Slots | None = None) -> Explain:
        """Return the closure that proves a numbered clause."""
        inner, of_total = self.explain(clause.condition, slots or {}), asks_for_total(clause.condition)
        says, own = f"clause {clause.no}", (clause.reason,)

        def explain(hand: Hand, day: int) -> Proof:
            proof = inner(hand, day)
            return Proof(
                says=says,
                holds=proof.holds,
                codes=_first(() if proof.lifted_by else own, proof.codes)
                if proof.holds
                else _with(clause.otherwise, proof, of_total=of_total),
                clause=clause.no,
                text=clause.text,
                source=clause.source,
                short=proof.short,
                parts=(proof,),
                passed=proof.passed,
                failed=proof.failed,
                last_day=proof.last_day,
                lifted_by=proof.lifted_by,
                dead=proof.dead,
                besides=proof.besides and not clause.otherwise,
            )

        return explain

    def _plain(self, condition: Condition, slots: Slots) -> Explain:
        holds, says = self._compiler.compile(condition, slots), self._telling.line(condition, slots)
        looked_up, settled = found_by(condition, slots), settles_for_good(condition)
        level = condition.level if isinstance(condition, LevelHeld) else ""

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            found, short = looked_up(hand, day, truth)
            return Proof(
                says=says,
                holds=truth,
                found=found,
                short=short,
                passed=int(bool(truth)),
                failed=int(not truth),
                dead=settled and truth is False,
                level=level,
            )

        return explain

    def _required(self, condition: Require, slots: Slots) -> Explain:
        inner, of_total = self.explain(condition.that, slots), asks_for_total(condition.that)

        def explain(hand: Hand, day: int) -> Proof:
            proof = inner(hand, day)
            if proof.holds:
                return proof
            codes, named = _with(condition.otherwise, proof, of_total=of_total), bool(condition.otherwise)
            return replace(proof, codes=codes, besides=proof.besides and not named)

        return explain

    def _together(self, condition: Together, slots: Slots) -> Explain:
        every = every_of(condition)
        if every is not None:
            return self._selections.every(condition, *every, slots)
        floors = with_floors(condition)
        if floors is not None:
            return self._total(condition, *floors, slots)
        holds = self._compiler.compile(condition, slots)
        parts = [self.explain(part, slots) for part in condition.of]
        measured = [measured_by(part, self._policy) for part in condition.of]
        return together(condition.how, self._telling.line(condition, slots), holds, parts, measured)

    def _total(self, condition: Together, total: Total, floors: Sequence[Floor], slots: Slots) -> Explain:
        """Return the closure that proves a total with the floors of its parts, which are told by their names."""
        holds, says = self._compiler.compile(condition, slots), self._telling.line(condition, slots)
        parts, names = [self.explain(part, slots) for part in condition.of], dict(named_parts(total))
        return total_with_floors(says, holds, parts, [names[floor.part] for floor in floors])

    def _on_day(self, condition: OnDay, slots: Slots) -> Explain:
        inner, on = self.explain(condition.that, slots), value_of(condition.day, slots)
        holds, says = self._compiler.compile(condition, slots), self._telling.line(condition, slots)

        def explain(hand: Hand, day: int) -> Proof:
            fixed = on(hand)
            proof = inner(hand, fixed if isinstance(fixed, int) else day)
            return Proof(
                says=says,
                holds=truth_on(holds(hand), day),
                codes=proof.codes,
                found=shown(fixed, DAY),
                short="" if isinstance(fixed, int) and fixed < day else proof.short,
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
                return replace(
                    proof, holds=truth, parts=(*proof.parts, *(each for _, each in judged if each.holds is None))
                )
            relief, ground = lifting
            return Proof(
                says=LIFTED,
                holds=truth,
                codes=(relief.reason,),
                evidence=ground.evidence,
                parts=(proof, ground),
                passed=1,
                lifted_by=relief.name,
            )

        return explain

    def _as_in_force(self, clause: AsInForce, slots: Slots) -> Explain:
        holds, says, on = (
            self._compiler.compile(clause, slots),
            self._telling.line(clause, slots),
            value_of(clause.on, slots),
        )

        def explain(hand: Hand, day: int) -> Proof:
            that_day = on(hand)
            other = self._others(that_day) if isinstance(that_day, int) else None
            inner = other.numbered(clause.no, slots, hand) if other else None
            truth = truth_on(holds(hand), day)
            if inner is None:
                found = "" if that_day is None else "no such clause then"
                return Proof(says=says, holds=truth, found=found, passed=int(bool(truth)), failed=int(not truth))
            return replace(inner(hand, day), says=says)

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
        inner, says = self.explain(written_out(each), slots), self._telling.line(each, slots)
        single = written_out(replace(each, at_least=0, in_a_row=False))
        lengths = [
            (self._length(each, number, slots), self.explain(part, slots)) for number, part in enumerate(single.of)
        ]

        def explain(hand: Hand, day: int) -> Proof:
            parts = [(length(hand, day), part(hand, day)) for length, part in lengths]
            return replace(inner(hand, day), says=says, parts=tuple(_placed(name, part) for name, part in parts))

        return explain

    def _length(self, each: InEach, number: int, slots: Slots) -> Callable[[Hand, int], str]:
        """Return the closure that names one of the equal lengths by its first and last day."""
        first, after = (on_a_day(edge, slots, DAY) for edge in edges(each, number))

        def length(hand: Hand, day: int) -> str:
            start, end = first(hand, day), after(hand, day)
            if not isinstance(start, int) or not isinstance(end, int):
                return f"{each.name} {number + 1} of {each.times}"
            return f"the {each.name} from {shown(start, DAY)} to {shown(end - 1, DAY)}"

        return length


def _placed(name: str, part: Proof) -> Proof:
    return Proof(says=name, holds=part.holds, codes=part.codes, short=part.short, parts=(part,), last_day=part.last_day)


def _first(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reasons, or if there are none, the others."""
    return codes if any(codes) else others if any(others) else ()


def _with(otherwise: str, proof: Proof, *, of_total: bool) -> tuple[str, ...]:
    """Return why something failed: its exact reasons, or the one given for it.

    That one stands in front where a total itself is short, and where the exact reasons are only those of a beginning.
    """
    if otherwise and (proof.besides or (of_total and (proof.parts[0].holds is False or proof.parts[0].short))):
        return (otherwise, *proof.codes)
    return _first(proof.codes, (otherwise,))
