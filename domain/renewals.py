"""The periods of a pathway on a day: which one runs, and what its renewal takes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.answer import PeriodShown, RenewalShown
from domain.policy.hand import Facts
from domain.policy.proof import Proof
from domain.policy.rules import Rules
from domain.timeline import END

Item = Mapping[str, Any]


def periods_shown(rules: Rules, facts: Facts, day: int) -> Iterator[PeriodShown]:
    """Yield, of each name, the period that runs on the day, or else the last one before it."""
    hand = rules.hand(facts)
    for name, items in rules.periods(hand).items():
        period = _on(items, day)
        if period is None:
            continue
        until = period["until"]
        runs = day < until
        proofs = rules.renewal(name, period, hand, day if runs else until - 1)
        yield PeriodShown(
            name=name,
            number=period["number"] // 1000,
            from_=date.fromordinal(period["from"]),
            last_day=date.fromordinal(until - 1) if until < END else None,
            runs=runs,
            certain=bool(period["days"][0]),
            renewal=_shown(proofs[0], until - 1) if proofs else None,
        )


def _on(items: Sequence[Item], day: int) -> Item | None:
    """Return the last period with known days that began by the day; one that is certain goes before a possible one."""
    begun = [item for item in items if item["from"] is not None and item["until"] is not None and item["from"] <= day]
    return max(begun, key=lambda item: (item["from"], bool(item["days"][0])), default=None)


def _shown(proof: Proof, last: int) -> RenewalShown:
    by = date.fromordinal(last) if last + 1 < END else None
    return RenewalShown(
        met=proof.holds,
        reasons=tuple(code for code in proof.codes if code),
        short=proof.short,
        clauses=tuple(proof.clauses()),
        last_day=proof.last_day if proof.last_day and not proof.holds else by,
    )
