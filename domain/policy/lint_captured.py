"""Clauses that speak of an item in hand, though they may mean one of their own."""

from collections.abc import Iterator, Mapping, Sequence

from domain.policy.language import ClauseHolds, Compare, Condition, Exists, FieldOf, OneOf
from domain.policy.leaning import parts_of
from domain.policy.places import Way
from domain.policy.roots import roots_of, within
from domain.policy.text import Policy

Line = tuple[str, Condition]
"""The field that a line compares, and the line."""
Lines = Mapping[str, Sequence[Line]]
"""What is said of each item that was taken beside another, where a clause is named."""


def captured(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the clauses that take an item beside another, where one of that name is in hand and the two say otherwise.

    They say otherwise if both compare a field of the item, and not with the same. Of an item under ``for``, and of one
    of which the clause only says more, nothing is said: it is meant.
    """
    for root in roots_of(policy):
        for clause, item, field in dict.fromkeys(_captured(root.condition, {}, policy)):
            words = (
                f"clause {clause} speaks of the {item} that {root.called} has in hand, and both compare its {field}: "
                f"where another is meant, clause {clause} gives its own another name, '{item} as …'"
            )
            yield "item-in-hand", root.way, words


def _captured(condition: Condition, said: Lines, policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Yield a clause that is named, the item in hand of which it speaks, and the field that both compare."""
    if isinstance(condition, ClauseHolds):
        of_clause = policy.clause(condition.no).condition
        for item in _beside(of_clause) & said.keys():
            mine = list(_of_item(item, of_clause))
            for field, line in said[item]:
                if (field, line) not in mine and any(field == other for other, _ in mine):
                    yield condition.no, item, field
    if isinstance(condition, Exists):
        said = {**said, **{name: list(_of_item(name, condition)) for name in _beside(condition)}}
    for part in parts_of(condition):
        yield from _captured(part, said, policy)


def _beside(condition: Condition) -> set[str]:
    """Return the items that a condition takes beside another."""
    taking = (each for each, _ in within(condition) if isinstance(each, Exists))
    return {binder.name for each in taking for binder in each.binders[1:]}


def _of_item(item: str, condition: Condition) -> Iterator[Line]:
    """Yield the lines inside a condition that compare a field of an item."""
    for each, _ in within(condition):
        if isinstance(each, Compare | OneOf) and isinstance(each.left, FieldOf) and each.left.item == item:
            yield each.left.field, each
