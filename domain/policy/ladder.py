"""The levels of a text with their routes and what those lean on: what a drawing of the text shows."""

from collections.abc import Iterator

import msgspec

from domain.policy.language import (
    AsInForce,
    ClauseHolds,
    Condition,
    Entitled,
    Exists,
    LevelHeld,
    Measure,
    Reading,
    Share,
    Together,
)
from domain.policy.leaning import parts_of
from domain.policy.saying import Speech
from domain.policy.saying_amounts import share_in_words
from domain.policy.saying_days import article
from domain.policy.saying_text import speech_of
from domain.policy.text import Clause, Level, Policy


class Leaning(msgspec.Struct, frozen=True):
    """What a route leans on: a clause by its number, or words of its own; ``within`` are clauses that it names."""

    words: str
    no: str = ""
    within: tuple[str, ...] = ()


class Way(msgspec.Struct, frozen=True):
    """A route, or what keeps or ends a level, with what it leans on and the levels that have to be held for it."""

    name: str
    leaning: tuple[Leaning, ...]
    levels: tuple[str, ...] = ()


class Rung(msgspec.Struct, frozen=True):
    """A level, the ways to it, and what keeps and ends it; one that stands aside has no rank."""

    id: str
    title: str
    rank: int | None
    routes: tuple[Way, ...]
    lasting: tuple[Way, ...]


class Ladder(msgspec.Struct, frozen=True):
    """The rungs of a text, the highest first, and the specialisations that stand beside them."""

    title: str
    rungs: tuple[Rung, ...]
    aside: tuple[Rung, ...]


def ladder_of(policy: Policy) -> Ladder:
    """Return the levels of a text by rank, those of one rank in the order of the text."""
    drawing = _Drawing(policy)
    ordered = sorted(policy.levels, key=lambda each: -each.rank)
    return Ladder(
        f"{policy.rulebook} {policy.version}: {policy.title}",
        tuple(drawing.rung(each) for each in ordered if not each.specialisation),
        tuple(drawing.rung(each) for each in ordered if each.specialisation),
    )


class _Drawing:
    def __init__(self, policy: Policy) -> None:
        self._clauses = {clause.no: clause for clause in policy.clauses}
        self._speech: Speech = speech_of(policy)

    def rung(self, level: Level) -> Rung:
        routes = tuple(self._way(route.name, route.condition) for route in level.routes)
        lasting = (("kept while", level.kept), ("lost when", level.lost))
        ways = tuple(self._way(name, condition) for name, condition in lasting if condition is not None)
        rank = None if level.specialisation else level.rank
        return Rung(level.id, level.title, rank, routes, ways)

    def _way(self, name: str, condition: Condition) -> Way:
        leaning = tuple(dict.fromkeys(self._leaning(condition)))
        return Way(name, leaning, tuple(dict.fromkeys(self._levels(condition))))

    def _levels(self, condition: Condition) -> Iterator[str]:
        """Yield the levels that a condition asks for, in its clauses as well."""
        if isinstance(condition, LevelHeld | Entitled):
            yield condition.level
        if isinstance(condition, ClauseHolds):
            yield from self._levels(self._clauses[condition.no].condition)
        if not (isinstance(condition, Together) and condition.how == "none"):
            for part in parts_of(condition):
                yield from self._levels(part)

    def _leaning(self, condition: Condition) -> Iterator[Leaning]:
        match condition:
            case ClauseHolds() | AsInForce():
                clause = self._clauses.get(condition.no)
                yield Leaning(clause.text if clause else "", condition.no, _named(clause) if clause else ())
            case Reading() | LevelHeld() | Entitled():
                yield Leaning(self._speech.of(condition).words)
            case Exists():
                named = [article(each.kind) for each in condition.binders]
                yield Leaning(f"there is {' with '.join(named)}")
            case Measure():
                yield Leaning(self._speech.of(msgspec.structs.replace(condition, where=())).words)
            case Share():
                yield Leaning(share_in_words(condition))
        for part in parts_of(condition):
            yield from self._leaning(part)


def _named(clause: Clause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_numbers(clause.condition)))


def _numbers(condition: Condition) -> Iterator[str]:
    if isinstance(condition, ClauseHolds | AsInForce):
        yield condition.no
    for part in parts_of(condition):
        yield from _numbers(part)
