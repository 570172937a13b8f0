"""Texts of a rulebook, how each is read, and which is in force on which days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from verifier.calendar import BEGIN, END, day_of
from verifier.moment import Moment
from verifier.terms import Node

Spans = tuple[tuple[int, int], ...]
"""Days from one on until before another, several times, in order."""
ALWAYS: Spans = ((BEGIN, END),)


class Text:
    """One whole text as known: its canonical JSON as read, its hash, when it is suspended, and how it is read."""

    def __init__(
        self,
        policy: Node,
        content_hash: str,
        suspended: Iterable[tuple[int, int]] = (),
        readings: Mapping[str, str] = {},
    ) -> None:
        self.policy = policy
        self.content_hash = content_hash
        self.suspended = list(suspended)
        self.readings = readings
        self._clauses = {each["no"]: each["condition"] for each in reversed(policy.get("clauses", ()))}

    @property
    def version(self) -> str:
        return str(self.policy["version"])

    def part(self, name: str) -> Sequence[Any]:
        """Return a list of the text, such as its levels; one that is left out is empty."""
        found: Sequence[Any] = self.policy.get(name, ())
        return found

    def kind(self, name: str) -> Node:
        found: Node = self.policy["vocabulary"][name]
        return found

    def clause(self, no: str) -> Node:
        found: Node = self._clauses[no]
        return found

    def has_clause(self, no: str) -> bool:
        return no in self._clauses

    def level(self, name: str) -> Node | None:
        return next((each for each in self.part("levels") if each["id"] == name), None)

    def reading(self, parameter: str) -> str:
        """Return the value chosen for a parameter, or its default."""
        chosen = self.readings.get(parameter)
        if chosen is not None:
            return chosen
        return next(str(each["default"]) for each in self.part("parameters") if each["name"] == parameter)

    @property
    def rank(self) -> tuple[str, str, str]:
        """What decides between two texts that are both in force on a day: the greater one is."""
        return self.policy["in_force_from"], self.policy["published"], self.policy["version"]

    def effective(self, day: int) -> bool:
        """Tell whether the text would be in force on a day, if there were no other."""
        until = self.policy.get("in_force_until")
        stated = day_of(self.policy["in_force_from"]) <= day < (day_of(until) if until else END)
        return stated and not any(from_ <= day < end for from_, end in self.suspended)

    def edges(self) -> Iterator[int]:
        """Yield the days on which that may change."""
        yield day_of(self.policy["in_force_from"])
        if self.policy.get("in_force_until"):
            yield day_of(self.policy["in_force_until"])
        for span in self.suspended:
            yield from span


class Chain:
    """Texts with the days on which each is in force. ``others`` are texts that decide no day and are referred to."""

    def __init__(self, covers: Sequence[tuple[Text, Spans]], others: Sequence[tuple[Text, Spans]] = ()) -> None:
        self.covers = covers
        self.referred = others or covers
        self._edges = sorted({edge for _, spans in covers for span in spans for edge in span})

    @property
    def texts(self) -> list[Text]:
        return [text for text, _ in self.covers]

    def text_on(self, moment: Moment) -> Text | None:
        """Return the text in force on the day of the moment."""
        for edge in self._edges:
            if edge > moment.day:
                moment.stays(edge)
                break
        return self.at(moment.day)

    def at(self, day: int) -> Text | None:
        return next((text for text, spans in self.covers if covers(spans, day)), None)


def covers(spans: Spans, day: int) -> bool:
    return any(from_ <= day < until for from_, until in spans)


def in_force(texts: Iterable[Text]) -> Chain:
    """Return the chain of texts: on each day, of those effective, the one that is in force from the latest day."""
    ranked = sorted(texts, key=lambda each: each.rank, reverse=True)
    edges = sorted({BEGIN, END, *(edge for text in ranked for edge in text.edges() if BEGIN <= edge <= END)})
    found: dict[int, list[tuple[int, int]]] = {}
    for from_, until in pairwise(edges):
        number = next((number for number, text in enumerate(ranked) if text.effective(from_)), None)
        if number is not None:
            spans = found.setdefault(number, [])
            goes_on = bool(spans) and spans[-1][1] == from_
            spans.append((spans.pop()[0] if goes_on else from_, until))
    return Chain([(text, tuple(found.get(number, ()))) for number, text in reversed(list(enumerate(ranked)))])


def alone(text: Text, among: Iterable[Text]) -> Chain:
    """Return the chain in which one text judges every day; it may refer to those among which it stands."""
    return Chain([(text, ALWAYS)], in_force(among).covers if _refers(text.policy) else ())


def _refers(node: Any) -> bool:
    if isinstance(node, dict):
        return node.get("is") == "clause as in force" or any(map(_refers, node.values()))
    return isinstance(node, (list, tuple)) and any(map(_refers, node))
