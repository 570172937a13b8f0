"""Which clauses decide a change of where a pathway stands."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

from domain.case import Case, NoPolicyInForce
from domain.policy.proof import Proof
from domain.stand import Stand, differing


def deciding(case: Case | None, before: Stand, after: Stand, on: date) -> tuple[str, ...]:
    """Return the clauses that decide a change, given the case after it.

    These are the ones by which a level is held, or was lost, on one side alone, or on both where the level is held on
    other days; and those that prove each standing and condition that changes, and what the listing needs or lacks.
    """
    return tuple(dict.fromkeys((*_of_level(before, after), *_of_rules(case, before, after, on))))


def _of_level(before: Stand, after: Stand) -> tuple[str, ...]:
    one_sided = [no for no in (*after.clauses, *before.clauses) if (no in after.clauses) is not (no in before.clauses)]
    if one_sided or (before.level, before.since) == (after.level, after.since):
        return tuple(one_sided)
    return after.clauses


def _of_rules(case: Case | None, before: Stand, after: Stand, on: date) -> Iterator[str]:
    concerned = _concerned(before, after)
    if case is None or concerned is None:
        return
    with suppress(NoPolicyInForce):
        for part, name, proof in case.proof_of_rules(on):
            if concerned(part, name, proof):
                yield from proof.clauses()


def _concerned(before: Stand, after: Stand) -> Callable[[str, str, Proof], bool] | None:
    """Return what tells whether a rule bears on the change, given its proof after it; None if no rule can."""
    if set(differing(before, after)).isdisjoint({"standing", "conditions", "listing", "reasons"}):
        return None
    changed = {
        "standing": {before.standing} ^ {after.standing},
        "condition": {*before.conditions} ^ {*after.conditions},
    }
    reasons = {*after.reasons} - {*before.reasons}
    listed, unlisted = (before.listing != each == after.listing for each in ("listed", "unlisted"))

    def concerned(part: str, name: str, proof: Proof) -> bool:
        if part in changed:
            return name in changed[part]
        return listed or (not proof.holds and (unlisted or not reasons.isdisjoint(proof.codes)))

    return concerned
