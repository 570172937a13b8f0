"""Every proof that tells why an answer is as it is."""

from datetime import date

import msgspec

from domain.case import Case
from domain.policy.proof import Proof


class Proved(msgspec.Struct, frozen=True):
    """The proof of a part of the rulebook on a day: ``part`` says what it is, and ``name`` which one."""

    part: str
    name: str
    proof: Proof
    on: date


def routes_proved(case: Case, on: date) -> list[Proved]:
    """Return the proof of every route to a level, named ``level: route``.

    A route that is not met any more, and by which a level is held, is proved as of the first day of the level.
    """
    found = []
    for level, route, proof in case.proofs(on):
        basis = None if proof.holds else case.proof_of_basis(level.id, route, on)
        day, proved = basis or (on, proof)
        found.append(Proved("route", f"{level.id}: {route}", proved, day))
    return found


def everything_proved(case: Case, on: date) -> list[Proved]:
    """Return the proofs of routes, and then of what keeps levels, of renewals, and of all other rules."""
    kept = [Proved("level", f"{level.id}, {what}", proof, on) for level, what, proof in case.proofs_of_keeping(on)]
    renewed = [Proved("renewal", name, proof, on) for name, proof in case.proofs_of_renewal(on)]
    return [*routes_proved(case, on), *kept, *renewed, *(Proved(*each, on) for each in case.proof_of_rules(on))]
