"""Days that move with the day asked about, and on which days a relation with one of them holds."""

from collections.abc import Callable
from typing import Any

from domain.dates import last_by, last_day_whose_shift_is_by, next_from
from domain.policy.hand import Hand
from domain.policy.language import Anchored, Day, Shifted, Term
from domain.timeline import BEGIN, END, NO, YES, Timeline, sure

FAILS = object()
"""A value that makes every relation with it fail."""

Inverse = Callable[[int], int]
"""Gives the last day from which a step leads to the given day or an earlier one."""
Moves = tuple[Inverse, ...]
"""The steps from the day asked about to a term, inverted, the outermost first."""


def mentions_day(term: Term) -> bool:
    """Tell whether a term moves with the day asked about."""
    return isinstance(term, Day) or (isinstance(term, Shifted | Anchored) and mentions_day(term.term))


def moves_of(term: Term, length: Callable[[Shifted], Callable[[Hand], Any]]) -> Callable[[Hand], Any]:
    """Return the closure of the moves of a term; ``length`` gives that of a shift.

    It gives None where a length is unknown, and `FAILS` where one fails.
    """
    steps: list[Callable[[Hand], Any]] = []
    fixed = True
    while not isinstance(term, Day):
        assert isinstance(term, Shifted | Anchored)  # noqa: S101 -- nothing else moves
        steps.append(_shift(length(term)) if isinstance(term, Shifted) else _anchor(term))
        fixed = fixed and not (isinstance(term, Shifted) and term.months_of)
        term = term.term
    if fixed:
        constant = tuple(step([]) for step in steps)
        return lambda _: constant

    def moves(hand: Hand) -> Any:  # noqa: ANN401 -- moves, or what stands for none
        found = tuple(step(hand) for step in steps)
        return FAILS if FAILS in found else None if None in found else found

    return moves


def related(x: int, relation: str, moves: Moves) -> Timeline:
    """Return the days on which the fixed day stands in the relation to the moving one."""
    if x == END:
        return YES if relation in {"on or after", "after"} else NO
    if relation == "on or after":
        return _until(_after_last(x, moves))
    if relation == "after":
        return _until(_after_last(x - 1, moves))
    if relation == "on or before":
        return _since(_after_last(x - 1, moves))
    if relation == "before":
        return _since(_after_last(x, moves))
    from_, until = _after_last(x - 1, moves), _after_last(x, moves)
    return sure((from_, until)) if from_ < until else NO


def _after_last(limit: int, moves: Moves) -> int:
    """Return the first day that leads to one after the limit."""
    for inverse in moves:
        if limit < BEGIN:
            return BEGIN
        limit = inverse(limit)
    return limit + 1 if limit >= BEGIN else BEGIN


def _until(day: int) -> Timeline:
    return YES if day >= END else NO if day <= BEGIN else sure((BEGIN, day))


def _since(day: int) -> Timeline:
    return NO if day >= END else YES if day <= BEGIN else sure((day, END))


def _shift(length: Callable[[Hand], Any]) -> Callable[[Hand], Any]:
    def step(hand: Hand) -> Any:  # noqa: ANN401 -- the inverse, or what stands for an unknown or failing length
        by = length(hand)
        return (lambda limit: last_day_whose_shift_is_by(limit, *by)) if isinstance(by, tuple) else by

    return step


def _anchor(term: Anchored) -> Callable[[Hand], Inverse]:
    month, day = term.month, term.day

    def last_on_or_before(limit: int) -> int:
        return END if limit >= END - 1 else next_from(limit + 1, month, day) - 1

    def next_on_or_after(limit: int) -> int:
        return END if limit >= END else last_by(limit, month, day)

    inverse = last_on_or_before if term.side == "last" else next_on_or_after
    return lambda _: inverse
