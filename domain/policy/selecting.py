"""Selections compiled: items taken in hand one after the other, and the days on which a combination counts."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from domain.policy.hand import Hand, Holds, spend
from domain.policy.moving import FAILS
from domain.timeline import (
    ALWAYS_SPANS,
    BEGIN,
    END,
    NEVER_SPANS,
    NO,
    YES,
    Spans,
    Timeline,
    both,
    contains,
    either,
    from_day,
    truth_on,
    within,
)

Ending = Callable[[Hand, Timeline], Timeline]


class Bound(Protocol):
    """Goes through the items of a selection; the days so far are all days, if none are given."""

    def __call__(self, hand: Hand, so_far: Timeline = ..., /) -> Timeline:
        """Return the days on which a combination counts."""


Items = Callable[[Hand], Sequence[Any]]


def before_all(lines: tuple[Holds, ...], inner: Ending) -> Holds:
    """Judge the lines that name no item of this selection once, before any is taken in hand."""

    def holds(hand: Hand) -> Timeline:
        found = YES
        for line in lines:
            part = line(hand)
            found = part if found is YES else both(found, part)
            if found is NO:
                return NO
        return inner(hand, found)

    return holds


def binding(items: Items, slot: int, own: Callable[[Any], Timeline], lines: tuple[Holds, ...], inner: Ending) -> Bound:
    """Take the items in hand one after the other, and end with ``inner`` whenever all lines may hold."""

    def bind(hand: Hand, so_far: Timeline = YES) -> Timeline:
        several = items(hand)
        if not several:
            return NO
        spend(hand, several)
        found = NO
        for item in several:
            hand[slot] = item
            days = so_far
            for line in lines:
                holds = line(hand)
                if holds is YES:
                    continue
                if holds is NO:
                    break
                days = holds if days is YES else both(days, holds)
                if days is NO:
                    break
            else:
                days = own(item) if days is YES else both(days, own(item))
                if days is not NO:
                    days = inner(hand, days)
                if days is not NO:
                    found = days if found is NO else either(found, days)
        return found

    return bind


def acting(day: Callable[[Hand], Any], honoured: Spans, own: Holds, counting: Ending | None) -> Ending:
    """Judge what was found on the act's own day, if a text that meant just this was in force then.

    It lasts for as long as the act itself is at hand: an act may be taken back. ``counting`` says on which days it
    counts instead, which may begin before the act.
    """

    def act(hand: Hand, found: Timeline) -> Timeline:
        on = day(hand)
        if on is FAILS or not found[1]:
            return NO
        if on is None:
            truth: Timeline = (NEVER_SPANS, ALWAYS_SPANS if counting else (found[1][0], END))
        else:
            judged = truth_on(found, on)
            if judged is False or not contains(honoured, on):
                return NO
            since = ALWAYS_SPANS if counting else (on, END)
            truth = (since if judged else NEVER_SPANS, since)
        return counting(hand, both(truth, _not_taken_back(own(hand)))) if counting else both(truth, own(hand))

    return act


def _not_taken_back(own: Timeline) -> Timeline:
    """Return the days of an act without its beginning: it may count from before."""
    return (BEGIN, *own[0][1:]) if own[0] else NEVER_SPANS, (BEGIN, *own[1][1:]) if own[1] else NEVER_SPANS


def counting_between(from_: Callable[[Hand], Any] | None, up_to: Callable[[Hand], Any] | None) -> Ending:
    """Return what cuts the days to those from one on, and up to another, both included."""

    def counting(hand: Hand, found: Timeline) -> Timeline:
        if from_ is not None:
            start = from_(hand)
            if start is FAILS:
                return NO
            found = (NEVER_SPANS, found[1]) if start is None else both(found, from_day(start))
        if up_to is not None:
            last = up_to(hand)
            if last is FAILS:
                return NO
            found = (NEVER_SPANS, found[1]) if last is None else within(found, (BEGIN, min(last + 1, END)))
        return found

    return counting


def collecting(slot: int, value: Callable[[Hand], Any]) -> Ending:
    """Return what keeps each combination, with the days on which it counts and a value of its own."""

    def collect(hand: Hand, found: Timeline) -> Timeline:
        hand[slot].append((found, value(hand)))
        return NO

    return collect
