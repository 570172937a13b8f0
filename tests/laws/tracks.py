"""The timelines of an assessment under their names, and how two of them are compared."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from domain.policy.rules import Assessment
from domain.timeline import Spans, Timeline, complement, intersection

Facts = Mapping[str, list[dict[str, Any]]]


def tracks(found: Assessment) -> dict[str, Timeline]:
    parts = msgspec.structs.asdict(found)
    listable = parts.pop("listable")
    return {f"{part}: {name}": track for part, named in parts.items() for name, track in named.items()} | {
        "listable": listable
    }


def beyond(one: Spans, other: Spans) -> Spans:
    """Return the days of one that are not days of the other."""
    return intersection(one, complement(other))


def more_certain(one: Assessment, other: Assessment) -> list[str]:
    """Return the tracks on which one is certain of a day, or denies a day, of which the other does not know."""
    known, before = tracks(one), tracks(other)
    return [
        name
        for name, (certain, possible) in known.items()
        if beyond(certain, before[name][0]) or beyond(before[name][1], possible)
    ]


def places(facts: Facts) -> Iterator[tuple[str, int]]:
    """Yield where each item stands: its kind, and its number in it."""
    for kind in sorted(facts):
        for number in range(len(facts[kind])):
            yield kind, number


def with_value(facts: Facts, place: tuple[str, int], field: str, value: object) -> Facts:
    """Return the facts with one value of one item put in the place of another."""
    kind, number = place
    changed = [dict(item) for item in facts[kind]]
    changed[number][field] = value
    return {**facts, kind: changed}


def without(facts: Facts, place: tuple[str, int]) -> Facts:
    kind, number = place
    return {**facts, kind: [item for index, item in enumerate(facts[kind]) if index != number]}
