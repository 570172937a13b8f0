"""Periods worked out: each follows on the one before, for as long as it is renewed.

Every period is an item of evidence, a span with the days on which it is at hand: certainly, or only possibly.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush
from typing import Any

import msgspec

from domain.dates import shifted
from domain.policy.extending import Extend
from domain.policy.hand import IN_DOUBT, Hand, Holds
from domain.policy.looking_back import Beginnings, Ends, Item, settled
from domain.policy.moving import FAILS
from domain.policy.text import Period, Renewal
from domain.refusal import Refusal
from domain.timeline import (
    BEGIN,
    END,
    NEVER_SPANS,
    NO,
    Spans,
    Timeline,
    complement,
    contains,
    either,
    from_day,
    intersection,
    truth_on,
    union,
    union_of,
    within,
)

LAST_BEGINNING = date(2201, 1, 1).toordinal()
"""No period begins on this day or later."""
MOST_EXTENSIONS = 2_000
"""How often an extension may bring in another."""
MOST = 3_000
"""How many periods follow from one beginning; what comes after them is of unknown days."""

Beginning = tuple[int, bool]
"""The day of a beginning, and whether it is certain."""


class PeriodTurnsInACircle(Refusal):
    """A period can be worked out only from itself, by way of the text of another day."""

    sentence = (
        "whether a {0} runs depends on whether one runs, by way of 'as in force on'; say how the first one begins"
    )


class Stated(msgspec.Struct, frozen=True):
    """A period as one text states it, compiled; ``cover`` are the days on which that text is in force.

    ``begins`` gives days, None where one is unknown; ``end`` the day after the period's last, extensions apart. What
    begins ``looks_back`` if it depends on periods of the same name that are over.
    """

    cover: Spans
    period: Period
    slot: int
    begins: Callable[[Hand], list[tuple[int | None, bool]]]
    whenever: Holds
    looks_back: bool
    end: Callable[[Hand, int, int], Any]
    extend: Sequence[Extend]
    renewed: Holds | None
    late: Holds
    lost: Holds


class Unfolding:
    """The periods of one name over all the texts of a chain."""

    def __init__(self, name: str, stated: Sequence[Stated], past: int) -> None:
        """Take the texts that state the period, and where those stand in the hand that are over by a beginning."""
        self._name = name
        self._stated = stated
        self.past = past
        self._looks_back = any(each.looks_back for each in stated)
        self._saying = list(_saying(stated))

    def items(self, hand: Hand) -> list[Item]:
        """Return the periods of a pathway, in the order of their beginnings."""
        if not self._looks_back:
            return self._following_on(hand, self._beginnings(hand))

        def begin(over: Sequence[Item]) -> Beginnings:
            hand[self.past] = over
            return self._beginnings(hand)

        return settled(begin, lambda begun: self._following_on(hand, begun), self._unknown)

    def _following_on(self, hand: Hand, begun: Beginnings) -> list[Item]:
        days, unknown = dict(begun.days), begun.unknown
        for rise, certain in _rises(begun.holding):
            if rise is None:
                unknown = True
            else:
                days[rise] = days.get(rise, False) or certain
        known = sorted((day, certain) for day, certain in days.items() if day < LAST_BEGINNING)
        found = [self._unknown(BEGIN)] if unknown else []
        for at, (day, certain) in enumerate(known):
            anew = [each for each in known[at + 1 :] if self._begins_anew(each[0])]
            if unknown:
                anew = sorted([*anew, *((each, False) for each in self._anew_after(day))])
            if self._begins_anew(day):
                found += self._chain(hand, day, anew, certain=certain)
            elif not any(_runs(each, day) for each in found):
                sure = certain and not any(may_run(each, day) for each in found)
                found += self._chain(hand, day, anew, certain=sure)
        return found

    def _beginnings(self, hand: Hand) -> Beginnings:
        days: dict[int, bool] = {}
        holding = NO
        unknown = False
        for stated, days_of_it in zip(self._stated, self._saying, strict=True):
            holding = either(holding, within(stated.whenever(hand), days_of_it))
            for day, certain in stated.begins(hand):
                if day is None:
                    unknown = True
                elif contains(days_of_it, day):
                    days[day] = days.get(day, False) or certain
        return Beginnings(days, holding, unknown)

    def _chain(self, hand: Hand, first: int, anew: Sequence[Beginning], *, certain: bool) -> list[Item]:
        """Return the periods that follow from a beginning, until another begins anew."""
        stop = next((day for day, sure in anew if sure), END)
        doubtful = next((day for day, _ in anew), END)
        found: list[Item] = []
        ahead: list[tuple[int, int, bool]] = [(first, 1, certain)]
        seen: set[tuple[int, int]] = set()
        unknown_from = END
        while ahead:
            start, number, sure = heappop(ahead)
            if start >= min(stop, LAST_BEGINNING) or (start, number) in seen:
                continue
            seen.add((start, number))
            if len(seen) > MOST:
                unknown_from = min(unknown_from, start)
                break
            step = self._period(hand, start, number, (doubtful, stop), sure=sure and start < doubtful)
            found += step.items
            unknown_from = min(unknown_from, step.unknown_from)
            for each in step.next:
                heappush(ahead, each)
        return [*found, self._unknown(unknown_from)] if unknown_from < min(stop, LAST_BEGINNING) else found

    def _period(self, hand: Hand, start: int, number: int, cut: Ends, *, sure: bool) -> "_Step":
        text = self._stating(start)
        if text is None:
            return _Step()
        hand[text.slot] = self._item(start, number, None, None, sure=sure)
        end = text.end(hand, start, number)
        if end is None:
            return _Step(items=[{**hand[text.slot], "over": (start + 1, END)}])
        if end is FAILS or end <= start:
            return _Step()
        ends = self._extended(hand, start, number, end)
        return self._ended(hand, start, number, end, ends, cut, sure=sure)

    def _extended(self, hand: Hand, start: int, number: int, end: int) -> Ends:
        """Return the earliest and the latest end of a period, extensions included."""
        text = self.text_on(end - 1)
        if text is None or not text.extend:
            return end, end
        earliest = self._longest(hand, text, start, number, end, certain=True)
        return earliest, self._longest(hand, text, start, number, end, certain=False)

    def _longest(self, hand: Hand, text: Stated, start: int, number: int, due: int, *, certain: bool) -> int:
        """Return the end on whose eve the grounds add just what makes it the end; each may bring in another."""
        end = due
        for _ in range(MOST_EXTENSIONS):
            hand[text.slot] = self._item(start, number, due, end, sure=True)
            judged, extended = end - 1, due
            for extend in text.extend:
                extended = extend(hand, (start, due), extended, judged, certain=certain)
            if extended <= end:
                return end
            end = extended
        return end if certain else END

    def _ended(self, hand: Hand, start: int, number: int, due: int, ends: Ends, cut: Ends, *, sure: bool) -> "_Step":
        """Return the period with its end, cut short where it is lost or another begins anew, and what follows.

        Where another begins anew, the day of that beginning still finds this one not over.
        """
        certain_end, latest = ends
        item = self._item(start, number, due, latest if certain_end == latest else None, sure=sure)
        first, surely = _first_days(self._in_hand(hand, item, lambda each: each.lost), start, latest)
        over = min(certain_end, first, cut[0] + 1), min(latest, surely, cut[1] + 1)
        first, surely = min(first, cut[0]), min(surely, cut[1])
        earliest, latest_cut = min(certain_end, first), min(latest, surely)
        if latest_cut <= start:
            return _Step()
        if earliest == latest_cut:
            items = [{**self._item(start, number, due, earliest, sure=sure), "over": over}]
        else:
            possible = self._item(start, number, due, latest_cut, sure=False)
            items = [{**possible, "over": (over[0], END), IN_DOUBT: (earliest, latest_cut)}]
            if sure and earliest > start:
                items.insert(
                    0, self._item(start, number, due, earliest, sure=True) | {IN_DOUBT: (earliest, latest_cut)}
                )
        if surely < certain_end:
            return _Step(items=items)
        if certain_end != latest:
            return _Step(items=items, unknown_from=certain_end)
        return self._followed(hand, item, items, sure=sure and first >= latest)

    def _followed(self, hand: Hand, item: Item, items: list[Item], *, sure: bool) -> "_Step":
        end, number = item["until"], item["number"] // 1000 + 1
        text = self.text_on(end - 1)
        on_time = False if text is None else self._on_time(hand, item, text)
        if on_time:
            return _Step(items=items, next=[(end, number, sure)])
        following = [(end, number, False)] if on_time is None else []
        first, surely = _first_days(self._late(hand, item, text), end, END)
        if first == END:
            return _Step(items=items, next=following)
        if self._late_from(first, text) == "its end":
            return _Step(items=items, next=[(end, number, sure and surely < END)])
        if first == surely:
            return _Step(items=items, next=[*following, (first, number, sure and on_time is False)])
        return _Step(items=items, next=following, unknown_from=first)

    def _on_time(self, hand: Hand, item: Item, text: Stated) -> bool | None:
        if text.renewed is None:
            return False
        hand[text.slot] = item
        return truth_on(text.renewed(hand), item["until"] - 1)

    def _late(self, hand: Hand, item: Item, text: Stated | None) -> Timeline:
        """Return the days after a period on which it can still be renewed, judged by each day's text.

        How long is said by the text of the period's last day, or by a later one that reaches earlier periods.
        """
        found, end = NO, item["until"]
        for stated in self._stated:
            said = _renewal(stated if text is None or _reaches(stated) else text)
            if said is None or (text is None and not _reaches(stated)):
                continue
            hand[stated.slot] = item
            until = shifted(end - 1, said.late.months, said.late.days) + 1
            if until > end:
                found = either(found, within(within(stated.late(hand), stated.cover), (end, until)))
        return found

    def _late_from(self, day: int, text: Stated | None) -> str:
        later = self.text_on(day)
        said = _renewal(later if later is not None and (text is None or _reaches(later)) else text)
        return "" if said is None else said.late_from

    def _in_hand(self, hand: Hand, item: Item, pick: Callable[[Stated], Holds]) -> Timeline:
        """Return a condition judged each day by that day's text, with the period in hand."""
        found = NO
        for stated in self._stated:
            hand[stated.slot] = item
            found = either(found, within(pick(stated)(hand), stated.cover))
        return found

    def text_on(self, day: int) -> Stated | None:
        """Return the period as the text in force on a day states it, if it does."""
        return next((stated for stated in self._stated if contains(stated.cover, day)), None)

    def beginning(self, from_: int, until: int) -> Iterator[tuple[Stated, Spans]]:
        """Yield the texts by which a period begins with something on one of some days, each with those days."""
        for stated, days in zip(self._stated, self._saying, strict=True):
            said = intersection(days, (from_, until))
            if said and stated.period.begins is not None:
                yield stated, said

    def _stating(self, day: int) -> Stated | None:
        """Return the text that says how a period begins on a day: that of the day, or one that reaches back to it."""
        saying = zip(self._stated, self._saying, strict=True)
        return next((stated for stated, days in saying if contains(days, day)), None)

    def _begins_anew(self, day: int) -> bool:
        text = self._stating(day)
        return text is not None and text.period.begins_anew

    def _anew_after(self, day: int) -> Iterator[int]:
        """Yield days after a day, the first among them, from which on a beginning might begin anew."""
        for stated in self._stated:
            if stated.period.begins_anew:
                cover = (BEGIN, END) if stated.period.reaches_earlier else stated.cover
                first = within(from_day(day + 1), cover)[0]
                yield from first[:1]

    def _item(self, start: int, number: int, due: int | None, until: int | None, *, sure: bool) -> Item:
        return {
            "id": f"{self._name} from {date.fromordinal(start)}",
            "from": start,
            "due": None if due is None else due - 1,
            "last_day": None if until is None else until - 1,
            "until": until,
            "number": number * 1000,
            "days": from_day(start) if sure else (NEVER_SPANS, (start, END)),
        }

    def _unknown(self, day: int) -> Item:
        """Return a period of unknown days that is possible from a day on."""
        unknown = dict.fromkeys(("from", "due", "last_day", "until", "number"))
        name = f"{self._name} of unknown days"
        return {"id": name, **unknown, "days": (NEVER_SPANS, (day, END)), "over": (day + 1, END)}


