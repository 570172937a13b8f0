"""What leans on what: the clauses and levels that a condition names."""

from collections.abc import Iterator

from domain.policy.language import (
    ClauseHolds,
    Condition,
    Entitled,
    Exists,
    LevelHeld,
    Measure,
    OnDay,
    Policy,
    Require,
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
