"""Scenarios that contradict one another: of the same events and the same question they expect what cannot be both."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec

from application.expectations import EXPECTED, Stated
from application.scenarios import Difference, Expectation, Scenario
from domain.policy.wording import plainly

Asked: TypeAlias = tuple[tuple[tuple[str, str, bytes], ...], str]
"""What was given, in any order, and what is asked."""


class Said(msgspec.Struct, frozen=True):
    """A scenario's word on a question."""

    scenario: Scenario
    stated: Stated


class Sayings:
    """What the scenarios of a rulebook expect, as far as they were heard."""

    def __init__(self) -> None:
        self._said: dict[Asked, list[Said]] = {}

    def contradicted_by(self, scenario: Scenario) -> list[Difference]:
        """Return where a scenario says otherwise than one before it or than itself; it is heard from now on."""
        found: list[Difference] = []
        for expectation in scenario.expectations:
            before = self._said.setdefault(_asked(scenario, expectation), [])
            for stated in expectation.stated:
                found += _contradictions(stated, before)
            before += [Said(scenario, stated) for stated in expectation.stated]
        return found


def _asked(scenario: Scenario, expectation: Expectation) -> Asked:
    given = [(str(each.recorded), each.stream, msgspec.json.encode(each.event)) for each in scenario.given]
    return tuple(sorted(given)), str(expectation.question)


def _contradictions(stated: Stated, before: list[Said]) -> Iterator[Difference]:
    for said in before:
        if _excluded(stated, said.stated) or _excluded(said.stated, stated):
            name, place = said.scenario.name, said.stated.place
            words = (
                f"'{stated.key}' contradicts '{said.stated.key}' of '{name}' at {place}, of the same given and question"
            )
            yield Difference(stated.place, f"{words}: correct one of the two, or what is given")


def _excluded(one: Stated, other: Stated) -> bool:
    """Return whether no answer can be as both say; the second may be the negation of the first."""
    if other.key == f"not {one.key}":
        return bool(set(one.value) & set(other.value))
    if one.key != other.key:
        return False
    relation = EXPECTED[one.key].relation
    if relation == "each is":
        return any(_plain(one.value[name]) != _plain(other.value[name]) for name in one.value.keys() & other.value)
    if relation == "each is so much":
        return any(plainly(one.value[name]) != plainly(other.value[name]) for name in one.value.keys() & other.value)
    return relation == "is" and _plain(one.value) != _plain(other.value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - as the key says
    return sorted(map(str, value)) if isinstance(value, tuple) else value