def guarded(name: str, slot: int, items: Callable[[Hand], list[Item]]) -> Callable[[Hand], list[Item]]:
    """Return the closure of periods that refuses to be asked for them while it works them out."""

    def once(hand: Hand) -> list[Item]:
        if hand[slot]:
            raise PeriodTurnsInACircle(name)
        hand[slot] = True
        found = items(hand)
        hand[slot] = None
        return found

    return once


class _Step(msgspec.Struct, frozen=True):
    """One period of a chain: its items, what follows it, and from when on something unknown may."""

    items: list[Item] = []
    next: list[tuple[int, int, bool]] = []
    unknown_from: int = END


def _saying(texts: Sequence[Stated]) -> Iterator[Spans]:
    """Yield for each text the days of which it says how a period begins: its own, and those to which it reaches back.

    A day of a text that states the period is that text's; any other is that of the next text that reaches earlier.
    """
    unstated = complement(union_of(each.cover for each in texts))
    for text in texts:
        reached = unstated if text.period.reaches_earlier else NEVER_SPANS
        others = [each.cover[0] for each in texts if each.period.reaches_earlier and each.cover[0] < text.cover[0]]
        yield union(text.cover, intersection(reached, (max(others, default=BEGIN), text.cover[0])))


def _renewal(text: Stated | None) -> Renewal | None:
    return None if text is None else text.period.renewed


