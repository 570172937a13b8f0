"""What leans on what: the clauses and levels that a condition names."""

from collections.abc import Iterator

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
    Policy,
    Require,
    Shifted,
    Term,
    Together,
)


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


def named_in(condition: Condition) -> Iterator[str]:
    """Yield what a condition names: ``clause 2.1``, ``level qualified``."""
    if isinstance(condition, ClauseHolds):
        yield f"clause {condition.no}"
    elif isinstance(condition, LevelHeld | Entitled):
        yield f"level {condition.level}"
    for part in parts_of(condition):
        yield from named_in(part)


def leaning_of(policy: Policy) -> dict[str, list[str]]:
    """Return, for each clause and level of a text, the clauses and levels it leans on."""
    leaning = {f"clause {clause.no}": list(named_in(clause.condition)) for clause in policy.clauses}
    for level in policy.levels:
        conditions = [route.condition for route in level.routes]
        conditions += [condition for condition in (level.kept, level.lost) if condition is not None]
        leaning[f"level {level.id}"] = [name for condition in conditions for name in named_in(condition)]
    return leaning


def circle_in(policy: Policy) -> list[str]:
    """Return a circle of clauses or levels that lean on each other, closed by its first member, or nothing."""
    leaning = leaning_of(policy)
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
    """Return the items that a condition names, in itself or in its parts."""
    found = {item for term in _terms(condition) for item in _items(term)}
    if isinstance(condition, InForce | Begun | Given):
        found.add(condition.item)
    return found.union(*(items_named(part) for part in parts_of(condition)))


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


def _items(term: Term | None) -> Iterator[str]:
    if isinstance(term, FieldOf):
        yield term.item
    elif isinstance(term, Shifted):
        yield from _items(term.months_of)
        yield from _items(term.term)
