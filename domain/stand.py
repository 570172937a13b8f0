"""Where a pathway stands on a day, and by what: what two answers are compared by when it is asked why they differ."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

import msgspec

from domain.answer import Answer, Basis, Known
from domain.case import Case, NoPolicyInForce
from domain.shown import NONE


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """Where a pathway stands on a day: each member as in the answer, with what the answer gives as its reasons.

    What is missing towards other levels is no part of it. ``clauses`` are those by which the level and specialisations
    are held, and by which levels were lost. ``version`` is the text that judges the day; another text is no change
    by itself.
    """

    version: str = ""
    level: str = NONE
    since: date | None = None
    until: date | None = None
    levels: tuple[str, ...] = ()
    possible_levels: tuple[str, ...] = ()
    standing: str = NONE
    possible_standings: tuple[str, ...] = ()
    listing: str = "unlisted"
    possibly_listed: bool = False
    conditions: tuple[str, ...] = ()
    possible_conditions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


NOWHERE = Stand()
"""Where a pathway stands that is not open yet, and on a day on which no text is in force."""

COMPARED = tuple(name for name in Stand.__struct_fields__ if name != "version")


def stand_on(case: Case | None, on: date) -> Stand:
    """Return where a pathway stands on a day; a pathway that is not open yet has no case."""
    if case is None:
        return NOWHERE
    try:
        return _stand(case.answer("", on, Known(0, ""), ""))
    except NoPolicyInForce:
        return NOWHERE


def differing(before: Stand, after: Stand) -> tuple[str, ...]:
    """Return the names of the members in which two differ."""
    return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))


def _stand(answer: Answer) -> Stand:
    clauses = [*(each.clauses for each in _basis(answer)), *(each.clauses for each in answer.lost)]
    return Stand(
        version=answer.under.version,
        level=answer.level.id,
        since=answer.level.since,
        until=answer.level.until,
        levels=tuple(each.id for each in (*answer.levels, *answer.specialisations)),
        possible_levels=answer.possible_levels,
        standing=answer.standing.id,
        possible_standings=answer.standing.possible,
        listing=answer.listing.state,
        possibly_listed=answer.listing.possible,
        conditions=tuple(each.id for each in answer.open_conditions),
        possible_conditions=tuple(each.id for each in answer.possible_conditions),
        notes=tuple(each.id for each in answer.notes),
        reasons=tuple(dict.fromkeys(reason for reason in _reasons(answer) if reason)),
        clauses=tuple(dict.fromkeys(chain.from_iterable(clauses))),
    )


def _basis(answer: Answer) -> list[Basis]:
    meant = {answer.level.id, *(each.id for each in answer.specialisations)}
    return [each for each in answer.basis if each.level in meant]


def _reasons(answer: Answer) -> Iterator[str]:
    for base in _basis(answer):
        yield from base.reasons
    for lost in answer.lost:
        yield from lost.reasons
    yield answer.standing.reason
    yield from (each.reason for each in answer.open_conditions)
    yield from answer.listing.reasons
    yield from (each.reason for each in answer.notes)
