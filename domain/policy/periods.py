"""Periods compiled: how one text says that they begin, last, become longer, are renewed and are lost."""

from collections.abc import Callable
from typing import Any

from domain.dates import Duration, shifted
from domain.policy.compiling import Compiler
from domain.policy.extending import Extend, Extended, longer, span_in_hand
from domain.policy.hand import Hand, Holds, Memory, over
from domain.policy.joining import constantly
from domain.policy.language import Condition, Exists, Together
from domain.policy.moving import FAILS
from domain.policy.selecting import collecting
from domain.policy.terms import Slots, value_of
from domain.policy.text import Extension, Period
from domain.policy.unfolding import Stated
from domain.policy.vocabulary import Vocabulary
from domain.timeline import NO, Spans, truth_on


class Periods:
    """Compiles the periods that one version states."""

    def __init__(self, compiler: Compiler, vocabulary: Vocabulary, memory: Memory) -> None:
        """Take the compiler of the version's conditions, its kinds, and where items in hand find their places."""
        self._compiler = compiler
        self._vocabulary = vocabulary
        self._memory = memory

    def stated(self, period: Period, cover: Spans, past: int) -> Stated:
        """Return the period as this text states it, on the days on which the text is in force.

        Where it begins, the periods of its name that are over are taken from ``past``.
        """
        slot, kind = self._memory.slot(), self._vocabulary[period.name]
        slots, before = {period.name: (slot, kind)}, {over(period.name): (past, kind)}
        renewal = period.renewed
        late = (renewal.when, renewal.late_when) if renewal else ()
        late_lines = tuple(line for line in late if line is not None)
        return Stated(
            cover=cover,
            period=period,
            slot=slot,
            begins=self._beginnings(period, before),
            whenever=self._optional(period.whenever, before),
            looks_back=self._names(period.begins, period.whenever, over(period.name)),
            end=_end(period, slots),
            extend=tuple(self._extending(extension, slots) for extension in period.extended),
            renewed=self._compiler.compile(renewal.when, slots) if renewal else None,
            late=self._optional(Together(how="all", of=late_lines) if late_lines else None, slots),
            lost=self._optional(period.lost, slots),
        )

    def _optional(self, condition: Condition | None, slots: Slots) -> Holds:
        return constantly(NO) if condition is None else self._compiler.compile(condition, slots)

    def _names(self, begins: Condition | None, whenever: Condition | None, name: str) -> bool:
        return any(name in self._compiler.names(each) for each in (begins, whenever) if each is not None)

    def _beginnings(self, period: Period, slots: Slots) -> Callable[[Hand], list[tuple[int | None, bool]]]:
        if period.begins is None or period.on is None:
            return lambda _: []
        select, kept = self._selecting(period.begins, slots, lambda inside: value_of(period.on, inside))  # type: ignore[arg-type]

        def beginnings(hand: Hand) -> list[tuple[int | None, bool]]:
            found: list[tuple[int | None, bool]] = []
            hand[kept] = []
            select(hand)
            for timeline, day in hand[kept]:
                if day is None and timeline[1]:
                    found.append((None, False))
                elif isinstance(day, int):
                    truth = truth_on(timeline, day)
                    found += [] if truth is False else [(day, bool(truth))]
            return found

        return beginnings

    def _extending(self, extension: Extension, slots: Slots) -> Extend:
        select, kept = self._selecting(extension.of, slots, lambda each: self._adding(extension, each))

        def extend(hand: Hand, period: Extended, end: int, judged: int, *, certain: bool) -> int:
            hand[kept] = []
            select(hand)
            truths = ((truth_on(timeline, judged), value) for timeline, value in hand[kept])
            grounds = [value for truth, value in truths if truth or (truth is None and not certain)]
            return longer(extension, period, end, judged + 1, grounds, certain=certain)

        return extend

    def _selecting(
        self, exists: Exists, slots: Slots, value: Callable[[Slots], Callable[[Hand], Any]]
    ) -> tuple[Holds, int]:
        """Return the closure that keeps every combination of items with a value of its own, and where it keeps them."""
        inside, kept = self._compiler.inside(exists, slots), self._memory.slot()
        return self._compiler.selecting(exists, slots, inside, collecting(kept, value(inside))), kept

    def _adding(self, extension: Extension, slots: Slots) -> Callable[[Hand], Any]:
        """Return the closure of what one combination adds: a span, a length, or the last day."""
        if extension.up_to is not None:
            return value_of(extension.up_to, slots)
        if extension.by:
            slot, kind = slots[extension.of.binders[0].name]
            return span_in_hand(slot, kind.since, kind.until)
        if extension.months_of is None:
            return lambda _: extension.length
        months = value_of(extension.months_of, slots)

        def length(hand: Hand) -> Any:  # noqa: ANN401 -- a length, or what stands for none
            found = months(hand)
            return found if found is None or found is FAILS else Duration(months=found // 1000)

        return length


def _end(period: Period, slots: Slots) -> Callable[[Hand, int, int], Any]:
    """Return the closure of the day after a period's last, given its first day and its number."""
    if period.last_days:
        last_days = [value_of(each, slots) for each in period.last_days]

        def after_last(hand: Hand, _: int, number: int) -> Any:  # noqa: ANN401 -- a day, or what stands for none
            day = last_days[min(number, len(last_days)) - 1](hand)
            return day if day is None or day is FAILS else day + 1

        return after_last
    lengths = period.lasts

    def after_length(_: Hand, start: int, number: int) -> int:
        length = lengths[min(number, len(lengths)) - 1]
        return shifted(start, length.months, length.days)

    return after_length
