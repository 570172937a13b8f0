"""Timelines joined: together, sampled on one day, or taken from the text of another."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.policy.hand import Hand, Holds
from domain.policy.language import Together
from domain.policy.moving import FAILS
from domain.timeline import (
    ALWAYS_SPANS,
    MAYBE,
    NEVER_SPANS,
    NO,
    YES,
    Spans,
    Timeline,
    at_least_so_many,
    both,
    contains,
    either,
    intersection,
    neither,
    truth_on,
    union,
    union_of,
)


def constantly(timeline: Timeline) -> Holds:
    """Return the closure that gives the same timeline whatever is in hand."""
    return lambda _: timeline


def as_in_force(day: Callable[[Hand], Any], texts: Sequence[tuple[Holds, Spans]]) -> Holds:
    """Return the closure of what the text in force on a day says; on an unknown day any of them may be meant.

    It is certain then only if every text says so, and one was in force on every day.
    """
    always = union_of(cover for _, cover in texts) == ALWAYS_SPANS

    def holds(hand: Hand) -> Timeline:
        on = day(hand)
        if on is FAILS:
            return NO
        if on is not None:
            return next((text(hand) for text, cover in texts if contains(cover, on)), NO)
        found = [text(hand) for text, _ in texts]
        certain, possible = found[0] if found else NO
        for each in found[1:]:
            certain, possible = intersection(certain, each[0]), union(possible, each[1])
        return certain if always else NEVER_SPANS, possible

    return holds


def sampled(day: Callable[[Hand], Any], inner: Holds) -> Holds:
    """Return the closure of the truth on one day, as a constant."""

    def holds(hand: Hand) -> Timeline:
        on = day(hand)
        if on is FAILS:
            return NO
        found = inner(hand)
        if on is None:
            return YES if found == YES else NO if found == NO else MAYBE
        truth = truth_on(found, on)
        return MAYBE if truth is None else YES if truth else NO

    return holds


def joined(condition: Together, parts: Sequence[Holds]) -> Holds:
    """Return the closure of conditions that belong together."""
    if condition.how == "all":

        def every(hand: Hand) -> Timeline:
            found = YES
            for part in parts:
                days = part(hand)
                found = days if found is YES else both(found, days)
                if found is NO:
                    return NO
            return found

        return every

    def some(hand: Hand) -> Timeline:
        found = NO
        for part in parts:
            days = part(hand)
            if days is not NO:
                found = days if found is NO else either(found, days)
        return found

    if condition.how == "any":
        return some
    if condition.how == "none":
        return lambda hand: neither(some(hand))
    return lambda hand: at_least_so_many(condition.n, [part(hand) for part in parts])
