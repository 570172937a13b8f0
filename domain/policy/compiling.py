"""Conditions compiled to closures that give the whole timeline at once.

A node that leans on no item in hand is compiled once for all versions that mean the same by it, and evaluated once
for each pathway: sharing is by meaning, not by clause number.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from domain.policy.chain import Version
from domain.policy.depending import limits_of
from domain.policy.hand import FACTS, Hand, Holds, Memory, over, spend
from domain.policy.joining import as_in_force, constantly, joined, sampled
from domain.policy.language import (
    AsInForce,
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Entitled,
    Exists,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Relieved,
    Require,
    Share,
    Together,
    Total,
)
from domain.policy.leaning import items_named, items_of, kinds_in, parts_of
from domain.policy.lengths import written_out
from domain.policy.meaning import Meanings
from domain.policy.measuring import (
    Amounts,
    Bounds,
    Selected,
    amounts_of,
    compared,
    counted,
    is_plain,
    measure_of,
    share_holds,
    threshold,
)
from domain.policy.selecting import Bound, Ending, Items, acting, before_all, binding, counting_between
from domain.policy.terms import Slots, begun, comparison, given, in_force, one_of, own_days, value_of
from domain.refusal import Refusal
from domain.timeline import (
    ALWAYS_SPANS,
    NO,
    YES,
    Spans,
    both,
    contains,
)

Levels = Callable[[str, bool], Holds]
"""Gives the closure of a level's timeline over all versions; True asks for what the rules alone give."""
Periods = Callable[[str], Items]
"""Gives the closure of the periods of a name over all versions."""
Versions = Callable[[], Sequence[tuple["Compiler", Spans]]]
"""Gives the compilers of all versions, each with the days on which its text is in force."""
KEPT = (Exists, Measure, Total, Share, Together, OnDay, InEach, Relieved)
"""Conditions whose timelines are kept during one evaluation, where nothing in hand changes them."""


