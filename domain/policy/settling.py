"""Conditions that nothing to come can mend, once they fail for the items in hand."""

from domain.policy.language import Anchored, Compare, Condition, Day, Given, OneOf, Reading, Shifted, Term

BEFORE = {"before", "on or before"}


def settles_for_good(condition: Condition) -> bool:
    """Tell whether a failure lasts: it asks what items in hand state, how a text is read, or for a day that is over.

    Another item may still meet the condition: this is of ways that are open to one and the same.
    """
    match condition:
        case Compare(Day(), relation, right):
            return relation in BEFORE and not _moves(right)
        case Compare(left, _, right):
            return not _moves(left) and not _moves(right)
        case OneOf() | Given() | Reading():
            return True
    return False


def _moves(term: Term) -> bool:
    """Tell whether a term moves with the day asked about."""
    match term:
        case Day():
            return True
        case Shifted(inner) | Anchored(inner):
            return _moves(inner)
    return False
