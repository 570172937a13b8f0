"""That a pathway came to stand otherwise: by what was recorded, or by the passing of a day, with before and after."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from domain.attribution import Category
from domain.case import Case
from domain.impact import Side, Touched, Trial
from domain.passing import days_of_change
from domain.policy.rules import Rules
from domain.world import World

ONE_DAY = timedelta(1)


class Determination(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one standing.

    ``position`` is that of the last event of the command that brought it, or of the last that was known on the day that
    brought it, and ``recorded_at`` the instant of it. ``on`` is that day, or the day of the recording in UTC; effects
    are told as of it. ``causes`` are the ids of the events, none where a day alone brought it. ``version`` is the text
    that brought it, where one did, else empty. ``reason`` is why the last of the causes was recorded, unless that is
    sealed, being about a person: it is read with the event.
    """

    position: int
    recorded_at: datetime
    pathway: str
    on: date
    category: Category
    causes: tuple[str, ...]
    version: str
    actor: str
    reason: str | None
    touched: Touched


class Passing(msgspec.Struct, frozen=True):
    """What a day brought by itself: by the text that came into force or went out of it on the day, if any did."""

    on: date
    category: Category
    version: str
    touched: Touched


def brought_by_days(rules: Rules, pathway: str, side: Side, after: date, until: date) -> Iterator[Passing]:
    """Yield what the days after one, up to and including another, bring to a pathway of which nothing is recorded.

    The day on which the first text of all comes into force brings nothing: there was no standing before it.
    """
    for day in days_of_change(Case(rules, side.facts, side.found)):
        if not after.toordinal() < day <= until.toordinal():
            continue
        on = date.fromordinal(day)
        before, then = (rules.chain.version_on(each) for each in (on - ONE_DAY, on))
        if before is None or then is None:
            continue
        touched = Trial(World(rules, on - ONE_DAY), World(rules, on), on).of(pathway, side, side)
        if touched is not None:
            category = Category.TIME if before is then else Category.POLICY
            yield Passing(on, category, "" if before is then else then.policy.version, touched)
