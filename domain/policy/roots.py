"""The conditions of a text, each with its way in the document, as whoever reads the text critically meets them."""

from collections.abc import Iterator, Mapping

import msgspec

from domain.policy.language import Condition, Exists, Measure, Share
from domain.policy.leaning import conditions_of_period, parts_of
from domain.policy.places import Way
from domain.policy.text import Policy

Kinds = Mapping[str, str]
"""The items in hand: name → kind."""


class Root(msgspec.Struct, frozen=True):
    """A condition that stands at the top, how it is called aloud, and whether its days are those of its own text."""

    way: Way
    called: str
    condition: Condition
    of_own_days: bool = True


def roots_of(policy: Policy) -> Iterator[Root]:
    """Yield the conditions of a text, those inside them apart."""
    for clause in policy.clauses:
        yield Root(("clauses", clause.no), f"clause {clause.no}", clause.condition)
    for clause in policy.refusals:
        yield Root(("refuses", clause.no), f"the refusal {clause.no}", clause.condition)
    for period in policy.periods:
        for condition in conditions_of_period(period):
            yield Root(("periods", period.name), f"the period '{period.name}'", condition, of_own_days=False)
    yield from _roots_of_levels(policy)
    for section, what, rules in (
        ("standings", "standing", policy.standings),
        ("conditions", "condition", policy.conditions),
        ("notes", "note", policy.notes),
    ):
        for rule in rules:
            yield Root((section, rule.name), f"the {what} '{rule.name}'", rule.condition)
    for need in policy.listing:
        yield Root(("listing", "needs", need.name), f"the need '{need.name}'", need.condition)


def _roots_of_levels(policy: Policy) -> Iterator[Root]:
    for level in policy.levels:
        for route in level.routes:
            called = f"the route '{route.name}' to {level.id}"
            yield Root(("levels", level.id, "routes", route.name), called, route.condition)
        for key, condition in (("kept while", level.kept), ("lost when", level.lost)):
            if condition is not None:
                yield Root(("levels", level.id, key), f"'{key}' of {level.id}", condition)


def within(condition: Condition, kinds: Kinds | None = None) -> Iterator[tuple[Condition, Kinds]]:
    """Yield a condition and all inside it, each with the items that are in hand there."""
    hand = kinds or {}
    yield condition, hand
    inner = {**hand, **bound_by(condition)}
    for part in parts_of(condition):
        yield from within(part, inner)


def bound_by(condition: Condition) -> dict[str, str]:
    """Return the items that a condition takes in hand for its own lines."""
    if isinstance(condition, Exists):
        return {binder.name: binder.kind for binder in condition.binders}
    return {condition.name: condition.kind} if isinstance(condition, Measure | Share) else {}
