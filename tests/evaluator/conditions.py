"""Conditions judged on one day, for the items in hand, by the text that states them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from domain.policy.chain import Chain, Version
from domain.policy.language import (
    AsInForce,
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Entitled,
    Exists,
    FieldOf,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Relieved,
    Require,
    Share,
    Term,
    Together,
    Total,
)
from domain.policy.vocabulary import Field, Kind
from tests.evaluator import amounts
from tests.evaluator.calendar import NO_END, moved
from tests.evaluator.dependent import ANYTHING, amount_in
from tests.evaluator.logic import Truth, every, opposite, so_many, so_many_in_a_row, some
from tests.evaluator.meaning import acts_in, meaning
from tests.evaluator.periods import Periods
from tests.evaluator.terms import NOTHING, Hand, Item, compared, field_of, mentions, over, related, value, written_value

Facts: TypeAlias = Mapping[str, Sequence[Item]]
Lines: TypeAlias = Iterable[Condition]
Spans: TypeAlias = tuple[int, ...]

LENGTH = Kind(
    words="one of several equal lengths",
    since="from",
    until="until",
    fields={"from": Field(type="date"), "until": Field(type="date")},
)


class Conditions:
    """Judges conditions. ``first`` and ``last`` are the days between which everything lies that ever changes.

    ``level`` answers whether a level is held, or given by rule alone, on a day.
    """

    def __init__(
        self, chain: Chain, facts: Facts, first: int, last: int, level: Callable[[str, bool, int], Truth]
    ) -> None:
        """Take what is judged, and what answers for levels."""
        self.chain = chain
        self.facts = facts
        self.days = range(first, last + 1)
        self._level = level
        self._known: dict[tuple[int, int, int], Truth] = {}
        self._periods: dict[str, list[dict[str, Any]]] = {}
        self._first_possible: dict[tuple[object, ...], int | None] = {}
        self._honoured: dict[tuple[int, int, int], bool] = {}
        self._texts: dict[int, Version | None] = {}

    def text_on(self, day: int) -> Version | None:
        """Return the text in force on a day."""
        if day not in self._texts:
            covering = (version for version, cover in self.chain.covers if _contains(cover, day))
            self._texts[day] = next(covering, None)
        return self._texts[day]

    def truth(self, condition: Condition, text: Version, hand: Hand, day: int) -> Truth:
        """Return whether a condition of a text holds on a day, for the items in hand."""
        if hand:
            return self._truth(condition, text, hand, day)
        key = (id(condition), id(text), day)
        if key not in self._known:
            self._known[key] = self._truth(condition, text, hand, day)
        return self._known[key]

    def _truth(self, condition: Condition, text: Version, hand: Hand, day: int) -> Truth:  # noqa: C901, PLR0911, PLR0912 - one case for each form
        match condition:
            case Compare():
                return compared(condition, hand, day)
            case OneOf(FieldOf(item, name), values):
                kind, given = hand[item]
                written = [written_value(each, kind.fields[name]) for each in values]
                return some(related(field_of(kind, given, name), "is", each) for each in written)
            case Given(item, name):
                given = hand[item][1]
                return False if name not in given else None if given[name] is None else True
            case InForce(item, on):
                return self._in_force(hand[item], value(on, hand, day))
            case Begun(item):
                kind, given = hand[item]
                return related(field_of(kind, given, kind.since), "on or before", day)
            case Reading(parameter, values):
                return text.reading(parameter) in values
            case ClauseHolds(no):
                return self.truth(text.policy.clause(no).condition, text, hand, day)
            case AsInForce(no, on):
                return self._as_in_force(no, value(on, hand, day), hand, day)
            case LevelHeld(level):
                return self._level(level, False, day)  # noqa: FBT003 - held, not entitled
            case Entitled(level):
                return self._level(level, True, day)  # noqa: FBT003 - entitled, not held
            case Together():
                return self._together(condition, text, hand, day)
            case Require(that):
                return self.truth(that, text, hand, day)
            case OnDay(on, that):
                return self._on_day(value(on, hand, day), that, text, hand)
            case Exists():
                return self._exists(condition, text, hand, day)
            case Measure():
                return self._enough(condition, text, hand, day)
            case Total():
                return self._enough(condition, text, hand, day)
            case Share():
                return self._share(condition, text, hand, day)
            case InEach():
                return self._in_each(condition, text, hand, day)
            case Relieved(that, by):
                return some(self.truth(each, text, hand, day) for each in (that, *(relief.when for relief in by)))

    def all_of(self, lines: Lines, text: Version, hand: Hand, day: int) -> Truth:
        return every(self.truth(line, text, hand, day) for line in lines)

    def _together(self, together: Together, text: Version, hand: Hand, day: int) -> Truth:
        truths = (self.truth(each, text, hand, day) for each in together.of)
        match together.how:
            case "all":
                return every(truths)
            case "any":
                return some(truths)
            case "none":
                return opposite(some(truths))
        return so_many(together.n, truths)

    def _in_force(self, held: tuple[Kind, Item], on: Any) -> Truth:  # noqa: ANN401 - a day, or none
        kind, item = held
        begun = related(field_of(kind, item, kind.since), "on or before", on)
        return every([begun, related(field_of(kind, item, kind.until), "after", on)])

    def _on_day(self, on: Any, that: Condition, text: Version, hand: Hand) -> Truth:  # noqa: ANN401 - a day, or none
        if on is NOTHING or on == NO_END:
            return False
        if on is not None:
            return self.truth(that, text, hand, on)
        return _agreed(self.truth(that, text, hand, each) for each in self.days)

    def _as_in_force(self, no: str, on: Any, hand: Hand, day: int) -> Truth:  # noqa: ANN401 - a day, or none
        if on is NOTHING or on == NO_END:
            return False
        covers = self.chain.others or self.chain.covers
        if on is not None:
            return self._by_text(no, next((text for text, cover in covers if _contains(cover, on)), None), hand, day)
        found = some(self._by_text(no, text, hand, day) for text, cover in covers if cover)
        always = _every_day(covers)
        agreed = always and every(self._by_text(no, text, hand, day) for text, cover in covers if cover) is True
        return True if agreed else False if found is False else None

    def _by_text(self, no: str, text: Version | None, hand: Hand, day: int) -> Truth:
        found = [clause for clause in text.policy.clauses if clause.no == no] if text is not None else []
        return some(self.truth(clause.condition, text, hand, day) for clause in found if text is not None)

    # Items taken in hand.

    def at_hand(self, kind: Kind, item: Item, day: int) -> Truth:
        """Return whether an item counts on a day: from its own date on, until it was taken back."""
        since = related(field_of(kind, item, kind.since), "on or before", day)
        return every([since, self._not_taken_back(item, day)])

    def _not_taken_back(self, item: Item, day: int) -> Truth:
        return related(item.get("retracted_on", NO_END), "after", day)

    def combinations(self, exists: Exists, text: Version, hand: Hand, day: int) -> Iterator[tuple[Hand, Truth]]:
        """Yield every combination of items, in hand beside those that are, and whether it counts on a day."""
        new = [binder for binder in exists.binders if binder.name not in hand]
        kinds = [text.policy.vocabulary[binder.kind] for binder in new]
        for items in product(*(self._items_of(binder.kind, hand) for binder in new)):
            taken = {binder.name: (kind, item) for binder, kind, item in zip(new, kinds, items, strict=True)}
            yield {**hand, **taken}, self._combination(exists, text, {**hand, **taken}, list(taken.values()), day)

    def _items_of(self, kind: str, hand: Hand) -> Sequence[Item]:
        """Return the items of a kind: what is recorded, or the periods of that name, those over if they are in hand."""
        if over(kind) in hand:
            items: Sequence[Item] = hand[over(kind)][1]["items"]
            return items
        if not any(version.policy.vocabulary[kind].derived for version, _ in self.chain.covers):
            return self.facts.get(kind, ())
        if kind not in self._periods:
            self._periods[kind] = Periods(kind, self).items(self.days)
        return self._periods[kind]

    def _exists(self, exists: Exists, text: Version, hand: Hand, day: int) -> Truth:
        return some(truth for _, truth in self.combinations(exists, text, hand, day))

    def _combination(
        self, exists: Exists, text: Version, hand: Hand, taken: Sequence[tuple[Kind, Item]], day: int
    ) -> Truth:
        def met(on: int) -> Truth:
            own = every(self.at_hand(kind, item, on) for kind, item in taken)
            return own if own is False else every([own, self.all_of(exists.when, text, hand, on)])

        counts = every(
            [
                _bound(exists.counts_from, "on or before", hand, day),
                _bound(exists.counts_up_to, "on or after", hand, day),
            ]
        )
        if counts is False:
            return False
        if exists.judged_on is None:
            return every([counts, met(day)])
        act = hand[next((name for name in hand if mentions(exists.judged_on, name)), exists.binders[0].name)]
        own = self.at_hand(*act, day) if exists.counts_from is None else self._not_taken_back(act[1], day)
        return every([counts, own, self._act(exists, text, hand, met, len(taken), day)])

    def _act(
        self, exists: Exists, text: Version, hand: Hand, met: Callable[[int], Truth], taken: int, day: int
    ) -> Truth:
        """Return whether what an act was judged to be on its own day holds on a day."""
        on: Any = value(exists.judged_on, hand, day) if exists.judged_on is not None else NOTHING
        if on is NOTHING or on == NO_END:
            return False
        if on is None:
            key = (id(exists), id(text), taken, *((name, id(item)) for name, (_, item) in hand.items()))
            if key not in self._first_possible:
                self._first_possible[key] = next((each for each in self.days if met(each) is not False), None)
            found = self._first_possible[key]
            from_ = self.days[0] if exists.counts_from is not None else found
            return None if found is not None and from_ is not None and day >= from_ else False
        if not self._honours(exists, text, on) or (exists.counts_from is None and day < on):
            return False
        return met(on)

    def _honours(self, exists: Exists, text: Version, on: int) -> bool:
        """Tell whether a text judges an act on that day: the text in force then meant the same by it."""
        if exists.reaches_earlier_acts:
            return True
        then = self.text_on(on)
        if then is None:
            return False
        key = (id(exists), id(text), id(then))
        if key not in self._honoured:
            meant = meaning(exists, text)
            self._honoured[key] = any(meaning(act, then) == meant for act in acts_in(then.policy))
        return self._honoured[key]

    # Amounts.

    def _items(
        self, kind: str, name: str, lines: Lines, text: Version, hand: Hand, day: int
    ) -> Iterator[tuple[Truth, Item, Hand]]:
        described = text.policy.vocabulary[kind]
        for item in self._items_of(kind, hand):
            inside = {**hand, name: (described, item)}
            own = self.at_hand(described, item, day)
            truth = own if own is False else every([own, self.all_of(lines, text, inside, day)])
            if truth is not False:
                yield truth, item, inside

    def _enough(self, whole: Measure | Total, text: Version, hand: Hand, day: int) -> Truth:
        given = amount_in(whole.amount, whole.amount_of, hand)
        if given is None or given is ANYTHING:
            return None if given is ANYTHING else False
        return amounts.compared(self._counted(whole, text, hand, day), whole.relation, given)

    def _counted(self, part: Measure | Total, text: Version, hand: Hand, day: int) -> amounts.Bounds:
        if isinstance(part, Total):
            parts = [(each.of, self._counted(each.of, text, hand, day)) for each in part.parts]
            return amounts.added_up(part, parts, hand)
        taken = [(truth, item) for truth, item, _ in self._items(part.kind, part.name, part.where, text, hand, day)]
        return amounts.measured(part, text.policy.vocabulary[part.kind], taken, hand)

    def _share(self, share: Share, text: Version, hand: Hand, day: int) -> Truth:
        items = self._items(share.kind, share.name, share.where, text, hand, day)
        taken = [(truth, self.all_of(share.which, text, inside, day), item) for truth, item, inside in items]
        return amounts.shared(share, text.policy.vocabulary[share.kind], taken)

    def _in_each(self, each: InEach, text: Version, hand: Hand, day: int) -> Truth:
        anchor = value(each.anchor, hand, day)
        truths = []
        for number in range(each.times):
            ends = (-number - 1, -number) if each.side == "before" else (number, number + 1)
            from_, until = (_moved(anchor, end * each.length.months, end * each.length.days) for end in ends)
            inside = {**hand, each.name: (LENGTH, {"from": from_, "until": until})}
            truths.append(self.truth(each.that, text, inside, day))
        so_many_needed = each.at_least or each.times
        return so_many_in_a_row(so_many_needed, reversed(truths)) if each.in_a_row else so_many(so_many_needed, truths)


def _agreed(truths: Iterable[Truth]) -> Truth:
    """Return what holds under every one of several possibilities, or possibly."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None if found else False


def _bound(term: Term | None, relation: str, hand: Hand, day: int) -> Truth:
    return True if term is None else related(value(term, hand, day), relation, day)


def _moved(day: Any, months: int, days: int) -> Any:  # noqa: ANN401 - a day, or what stands for none
    return day if day is None or day is NOTHING else moved(day, months, days)


def _every_day(covers: Iterable[tuple[Version, Spans]]) -> bool:
    spans = sorted((cover[i], cover[i + 1]) for _, cover in covers for i in range(0, len(cover), 2))
    reached = 1
    for from_, until in spans:
        reached = until if from_ <= reached else reached
    return reached == NO_END


def _contains(spans: Spans, day: int) -> bool:
    return any(spans[i] <= day < spans[i + 1] for i in range(0, len(spans), 2))