class TextsTurnInACircle(Refusal):
    """A clause leans on itself by way of the text of another day."""

    sentence = "clause {0} leans on itself by way of 'as in force on'; one of these texts has to say the clause itself"


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
        periods: Periods,
        versions: Versions,
    ) -> None:
        """Take what is the version's own, and what the chain shares."""
        self._meanings = meanings
        self._policy = version.policy
        self._honoured = honoured
        self._shared = shared
        self._memory = memory
        self._levels = levels
        self._periods = periods
        self._versions = versions
        self._of_other_days: list[AsInForce] = []
        self._names: dict[Condition, set[str]] = {}

    def compile(self, condition: Condition, slots: Slots | None = None) -> Holds:
        """Return the closure of a condition with the given items in hand."""
        needed = {name: slots[name] for name in self.names(condition) if name in slots} if slots else {}
        if not needed and isinstance(condition, KEPT):
            return self._once("holds", condition, lambda: self._compile(condition, {}))
        return self._compile(condition, needed)

    def names(self, condition: Condition) -> set[str]:
        """Return the items that a condition could take from the hand, those named by clauses it leans on included.

        So are the periods of the kinds that it takes in hand, as far as they are over. Raises `TextsTurnInACircle`.
        """
        if condition not in self._names:
            leant = (self._policy.clause(condition.no).condition,) if isinstance(condition, ClauseHolds) else ()
            inside = [self.names(part) for part in (*parts_of(condition), *leant)]
            inside += self._names_of_other_days(condition) if isinstance(condition, AsInForce) else []
            self._names[condition] = items_named(condition).union(map(over, kinds_in(condition)), *inside)
        return self._names[condition]

    def _texts_of(self, clause: AsInForce) -> Sequence[tuple["Compiler", Spans]]:
        """Return the texts that may be meant: of a written day, the one that was in force then."""
        if not isinstance(clause.on, Literal):
            return self._versions()
        day = date.fromisoformat(clause.on.value).toordinal()
        return [(compiler, cover) for compiler, cover in self._versions() if contains(cover, day)]

    def _names_of_other_days(self, clause: AsInForce) -> list[set[str]]:
        if clause in self._of_other_days:
            raise TextsTurnInACircle(clause.no)
        self._of_other_days.append(clause)
        texts = [(compiler, compiler.clause_of(clause.no)) for compiler, _ in self._texts_of(clause)]
        found = [compiler.names(condition) for compiler, condition in texts if condition is not None]
        self._of_other_days.pop()
        return found

    def selection(self, measure: Measure, slots: Slots) -> Callable[[Hand], Selected]:
        """Return the closure of the items that a measure takes, each with the days on which it counts."""
        named = {over(measure.kind)}.union(*map(self.names, measure.where))
        needed = {name: slots[name] for name in named if name in slots}
        if needed:
            return self._selection(measure, needed)
        rest = Measure(
            name=measure.name, kind=measure.kind, relation="", amount=measure.amount * 0, where=measure.where
        )
        return self._once("selected", rest, lambda: self._selection(measure, {}))

    def items(self, kind: str, slots: Slots) -> Items:
        """Return the closure of the items of a kind: what is recorded, or the periods of that name.

        Of periods that are still being worked out, those are taken that are over, if they are in hand.
        """
        if over(kind) in slots:
            slot, _ = slots[over(kind)]
            return lambda hand: hand[slot]
        if self._policy.vocabulary[kind].derived:
            return self._periods(kind)
        return lambda hand: hand[FACTS].get(kind, ())

    def fit(self, hand: Hand) -> None:
        """Make room in a hand for what was compiled since it was made."""
        self._memory.fit(hand)

    def amounts(self, measured: Measure | Total, slots: Slots) -> Amounts:
        """Return the closure of how much there is, at least and at most, on every day."""
        found = amounts_of(measured, lambda measure: self.selection(measure, slots), self._policy.vocabulary, slots)
        return self.once("amounts", measured, slots, found)

    def once(
        self, what: str, measured: Measure | Total, slots: Slots, found: Callable[[Hand], Any]
    ) -> Callable[[Hand], Any]:
        """Return a closure about what is measured that evaluates once for each hand, unless items in hand decide."""
        return found if self.names(measured) & slots.keys() else self._once(what, measured, lambda: found)

    def clause_of(self, no: str) -> Condition | None:
        """Return the condition of a clause, if this version states it."""
        return next((clause.condition for clause in self._policy.clauses if clause.no == no), None)

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
        return self.selecting(exists, slots, hand_slots, self._ending(exists, hand_slots))

    def selecting(self, exists: Exists, slots: Slots, hand_slots: Slots, inner: Ending) -> Holds:
        """Return the closure that takes each combination of items in hand, and ends with ``inner``."""
        new = [binder for binder in exists.binders if binder.name not in slots]
        bound: Bound | None = None
        lines: list[list[Holds]] = [[] for _ in range(len(new) + 1)]
        for line in exists.when:
            lines[self.place(line, [binder.name for binder in new])].append(self.compile(line, hand_slots))
        for index in range(len(new) - 1, -1, -1):
            slot, kind = hand_slots[new[index].name]
            items, several = self.items(new[index].kind, slots), tuple(lines[index + 1])
            inner = bound = binding(items, slot, own_days(kind), several, inner)
        if lines[0]:
            return before_all(tuple(lines[0]), inner)
        return bound or (lambda hand: inner(hand, YES))

    def _ending(self, exists: Exists, slots: Slots) -> Ending:
        from_ = None if exists.counts_from is None else value_of(exists.counts_from, slots)
        up_to = None if exists.counts_up_to is None else value_of(exists.counts_up_to, slots)
        counting = counting_between(from_, up_to) if from_ or up_to else None
        if exists.judged_on is None:
            return counting or (lambda _, found: found)
        slot, kind = slots[next(items_of(exists.judged_on), exists.binders[0].name)]
        own, day = own_days(kind), value_of(exists.judged_on, slots)
        act = acting(day, self.honoured(exists), lambda hand: own(hand[slot]), counting if from_ else None)
        return act if counting is None or from_ else lambda hand, found: counting(hand, act(hand, found))

    def honoured(self, act: Exists) -> Spans:
        """Return the days of the acts that count: those on which a text was in force that means the same by the act."""
        return ALWAYS_SPANS if act.reaches_earlier_acts else self._honoured.get(self._meanings.of(act), ALWAYS_SPANS)

    def _selection(self, measure: Measure, slots: Slots) -> Callable[[Hand], Selected]:
        inner = self.beside(measure, slots)
        slot, kind = inner[measure.name]
        tests, own = tuple(self.compile(line, inner) for line in measure.where), own_days(kind)
        items = self.items(measure.kind, slots)

        def selected(hand: Hand) -> Selected:
            found: Selected = []
            several = items(hand)
            spend(hand, several)
            for item in several:
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
        if not is_plain(measure):
            return self._compared(measure, slots)
        selected, amount = self.selection(measure, slots), measure_of(measure, self._policy.vocabulary)
        return counted(selected, amount, measure.relation, threshold(measure))

    def _compared(self, measured: Measure | Total, slots: Slots) -> Holds:
        amounts, relation = self.amounts(measured, slots), measured.relation
        needed = limits_of(measured.amount, measured.amount_of, slots)
        return lambda hand: compared(relation, amounts(hand), needed(hand))

    def share(self, share: Share, slots: Slots) -> Callable[[Hand], tuple[Bounds, Bounds]]:
        """Return the closure of how much of what is measured meets the further lines, and how much does not."""
        base = Measure(share.name, share.kind, "", Decimal(0), share.field, where=share.where)
        which = Together(how="all", of=share.which)
        inside, outside = (
            self.amounts(msgspec.structs.replace(base, where=(*share.where, line)), slots)
            for line in (which, Together(how="none", of=(which,)))
        )
        return lambda hand: (inside(hand), outside(hand))

    def _share(self, share: Share, slots: Slots) -> Holds:
        parts = self.share(share, slots)
        return lambda hand: share_holds(share, *parts(hand))

    def _in_each(self, each: InEach, slots: Slots) -> Holds:
        return self.compile(written_out(each), slots)

    def _relieved(self, relieved: Relieved, slots: Slots) -> Holds:
        reliefs = tuple(relief.when for relief in relieved.by)
        return self.compile(Together(how="any", of=(relieved.that, *reliefs)), slots)

    def _as_in_force(self, clause: AsInForce, slots: Slots) -> Holds:
        """Return the closure of a clause as another day's text has it."""
        texts = [
            (constantly(NO) if condition is None else compiler.compile(condition, slots), cover)
            for compiler, cover in self._texts_of(clause)
            if cover
            for condition in (compiler.clause_of(clause.no),)
        ]
        return as_in_force(value_of(clause.on, slots), texts)


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
    Total: Compiler._compared,  # noqa: SLF001
    Share: Compiler._share,  # noqa: SLF001
    InEach: Compiler._in_each,  # noqa: SLF001
    Relieved: Compiler._relieved,  # noqa: SLF001
    AsInForce: Compiler._as_in_force,  # noqa: SLF001
}
