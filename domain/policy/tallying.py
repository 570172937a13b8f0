"""The proof of an amount on a day: what counts, what does not and why, which cap bites, and what is short."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import msgspec

from domain.policy.candidates import MOST_SET_ASIDE, Explain, as_date, cited, failing_line, not_at_hand
from domain.policy.compiling import Compiler
from domain.policy.deadlines import latest_day
from domain.policy.depending import Limits, limits_of
from domain.policy.hand import Hand
from domain.policy.language import Condition, Measure, Share, Total
from domain.policy.measuring import MORE, share_of_total
from domain.policy.proof import Cited, Proof, Reduced, SetAside
from domain.policy.shortfall import shortfall
from domain.policy.stock import stock_of
from domain.policy.telling import Telling
from domain.policy.terms import Slots, own_days
from domain.policy.vocabulary import Vocabulary
from domain.policy.wording import amount_of, thousandths_in_words
from domain.steps import Amount, on_day
from domain.timeline import Timeline, contains, each_span, truth_on

Prove = Callable[[Condition, Slots], Explain]
MORE_IN_DOUBT = ", more in doubt"
THIS_KIND, ANOTHER_KIND = "this kind", "another kind"
Aside = Callable[[Hand, int], tuple[SetAside, ...]]


class Tally:
    """Explains the amounts of one version; ``thorough`` names what does not count as well."""

    def __init__(
        self, compiler: Compiler, vocabulary: Vocabulary, telling: Telling, prove: Prove, *, thorough: bool
    ) -> None:
        self._compiler = compiler
        self._vocabulary = vocabulary
        self._telling = telling
        self._prove = prove
        self._thorough = thorough

    def explain(self, measured: Measure | Total, slots: Slots) -> Explain:
        """Return the closure that proves that there is so much."""
        holds, says = self._compiler.compile(measured, slots), self._telling.line(measured, slots)
        inner = self._part(says, measured, slots)
        needed, unit = limits_of(measured.amount, measured.amount_of, slots), _unit(measured)
        stock = stock_of(measured, self._compiler, self._vocabulary, slots)

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            (proof, amount), limits = inner(hand, day), needed(hand)
            asked = _asked(measured.relation, limits, plain=not unit[1])
            held_to = "" if measured.amount_of is None else _held_to(limits, unit[0])
            short = "" if truth or asked is None or amount >= asked else shortfall(stock(hand, day), asked)
            return msgspec.structs.replace(
                proof,
                holds=truth,
                found=f"{proof.found}{held_to}",
                short=short,
                passed=int(amount > 0),
                failed=int(not truth),
                last_day=proof.last_day if short else None,
            )

        return explain

    def share(self, share: Share, slots: Slots) -> Explain:
        """Return the closure that proves a share."""
        holds, parts = self._compiler.compile(share, slots), self._compiler.share(share, slots)
        says = self._telling.line(share, slots)
        unit = self._vocabulary[share.kind].fields[share.field].unit if share.field else f"{share.kind}s"

        def explain(hand: Hand, day: int) -> Proof:
            truth = truth_on(holds(hand), day)
            bounds = parts(hand)
            inside, outside = (on_day(least, day) for least, _ in bounds)
            doubt = any(on_day(most, day) > on_day(least, day) for least, most in bounds)
            whole = inside + outside
            lacking = None if truth or doubt else _lacking_of_share(share, inside, outside)
            of = f" ({_shown(inside)} of {amount_of(_shown(whole), unit)})"
            found = f"{_percent(inside, whole)} %{of}" if whole else "nothing to take a share of"
            return Proof(
                says=says,
                holds=truth,
                found=f"{found}{MORE_IN_DOUBT if doubt else ''}",
                short="" if lacking is None else f"{amount_of(_shown(lacking[0]), unit)} of {lacking[1]}",
                passed=int(bool(truth)),
                failed=int(not truth),
            )

        return explain

    def _part(self, says: str, measured: Measure | Total, slots: Slots) -> Callable[[Hand, int], tuple[Proof, Amount]]:
        """Return the closure of what a measure finds on a day, with the amount that counts for certain."""
        amounts, whole = self._compiler.amounts(measured, slots), self._untrimmed(measured, slots)
        inner = self._parts(measured, slots) if isinstance(measured, Total) else None
        items = None if isinstance(measured, Total) else self._items(measured, slots)
        unit = _unit(measured)[0]

        def part(hand: Hand, day: int) -> tuple[Proof, Amount]:
            least, most = (on_day(steps, day) for steps in amounts(hand))
            evidence, doubtful, aside, last = items(hand, day) if items else ((), 0, (), None)
            doubt = f", and {doubtful} in doubt" if doubtful else MORE_IN_DOUBT if most > least else ""
            parts = inner(hand, day) if inner else ()
            proof = Proof(
                says=says,
                holds=True,
                found=amount_of(_shown(least), unit) + doubt,
                evidence=evidence,
                parts=parts,
                set_aside=aside,
                reduced=_reduced(measured, on_day(whole(hand)[0], day) if whole else least, least, unit),
                last_day=_latest(parts) if inner else as_date(last),
            )
            return proof, least

        return part

    def _parts(self, total: Total, slots: Slots) -> Callable[[Hand, int], tuple[Proof, ...]]:
        """Return the closure of what the parts of a total find; of one that is held to a share, what counts."""
        parts = [
            (
                self._part(f"{part.name}: {self._telling.line(part.of, slots)}", part.of, slots),
                share_of_total(part.of),
                _unit(part.of)[0],
            )
            for part in total.parts
        ]

        def proofs(hand: Hand, day: int) -> tuple[Proof, ...]:
            found = [(*part(hand, day), share, unit) for part, share, unit in parts]
            rest = sum(amount for _, amount, share, _ in found if share is None)
            return tuple(
                proof if share is None else _counting(proof, amount, min(amount, share * rest), unit)
                for proof, amount, share, unit in found
            )

        return proofs

    def _untrimmed(self, measured: Measure | Total, slots: Slots) -> Callable[[Hand], Any] | None:
        if not measured.caps and not measured.beyond and measured.beyond_of is None:
            return None
        bare = msgspec.structs.replace(measured, caps=(), beyond=measured.beyond * 0, beyond_of=None)
        return self._compiler.amounts(bare, slots)

    def _items(
        self, measure: Measure, slots: Slots
    ) -> Callable[[Hand, int], tuple[tuple[Cited, ...], int, tuple[SetAside, ...], int | None]]:
        selected = self._compiler.selection(measure, slots)
        beside = self._compiler.beside(measure, slots)
        aside = self._set_aside(measure, beside) if self._thorough else None
        latest = latest_day(measure.where, measure.name, beside)

        def named(hand: Hand) -> tuple[list[tuple[int, int, Cited]], list[Timeline]]:
            found = selected(hand)
            names = [(days[0], cited(measure.kind, item)) for days, item in found]
            certain = [(since, until, name) for days, name in names for since, until in each_span(days)]
            return certain, [days for days, _ in found if days[0] is not days[1]]

        chosen = self._compiler.once("named", measure, slots, named)

        def items(hand: Hand, day: int) -> tuple[tuple[Cited, ...], int, tuple[SetAside, ...], int | None]:
            found, in_doubt = chosen(hand)
            doubtful = sum(1 for days in in_doubt if truth_on(days, day) is None)
            there = tuple([name for since, until, name in found if since <= day < until])
            return there, doubtful, aside(hand, day) if aside else (), latest(hand)

        return items

    def _set_aside(self, measure: Measure, slots: Slots) -> Aside:
        """Return the closure of the items of the kind that do not count on a day, each with the line that it fails."""
        kind = self._vocabulary[measure.kind]
        items, own = self._compiler.items(measure.kind, slots), own_days(kind)
        slot = slots[measure.name][0]
        lines = [self._prove(line, slots) for line in measure.where]

        def aside(hand: Hand, day: int) -> tuple[SetAside, ...]:
            found: list[SetAside] = []
            for item in items(hand):
                if len(found) == MOST_SET_ASIDE:
                    break
                hand[slot] = item
                name = cited(measure.kind, item)
                if not contains(own(item)[1], day):
                    found.append(not_at_hand(name, kind, item, day))
                    continue
                failing = next((proof for line in lines if (proof := line(hand, day)).holds is not True), None)
                if failing is not None:
                    found.append(failing_line(name, failing, failing.codes))
            return tuple(found)

        return aside


def _latest(parts: Sequence[Proof]) -> date | None:
    """Return the last day on which any of the parts could still grow, if each of them has one."""
    days = [part.last_day for part in parts if part.last_day is not None]
    return max(days) if len(days) == len(parts) else None


def _unit(measured: Measure | Total) -> tuple[str, bool]:
    """Return the unit to show, and whether amounts in it may have fractions."""
    if measured.unit:
        return measured.unit, True
    if isinstance(measured, Total):
        return "", True
    if measured.field and measured.how != "distinct":
        return "", True
    return (f"{measured.kind}s" if not measured.how else "", bool(measured.worth))


def _held_to(limits: Limits | None, unit: str) -> str:
    """Return what an amount that depends on items in hand comes to."""
    if limits is None:
        return ", held to nothing that there is"
    least, most = limits
    known = amount_of(_shown(least), unit) if least == most else "what is not known"
    return f", held to {known}"


def _asked(relation: str, limits: Limits | None, *, plain: bool) -> Amount | None:
    """Return the least that would be enough in all, if more would be and it is known how much is asked for."""
    if relation not in MORE or limits is None or limits[0] != limits[1]:
        return None
    return limits[0] + ((1000 if plain else 1) if relation == "more than" else 0)


def _lacking_of_share(share: Share, inside: Amount, outside: Amount) -> tuple[Amount, str] | None:
    """Return the least that would be enough, and of which kind, unless nothing would do."""
    part, rest = Fraction(share.out_of - share.amount), Fraction(share.amount)
    if share.relation in MORE:
        kind, so_far, needed = THIS_KIND, inside, outside * rest / part if part else None
    else:
        kind, so_far, needed = ANOTHER_KIND, outside, inside * part / rest if rest else None
    if needed is None or share.relation == "is":
        return None
    step = 1 if share.field else 1000
    steps = floor(needed / step) + 1 if share.relation in {"more than", "less than"} else ceil(needed / step)
    return steps * step - so_far, kind


def _reduced(measured: Measure | Total, whole: Amount, counts: Amount, unit: str) -> tuple[Reduced, ...]:
    if whole == counts:
        return ()
    code = "CAP_APPLIED" if measured.caps else "SURPLUS_ONLY"
    return (Reduced(code=code, found=amount_of(_shown(whole), unit), counts=amount_of(_shown(counts), unit)),)


def _counting(proof: Proof, amount: Amount, counts: Amount, unit: str) -> Proof:
    """Return the proof of a part of which less counts, because a share of the whole total caps it."""
    if counts == amount:
        return proof
    before, now = (amount_of(_shown(each), unit) for each in (amount, counts))
    whole = proof.reduced[0].found if proof.reduced else before
    reduced = Reduced(code="CAP_APPLIED", found=whole, counts=now)
    return msgspec.structs.replace(proof, found=now + proof.found.removeprefix(before), reduced=(reduced,))


def _shown(amount: Amount) -> str:
    """Return thousandths as a plain number; what is not whole thousandths is rounded down."""
    return thousandths_in_words(int(amount))


def _percent(part: Amount, whole: Amount) -> str:
    return thousandths_in_words(int(Fraction(part * 100_000, 1) / whole))
