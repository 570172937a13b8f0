"""What is asked of every item: in the tree, that there is none of which it is not so."""

from domain.policy.language import Condition, Exists, Together


def every_of(condition: Together) -> tuple[Exists, Condition] | None:
    """Return the selection and the condition of what says that every item meets it; ``none`` that does not says so."""
    one = condition.of[0] if condition.how == "none" and len(condition.of) == 1 else None
    if not isinstance(one, Exists) or len(one.binders) != 1 or not one.when or one.judged_on or one.counts_from:
        return None
    last = one.when[-1]
    if isinstance(last, Together) and last.how == "none" and len(last.of) == 1 and not one.counts_up_to:
        return one, last.of[0]
    return None
