"""Every proof that tells why an answer is as it is."""

from datetime import date

import msgspec

from domain.case import Case
from domain.policy.proof import Proof


class Proved(msgspec.Struct, frozen=True):
    """The proof of a part of the rulebook: ``part`` says what it is, and ``name`` which one."""

    part: str
    name: str
    proof: Proof


def routes_proved(case: Case, on: date) -> list[Proved]:
    """Return the proof of every route to a level, named ``level: route``."""
    return [Proved("route", f"{level.id}: {route}", proof) for level, route, proof in case.proofs(on)]


def everything_proved(case: Case, on: date) -> list[Proved]:
    """Return the proofs of routes, and then of what keeps levels, of renewals, and of all other rules."""
    kept = [Proved("level", f"{level.id}, {what}", proof) for level, what, proof in case.proofs_of_keeping(on)]
    renewed = [Proved("renewal", name, proof) for name, proof in case.proofs_of_renewal(on)]
    return [*routes_proved(case, on), *kept, *renewed, *(Proved(*each) for each in case.proof_of_rules(on))]
