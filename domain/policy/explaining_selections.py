"""The proof of a selection on a day: the combination of items that got furthest, and what else was looked at."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from domain.policy.beginnings import not_long_over, runs_on_the_day
from domain.policy.candidates import Explain, Line, Selection, as_date, candidates, cited, furthest, left_out, set_aside
from domain.policy.compiling import Compiler
from domain.policy.deadlines import latest_day
from domain.policy.hand import Hand, over
from domain.policy.language import Begun, Compare, Condition, Exists, Given, InForce, OneOf
from domain.policy.leaning import items_of, requires
from domain.policy.measured import measured_by
from domain.policy.proof import Proof
from domain.policy.telling import Telling
from domain.policy.terms import Slots, own_days, value_of
from domain.policy.text import Policy
from domain.timeline import ALWAYS_SPANS, Spans, contains, truth_on

Prove = Callable[[Condition, Slots], Explain]


class Followed(msgspec.Struct, frozen=True):
    """Why no period runs: why the last was not renewed, or none has begun, if its text has a condition for it.

    ``still`` tells whether what is missing may still be supplied. ``anew`` is why none has begun since the last.
    """

    proofs: tuple[Proof, ...]
    still: bool
    anew: tuple[Proof, ...] = ()

    def short(self) -> str:
        """Return what is short, if it may still be supplied, or for another to begin."""
        for proof in (*(self.proofs if self.still else ()), *self.anew):
            if proof.short:
                return proof.short
        return ""


NOTHING = Followed((), still=False)
OF_ITEMS = (Begun, Compare, Given, InForce, OneOf)
"""Lines that are about the items in hand and name no other line."""
OF_THIS_TEXT = "it is of a day on which this text was in force, or one that means the same by it"
Refused = Callable[[Hand, int, Spans], Proof | None]
"""Gives the act that was refused, asked on a day, of those in a span of days."""
Renewal = Callable[[str, Mapping[str, Any] | None, Hand, int], Followed]


class Selections:
    """Explains the selections of one version; ``thorough`` names what does not count as well."""

    def __init__(
        self,
        compiler: Compiler,
        policy: Policy,
        telling: Telling,
        prove: Prove,
        renewal: Renewal,
        *,
        thorough: bool,
    ) -> None:
        self._compiler = compiler
        self._vocabulary = policy.vocabulary
        self._measured = partial(measured_by, policy=policy)
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
        latest_first = bool(binders) and self._vocabulary[binders[0].kind].derived
        of_periods = selection.runs or selection.not_long_over

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            looked_at = candidates(selection, hand, day)
            best = max(reversed(looked_at) if latest_first else looked_at, key=furthest, default=None)
            aside = left_out(selection, looked_at, hand, day) if self._thorough else ()
            followed = self._followed(selection, hand, day) if of_periods and not truth else NOTHING
            anew = _codes(followed.anew)
            if best is None:
                own = _first(_codes(followed.proofs), (binders[0].missing if binders and not truth else "",))
                return Proof(
                    says=says,
                    holds=truth,
                    codes=(*own, *anew),
                    besides=bool(anew) and not any(own),
                    found=f"no {binders[0].name}" if binders else "no",
                    short=followed.short(),
                    failed=1 + len(exists.when),
                    last_day=as_date(latest(hand)) if latest and not truth else None,
                    parts=(*followed.proofs, *followed.anew),
                    set_aside=aside,
                )
            set_aside_ = (*set_aside(looked_at, best), *aside) if self._thorough else ()
            if truth:
                return Proof(
                    says=says,
                    holds=True,
                    codes=_codes_of(best.parts),
                    found=best.found,
                    evidence=best.evidence,
                    parts=best.parts,
                    passed=best.passed,
                    set_aside=set_aside_,
                    judged_on=best.judged_on,
                )
            own = (*best.codes, *_codes(followed.proofs))
            return Proof(
                says=says,
                holds=truth,
                codes=tuple(dict.fromkeys((*own, *anew))),
                besides=bool(anew) and not any(own),
                found=best.found,
                short=best.short or followed.short(),
                evidence=best.evidence,
                parts=(*best.parts, *followed.proofs, *followed.anew),
                passed=best.passed,
                failed=len(exists.when) + len(binders) - best.passed,
                set_aside=set_aside_,
                last_day=best.last_day or as_date(latest(hand) if latest else None),
                judged_on=best.judged_on,
            )

        return explain

    def refused(self, act: Exists, slots: Slots, told: Exists | None = None) -> Refused:
        """Return the closure of the act that got furthest of those on some days, if each of them was refused."""
        selection, says = self._selection(act, slots), self._telling.line(told or act, slots)

        def refused(hand: Hand, day: int, days: Spans) -> Proof | None:
            acts = [
                each
                for each in candidates(selection, hand, day)
                if each.judged_on and contains(days, each.judged_on.toordinal())
            ]
            best = max(acts, key=lambda act: (furthest(act), act.judged_on), default=None)
            return None if best is None or best.holds is not False else msgspec.structs.replace(best, says=says)

        return refused

    def every(self, condition: Condition, exists: Exists, that: Condition, slots: Slots) -> Explain:
        """Return the closure that proves that every item meets a condition, or which does not, the earliest first."""
        holds, says = self._compiler.compile(condition, slots), self._telling.line(condition, slots)
        selection = self._selection(msgspec.structs.replace(exists, when=exists.when[:-1]), slots)
        binder, (slot, own) = exists.binders[0], selection.taken[0]
        since = selection.slots[binder.name][1].since
        lines = [line.explain for part in selection.lines for line in part]
        judge = self._prove(that, selection.slots)

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            judged: list[Proof] = []
            for item in sorted(selection.items[0](hand), key=lambda each: each.get(since) or 0):
                hand[slot] = item
                if contains(own(item)[1], day) and all(line(hand, day).holds is not False for line in lines):
                    proof = judge(hand, day)
                    judged.append(msgspec.structs.replace(proof, evidence=(cited(binder.kind, item), *proof.evidence)))
            failing = next((proof for proof in judged if proof.holds is not True), None)
            if truth or failing is None:
                return Proof(says=says, holds=truth, found=f"{len(judged)} of {len(judged)}", passed=1)
            met = sum(1 for proof in judged if proof.holds)
            return msgspec.structs.replace(
                failing, says=says, holds=truth, found=f"{met} of {len(judged)}", parts=(failing,), failed=1
            )

        return explain

    def _selection(self, exists: Exists, slots: Slots) -> Selection:
        hand_slots = self._compiler.inside(exists, slots)
        new = [binder for binder in exists.binders if binder.name not in slots]
        lines: list[list[Line]] = [[] for _ in range(len(new) + 1)]
        act = set() if exists.judged_on is None else set(items_of(exists.judged_on))
        judged_at = max((index + 1 for index, binder in enumerate(new) if binder.name in act), default=0)
        may_run = bool(new) and self._may_run(new[0].kind, slots)
        for place, line in enumerate(exists.when):
            in_hand = self._compiler.place(line, [binder.name for binder in new])
            sieve = self._compiler.compile(line, hand_slots) if isinstance(line, OF_ITEMS) else None
            told = Line(place, self._prove(line, hand_slots), self._measured(line), requires(line), sieve)
            lines[max(in_hand, judged_at)].append(told)
        return Selection(
            binders=new,
            slots=hand_slots,
            items=[self._compiler.items(binder.kind, slots) for binder in new],
            taken=[(slot, own_days(kind)) for slot, kind in (hand_slots[binder.name] for binder in new)],
            lines=lines,
            places=[min((line.place for line in of), default=len(exists.when)) for of in lines[1:]],
            judged=None if exists.judged_on is None else (judged_at, value_of(exists.judged_on, hand_slots)),
            latest=[
                latest_day(exists.when, binder.name, hand_slots, {later.name for later in new[at + 1 :]})
                for at, binder in enumerate(new)
            ],
            counts=self._counts(exists, hand_slots),
            runs=may_run and runs_on_the_day(exists, new[0].name),
            not_long_over=may_run and not_long_over(exists, new[0].name),
        )

    def _counts(self, exists: Exists, slots: Slots) -> Callable[[Hand, int], Proof | None]:
        """Return the closure of why a combination does not count: its act is another text's, or its days are over."""
        days = [exists.judged_on, exists.counts_from, exists.counts_up_to]
        on, from_, up_to = [None if day is None else value_of(day, slots) for day in days]
        if on is from_ is up_to is None:
            return lambda *_: None
        honoured = self._compiler.honoured(exists) if on else ALWAYS_SPANS

        def counts(hand: Hand, day: int) -> Proof | None:
            act, first, last = [None if each is None else each(hand) for each in (on, from_, up_to)]
            if isinstance(act, int) and not contains(honoured, act):
                return Proof(says=OF_THIS_TEXT, holds=False, found=str(as_date(act)), dead=True)
            if isinstance(last, int) and day > last:
                return Proof(says="it counts on the day", holds=False, found=f"counted up to {as_date(last)}")
            if isinstance(first, int) and day < first:
                return Proof(says="it counts on the day", holds=False, found=f"counts from {as_date(first)}")
            return None

        return counts

    def _may_run(self, kind: str, slots: Slots) -> bool:
        """Tell whether a kind is one of periods, and not only those are taken in hand that are over."""
        return self._vocabulary[kind].derived and over(kind) not in slots

    def _followed(self, selection: Selection, hand: Hand, day: int) -> Followed:
        """Return why the last period was not followed, or none has begun, where one has to run on the day.

        Where it need not run, it is told alone why none has begun since the last.
        """
        items = selection.items[0](hand)
        over = [item for item in items if item["until"] is not None and item["until"] <= day]
        if items and not over:
            return NOTHING
        last = max(over, key=lambda item: item["until"], default=None)
        followed = self._renewal(selection.binders[0].kind, last, hand, day)
        return followed if selection.runs else msgspec.structs.replace(followed, proofs=())


def _first(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reasons, or if there are none, the others."""
    return codes if any(codes) else others if any(others) else ()


def _codes(proofs: Sequence[Proof]) -> tuple[str, ...]:
    """Return the reasons of what does not hold, without repetition."""
    return tuple(dict.fromkeys([code for proof in proofs if not proof.holds for code in proof.codes if code]))


def _codes_of(parts: Sequence[Proof]) -> tuple[str, ...]:
    """Return the reasons of what holds, without repetition."""
    return tuple(dict.fromkeys(code for part in parts if part.holds for code in part.codes if code))
