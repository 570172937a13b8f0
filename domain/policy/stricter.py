"""Whether one condition is at least as strict as another, as far as their form shows it.

``stricter(new, old)`` is true only if the new condition can hold on no day on which the old one does not. What the
form does not show is not stricter.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from domain.dates import Duration
from domain.policy.amount_order import asked, never_less, taken_off
from domain.policy.language import (
    Compare,
    Condition,
    Exists,
    InEach,
    Literal,
    Measure,
    OneOf,
    Relieved,
    Require,
    Shifted,
    Term,
    Together,
    Total,
)

_AT_LEAST = {"at least": 0, "more than": 1}
_AT_MOST = {"at most": 0, "less than": 1}
_FROM = {"on or after": 0, "after": 1}
_UP_TO = {"on or before": 0, "before": 1}


def stricter(new: Condition, old: Condition) -> bool:
    """Tell whether the new condition is shown to hold nowhere but where the old one does."""
    new, old = _bare(new), _bare(old)
    if new == old:
        return True
    return _by_parts(new, old) or _FORMS.get(type(new), _never)(new, old)


def _by_parts(new: Condition, old: Condition) -> bool:
    """Judge conditions that belong together by their parts."""
    if isinstance(old, Together) and old.how == "all":
        return all(stricter(new, part) for part in old.of)
    if isinstance(new, Together) and new.how == "any":
        return all(stricter(part, old) for part in new.of)
    if isinstance(new, Together) and new.how == "all":
        return any(stricter(part, old) for part in new.of)
    if isinstance(old, Together) and old.how == "any":
        return any(stricter(new, part) for part in old.of)
    if isinstance(old, Relieved) and not isinstance(new, Relieved):
        return stricter(new, old.that)
    return isinstance(new, Together) and isinstance(old, Together) and _together(new, old)


def _together(new: Together, old: Together) -> bool:
    if new.how == old.how == "none":
        return all(any(stricter(part, wider) for wider in new.of) for part in old.of)
    return new.how == old.how == "at least" and new.of == old.of and new.n >= old.n


def _bare(condition: Condition) -> Condition:
    return _bare(condition.that) if isinstance(condition, Require) else condition


def _never(_: Any, __: Any) -> bool:  # noqa: ANN401 -- conditions of which the form shows nothing
    return False


def _compare(new: Compare, old: Any) -> bool:  # noqa: ANN401 -- any condition
    if isinstance(old, OneOf):
        named = isinstance(new.right, Literal) and new.right.value in old.values
        return new.relation == "is" and new.left == old.left and named
    if not isinstance(old, Compare) or new.left != old.left:
        return False
    for relations, higher in ((_AT_LEAST, True), (_AT_MOST, False), (_FROM, True), (_UP_TO, False)):
        if new.relation in relations and old.relation in relations:
            order = _order(new.right, old.right)
            tighter = None if order is None else order if higher else -order
            return tighter is not None and (
                tighter > 0 or (tighter == 0 and relations[new.relation] >= relations[old.relation])
            )
    return False


def _order(new: Term, old: Term) -> int | None:
    """Return whether a term is always more than another (1), the same (0) or less (-1), as far as can be shown."""
    if new == old:
        return 0
    if isinstance(new, Literal) and isinstance(old, Literal) and new.unit == old.unit:
        x, y = _value(new), _value(old)
        return int(x > y) - int(x < y)
    if isinstance(new, Shifted) and isinstance(old, Shifted) and (new.term, new.direction) == (old.term, old.direction):
        longer = _longer(new, old)
        return None if longer is None else longer if new.direction == "after" else -longer
    return None


def _value(literal: Literal) -> Any:  # noqa: ANN401 -- a day or a number
    return date.fromisoformat(literal.value) if "-" in literal.value[1:] else Decimal(literal.value)


def _longer(new: Shifted, old: Shifted) -> int | None:
    if new.months_of or old.months_of:
        return None
    return _order_of_lengths(new.length, old.length)


def _order_of_lengths(new: Duration, old: Duration) -> int | None:
    more = (new.months >= old.months, new.days >= old.days)
    less = (new.months <= old.months, new.days <= old.days)
    return 0 if new == old else 1 if all(more) else -1 if all(less) else None


def _one_of(new: OneOf, old: Any) -> bool:  # noqa: ANN401 -- any condition
    return isinstance(old, OneOf) and new.left == old.left and set(new.values) <= set(old.values)


def _measure(new: Measure, old: Any) -> bool:  # noqa: ANN401 -- any condition
    alike = {"where": old.where, "taken": old.taken, **_amounts(old)} if isinstance(old, Measure) else None
    if alike is None or msgspec.structs.replace(new, **alike) != old:
        return False
    if new.relation in _AT_LEAST:
        return _more_asked(new, old) and new.taken <= old.taken and _lines(new.where, old.where)
    same = (new.where, new.taken, new.caps, taken_off(new)) == (old.where, old.taken, old.caps, taken_off(old))
    return new.relation in _AT_MOST and never_less(asked(old), asked(new)) and same


def _amounts(old: Measure | Total) -> dict[str, Any]:
    """Return the amounts of a measure, which are compared apart from its form."""
    return {name: getattr(old, name) for name in ("amount", "amount_of", "beyond", "beyond_of", "caps")}


def _more_asked(new: Measure | Total, old: Measure | Total) -> bool:
    """Tell whether no less is asked, and no more of what there is counts."""
    return never_less(asked(new), asked(old)) and never_less(taken_off(new), taken_off(old)) and _caps(new, old)


def _caps(new: Measure | Total, old: Measure | Total) -> bool:
    """Tell whether every cap stays, or is lower; more caps make less count."""
    lower = {(cap.each, cap.out_of): (cap.amount, cap.amount_of) for cap in new.caps}
    before = {(cap.each, cap.out_of): (cap.amount, cap.amount_of) for cap in old.caps}
    return all(key in lower and never_less(most, lower[key]) for key, most in before.items())


def _total(new: Total, old: Any) -> bool:  # noqa: ANN401 -- any condition
    alike = isinstance(old, Total) and msgspec.structs.replace(new, **_amounts(old)) == old
    return alike and new.relation in _AT_LEAST and _more_asked(new, old)


def _exists(new: Exists, old: Any) -> bool:  # noqa: ANN401 -- any condition
    if not isinstance(old, Exists) or msgspec.structs.replace(new, when=old.when, binders=old.binders) != old:
        return False
    items = [[(binder.name, binder.kind) for binder in each.binders] for each in (new, old)]
    return items[0][: len(items[1])] == items[1] and _lines(new.when, old.when)


def _lines(new: tuple[Condition, ...], old: tuple[Condition, ...]) -> bool:
    """Tell whether every old line follows from a new one."""
    return all(any(stricter(line, each) for line in new) for each in old)


def _in_each(new: InEach, old: Any) -> bool:  # noqa: ANN401 -- any condition
    if not isinstance(old, InEach) or msgspec.structs.replace(new, that=old.that, at_least=old.at_least) != old:
        return False
    asked, before = new.at_least or new.times, old.at_least or old.times
    return asked >= before and stricter(new.that, old.that)


def _relieved(new: Relieved, old: Any) -> bool:  # noqa: ANN401 -- any condition
    if not isinstance(old, Relieved):
        return stricter(new.that, old) and all(stricter(relief.when, old) for relief in new.by)
    return stricter(new.that, old.that) and all(
        any(stricter(relief.when, each.when) for each in old.by) for relief in new.by
    )


_FORMS: dict[type, Callable[[Any, Any], bool]] = {
    Compare: _compare,
    OneOf: _one_of,
    Measure: _measure,
    Total: _total,
    Exists: _exists,
    InEach: _in_each,
    Relieved: _relieved,
}
