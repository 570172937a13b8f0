"""The reason codes that a condition can give, where it holds or where it fails."""

from domain.policy.language import ClauseHolds, Condition, Exists, Relieved, Require
from domain.policy.leaning import parts_of
from domain.policy.text import Policy


def codes_given(condition: Condition, policy: Policy) -> frozenset[str]:
    """Return every code that stands in a condition of a text, the clauses that it names opened."""
    found: set[str] = set()
    opened: set[str] = set()
    waiting = [condition]
    while waiting:
        each = waiting.pop()
        match each:
            case Require():
                found.add(each.otherwise)
            case Exists():
                found |= {binder.missing for binder in each.binders}
            case Relieved():
                found |= {ground.reason for ground in each.by}
            case ClauseHolds() if each.no not in opened:
                opened.add(each.no)
                clause = policy.clause(each.no)
                found |= {clause.reason, clause.otherwise}
                waiting.append(clause.condition)
        waiting += parts_of(each)
    return frozenset(found - {""})
