"""Periods unfolded day by day: begun, extended, ended, renewed on time or late.

What is asked here has to be known for certain: a doubt about a period is not looked into, but raised as `InDoubt`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeAlias

from domain.policy.chain import Version
from domain.policy.language import Condition, Exists, Term
from domain.policy.text import Extension, Period, Renewal
from domain.policy.vocabulary import Kind
from tests.evaluator.calendar import NO_END, moved
from tests.evaluator.logic import Truth
from tests.evaluator.terms import NOTHING, Hand, field_of, over, value

Span: TypeAlias = tuple[int, int]

Stated: TypeAlias = tuple[Version, Period]
LONGEST = 400
"""How many days after the last one a period that is still open may be affected by its own days."""


class InDoubt(Exception):
    """Something that a period hangs on is not certain, nor certainly not."""


class Periods:
    """Unfolds the periods of one name, with what judges conditions."""

    def __init__(self, name: str, conditions: Any) -> None:  # noqa: ANN401 - the two judge each other's parts
        """Take the name, and what judges conditions."""
        self._name = name
        self._conditions = conditions
        self._all = [each for text, _ in conditions.chain.covers for each in text.policy.periods if each.name == name]
        self._last = conditions.days[-1] + LONGEST
        self._over: list[dict[str, Any]] = []
        self._held: dict[int, bool] = {}

    def items(self, days: range) -> list[dict[str, Any]]:
        """Return the periods that begin within the days, one at a time."""
        found: list[dict[str, Any]] = []
        self._over = []
        running: dict[str, Any] | None = None
        following: Span | None = None
        for day in days:
            self._over = [each for each in found if each["until"] <= day]
            if running is not None and running["until"] <= day:
                following, running = self._followed(running), None
            if running is None and following is not None and following[0] == day:
                running = self._begun(day, following[1])
                found += [running] if running is not None else []
                following = None
            if self._begins(day):
                text = self._beginning(day)
                anew = text is not None and text[1].begins_anew
                if running is not None and anew:
                    running["until"], running["last_day"] = day, day - 1
                    found = [each for each in found if each["from"] < each["until"]]
                    running = None
                if running is None:
                    running, following = self._begun(day, 1), None
                    found += [running] if running is not None else []
        return found

    def _stated(self, day: int) -> Stated | None:
        """Return the text in force on a day with the period as it states it, if it does."""
        return self._stated_by(self._conditions.text_on(day))

    def _stated_by(self, text: Version | None) -> Stated | None:
        periods = text.policy.periods if text is not None else ()
        return next(((text, each) for each in periods if each.name == self._name and text is not None), None)

    def _beginning(self, day: int) -> Stated | None:
        """Return what says how a period begins on a day: the text in force, or the next that reaches back to it."""
        stated = self._stated(day)
        if stated is not None:
            return stated
        covers = [(cover[0], version) for version, cover in self._conditions.chain.covers if cover and cover[0] > day]
        later = [self._stated_by(version) for _, version in sorted(covers, key=lambda each: each[0])]
        return next((each for each in later if each is not None and each[1].reaches_earlier), None)

    def _kind(self, text: Version) -> Kind:
        return text.policy.vocabulary[self._name]

    def _holds(self, condition: Condition | None, text: Version, hand: Hand, day: int) -> bool:
        return condition is not None and _known(self._conditions.truth(condition, text, hand, day))

    def _day(self, term: Term, hand: Hand, day: int) -> Any:  # noqa: ANN401 - a day, or what stands for none
        found = value(term, hand, day)
        if found is None:
            raise InDoubt
        return found

    def _selected(self, exists: Exists, text: Version, hand: Hand, day: int) -> Iterator[Hand]:
        """Yield the hands with each combination of items that is met on a day."""
        for inside, truth in self._conditions.combinations(exists, text, hand, day):
            if _known(truth):
                yield inside

    def _begins(self, day: int) -> bool:
        """Tell whether something begins a first period on a day."""
        stated = self._beginning(day)
        if stated is None:
            return False
        text, period = stated
        if period.begins is not None and period.on is not None:
            before = self._those_over(text)
            selected = self._selected(period.begins, text, before, day)
            return any(self._day(period.on, hand, day) == day for hand in selected)
        return self._holding(day) and not self._holding(day - 1)

    def _holding(self, day: int) -> bool:
        """Tell whether what periods begin with holds on a day, as judged when that day had come."""
        if day not in self._held:
            stated = self._beginning(day)
            self._held[day] = stated is not None and self._holds(
                stated[1].whenever, stated[0], self._those_over(stated[0]), day
            )
        return self._held[day]

    def _those_over(self, text: Version) -> Hand:
        """Return a hand in which the periods of this name are only those that were over before the day."""
        return {over(self._name): (self._kind(text), {"items": self._over})}

    def _begun(self, start: int, number: int) -> dict[str, Any] | None:
        """Return the period that begins on a day with its end, or none if no text states it."""
        stated = self._beginning(start)
        if stated is None:
            return None
        text, period = stated
        item: dict[str, Any] = {"from": start, "number": number * 1000, "due": None, "last_day": None, "until": None}
        if period.lasts_up_to is not None:
            later = period.then_up_to[: number - 1]
            up_to = later[-1] if later else period.lasts_up_to
            last = self._day(up_to, {self._name: (self._kind(text), item)}, start)
            if last is NOTHING or last < start:
                return None
            due = min(last + 1, NO_END)
        else:
            length = period.lasts[min(number, len(period.lasts)) - 1]
            due = moved(start, length.months, length.days)
            if due <= start:
                return None
        item |= {"due": due - 1, "last_day": due - 1, "until": due}
        end = self._extended(item)
        item |= {"last_day": end - 1, "until": end}
        ever = any(each.lost is not None for each in self._all)
        looked_through = range(start, min(end, self._last + due - start) if ever else start)
        lost = next((day for day in looked_through if self._lost(item, day)), None)
        if lost is None:
            return item
        item |= {"last_day": lost - 1, "until": lost, "lost": True}
        return item if lost > start else None

    def _lost(self, item: Mapping[str, Any], day: int) -> bool:
        stated = self._stated(day)
        if stated is None:
            return False
        return self._holds(stated[1].lost, stated[0], {self._name: (self._kind(stated[0]), item)}, day)

    def _extended(self, item: Mapping[str, Any]) -> int:
        """Return the end after what its grounds add, judged on the last day so far until nothing is added."""
        due: int = item["until"]
        stated = self._stated(due - 1)
        if stated is None:
            return due
        text, period = stated
        end = due
        while True:
            hand = {self._name: (self._kind(text), {**item, "until": end, "last_day": end - 1})}
            extended = due
            for extension in period.extended:
                hands = list(self._selected(extension.of, text, hand, end - 1))
                extended = self._longer(extension, hands, (item["from"], due, end), extended)
            if extended <= end:
                return end
            if extended > self._last:
                return NO_END
            end = extended

    def _longer(self, extension: Extension, hands: Sequence[Hand], own: tuple[int, int, int], end: int) -> int:
        """Return the end with one more ground, for a period with its first day, its due end and its end so far."""
        start, due, so_far = own
        if extension.up_to is not None:
            last_days: list[int | object] = [self._day(extension.up_to, hand, end) for hand in hands]
            return max([end, *(min(last + 1, NO_END) for last in last_days if isinstance(last, int))])
        if extension.by == "its days":
            spans = [_span(extension, hand) for hand in hands]
            longer = end + sum(any(from_ <= day < until for from_, until in spans) for day in range(start, so_far))
        else:
            lengths = [self._length(extension, hand) for hand in hands]
            months, days = sum(months for months, _ in lengths), sum(days for _, days in lengths)
            longer = NO_END if months >= NO_END else moved(end, months, days)
        if extension.at_most_percent:
            return min(longer, end + (due - start) * extension.at_most_percent // 100)
        most = extension.at_most
        return min(longer, moved(end, most.months, most.days)) if most.months or most.days else longer

    def _length(self, extension: Extension, hand: Hand) -> Span:
        """Return how many months and days one combination adds."""
        if extension.by == "its length":
            from_, until = _span(extension, hand)
            if from_ >= until:
                return 0, 0
            if until == NO_END:
                return NO_END, 0
            months = next(each for each in count() if moved(from_, each + 1, 0) > until)
            return months, until - moved(from_, months, 0)
        if extension.months_of is not None:
            months_counted = field_of(*hand[extension.months_of.item], extension.months_of.field)
            return (0, 0) if months_counted is NOTHING else (months_counted // 1000, 0)
        return extension.length.months, extension.length.days

    def _followed(self, item: Mapping[str, Any]) -> Span | None:
        """Return the day on which the next period begins, and its number, if one does."""
        end, number = item["until"], item["number"] // 1000 + 1
        if item.get("lost"):
            return None
        ended = self._stated(end - 1)
        if ended is not None and ended[1].renewed is not None and self._renews(item, ended, end - 1, late=False):
            return end, number
        lengths = [each.renewed.late for each in self._all if each.renewed is not None]
        for day in range(end, max((moved(end - 1, late.months, late.days) + 1 for late in lengths), default=end)):
            stated = self._stated(day)
            renewal = self._late_renewal(ended, stated)
            if stated is None or renewal is None or day > moved(end - 1, renewal.late.months, renewal.late.days):
                continue
            if self._renews(item, stated, day, late=True):
                return (end if renewal.late_from == "its end" else day), number
        return None

    def _late_renewal(self, ended: Stated | None, stated: Stated | None) -> Renewal | None:
        """Return what says how long a period can be renewed late: its own text, or one that reaches earlier periods."""
        if stated is None or stated[1].renewed is None:
            return None
        if stated[1].renewed.reaches_earlier:
            return stated[1].renewed
        return None if ended is None else ended[1].renewed

    def _renews(self, item: Mapping[str, Any], stated: Stated, day: int, *, late: bool) -> bool:
        text, renewal = stated[0], stated[1].renewed
        if renewal is None:
            return False
        hand = {self._name: (self._kind(text), item)}
        excused = not late or renewal.late_when is None or self._holds(renewal.late_when, text, hand, day)
        return self._holds(renewal.when, text, hand, day) and excused


def _known(truth: Truth) -> bool:
    if truth is None:
        raise InDoubt
    return truth


def _span(extension: Extension, hand: Hand) -> Span:
    kind, item = hand[extension.of.binders[0].name]
    from_, until = field_of(kind, item, kind.since), field_of(kind, item, kind.until)
    return (0, 0) if from_ is NOTHING or until is NOTHING else (from_, until)
