"""What leans on what: the clauses and levels that a condition names."""

from collections.abc import Iterable, Iterator, Mapping

from domain.policy.language import (
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Entitled,
    Exists,
    FieldOf,
    Given,
    InForce,
    LevelHeld,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Require,
    Shifted,
    Term,
    Together,
)
from domain.policy.text import Level, Policy


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside a condition."""
    if isinstance(condition, Together):
        return condition.of
    if isinstance(condition, Require | OnDay):
        return (condition.that,)
    if isinstance(condition, Exists):
        return condition.when
    if isinstance(condition, Measure):
        return condition.where
    return ()


def conditions_of(policy: Policy) -> Iterator[Condition]:
    """Yield the conditions of a text, those inside them apart."""
    for clause in (*policy.clauses, *policy.refusals):
        yield clause.condition
    for level in policy.levels:
        yield from _conditions_of_level(level)
    for rule in (*policy.standings, *policy.conditions, *policy.notes):
        yield rule.condition
    for need in policy.listing:
        yield need.condition


def _conditions_of_level(level: Level) -> Iterator[Condition]:
    for route in level.routes:
        yield route.condition
    yield from (condition for condition in (level.kept, level.lost) if condition is not None)


def named_in(condition: Condition) -> Iterator[str]:
    """Yield what a condition names: ``clause 2.1``, ``level qualified``, ``parameter digest``."""
    if isinstance(condition, ClauseHolds):
        yield f"clause {condition.no}"
    elif isinstance(condition, LevelHeld | Entitled):
        yield f"level {condition.level}"
    elif isinstance(condition, Reading):
        yield f"parameter {condition.parameter}"
    for part in parts_of(condition):
        yield from named_in(part)


def leaning_of(policy: Policy) -> dict[str, list[str]]:
    """Return, for each clause and level of a text, the clauses and levels it leans on."""
    named = {f"clause {clause.no}": list(named_in(clause.condition)) for clause in policy.clauses}
    for level in policy.levels:
        named[f"level {level.id}"] = [name for condition in _conditions_of_level(level) for name in named_in(condition)]
    return {name: [other for other in others if other in named] for name, others in named.items()}


def not_stated(policy: Policy) -> list[str]:
    """Return what a text names without stating it, in the order of its names."""
    stated = {f"clause {each.no}" for each in policy.clauses} | {f"level {each.id}" for each in policy.levels}
    stated |= {f"parameter {each.name}" for each in policy.parameters}
    named = {name for condition in conditions_of(policy) for name in named_in(condition)}
    named |= {f"level {name}" for name in policy.listing_of}
    named |= {f"level {each.level}" for each in policy.announcements}
    return sorted(named - stated)


def circle_in(policy: Policy) -> list[str]:
    """Return a circle of clauses or levels that lean on each other, closed by its first member, or nothing."""
    return _circle(leaning_of(policy))


def circle_of_levels(policies: Iterable[Policy]) -> list[str]:
    """Return a circle of levels that lean on each other over several texts, each of which has none of its own."""
    leaning: dict[str, list[str]] = {}
    for policy in policies:
        within = leaning_of(policy)
        for level in policy.levels:
            name = f"level {level.id}"
            leaning.setdefault(name, []).extend(_levels_under(name, within))
    return _circle({name: [each for each in others if each in leaning] for name, others in leaning.items()})


def _levels_under(name: str, leaning: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for other in leaning[name]:
        if other.startswith("level "):
            yield other
        else:
            yield from _levels_under(other, leaning)


def _circle(leaning: Mapping[str, Iterable[str]]) -> list[str]:
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        circles = (visit(other, [*path, name]) for other in leaning[name])
        circle = next((circle for circle in circles if circle), [])
        done.add(name)
        return circle

    return next((circle for circle in (visit(name, []) for name in leaning) if circle), [])


def items_named(condition: Condition) -> set[str]:
    """Return the items that a condition names or binds, apart from what its parts name."""
    found = {item for term in _terms(condition) for item in items_of(term)}
    if isinstance(condition, InForce | Begun | Given):
        found.add(condition.item)
    if isinstance(condition, Exists):
        found |= {binder.name for binder in condition.binders}
    return found


def reads_span(condition: Condition, item: str) -> bool:
    """Tell whether a condition says, in itself or in its parts, when a span has to be in force or to have begun."""
    said = isinstance(condition, InForce | Begun) and condition.item == item
    return said or any(reads_span(part, item) for part in parts_of(condition))


def _terms(condition: Condition) -> tuple[Term | None, ...]:
    match condition:
        case Compare():
            return (condition.left, condition.right)
        case OneOf():
            return (condition.left,)
        case InForce():
            return (condition.on,)
        case OnDay():
            return (condition.day,)
        case Exists():
            return (condition.judged_on, condition.counts_from)
    return ()


def items_of(term: Term | None) -> Iterator[str]:
    """Yield the items that a term names."""
    if isinstance(term, FieldOf):
        yield term.item
    elif isinstance(term, Shifted):
        yield from items_of(term.months_of)
        yield from items_of(term.term)
