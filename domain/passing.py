"""Days that pass while nothing is recorded: on which of them a pathway comes to stand elsewhere, and by what."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain as chained

import msgspec

from domain.attribution import SHARED, Category
from domain.case import Case
from domain.policy.chain import Chain, Version
from domain.policy.hand import Facts
from domain.policy.rules import RECOGNITION, Rules, recognised_days
from domain.policy.vocabulary import Vocabulary
from domain.stand import Stand, differing, stand_on
from domain.timeline import BEGIN, END, Timeline, intersection, union

NEVER = END - 1
"""The day to which is put off what is left out of account: the last one there is."""

BROUGHT = {"pathway": Category.EVIDENCE, "program": SHARED["program"], "register": SHARED["register"]}
"""What a day brings beside a text, in the order in which it is taken into account, by where it is recorded."""


class Turn(msgspec.Struct, frozen=True):
    """A change on a day: what it is put down to, the stand before and after it, and the case that tells what decides.

    ``stated_by`` are the events of the items that are dated on the day.
    """

    on: date
    category: Category
    before: Stand
    after: Stand
    case: Case
    stated_by: tuple[str, ...] = ()

    @property
    def differs(self) -> tuple[str, ...]:
        """The members of the stand that change."""
        return differing(self.before, self.after)


def turns(case: Case, compiled: Callable[[Chain], Rules], before: Stand, on: date, until: date) -> Iterator[Turn]:
    """Yield each change from one day, on which the pathway stands as ``before`` says, up to and including another.

    A day is taken apart: first what passing time alone changes, as though nothing were dated on that day and the text
    of the day before went on; then evidence, programs and registers of that day; then the text that comes into force
    or goes out of it. What is left over in the end is nothing.
    """
    for day in days_of_change(case):
        if on.toordinal() < day <= until.toordinal():
            for turn in _of_day(case, compiled, before, date.fromordinal(day)):
                yield turn
                before = turn.after


def _of_day(case: Case, compiled: Callable[[Chain], Rules], before: Stand, on: date) -> Iterator[Turn]:
    if not differing(before, stand_on(case, on)):
        return
    before = stand_on(case, on - timedelta(1))
    for category, then, stated_by in _stages(case, compiled, on):
        after = stand_on(then, on)
        if differing(before, after):
            yield Turn(on, category, before, after, then, stated_by)
            before = after


def _stages(
    case: Case, compiled: Callable[[Chain], Rules], on: date
) -> Iterator[tuple[Category, Case, tuple[str, ...]]]:
    """Yield what the day brings, one thing after the other, with the case as it is with that and all before.

    The last is the case itself.
    """
    chain = case.rules.chain
    text, last = chain.version_on(on), chain.version_on(on - timedelta(1))
    rules = case.rules if last is None or last is text else compiled(carried_on(chain, last, on))
    vocabulary = (last or text or chain.covers[0][0]).policy.vocabulary
    dated = {where: dated_items(case.facts, vocabulary, on, where) for where in BROUGHT}

    def without(left_out: frozenset[str]) -> Case:
        whole = rules is case.rules and not left_out
        return case if whole else Case(rules, put_off(case.facts, vocabulary, on, left_out))

    if last is not None:
        left_out = frozenset(chained.from_iterable(dated.values()))
        yield Category.TIME, without(left_out), ()
        for where, category in BROUGHT.items():
            if dated[where]:
                left_out -= dated[where]
                yield category, without(left_out), tuple(sorted(dated[where]))
    if last is None or rules is not case.rules:
        yield Category.POLICY, case, ()


def carried_on(chain: Chain, version: Version, on: date) -> Chain:
    """Return the chain in which a text stays in force from a day on, whatever came after it."""
    day = on.toordinal()
    covers = tuple(
        (each, union(cover, (day, END)) if each is version else intersection(cover, (BEGIN, day)))
        for each, cover in chain.covers
    )
    return msgspec.structs.replace(chain, covers=covers)


def dated_items(facts: Facts, vocabulary: Vocabulary, on: date, where: str) -> frozenset[str]:
    """Return the events that state items dated on a day, in streams of a kind."""
    day = on.toordinal()
    return frozenset(
        item["event"]
        for kind, items in facts.items()
        for item in items
        if item.get("event", "").startswith(f"{where}/")
        and any(item.get(name) == day for name in _dates(vocabulary, kind))
    )


def put_off(facts: Facts, vocabulary: Vocabulary, on: date, stated_by: frozenset[str]) -> Facts:
    """Return facts as though a day had not come for the items of some events: what is dated on it is put off."""
    if not stated_by:
        return facts
    day = on.toordinal()
    return {
        kind: [
            {name: NEVER if name in dates and value == day else value for name, value in item.items()}
            if item.get("event") in stated_by
            else item
            for item in items
        ]
        for kind, items in facts.items()
        for dates in (_dates(vocabulary, kind),)
    }


def _dates(vocabulary: Vocabulary, kind: str) -> frozenset[str]:
    known = vocabulary[kind].fields if kind in vocabulary else {}
    return frozenset({"retracted_on", *(name for name, field in known.items() if field.type == "date")})


def days_of_change(case: Case) -> list[int]:
    """Return every day from which anything may be otherwise, in order."""
    found = case.assessment
    parts = (found.held, found.entitled, found.standings, found.unmet, found.conditions, found.notes)
    tracks: list[Timeline] = [found.listable, *(track for part in parts for track in part.values())]
    tracks += (recognised_days(item) for item in case.facts.get(RECOGNITION, ()))
    tracks += ((cover, cover) for _, cover in case.rules.chain.covers)
    return sorted({edge for track in tracks for spans in track for edge in spans})
