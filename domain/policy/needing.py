"""What a way that is not met asks for first: levels that are not held; and on which day an act was refused."""

from collections.abc import Mapping
from datetime import date

from domain.policy.proof import Proof
from domain.policy.saying import OPENINGS

NO_LEVELS: Mapping[str, bool] = {}


def levels_needed(proof: Proof, *, told: bool = False) -> Mapping[str, bool]:
    """Return the levels without which a way leads nowhere, each with whether the text gives a reason of its own for it.

    Of several ways that are open, a level is needed if each of them needs it.
    """
    if proof.holds is not False or proof.reverse or not (proof.level or proof.parts):
        return NO_LEVELS
    if proof.level:
        return {proof.level: told or bool(proof.codes)}
    own = bool(proof.clause and proof.codes)
    failing, any_ = [part for part in proof.parts if part.holds is False], proof.says == OPENINGS["any"]
    inside = [
        levels_needed(part, told=own) if part.parts or part.level else NO_LEVELS
        for part in failing
        if not (any_ and part.dead)
    ]
    if not any(inside):
        return NO_LEVELS
    needed = dict.fromkeys(level for each in inside for level in each)
    if any_:
        needed = {level: None for level in needed if all(level in each for each in inside)}
    return {level: any(each.get(level, False) for each in inside) for level in needed}


def day_of_refusal(proof: Proof) -> date | None:
    """Return the day of the latest act that was refused, which is the one on which it was judged."""
    if proof.holds is not False or proof.reverse:
        return None
    latest = proof.judged_on
    for part in proof.parts:
        day = day_of_refusal(part) if part.parts or part.judged_on else None
        if day is not None and (latest is None or latest < day):
            latest = day
    return latest
