"""The proof of a selection on a day: the combination of items that got furthest, and what else was looked at."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.policy.candidates import Explain, Selection, as_date, candidates, furthest, left_out, set_aside
from domain.policy.compiling import Compiler
from domain.policy.deadlines import latest_day
from domain.policy.hand import Hand
from domain.policy.language import Condition, Exists
from domain.policy.leaning import items_of
from domain.policy.proof import Proof
from domain.policy.telling import Telling
from domain.policy.terms import Slots, value_of
from domain.policy.vocabulary import Vocabulary
from domain.timeline import truth_on

Prove = Callable[[Condition, Slots], Explain]
Renewal = Callable[[str, Mapping[str, Any], Hand], tuple[Proof, ...]]
"""Gives the proof of why a period was renewed or not, if its text has a condition for it."""


class Selections:
    """Explains the selections of one version; ``thorough`` names what does not count as well."""

    def __init__(
        self,
        compiler: Compiler,
        vocabulary: Vocabulary,
        telling: Telling,
        prove: Prove,
        renewal: Renewal,
        *,
        thorough: bool,
    ) -> None:
        self._compiler = compiler
        self._vocabulary = vocabulary
        self._telling = telling
        self._prove = prove
        self._renewal = renewal
        self._thorough = thorough

    def explain(self, exists: Exists, slots: Slots) -> Explain:
        """Return the closure that proves that one and the same combination of items meets every line."""
        holds, says = self._compiler.compile(exists, slots), self._telling.line(exists, slots)
        selection = self._selection(exists, slots)
        binders = selection.binders
        latest = selection.latest[0] if binders else None

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            looked_at = list(candidates(selection, hand, day))
            best = max(looked_at, key=furthest, default=None)
            aside = left_out(selection, looked_at, hand, day) if self._thorough else ()
            followed = () if truth else self._followed(selection, hand, day)
            if best is None:
                return Proof(
                    says=says,
                    holds=truth,
                    codes=(binders[0].missing,) if binders and binders[0].missing and not truth else (),
                    found=f"no {binders[0].name}" if binders else "no",
                    failed=1 + len(exists.when),
                    last_day=as_date(latest(hand)) if latest and not truth else None,
                    parts=followed,
                    set_aside=aside,
                )
            return Proof(
                says=says,
                holds=truth,
                codes=_codes_of(best.parts) if truth else best.codes,
                found=best.found,
                short="" if truth else best.short,
                evidence=best.evidence,
                parts=(*best.parts, *followed),
                passed=best.passed,
                failed=0 if truth else len(exists.when) + len(binders) - best.passed,
                set_aside=(*set_aside(looked_at, best), *aside) if self._thorough else (),
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
            lines[max(place, judged_at)].append((line, self._prove(line, hand_slots)))
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
            counts=_counts(exists, hand_slots),
        )

    def _followed(self, selection: Selection, hand: Hand, day: int) -> tuple[Proof, ...]:
        """Return why the last period of those looked for was not followed by another."""
        if not selection.binders or not self._vocabulary[selection.binders[0].kind].derived:
            return ()
        over = [item for item in selection.items[0](hand) if item["until"] is not None and item["until"] <= day]
        last = max(over, key=lambda item: item["until"], default=None)
        return () if last is None else self._renewal(selection.binders[0].kind, last, hand)


def _counts(exists: Exists, slots: Slots) -> Callable[[Hand, int], Proof | None]:
    """Return the closure of why a combination does not count on a day that lies outside of its days."""
    from_ = None if exists.counts_from is None else value_of(exists.counts_from, slots)
    up_to = None if exists.counts_up_to is None else value_of(exists.counts_up_to, slots)

    def counts(hand: Hand, day: int) -> Proof | None:
        first, last = from_(hand) if from_ else None, up_to(hand) if up_to else None
        if isinstance(last, int) and day > last:
            return Proof(says="it counts on the day", holds=False, found=f"counted up to {as_date(last)}")
        if isinstance(first, int) and day < first:
            return Proof(says="it counts on the day", holds=False, found=f"counts from {as_date(first)}")
        return None

    return counts


def _codes_of(parts: Sequence[Proof]) -> tuple[str, ...]:
    """Return the reasons of what holds, without repetition."""
    return tuple(dict.fromkeys(code for part in parts if part.holds for code in part.codes if code))
