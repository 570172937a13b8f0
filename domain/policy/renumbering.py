"""Which clause of one text is which of another, whatever their numbers."""

from collections.abc import Callable

import msgspec

from domain.policy.normal import normal
from domain.policy.text import Clause, Policy


def same_clauses(old: Policy, new: Policy) -> dict[str, str]:
    """Return the number that each clause of the new text has in the old one; a clause that is new has none.

    Clauses that mean the same come first, then those of the same number, then those that only name changed clauses.
    """
    left = {clause.no: clause for clause in old.clauses}
    waiting = {clause.no: clause for clause in new.clauses}
    found: dict[str, str] = {}

    def pair(matches: Callable[[Clause, Clause], bool]) -> bool:
        before = len(found)
        for no, clause in [*waiting.items()]:
            alike = [each for each in _same_number_first(left, no) if matches(each, clause)]
            if alike:
                found[no] = alike[0].no
                del waiting[no], left[alike[0].no]
        return len(found) > before

    was, is_ = _Expanded(old), _Expanded(new)
    pair(lambda one, other: was.of(one.no) == is_.of(other.no))
    pair(lambda one, other: one.no == other.no)
    while pair(lambda one, other: stated(one) == stated(other, lambda no: found.get(no, f"new {no}"))):
        pass
    return found


def stated(clause: Clause, number: Callable[[str], str] = str) -> tuple[bytes, str, str]:
    """Return what a clause states apart from its own number and its words."""
    return normal(clause.condition, number), clause.reason, clause.otherwise


def _same_number_first(clauses: dict[str, Clause], no: str) -> list[Clause]:
    return sorted(clauses.values(), key=lambda each: each.no != no)


class _Expanded:
    """What clauses of one text state, with the clauses that they name put in place of their numbers."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._known: dict[str, str] = {}

    def of(self, no: str) -> str:
        if no not in self._known:
            meant, *codes = stated(self._policy.clause(no), self.of)
            self._known[no] = msgspec.json.encode([meant.decode(), *codes]).decode()
        return self._known[no]
