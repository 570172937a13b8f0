"""Selections compiled: items taken in hand one after the other, and the days on which a combination counts."""

from collections.abc import Callable
from typing import Any

from domain.policy.hand import FACTS, Hand, Holds
from domain.policy.terms import FAILS
from domain.timeline import END, NEVER_SPANS, NO, YES, Spans, Timeline, both, contains, either, from_day, truth_on

Ending = Callable[[Hand, Timeline], Timeline]


def before_all(lines: tuple[Holds, ...], inner: Ending) -> Holds:
    """Judge the lines that name no item of this selection once, before any is taken in hand."""

    def holds(hand: Hand) -> Timeline:
        found = YES
        for line in lines:
            found = both(found, line(hand))
            if found is NO:
                return NO
        return inner(hand, found)

    return holds


def binding(kind: str, slot: int, own: Callable[[Any], Timeline], lines: tuple[Holds, ...], inner: Ending) -> Ending:
    def bind(hand: Hand, so_far: Timeline) -> Timeline:
        found = NO
        for item in hand[FACTS].get(kind, ()):
            hand[slot] = item
            days = both(so_far, own(item))
            for line in lines:
                if days is NO:
                    break
                holds = line(hand)
                if holds is not YES:
                    days = NO if holds is NO else both(days, holds)
            if days is not NO:
                days = inner(hand, days)
                if days is not NO:
                    found = either(found, days)
        return found

    return bind


def acting(day: Callable[[Hand], Any], honoured: Spans, own: Holds) -> Ending:
    """Judge what was found on the act's own day, if a text that meant just this was in force then.

    It lasts for as long as the act itself is at hand: an act may be taken back.
    """

    def act(hand: Hand, found: Timeline) -> Timeline:
        on = day(hand)
        if on is FAILS or not found[1]:
            return NO
        if on is None:
            return both((NEVER_SPANS, (found[1][0], END)), own(hand))
        truth = truth_on(found, on)
        if truth is False or not contains(honoured, on):
            return NO
        return both(from_day(on) if truth else (NEVER_SPANS, (on, END)), own(hand))

    return act


def counting_from(day: Callable[[Hand], Any]) -> Ending:
    def counting(hand: Hand, found: Timeline) -> Timeline:
        on = day(hand)
        if on is FAILS:
            return NO
        return (NEVER_SPANS, found[1]) if on is None else both(found, from_day(on))

    return counting