def _reaches(text: Stated) -> bool:
    renewed = text.period.renewed
    return renewed is not None and renewed.reaches_earlier


def _rises(holding: Timeline) -> Iterator[tuple[int | None, bool]]:
    """Yield the days on which something begins to hold; what holds from the beginning of time never begins to."""
    certain, possible = holding
    for i in range(0, len(possible), 2):
        start = possible[i]
        if contains(certain, start):
            if start > BEGIN:
                yield start, True
            rest = [day for day in certain[::2] if start < day < possible[i + 1]]
        else:
            rest = [start]
        if rest:
            yield None, False


def _first_days(holding: Timeline, from_: int, until: int) -> Ends:
    """Return the first days in a span on which something possibly and certainly holds, or `END`."""
    inside = within(holding, (from_, until)) if from_ < until else NO
    return inside[1][0] if inside[1] else END, inside[0][0] if inside[0] else END


def _runs(item: Item, day: int) -> bool:
    return item["until"] is not None and bool(item["days"][0]) and item["from"] <= day < item["until"]


def may_run(item: Mapping[str, Any], day: int) -> bool:
    """Tell whether a period runs on a day, or may."""
    if item["from"] is None:
        return bool(item["days"][1][0] <= day)
    return bool(item["from"] <= day and (item["until"] is None or day < item["until"]))
