"""Conditions compiled to closures that give the whole timeline at once.

A node that leans on no item in hand is compiled once for all versions that mean the same by it, and evaluated once
for each pathway: sharing is by meaning, not by clause number.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.policy.chain import Version
from domain.policy.hand import FACTS, Hand, Holds, Memory
from domain.policy.language import (
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Entitled,
    Exists,
    Given,
    InForce,
    LevelHeld,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Require,
    Together,
)
from domain.policy.leaning import items_named, items_of, parts_of
from domain.policy.meaning import Meanings
from domain.policy.selecting import Ending, acting, before_all, binding, counting_from
from domain.policy.terms import FAILS, Slots, begun, comparison, given, in_force, one_of, own_days, value_of
from domain.policy.vocabulary import Vocabulary
from domain.timeline import (
    ALWAYS_SPANS,
    MAYBE,
    NO,
    YES,
    Spans,
    Timeline,
    at_least_so_many,
    both,
    either,
    neither,
    reached,
    truth_on,
)

UNBOUNDED = 10**15
"""What an unknown amount may reach, in thousandths."""

Levels = Callable[[str, bool], Holds]
"""Gives the closure of a level's timeline over all versions; True asks for what the rules alone give."""
Selected = list[tuple[Timeline, Any]]


class Compiler:
    """Compiles the conditions of one version, sharing with the other versions of its chain."""

    def __init__(
        self,
        meanings: Meanings,
        version: Version,
        honoured: Mapping[bytes, Spans],
        shared: dict[tuple[bytes, str], Callable[[Hand], Any]],
        memory: Memory,
        levels: Levels,
    ) -> None:
        """Take what is the version's own, and what the chain shares."""
        self._meanings = meanings
        self._policy = version.policy
        self._honoured = honoured
        self._shared = shared
        self._memory = memory
        self._levels = levels
        self._names: dict[Condition, set[str]] = {}

    def compile(self, condition: Condition, slots: Slots | None = None) -> Holds:
        """Return the closure of a condition with the given items in hand."""
        needed = {name: slots[name] for name in self.names(condition) if name in slots} if slots else {}
        if not needed and isinstance(condition, Exists | Measure | Together | OnDay):
            return self._once("holds", condition, lambda: self._compile(condition, {}))
        return self._compile(condition, needed)

    def names(self, condition: Condition) -> set[str]:
        """Return the items that a condition could take from the hand, those named by clauses it leans on included."""
        if condition not in self._names:
            leant = (self._policy.clause(condition.no).condition,) if isinstance(condition, ClauseHolds) else ()
            inside = (self.names(part) for part in (*parts_of(condition), *leant))
            self._names[condition] = items_named(condition).union(*inside)
        return self._names[condition]

    def selection(self, measure: Measure, slots: Slots) -> Callable[[Hand], Selected]:
        """Return the closure of the items that a measure takes, each with the days on which it counts."""
        needed = {name: slots[name] for line in measure.where for name in self.names(line) if name in slots}
        if needed:
            return self._selection(measure, needed)
        rest = Measure(
            name=measure.name, kind=measure.kind, relation="", amount=measure.amount * 0, where=measure.where
        )
        return self._once("selected", rest, lambda: self._selection(measure, {}))

    def inside(self, exists: Exists, slots: Slots) -> dict[str, tuple[int, Any]]:
        """Return the slots with the binders of an `Exists` added; an item already in hand is not bound again."""
        found = dict(slots)
        for binder in exists.binders:
            if binder.name not in found:
                found[binder.name] = (self._memory.slot(), self._policy.vocabulary[binder.kind])
        return found

    def beside(self, measure: Measure, slots: Slots) -> dict[str, tuple[int, Any]]:
        """Return the slots with the item of a measure added."""
        return {**slots, measure.name: (self._memory.slot(), self._policy.vocabulary[measure.kind])}

    def place(self, line: Condition, names: Sequence[str]) -> int:
        """Return how many of the named items must be in hand before a line can be judged."""
        needed = self.names(line)
        return max((index + 1 for index, name in enumerate(names) if name in needed), default=0)

    def _once(
        self, what: str, condition: Condition, make: Callable[[], Callable[[Hand], Any]]
    ) -> Callable[[Hand], Any]:
        key = (self._meanings.of(condition), what)
        if key not in self._shared:
            self._shared[key] = self._memory.keep(make())
        return self._shared[key]

    def _compile(self, condition: Condition, slots: Slots) -> Holds:
        return _FORMS[type(condition)](self, condition, slots)

    def _reading(self, reading: Reading, _: Slots) -> Holds:
        constant = YES if self._meanings.reading(reading) else NO
        return lambda _: constant

    def _clause(self, clause: ClauseHolds, slots: Slots) -> Holds:
        return self.compile(self._policy.clause(clause.no).condition, slots)

    def _held(self, held: LevelHeld, _: Slots) -> Holds:
        return self._levels(held.level, False)  # noqa: FBT003 -- held, not entitled

    def _entitled(self, entitled: Entitled, _: Slots) -> Holds:
        return self._levels(entitled.level, True)  # noqa: FBT003 -- entitled, not held

    def _required(self, required: Require, slots: Slots) -> Holds:
        return self.compile(required.that, slots)

    def _on_day(self, on_day: OnDay, slots: Slots) -> Holds:
        return sampled(value_of(on_day.day, slots), self.compile(on_day.that, slots))

    def _together(self, together: Together, slots: Slots) -> Holds:
        return joined(together, [self.compile(part, slots) for part in together.of])

    def _exists(self, exists: Exists, slots: Slots) -> Holds:
        hand_slots = self.inside(exists, slots)
        new = [binder for binder in exists.binders if binder.name not in slots]
        lines: list[list[Holds]] = [[] for _ in range(len(new) + 1)]
        for line in exists.when:
            lines[self.place(line, [binder.name for binder in new])].append(self.compile(line, hand_slots))
        inner = self._ending(exists, hand_slots)
        for index in range(len(new) - 1, -1, -1):
            slot, kind = hand_slots[new[index].name]
            inner = binding(new[index].kind, slot, own_days(kind), tuple(lines[index + 1]), inner)
        return before_all(tuple(lines[0]), inner) if lines[0] else lambda hand: inner(hand, YES)

    def _ending(self, exists: Exists, slots: Slots) -> Ending:
        if exists.judged_on is not None:
            honoured = (
                ALWAYS_SPANS
                if exists.reaches_earlier_acts
                else self._honoured.get(self._meanings.of(exists), ALWAYS_SPANS)
            )
            slot, kind = slots[next(items_of(exists.judged_on), exists.binders[0].name)]
            own = own_days(kind)
            return acting(value_of(exists.judged_on, slots), honoured, lambda hand: own(hand[slot]))
        if exists.counts_from is not None:
            return counting_from(value_of(exists.counts_from, slots))
        return lambda _, found: found

    def _selection(self, measure: Measure, slots: Slots) -> Callable[[Hand], Selected]:
        inner = self.beside(measure, slots)
        slot, kind = inner[measure.name]
        tests, own, named = tuple(self.compile(line, inner) for line in measure.where), own_days(kind), measure.kind

        def selected(hand: Hand) -> Selected:
            found: Selected = []
            for item in hand[FACTS].get(named, ()):
                hand[slot] = item
                days = own(item)
                for test in tests:
                    holds = test(hand)
                    if holds is YES:
                        continue
                    days = NO if holds is NO else both(days, holds)
                    if days is NO:
                        break
                if days is not NO:
                    found.append((days, item))
            return found

        return selected

    def _measure(self, measure: Measure, slots: Slots) -> Holds:
        selected, amount = self.selection(measure, slots), measure_of(measure, self._policy.vocabulary)
        needed = threshold(measure)

        def reaching(hand: Hand, least: int) -> Timeline:
            chosen = selected(hand)
            certain = [(days[0], amount(item)) for days, item in chosen]
            lowest = reached([(spans, low or 0) for spans, low in certain], least)
            if all(days[0] is days[1] for days, _ in chosen) and all(low is not None for _, low in certain):
                return (lowest, lowest)
            possible = [(days[1], amount(item)) for days, item in chosen]
            return (lowest, reached([(s, UNBOUNDED if high is None else high) for s, high in possible], least))

        if measure.relation == "at least":
            return lambda hand: reaching(hand, needed)
        if measure.relation == "more than":
            return lambda hand: reaching(hand, needed + 1)
        if measure.relation == "less than":
            return lambda hand: neither(reaching(hand, needed))
        if measure.relation == "at most":
            return lambda hand: neither(reaching(hand, needed + 1))
        return lambda hand: both(reaching(hand, needed), neither(reaching(hand, needed + 1)))


