"""The comparison of the service's timelines with what the evaluator says day by day."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple, TypeAlias

import msgspec

from domain.dates import Duration
from domain.policy.chain import Chain
from domain.policy.hand import FEW
from domain.policy.language import Anchored, InEach, Shifted
from domain.policy.rules import Assessment, Rules
from domain.timeline import BEGIN, END, Timeline, truth_on
from tests.evaluator.evaluator import Evaluator
from tests.evaluator.logic import Truth
from tests.evaluator.policies import Facts

LONGEST_MONTH, LONGEST_YEAR = 31, 366
EARLIEST = date(2000, 1, 1).toordinal()
"""A number above is a day, one below is an amount."""
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")

Said: TypeAlias = Callable[[int], Truth]


class Comparison(NamedTuple):
    """What is said of a part of the answer on a day: by the service, and by the definition."""

    part: str
    day: int
    timeline: Truth
    definition: Truth


def disagreements(chain: Chain, facts: Facts) -> list[Comparison]:
    """Return where the two differ."""
    return [each for each in comparisons(chain, facts) if each.timeline is not each.definition]


def comparisons(chain: Chain, facts: Facts) -> Iterator[Comparison]:
    """Yield what the two say where a timeline breaks and around the days that are named; of levels, on every day."""
    rules = Rules(chain)
    assessment = rules.assess(facts)
    rules._memory._hands = FEW  # noqa: SLF001 -- as if it had assessed others before
    assert rules.assess(facts) == assessment
    window = window_of(chain, facts)
    evaluator = Evaluator(chain, facts, window[0], window[-1])
    days = named_days(facts)
    for part, timeline, said in parts(assessment, evaluator):
        throughout = part.startswith(("held", "entitled"))
        for day in window if throughout else sorted({*_breaks(timeline, window), *days} & set(window)):
            yield Comparison(part, day, truth_on(timeline, day), said(day))


def named_days(facts: Facts) -> list[int]:
    """Return the days that the facts name, and their neighbours."""
    values = [value for items in facts.values() for item in items for value in item.values() if type(value) is int]
    return [day + off for day in values if day > EARLIEST for off in (-1, 0, 1)]


def parts(assessment: Assessment, evaluator: Evaluator) -> Iterator[tuple[str, Timeline, Said]]:
    """Yield each part of an assessment with its timeline and what the definition says of it."""
    named: list[tuple[str, dict[str, Timeline], Callable[[str, int], Truth]]] = [
        ("held", assessment.held, evaluator.held),
        ("entitled", assessment.entitled, evaluator.entitled),
        ("standing", assessment.standings, evaluator.standing),
        ("unmet", assessment.unmet, evaluator.unmet),
        ("condition", assessment.conditions, evaluator.condition),
        ("note", assessment.notes, evaluator.note),
    ]
    for part, timelines, said in named:
        for name, timeline in timelines.items():
            yield f"{part} {name}", timeline, lambda day, said=said, name=name: said(name, day)  # type: ignore[misc]
    yield "listable", assessment.listable, evaluator.listable


def _breaks(timeline: Timeline, window: range) -> Iterator[int]:
    yield window[0]
    yield window[-1]
    for spans in timeline:
        for day in spans:
            yield from (day - 1, day, day + 1)


def window_of(chain: Chain, facts: Facts) -> range:
    """Return the days outside which nothing changes: those that are named, and as far from them as anything reaches."""
    values = [value for items in facts.values() for item in items for value in item.values() if type(value) is int]
    nodes = [node for version, _ in chain.covers for node in _nodes(version.policy)]
    days = [value for value in values if value > EARLIEST]
    days += [date.fromisoformat(node).toordinal() for node in nodes if isinstance(node, str) and A_DAY.match(node)]
    days += [day for _, cover in chain.covers for day in cover if day not in {BEGIN, END}]
    months = max((value // 1000 for value in values if value < EARLIEST), default=0)
    lengths = max((_reach(node, months) for node in nodes if isinstance(node, InEach)), default=0)
    reach = lengths + max((_reach(node, months) for node in nodes if not isinstance(node, InEach)), default=0) + 2
    return range(min(days, default=EARLIEST) - reach, max(days, default=EARLIEST) + reach + 1)


def _reach(node: object, months: int) -> int:
    """Return how many days a term moves another at most, where no field counts more months than that."""
    if isinstance(node, Shifted):
        length = _days(node.length) if node.months_of is None else months * LONGEST_MONTH
        return length + _reach(node.term, months)
    if isinstance(node, Anchored):
        return (LONGEST_YEAR if node.month else LONGEST_MONTH) + _reach(node.term, months)
    if isinstance(node, InEach):
        return node.times * _days(node.length) + _reach(node.anchor, months)
    return 0


def _days(length: Duration) -> int:
    return length.months * LONGEST_MONTH + length.days


def _nodes(node: Any) -> Iterator[Any]:  # noqa: ANN401 - any part of a tree
    yield node
    if isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from _nodes(getattr(node, name))
    elif isinstance(node, tuple):
        for each in node:
            yield from _nodes(each)
