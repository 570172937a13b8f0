"""Lines that want the day asked about to lie before one that, for many, never comes."""

from collections.abc import Iterator

from domain.policy.language import Compare, Condition, Day, FieldOf, Given, Literal, OneOf
from domain.policy.leaning import parts_of
from domain.policy.places import Way
from domain.policy.roots import Kinds, bound_by, roots_of
from domain.policy.text import Policy

FROM_THEN_ON = {"before": "on or after", "on or before": "after"}
"""How the day asked about lies to a day that is still to come, and how it lies to it once it has."""
TURNED = {"after": "before", "on or after": "on or before"}
Waiting = tuple[FieldOf, str]
"""A field that may never come, and how the day lies to it from then on; nothing where a line asks that it has come."""


def coming(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the lines that fail where a day never came, though they look as if they held as long as it has not.

    Nothing is said of an item of which another line asks for what does not come to everybody, if only by ``is given``:
    what came with it is there then.
    """
    for root in roots_of(policy):
        lines = list(dict.fromkeys(_lines(root.condition, {}, policy)))
        come = {field.item for field, then in lines if not then}
        for field, then in lines:
            if then and field.item not in come:
                day = f"{field.item}.{field.field}"
                words = (
                    f"{root.called} asks for a day before {day}, which fails where that day never comes: what is to "
                    f"hold as long as it has not come is 'none: [the day {then} {day}]'"
                )
                yield "day-never-comes", root.way, words


def _lines(condition: Condition, hand: Kinds, policy: Policy, *, holds: bool = True) -> Iterator[Waiting]:
    if holds or isinstance(condition, Given):
        for field, then in _read(condition):
            kind = policy.vocabulary.get(hand.get(field.item, ""))
            if kind is not None and kind.fields[field.field].absent == "not yet":
                yield field, then
    inner, holds = {**hand, **bound_by(condition)}, holds is not (getattr(condition, "how", "") == "none")
    for part in parts_of(condition):
        yield from _lines(part, inner, policy, holds=holds)


def _read(condition: Condition) -> Iterator[Waiting]:
    """Yield the fields that a line compares with the day or with what is written."""
    match condition:
        case Given():
            yield FieldOf(item=condition.item, field=condition.field), ""
        case Compare(left=Day(), right=FieldOf() as field):
            yield field, FROM_THEN_ON.get(condition.relation, "")
        case Compare(left=FieldOf() as field, right=Day()):
            yield field, FROM_THEN_ON.get(TURNED.get(condition.relation, ""), "")
        case Compare(left=FieldOf() as field, right=Literal()) | OneOf(left=field):
            yield field, ""
