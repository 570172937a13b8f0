"""What is said twice, or both ways: equal clauses and routes, refusals of what is taken, codes of two meanings."""

from collections.abc import Iterable, Iterator

from domain.policy.every import every_of
from domain.policy.language import ClauseHolds, Condition, Exists, Require, Together
from domain.policy.leaning import parts_of
from domain.policy.normal import normal
from domain.policy.places import Way
from domain.policy.roots import roots_of, within
from domain.policy.text import Policy

Called = tuple[Way, str, Condition]
"""A part, how it is called aloud, and its condition."""


def repetitions(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield what means the same as another part, or the opposite of it."""
    yield from _same(policy)
    for level in policy.levels:
        if level.kept is not None and level.lost is not None and normal(level.kept) == normal(level.lost):
            yield "kept-and-lost", ("levels", level.id), f"{level.id} is kept and lost on the same condition"
    yield from _refused(policy)
    yield from _codes(policy)


def _same(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    groups: list[list[Called]] = [
        [(("clauses", each.no), f"clause {each.no}", each.condition) for each in policy.clauses],
        [(("standings", each.name), f"the standing '{each.name}'", each.condition) for each in policy.standings],
    ]
    for level in policy.levels:
        routes = ("levels", level.id, "routes")
        groups.append([((*routes, each.name), f"the route '{each.name}'", each.condition) for each in level.routes])
    for group in groups:
        seen: dict[bytes, str] = {}
        for way, called, condition in group:
            meaning = normal(condition)
            if meaning in seen:
                yield "same-meaning", way, f"{called} means the same as {seen[meaning]}"
            seen.setdefault(meaning, called)


def _refused(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the refusals that take all that a clause accepts on the way to a level."""
    accepting = set(_accepting(policy))
    for refusal in policy.refusals:
        for clause in policy.clauses:
            if clause.no in accepting and _within(clause.condition, refusal.condition):
                words = f"the refusal {refusal.no} refuses by name what clause {clause.no} accepts"
                yield "refuses-what-is-accepted", ("refuses", refusal.no), words


def _within(condition: Condition, refused: Condition) -> bool:
    """Tell whether all that a condition takes is refused: it takes the same items, and holds them to no less."""
    if normal(condition) == normal(refused):
        return True
    if not isinstance(condition, Exists) or not isinstance(refused, Exists):
        return False
    taken = {(each.name, each.kind) for each in condition.binders}
    lines = {normal(_bare(each)) for each in condition.when}
    return {(each.name, each.kind) for each in refused.binders} <= taken and {
        normal(_bare(each)) for each in refused.when
    } <= lines


def _bare(condition: Condition) -> Condition:
    return condition.that if isinstance(condition, Require) else condition


def _accepting(policy: Policy) -> Iterator[str]:
    """Yield the clauses that help somebody to a level or onto the list."""
    waiting: list[Condition] = [route.condition for level in policy.levels for route in level.routes]
    waiting += [level.kept for level in policy.levels if level.kept is not None]
    waiting += [need.condition for need in policy.listing]
    seen: set[str] = set()
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, ClauseHolds) and condition.no not in seen:
            seen.add(condition.no)
            yield condition.no
            waiting.append(policy.clause(condition.no).condition)
        every = every_of(condition) if isinstance(condition, Together) else None
        if every is not None:
            waiting.append(every[1])
        elif not (isinstance(condition, Together) and condition.how == "none"):
            waiting += parts_of(condition)


def _codes(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the codes that are given where a clause holds that helps, and where something is missing."""
    accepting = set(_accepting(policy))
    missing = set(_missing(policy)) - {""}
    for clause in policy.clauses:
        if clause.no in accepting and clause.reason in missing:
            words = f"clause {clause.no} gives {clause.reason} where it holds, and elsewhere it says what is missing"
            yield "code-both-ways", ("clauses", clause.no), words


def _missing(policy: Policy) -> Iterable[str]:
    yield from (clause.otherwise for clause in policy.clauses)
    yield from (need.otherwise for need in policy.listing)
    for root in roots_of(policy):
        for condition, _ in within(root.condition):
            if isinstance(condition, Require):
                yield condition.otherwise
            if isinstance(condition, Exists):
                yield from (binder.missing for binder in condition.binders)
