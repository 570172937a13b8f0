"""Equal lengths of time written out: a condition on each of them becomes that many conditions."""

from functools import cache
from typing import Any

import msgspec

from domain.dates import Duration
from domain.policy.language import Compare, Condition, InEach, InForce, Shifted, Term, Together


@cache
def written_out(each: InEach) -> Together:
    """Return the conditions on the single lengths, together as the text asks for them."""
    judged = [_placed(each.that, each.name, *edges(each, number)) for number in range(each.times)]
    if not each.at_least:
        return Together(how="all", of=tuple(judged))
    if not each.in_a_row:
        return Together(how="at least", n=each.at_least, of=tuple(judged))
    rows = [judged[start : start + each.at_least] for start in range(each.times - each.at_least + 1)]
    return Together(how="any", of=tuple(Together(how="all", of=tuple(row)) for row in rows))


def edges(each: InEach, number: int) -> tuple[Term, Term]:
    """Return the first day of one of the lengths, and the day after its last; each is counted from the anchor."""
    counts = (number, number + 1) if each.side == "from" else (each.times - number, each.times - number - 1)
    first, after = (_shifted(each, count) for count in counts)
    return first, after


def _shifted(each: InEach, count: int) -> Term:
    if not count:
        return each.anchor
    length = Duration(months=each.length.months * count, days=each.length.days * count)
    return Shifted(term=each.anchor, direction="after" if each.side == "from" else "before", length=length)


def _placed(node: Any, name: str, first: Term, after: Term) -> Condition:  # noqa: ANN401 -- any part of the tree
    """Return the node with each relation to the named length in terms of its edges."""
    if isinstance(node, InForce) and node.item == name:
        return Together(how="all", of=(Compare(node.on, "on or after", first), Compare(node.on, "before", after)))
    if isinstance(node, tuple):
        return tuple(_placed(each, name, first, after) for each in node)  # type: ignore[return-value]
    if isinstance(node, msgspec.Struct):
        fields = {field: getattr(node, field) for field in node.__struct_fields__}
        changed = {
            field: placed
            for field, value in fields.items()
            if isinstance(value, tuple | msgspec.Struct) and (placed := _placed(value, name, first, after)) is not value
        }
        return msgspec.structs.replace(node, **changed) if changed else node  # type: ignore[return-value]
    return node  # type: ignore[no-any-return]
