"""The proof of conditions that stand together, from that of each: what made the outcome, and what would mend it."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from domain.policy.candidates import Explain, furthest
from domain.policy.hand import Hand, Holds
from domain.policy.measured import Measured, enough_for_all
from domain.policy.proof import Proof
from domain.policy.wording import smallest, with_parts
from domain.timeline import truth_on

Proofs = Sequence[Proof]

NONE_AT_ALL = Proof(says="", holds=None)
"""The best of no proofs."""


def together(
    how: str, says: str, holds: Holds, parts: Sequence[Explain], measured: Sequence[Measured | None]
) -> Explain:
    """Return the closure that proves conditions of which all have to hold, any, none, or so many."""
    if how == "any":
        return _any(says, holds, parts)
    if how == "none":
        return _none(says, holds, parts)
    return _several(says, holds, parts, measured, every=how == "all")


def _several(
    says: str, holds: Holds, parts: Sequence[Explain], measured: Sequence[Measured | None], *, every: bool
) -> Explain:
    """Return the closure for every one of them, or for so many."""

    def explain(hand: Hand, day: int) -> Proof:
        proofs = tuple([part(hand, day) for part in parts])
        truth = truth_on(holds(hand), day)
        lacking = every and not truth
        return Proof(
            says=says,
            holds=truth,
            codes=_codes(truth, proofs),
            short=_needed(proofs, measured) if lacking else "",
            parts=proofs,
            passed=sum([proof.passed for proof in proofs]),
            failed=sum([proof.failed for proof in proofs]),
            last_day=_first_last_day(proofs) if lacking else None,
            dead=every and True in [proof.dead for proof in proofs],
            besides=not truth and _besides(proofs),
        )

    return explain


def _any(says: str, holds: Holds, parts: Sequence[Explain]) -> Explain:
    """Return the closure for any of them; of those that lack something, what brings the best of them there is told."""

    def explain(hand: Hand, day: int) -> Proof:
        proofs = tuple([part(hand, day) for part in parts])
        truth = truth_on(holds(hand), day)
        open_ = proofs if truth else tuple([proof for proof in proofs if not proof.dead]) or proofs
        best = max(open_, key=furthest, default=NONE_AT_ALL)
        return Proof(
            says=says,
            holds=truth,
            codes=_codes(truth, open_),
            short="" if truth else _least(open_),
            parts=proofs,
            passed=best.passed,
            failed=best.failed,
            last_day=None if truth else best.last_day,
            dead=bool(proofs) and False not in [proof.dead for proof in proofs],
            besides=not truth and _besides(open_),
        )

    return explain


def _none(says: str, holds: Holds, parts: Sequence[Explain]) -> Explain:
    """Return the closure for none of them, which has no reason of its own."""

    def explain(hand: Hand, day: int) -> Proof:
        proofs = tuple([part(hand, day) for part in parts])
        truth = truth_on(holds(hand), day)
        return Proof(
            says=says,
            holds=truth,
            parts=proofs,
            passed=int(bool(truth)),
            failed=int(not truth),
            reverse=True,
            besides=not truth and _besides(proofs),
        )

    return explain


def total_with_floors(says: str, holds: Holds, parts: Sequence[Explain], named: Sequence[str]) -> Explain:
    """Return the closure that proves a total with the floors of its parts, which are ``named``; the total is first."""

    def explain(hand: Hand, day: int) -> Proof:
        whole, *rest = (part(hand, day) for part in parts)
        told = [replace(proof, says=f"{name}: {proof.says}") for name, proof in zip(named, rest, strict=True)]
        truth = truth_on(holds(hand), day)
        lacking = [(proof.short, name) for name, proof in zip(named, rest, strict=True) if proof.short]
        proofs = (whole, *told)
        return Proof(
            says=says,
            holds=truth,
            codes=_codes(truth, proofs),
            short="" if truth or not (whole.holds or whole.short) else with_parts(whole.short, lacking),
            parts=proofs,
            passed=sum([proof.passed for proof in proofs]),
            failed=sum([proof.failed for proof in proofs]),
            last_day=None if truth else _first_last_day(proofs),
        )

    return explain


def _needed(proofs: Proofs, measured: Sequence[Measured | None]) -> str:
    """Return what is enough for all that are short."""
    told = zip(proofs, measured, strict=True)
    return enough_for_all([(proof.short, of) for proof, of in told if not proof.holds and proof.short])


def _least(proofs: Proofs) -> str:
    """Return what is enough for one of those that lack the fewest lines; days are told where they alone would do."""
    lacking = [proof for proof in proofs if not proof.holds and proof.short]
    if not lacking:
        return ""
    least = min([proof.failed for proof in lacking])
    unmet = [proof.short for proof in lacking if proof.failed == least]
    return " or ".join(smallest([short for short in unmet if not short.endswith((" day", " days"))] or unmet))


def _first_last_day(proofs: Proofs) -> date | None:
    """Return the first last day of those that all have to be met."""
    return min([proof.last_day for proof in proofs if not proof.holds and proof.last_day], default=None)


def _besides(proofs: Proofs) -> bool:
    """Tell whether all that have a reason have only one that stands beside the one given around it."""
    told = [proof.besides for proof in proofs if not proof.holds and any(proof.codes)]
    return bool(told) and all(told)


def _codes(truth: bool | None, proofs: Proofs) -> tuple[str, ...]:  # noqa: FBT001 -- three-valued
    """Return the reasons of the parts that made the outcome."""
    outcome = bool(truth)
    made = [proof.codes for proof in proofs if proof.codes and bool(proof.holds) is outcome]
    return tuple(dict.fromkeys([code for codes in made for code in codes if code]))
