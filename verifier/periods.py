"""Periods worked out from one day to the next that matters: begun, extended, ended, renewed on time or late.

What is asked here has to be known for certain: a doubt about a period is not looked into, but raised.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from verifier.calendar import BEGIN, END, day_of, moved
from verifier.moment import NOTHING, THE_DAY, Moment, Moving, first_day, related
from verifier.terms import Hand, Node, field_of, length_of, over, since_of, until_of, value
from verifier.texts import Text
from verifier.truth import Truth

LAST_BEGINNING = day_of("2201-01-01")
"""No period begins on this day or later."""
MOST_PERIODS = 3_000

Stated = tuple[Text, Node]
"""A text, and a period as it states it."""
Period = dict[str, Any]
Span = tuple[int, int]


class PeriodInDoubt(Exception):
    """Something that a period hangs on is neither certain nor certainly not."""


class Periods:
    """Works out the periods of one name, with what judges conditions."""

    def __init__(self, name: str, conditions: Any) -> None:
        self._name = name
        self._conditions = conditions
        self._all = [each for text in conditions.chain.texts for each in text.part("periods") if each["name"] == name]
        self._hand_of_those_over: Hand = {}
        self._over: list[Period] = []
        self._held = False

    def items(self) -> list[Period]:
        """Return the periods in the order in which they begin."""
        found: list[Period] = []
        running: Period | None = None
        following: Span | None = None
        day = BEGIN
        while day < LAST_BEGINNING:
            moment = Moment(day)
            self._find_over(found, moment)
            if running is not None and running["until"] <= day:
                following, running = self._followed(running), None
            if running is None and following is not None and following[0] == day:
                running, following = self._begun(day, following[1]), None
                found += [running] if running is not None else []
            if self._begins(moment):
                if running is not None and self._anew(moment):
                    running["until"], running["last_day"] = day, day - 1
                    found = [each for each in found if each["from"] < each["until"]]
                    running = None
                if running is None:
                    running, following = self._begun(day, 1), None
                    found += [running] if running is not None else []
            for each in (running["until"] if running else END, following[0] if following else END):
                moment.turns(each)
            if len(found) > MOST_PERIODS:
                raise PeriodInDoubt(self._name)
            day = moment.until
        return found

    def _find_over(self, found: Sequence[Period], moment: Moment) -> None:
        for each in found:
            moment.turns(each["until"])
        now = [each for each in found if each["until"] <= moment.day]
        if now != self._over or not self._hand_of_those_over:
            self._over = now
            self._hand_of_those_over = {}

    def _stated(self, moment: Moment) -> Stated | None:
        """Return the text in force with the period as it states it, if it does."""
        return self._stated_by(self._conditions.chain.text_on(moment))

    def _stated_by(self, text: Text | None) -> Stated | None:
        if text is None:
            return None
        return next(((text, each) for each in text.part("periods") if each["name"] == self._name), None)

    def _beginning(self, moment: Moment) -> Stated | None:
        """Return what says how a period begins on a day: the text in force, or the next that reaches back to it."""
        stated = self._stated(moment)
        if stated is not None:
            return stated
        covers = [(spans[0][0], text) for text, spans in self._conditions.chain.covers if spans]
        later = [
            self._stated_by(text) for from_, text in sorted(covers, key=lambda each: each[0]) if from_ > moment.day
        ]
        return next((each for each in later if each is not None and each[1].get("reaches_earlier", False)), None)

    def _anew(self, moment: Moment) -> bool:
        stated = self._beginning(moment)
        return stated is not None and bool(stated[1].get("begins_anew", False))

    def _kind(self, text: Text) -> Node:
        return text.kind(self._name)

    def _holds(self, condition: Node | None, text: Text, hand: Hand, moment: Moment) -> bool:
        return condition is not None and certainly(self._conditions.truth(condition, text, hand, moment))

    def _begins(self, moment: Moment) -> bool:
        """Tell whether something begins a first period on a day."""
        stated = self._beginning(moment)
        holding, before = False, self._held
        if stated is not None:
            text, period = stated
            if period.get("begins") is not None and period.get("on") is not None:
                self._held = False
                return self._begun_by(text, period, moment)
            holding = self._holds(period.get("whenever"), text, self._those_over(text), moment)
        self._held = holding
        return holding and not before and moment.day > BEGIN

    def _begun_by(self, text: Text, period: Node, moment: Moment) -> bool:
        found = False
        for hand, taken in self._conditions.combinations(period["begins"], text, self._those_over(text)):
            on_the_day = related(value(period["on"], hand), "is", THE_DAY, moment)
            if on_the_day is not False:
                truth = self._conditions.counts(period["begins"], text, hand, taken, moment)
                if truth is not False:
                    found = (certainly(on_the_day) and certainly(truth)) or found
        return found

    def _those_over(self, text: Text) -> Hand:
        """Return a hand in which the periods of this name are only those that were over before the day."""
        if not self._hand_of_those_over:
            self._hand_of_those_over = {over(self._name): (self._kind(text), {"items": self._over})}
        return self._hand_of_those_over

    def _in_hand(self, text: Text, period: Period) -> Hand:
        return {self._name: (self._kind(text), period)}

    def _begun(self, start: int, number: int) -> Period | None:
        """Return the period that begins on a day with its end, or none if no text states it."""
        stated = self._beginning(Moment(start))
        if stated is None or start >= LAST_BEGINNING:
            return None
        due = self._due(stated, start, number)
        if due is None:
            return None
        period = self._period(start, number, due, due)
        end = self._extended(period, due)
        period = self._period(start, number, due, end)
        ever = any(each.get("lost") is not None for each in self._all)
        lost = first_day(lambda moment: self._lost(period, moment), start, end) if ever else None
        if lost is None:
            return period
        return {**period, "last_day": lost - 1, "until": lost, "lost": True} if lost > start else None

    def _due(self, stated: Stated, start: int, number: int) -> int | None:
        """Return the end before any extension: the day after the last."""
        text, period = stated
        if period.get("lasts_up_to") is not None:
            last_days = [period["lasts_up_to"], *period.get("then_up_to", ())]
            begun = {"from": start, "number": number * 1000, "due": None, "last_day": None, "until": None}
            last = known(value(last_days[min(number, len(last_days)) - 1], self._in_hand(text, begun)))
            return None if last is NOTHING or last < start else min(last + 1, END)
        lengths = period.get("lasts", ())
        due = moved(start, *length_of(lengths[min(number, len(lengths)) - 1]))
        return due if due > start else None

    def _period(self, start: int, number: int, due: int, end: int) -> Period:
        return {
            "id": f"{self._name} from {start}",
            "from": start,
            "number": number * 1000,
            "due": due - 1,
            "last_day": end - 1,
            "until": end,
        }

    def _lost(self, period: Period, moment: Moment) -> Truth:
        stated = self._stated(moment)
        if stated is None:
            return False
        return self._holds(stated[1].get("lost"), stated[0], self._in_hand(stated[0], period), moment)

    def _extended(self, period: Period, due: int) -> int:
        """Return the end after what its grounds add, judged on the last day so far until nothing is added."""
        stated = self._stated(Moment(due - 1))
        end = due
        while stated is not None:
            text, said = stated
            hand = self._in_hand(text, {**period, "until": end, "last_day": end - 1})
            moment, extended = Moment(end - 1), due
            for extension in said.get("extended", ()):
                hands = list(self._selected(extension["of"], text, hand, moment))
                extended = self._longer(extension, hands, (period["from"], due, end), extended)
            if extended <= end:
                break
            if extended > LAST_BEGINNING * 2:
                return END
            end = extended
        return end

    def _selected(self, exists: Node, text: Text, hand: Hand, moment: Moment) -> Iterator[Hand]:
        """Yield the hands with each combination of items that is met on a day."""
        for inside, taken in self._conditions.combinations(exists, text, hand):
            if certainly(self._conditions.counts(exists, text, inside, taken, moment)):
                yield inside

    def _longer(self, extension: Node, hands: Sequence[Hand], own: tuple[int, int, int], end: int) -> int:
        """Return the end with one more ground, for a period with its first day, its due end and its end so far."""
        start, due, so_far = own
        if extension.get("up_to") is not None:
            last_days = [known(value(extension["up_to"], hand)) for hand in hands]
            return max([end, *(int(min(last + 1, END)) for last in last_days if last is not NOTHING)])
        if extension.get("by") == "its days":
            spans = [_span(extension, hand) for hand in hands]
            edges = sorted({start, so_far, *(edge for span in spans for edge in span if start < edge < so_far)})
            pieces = pairwise(edges)
            longer = end + sum(b - a for a, b in pieces if any(from_ <= a < until for from_, until in spans))
        else:
            lengths = [self._length(extension, hand) for hand in hands]
            months, days = sum(months for months, _ in lengths), sum(days for _, days in lengths)
            longer = END if months >= END else moved(end, months, days)
        if extension.get("at_most_percent"):
            return min(longer, end + (due - start) * int(extension["at_most_percent"]) // 100)
        most = length_of(extension.get("at_most", {}))
        return min(longer, moved(end, *most)) if any(most) else longer

    def _length(self, extension: Node, hand: Hand) -> Span:
        """Return how many months and days one combination adds."""
        if extension.get("by") == "its length":
            return _calendar_length(*_span(extension, hand))
        if extension.get("months_of") is not None:
            of = extension["months_of"]
            months_counted = known(field_of(*hand[of["item"]], of["field"]))
            return (0, 0) if months_counted is NOTHING else (months_counted // 1000, 0)
        return length_of(extension.get("length", {}))

    def _followed(self, period: Period) -> Span | None:
        """Return the day on which the next period begins, and its number, if one does."""
        end, number = period["until"], period["number"] // 1000 + 1
        if period.get("lost"):
            return None
        ended = self._stated(Moment(end - 1))
        if ended is not None and self._renews(period, ended, Moment(end - 1), late=False):
            return end, number
        lengths = [length_of(each["renewed"].get("late", {})) for each in self._all if each.get("renewed") is not None]
        last = max((moved(end - 1, *late) + 1 for late in lengths), default=end)

        def late(moment: Moment) -> bool:
            stated = self._stated(moment)
            renewal = self._late_renewal(ended, stated)
            if stated is None or renewal is None:
                return False
            after = moved(end - 1, *length_of(renewal.get("late", {}))) + 1
            moment.turns(after)
            return moment.day < after and self._renews(period, stated, moment, late=True)

        day = first_day(late, end, last)
        if day is None:
            return None
        renewal = self._late_renewal(ended, self._stated(Moment(day)))
        return (end if renewal is not None and renewal.get("late_from") == "its end" else day), number

    def renewable_until(self, last: int) -> int:
        """Return the last day of a late renewal, by the text of the period's last day or one that reaches back."""
        found = last
        for text, spans in self._conditions.chain.covers:
            stated = self._stated_by(text)
            renewal = None if stated is None else stated[1].get("renewed")
            if renewal is not None and (
                renewal.get("reaches_earlier", False) or any(from_ <= last < until for from_, until in spans)
            ):
                found = max(found, moved(last, *length_of(renewal.get("late", {}))))
        return found

    def renewal(self, period: Period, day: int) -> "tuple[Truth] | None":
        """Return whether the renewal's condition is met on a day, if the text of the period's last day has one."""
        stated = self._stated(Moment(period["until"] - 1))
        if stated is None or stated[1].get("renewed") is None or _always(stated[1]["renewed"]["when"]):
            return None
        hand = self._in_hand(stated[0], period)
        return (self._conditions.truth(stated[1]["renewed"]["when"], stated[0], hand, Moment(day)),)

    def _late_renewal(self, ended: Stated | None, stated: Stated | None) -> Node | None:
        """Return what says how long a period can be renewed late: its own text, or one that reaches earlier periods."""
        if stated is None or stated[1].get("renewed") is None:
            return None
        if stated[1]["renewed"].get("reaches_earlier", False):
            return dict(stated[1]["renewed"])
        return None if ended is None else ended[1].get("renewed")

    def _renews(self, period: Period, stated: Stated, moment: Moment, *, late: bool) -> bool:
        text, renewal = stated[0], stated[1].get("renewed")
        if renewal is None:
            return False
        hand = self._in_hand(text, period)
        excuse = renewal.get("late_when") if late else None
        excused = excuse is None or self._holds(excuse, text, hand, moment)
        return excused and self._holds(renewal["when"], text, hand, moment)


def known(found: Any) -> Any:
    if found is None or isinstance(found, Moving):
        raise PeriodInDoubt
    return found


def certainly(truth: Truth) -> bool:
    if truth is None:
        raise PeriodInDoubt
    return truth


def period_on(items: Sequence[Mapping[str, Any]], day: int) -> Mapping[str, Any] | None:
    """Return the last period that began by a day."""
    return max((each for each in items if each["from"] <= day), key=lambda each: int(each["from"]), default=None)


def _always(condition: Node) -> bool:
    return bool(condition["is"] == "together" and condition["how"] == "all" and not condition["of"])


def _calendar_length(from_: int, until: int) -> Span:
    """Return the whole months from a day to another, and the days that are left."""
    if from_ >= until:
        return 0, 0
    if until == END:
        return END, 0
    months = 0
    while moved(from_, months + 1, 0) <= until:
        months += 1
    return months, until - moved(from_, months, 0)


def _span(extension: Node, hand: Hand) -> Span:
    kind, item = hand[extension["of"]["binders"][0]["name"]]
    from_, until = since_of(kind, item), until_of(kind, item)
    return (0, 0) if from_ is NOTHING or until is NOTHING else (known(from_), known(until))