def measure_of(measure: Measure, vocabulary: Vocabulary) -> Callable[[Mapping[str, Any]], int | None]:
    """Return the closure of an item's amount: one for a count, thousandths for a sum, None if it is unknown."""
    if not measure.field:
        return lambda _: 1
    field = measure.field
    missing = None if vocabulary[measure.kind].fields[field].absent == "unknown" else 0
    return lambda item: item.get(field, missing)


def threshold(measure: Measure) -> int:
    """Return the amount of a measure in the units of its items."""
    return int(measure.amount * 1000) if measure.field else int(measure.amount)


def sampled(day: Callable[[Hand], Any], inner: Holds) -> Holds:
    """Return the closure of the truth on one day, as a constant."""

    def holds(hand: Hand) -> Timeline:
        on = day(hand)
        if on is FAILS:
            return NO
        found = inner(hand)
        if on is None:
            return found if found is YES or found is NO else MAYBE
        truth = truth_on(found, on)
        return MAYBE if truth is None else YES if truth else NO

    return holds


def joined(condition: Together, parts: Sequence[Holds]) -> Holds:
    """Return the closure of conditions that belong together."""
    if condition.how == "all":

        def every(hand: Hand) -> Timeline:
            found = YES
            for part in parts:
                found = both(found, part(hand))
                if found is NO:
                    return NO
            return found

        return every

    def some(hand: Hand) -> Timeline:
        found = NO
        for part in parts:
            found = either(found, part(hand))
        return found

    if condition.how == "any":
        return some
    if condition.how == "none":
        return lambda hand: neither(some(hand))
    return lambda hand: at_least_so_many(condition.n, [part(hand) for part in parts])


def _without_self(compiled: Callable[[Any, Slots], Holds]) -> Callable[[Compiler, Any, Slots], Holds]:
    return lambda _, condition, slots: compiled(condition, slots)


_FORMS: dict[type, Callable[[Compiler, Any, Slots], Holds]] = {
    Compare: _without_self(comparison),
    OneOf: _without_self(one_of),
    Given: _without_self(given),
    InForce: _without_self(in_force),
    Begun: _without_self(begun),
    Reading: Compiler._reading,  # noqa: SLF001 -- the table of the class's own methods
    ClauseHolds: Compiler._clause,  # noqa: SLF001
    LevelHeld: Compiler._held,  # noqa: SLF001
    Entitled: Compiler._entitled,  # noqa: SLF001
    Require: Compiler._required,  # noqa: SLF001
    OnDay: Compiler._on_day,  # noqa: SLF001
    Together: Compiler._together,  # noqa: SLF001
    Measure: Compiler._measure,  # noqa: SLF001
    Exists: Compiler._exists,  # noqa: SLF001
}
