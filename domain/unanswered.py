"""What a draft does to a person and does not answer for: days it takes without saying so, and days before its own."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.impact import Taken, Touched
from domain.policy.text import Loss


def unanswered(touched: Touched, losses: Iterable[Loss]) -> Iterator[tuple[str, Taken]]:
    """Yield the levels and days that a person loses without any of the losses that a draft states answering for it."""
    stated = tuple(losses)
    for each in touched.prejudice:
        for taken in (*each.earlier, *each.days):
            if not any(answers_for(loss, each.level, taken) for loss in stated):
                yield each.level, taken


def answers_for(loss: Loss, level: str, taken: Taken) -> bool:
    """Tell whether what a text says that it takes away covers days of a level that somebody loses.

    No day may be before the one it gives; and if it gives reasons, the person is told one of them on the first of them.
    """
    told = not loss.reasons or not frozenset(loss.reasons).isdisjoint(taken.reasons)
    return loss.level == level and told and taken.from_ is not None and taken.from_ >= loss.from_


def reaches_back(touched: Touched, effect: date) -> bool:
    """Tell whether anything is otherwise for a person on days before the day of effect."""
    days = (day for each in touched.moved for day in (*each.lost, *each.gained, *each.doubted))
    return any(each.from_ is None or each.from_ < effect for each in days)
