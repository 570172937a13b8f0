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


def periods_on(rules: Rules, facts: Facts, day: int) -> Iterator[tuple[str, Item, tuple[Proof, ...]]]:
    """Yield, of each name, the period that runs on the day, or the last before it, with the proof of its renewal.

    The renewal is judged on the day, or on the last day on which a period that is over can be renewed.
    """
    hand = rules.hand(facts)
    for name, items in rules.periods(hand).items():
        period = _on(items, day)
        if period is not None:
            yield (
                name,
                period,
                rules.renewal(name, period, hand, min(day, rules.renewable_until(name, period["until"] - 1))),
            )


def periods_shown(rules: Rules, facts: Facts, day: int) -> Iterator[PeriodShown]:
    """Yield, of each name, the period that runs on the day, or else the last one before it."""
    for name, period, proofs in periods_on(rules, facts, day):
        until = period["until"]
        yield PeriodShown(
            name=name,
            number=period["number"] // 1000,
            from_=date.fromordinal(period["from"]),
            last_day=date.fromordinal(until - 1) if until < END else None,
            runs=day < until,
            certain=bool(period["days"][0]),
            renewal=_shown(proofs[0], day, until - 1, rules.renewable_until(name, until - 1)) if proofs else None,
        )


def _on(items: Sequence[Item], day: int) -> Item | None:
    """Return the last period with known days that began by the day; one that is certain goes before a possible one."""
    begun = [item for item in items if item["from"] is not None and item["until"] is not None and item["from"] <= day]
    return max(begun, key=lambda item: (item["from"], bool(item["days"][0])), default=None)


def _shown(proof: Proof, day: int, last: int, late_until: int) -> RenewalShown:
    """Return the renewal, which what is done late can still bring about for as long as it may be late."""
    counts_until = late_until if last < day else last
    days = [date.fromordinal(counts_until)] if counts_until + 1 < END else []
    if proof.last_day is not None and not proof.holds:
        days.append(proof.last_day)
    return RenewalShown(
        met=proof.holds,
        reasons=proof.codes,
        short=proof.short,
        clauses=tuple(proof.clauses()),
        last_day=min(days, default=None),
        late_until=date.fromordinal(late_until) if last < late_until < END else None,
    )
