"""Why an answer is otherwise than a scenario expects: the proofs of what the difference is about."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TypeAlias

import msgspec

from application.scenarios import Difference, Found
from domain.answer import Answer
from domain.case import Case, NoPolicyInForce
from domain.policy.codes import codes_given
from domain.policy.language import Condition
from domain.policy.proof import Proof
from domain.policy.text import Level, Policy

LOST = {"lost", "not lost", "lost since", "lost reasons"}
LEVELS = {
    "level",
    "title",
    "levels",
    "not levels",
    "possible levels",
    "not possible levels",
    "basis",
    "basis since",
} | LOST
ROUTES = {"missing", "missing reasons"}
DAYS_OF_LEVEL = {"since", "until", "gaps"}
LISTING = {"listing", "possible listing", "listing reasons"}
CODES = {"reasons", "not reasons", "refused"}
RULES = {
    "standing": "standing",
    "possible standings": "standing",
    "not possible standings": "standing",
    **dict.fromkeys(LISTING, "listing"),
    "conditions": "condition",
    "not conditions": "condition",
    "possible conditions": "condition",
    "not possible conditions": "condition",
    "notes": "note",
    "not notes": "note",
}
LEVEL_PARTS = {"route", "level"}
PERIODS = {"period began", "period ends", "renewal", "renewal short", "renewal reasons"}
NONE, NOT_LISTED = "none", "LEVEL_NOT_LISTED"


class Explained(msgspec.Struct, frozen=True):
    """The proof of a part of the rulebook on a day."""

    on: date
    part: str
    name: str
    proof: Proof


class Part(msgspec.Struct, frozen=True):
    """A part of a text that can be proved: what it is, its name, the words by which it is meant, and its codes."""

    part: str
    name: str
    words: frozenset[str]
    condition: Condition
    codes: frozenset[str]


Concerns: TypeAlias = Callable[[Part], bool]


def explanations(differences: Iterable[Difference], found: Found, on: date) -> Iterator[Explained]:
    """Yield each proof once that tells why the answer for a day is as it is and not as expected.

    Days that differ are explained on the earlier one: that is when something does not hold yet or no longer, or does.
    """
    seen: set[tuple[date, str, str]] = set()
    for difference in differences:
        day = _day(difference, found.case, on)
        for each in _explained(difference, found, day):
            key = (day, each.part, each.name)
            if key not in seen:
                seen.add(key)
                yield each


def _day(difference: Difference, case: Case, on: date) -> date:
    days = [each for each in difference.about if isinstance(each, date)]
    if difference.key != "next change" and days:
        with suppress(NoPolicyInForce):
            case.version(min(days))
            return min(days)
    return on


def _explained(difference: Difference, found: Found, on: date) -> Iterator[Explained]:
    case, version = found.case, found.case.version(on)
    concerned = _concerned(difference, found.answer, version.policy)
    for each in _parts(version.policy):
        if concerned(each):
            yield Explained(on, each.part, each.name, case.prove(version, each.condition, on.toordinal()))
    if difference.key in PERIODS:
        name = difference.about[0]
        if difference.key == "period began" or name not in {each.name for each in found.answer.periods}:
            for what, condition in _beginnings(version.policy, name):
                yield Explained(on, "period", what, case.prove(version, condition, on.toordinal()))
        yield from (Explained(on, "renewal", of, proof) for of, proof in case.proofs_of_renewal(on) if of == name)


def _concerned(difference: Difference, answer: Answer, policy: Policy) -> Concerns:
    """Return what tells whether a part of the text bears on a difference."""
    key, about = difference.key, {each for each in difference.about if isinstance(each, str)}
    levels = _levels_meant(difference, about, answer, policy)

    def concerned(part: Part) -> bool:
        if part.part in LEVEL_PARTS and part.words & levels:
            return True
        if key in CODES:
            return bool(part.codes & about)
        return part.part == RULES.get(key) and (key in LISTING or part.name in about)

    return concerned


def _levels_meant(difference: Difference, about: set[str], answer: Answer, policy: Policy) -> set[str]:
    """Return the words for the levels, or for the routes to them, on which a difference turns."""
    key = difference.key
    if key in LEVELS:
        return about
    if key in ROUTES:
        return {difference.about[0]}
    if key in DAYS_OF_LEVEL:
        return {answer.level.id} - {NONE} or _levels(policy)
    if key == "standing" and NONE in about:
        return _levels(policy)
    given = {*answer.listing.reasons} if key in LISTING else about if key in CODES else set()
    return set(policy.listing_of) if NOT_LISTED in given else set()


def _levels(policy: Policy) -> set[str]:
    return {level.id for level in policy.levels}


def _parts(policy: Policy) -> Iterator[Part]:
    for level in sorted(policy.levels, key=lambda each: -each.rank):
        yield from _parts_of_level(level, policy)
    for rule in policy.standings:
        yield _part("standing", rule.name, rule.condition, policy, rule.reason)
    for need in policy.listing:
        yield _part("listing", need.name, need.condition, policy, need.otherwise)
    for what, rules in (("condition", policy.conditions), ("note", policy.notes)):
        for rule in rules:
            yield _part(what, rule.name, rule.condition, policy, rule.reason)
    for refusal in policy.refusals:
        yield _part("refused", refusal.no, refusal.condition, policy, refusal.reason)


def _parts_of_level(level: Level, policy: Policy) -> Iterator[Part]:
    own = {level.id, level.title}
    routes = {route.name: {route.name, f"{level.id}: {route.name}"} for route in level.routes}
    for route in level.routes:
        called = f"{level.id}: {route.name}"
        codes = codes_given(route.condition, policy)
        yield Part("route", called, frozenset(own | routes[route.name]), route.condition, codes)
    for what, condition in (("kept while", level.kept), ("lost when", level.lost)):
        if condition is not None:
            words = frozenset(own.union(*routes.values()))
            yield Part("level", f"{level.id}, {what}", words, condition, codes_given(condition, policy))


def _part(part: str, name: str, condition: Condition, policy: Policy, code: str) -> Part:
    return Part(part, name, frozenset({name}), condition, codes_given(condition, policy) | {code})


def _beginnings(policy: Policy, name: str) -> Iterator[tuple[str, Condition]]:
    for period in policy.periods:
        condition = period.begins or period.whenever
        if period.name == name and condition is not None:
            yield f"{name}, begins", condition
