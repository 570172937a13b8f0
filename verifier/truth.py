"""Kleene's three values: True is certain, None is possible, False is not."""

from collections.abc import Iterable

Truth = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """Return the least of the truths; of none at all it is certain."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            found = None
    return found


def some(truths: Iterable[Truth]) -> Truth:
    """Return the greatest of the truths; of none at all it is not."""
    return opposite(every(opposite(truth) for truth in truths))


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def so_many(needed: int, truths: Iterable[Truth]) -> Truth:
    """Return whether at least so many of the truths hold."""
    found = list(truths)
    if sum(truth is True for truth in found) >= needed:
        return True
    return None if sum(truth is not False for truth in found) >= needed else False


def so_many_in_a_row(needed: int, truths: Iterable[Truth]) -> Truth:
    """Return whether at least so many truths hold that follow on each other."""
    found = list(truths)
    return some(every(found[start : start + needed]) for start in range(len(found) - needed + 1))


def agreed(truths: Iterable[Truth]) -> Truth:
    """Return what holds under every one of several possibilities, or possibly."""
    found = set(truths)
    if len(found) == 1:
        return found.pop()
    return None if found else False
