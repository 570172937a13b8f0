"""On what it rests that something is so, or is not, on a day: the text, the way, the clauses and the reasons."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from domain.case import Case, NoPolicyInForce
from domain.policy.chain import Version
from domain.policy.language import Condition
from domain.policy.proof import Proof
from domain.policy.rules import RECOGNITION
from domain.policy.text import Policy, Route
from domain.timeline import NO, contains, span_at, truth_on
from domain.world import Part

RECOGNISED = "RECOGNISED"


class Ground(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether it holds, in doubt where null, by which version, and the routes, clauses and reasons that say so."""

    holds: bool | None
    version: str = ""
    routes: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def ground(case: Case, part: Part, name: str, on: date) -> Ground:
    """Return on what one thing that is told of a pathway rests on a day; of the listing, whether it is listed alone."""
    try:
        version = case.version(on)
    except NoPolicyInForce:
        return Ground(holds=False)
    if part in {Part.LEVEL, Part.BY_RULE}:
        return _of_level(case, version, part, name, on)
    condition, reason = _stated(version.policy, part).get(name, (None, ""))
    if condition is None:
        return Ground(holds=False, version=version.policy.version)
    proof = case.prove(version, condition, on.toordinal())
    holds = proof.holds if part is not Part.LACKS or proof.holds is None else not proof.holds
    codes = (reason, *proof.codes) if holds else proof.codes
    return Ground(holds, version.policy.version, (), tuple(proof.clauses()), _without_blanks(codes))


def _of_level(case: Case, version: Version, part: Part, name: str, on: date) -> Ground:
    day, found = on.toordinal(), case.assessment
    by_rule = span_at(found.entitled.get(name, NO)[0], day)
    if by_rule:
        since = case.version(date.fromordinal(by_rule[0]))
        held_by = (route for route in _routes(since, name) if case.truth(since, route.condition, by_rule[0]))
        return _by_routes(_proved(case, since, held_by, by_rule[0]), version, holds=True)
    if part is Part.LEVEL and contains(found.held.get(name, NO)[0], day):
        return Ground(holds=True, version=version.policy.version, routes=(RECOGNITION,), reasons=(RECOGNISED,))
    lost = next((each for each in case.lost(on) if each.id == name), None)
    if lost is not None:
        return Ground(holds=False, version=lost.version, clauses=lost.clauses, reasons=lost.reasons)
    ways = list(_proved(case, version, _routes(version, name), day))
    begun = [(route, proof) for route, proof in ways if proof.rests_on_evidence()]
    track = found.held if part is Part.LEVEL else found.entitled
    return _by_routes(begun or ways, version, holds=truth_on(track.get(name, NO), day))


def _routes(version: Version, name: str) -> Iterator[Route]:
    """Yield the routes of a text to a level."""
    return (route for level in version.policy.levels if level.id == name for route in level.routes)


def _proved(case: Case, version: Version, routes: Iterable[Route], day: int) -> Iterator[tuple[str, Proof]]:
    """Yield routes of a text by their names, each with its proof on a day."""
    return ((route.name, case.prove(version, route.condition, day)) for route in routes)


def _by_routes(routes: Iterable[tuple[str, Proof]], version: Version, *, holds: bool | None) -> Ground:
    found = dict(routes)
    return Ground(
        holds=holds,
        version=version.policy.version,
        routes=tuple(found),
        clauses=tuple(dict.fromkeys(no for proof in found.values() for no in proof.clauses())),
        reasons=_without_blanks(code for proof in found.values() for code in proof.codes),
    )


def _stated(policy: Policy, part: Part) -> dict[str, tuple[Condition, str]]:
    """Return the conditions of what a text states, by name, each with the reason code that it gives."""
    if part is Part.LACKS:
        return {need.name: (need.condition, need.otherwise) for need in policy.listing}
    rules = {Part.STANDING: policy.standings, Part.CONDITION: policy.conditions, Part.NOTE: policy.notes}
    return {rule.name: (rule.condition, rule.reason) for rule in rules.get(part, ())}


def _without_blanks(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))
