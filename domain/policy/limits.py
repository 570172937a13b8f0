"""How much a document may ask for: no text that is meant comes near, and none that is not can exhaust the service."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sized

import msgspec

from domain.policy.language import ClauseHolds, Condition, InEach, Measure, Relieved, Table, Total
from domain.policy.leaning import depending_in, leaning_of, names_in, parts_of
from domain.policy.places import Way, place_of
from domain.policy.roots import roots_of
from domain.policy.text import Policy
from domain.policy.typed import Fault, Walk
from domain.policy.typed import Mapping as Typed
from domain.policy.vocabulary import Vocabulary

BYTES = 1_000_000
DEPTH = 40
VALUES = 50_000
LETTERS = 4_000
STEPS_OF_A_DAY = 10
DIGITS_OF_A_LENGTH = 4
TIMES = 120
LEANING = 30
IN_HAND = 8
OPENED = 20_000
OPENED_DEPTH = 60


class Limit(msgspec.Struct, frozen=True):
    """The most there may be of something, and how it is called."""

    most: int
    what: str


LIMITS = (
    Limit(BYTES, "bytes of a document"),
    Limit(DEPTH, "lists and mappings inside one another"),
    Limit(VALUES, "keys, values, lists and mappings of a document"),
    Limit(LETTERS, "letters of a text"),
    Limit(STEPS_OF_A_DAY, "lengths and anchors of one day"),
    Limit(10**DIGITS_OF_A_LENGTH - 1, "days, weeks, months or years of a length, of which one is the least"),
    Limit(TIMES, "lengths of `in each of`"),
    Limit(LEANING, "clauses, levels and periods that lean on one another in a row"),
    Limit(IN_HAND, "items in hand at once"),
    Limit(OPENED, "nodes of a condition, the clauses that it names opened, each length of `in each of` counted"),
    Limit(OPENED_DEPTH, "conditions inside one another, the clauses that they name opened"),
)
PARTS = {
    "sources": Limit(1_000, "sources"),
    "vocabulary": Limit(300, "kinds of evidence"),
    "parameters": Limit(200, "parameters"),
    "clauses": Limit(1_000, "clauses"),
    "refusals": Limit(1_000, "refusals"),
    "periods": Limit(50, "periods"),
    "announcements": Limit(200, "announcements"),
    "levels": Limit(100, "levels and specialisations"),
    "standings": Limit(200, "standings"),
    "listing": Limit(200, "needs of the listing"),
    "conditions": Limit(200, "conditions"),
    "notes": Limit(200, "notes"),
    "losses": Limit(200, "losses"),
}
"""The parts of a text, the names of its document's sections where they differ being in `SECTIONS`."""
SECTIONS = {"refusals": "refuses", "announcements": "announces", "losses": "takes away"}
INSIDE = {
    "fields": Limit(100, "fields of a kind"),
    "readings": Limit(50, "readings of a parameter"),
    "routes": Limit(100, "routes to a level"),
    "lengths": Limit(50, "lengths of a period"),
    "extended": Limit(20, "grounds that make a period longer"),
    "reliefs": Limit(20, "grounds that lift a requirement"),
    "scale": Limit(200, "entries of a scale"),
    "parts": Limit(100, "parts of a total"),
}


def faults_beyond(policy: Policy, kinds: Vocabulary, walk: Walk) -> list[Fault]:
    """Return a fault for what is more than the limits allow; ``kinds`` are those that the text declares."""
    typed = Typed(walk.entries, walk.name.place)
    whole = msgspec.structs.replace(policy, vocabulary=kinds)
    return [Fault(place_of(typed, way), words) for way, words in exceeded(whole)]


def exceeded(policy: Policy) -> list[tuple[Way, str]]:
    """Return what is more than the limits allow, each with its way in the document."""
    found = [*_parts(policy), *_inside(policy)]
    if found:
        return found
    order, rounds, circling = _unwound(leaning_of(policy))
    if rounds > LEANING or len(circling) > LEANING:
        return [(("clauses",), f"clauses, levels or periods lean on one another in a row of more than {LEANING}")]
    return [] if circling else list(_opened(policy, order))


def _parts(policy: Policy) -> Iterator[tuple[Way, str]]:
    for name, limit in PARTS.items():
        yield from _over(getattr(policy, name), limit, (SECTIONS.get(name, name),))


def _inside(policy: Policy) -> Iterator[tuple[Way, str]]:
    for name, kind in policy.vocabulary.items():
        yield from _over(kind.fields, INSIDE["fields"], ("vocabulary", name))
    for parameter in policy.parameters:
        yield from _over(parameter.values, INSIDE["readings"], ("parameters", parameter.name))
    for level in policy.levels:
        yield from _over(level.routes, INSIDE["routes"], ("levels", level.id))
    for period in policy.periods:
        yield from _over(period.lasts or period.last_days, INSIDE["lengths"], ("periods", period.name))
        yield from _over(period.extended, INSIDE["extended"], ("periods", period.name))
    for root in roots_of(policy):
        waiting = [root.condition]
        while waiting:
            condition = waiting.pop()
            yield from _sizes(condition, root.way)
            waiting += parts_of(condition)


def _sizes(condition: Condition, way: Way) -> Iterator[tuple[Way, str]]:
    if isinstance(condition, Relieved):
        yield from _over(condition.by, INSIDE["reliefs"], way)
    if isinstance(condition, Total):
        yield from _over(condition.parts, INSIDE["parts"], way)
    if isinstance(condition, Measure) and condition.worth is not None:
        yield from _over(condition.worth.scale, INSIDE["scale"], way)
    if isinstance(condition, Measure | Total):
        for of in depending_in(condition):
            yield from _over(of.scale if isinstance(of, Table) else (), INSIDE["scale"], way)


def _over(things: Sized, limit: Limit, way: Way) -> Iterator[tuple[Way, str]]:
    if len(things) > limit.most:
        yield way, said(len(things), limit)


def said(number: int, limit: Limit) -> str:
    """Return that there is more of something than there may be."""
    return f"{number:,} {limit.what}: more than {limit.most:,}"


def _unwound(leaning: Mapping[str, Collection[str]]) -> tuple[list[str], int, set[str]]:
    """Return the parts, each after those it leans on, in how many rounds they come, and what is left in circles."""
    waiting = {name: set(others) for name, others in leaning.items()}
    order: list[str] = []
    rounds = 0
    while ready := [name for name, others in waiting.items() if not others]:
        order += ready
        rounds += 1
        waiting = {name: others.difference(ready) for name, others in waiting.items() if others}
    return order, rounds, set(waiting)


class Opened(msgspec.Struct, frozen=True):
    """How large a condition is with its clauses opened: its nodes, how deep they stand, the items in hand at once."""

    nodes: int
    depth: int = 1
    items: frozenset[str] = frozenset()


def _opened(policy: Policy, order: Iterable[str]) -> Iterator[tuple[Way, str]]:
    clauses = {f"clause {clause.no}": clause.condition for clause in policy.clauses}
    opened: dict[str, Opened] = {}
    for name in order:
        if name in clauses:
            opened[name] = _size(clauses[name], opened)
    for root in roots_of(policy):
        size = _size(root.condition, opened)
        for number, most, what in (
            (size.nodes, OPENED, "nodes, the clauses that it names opened"),
            (size.depth, OPENED_DEPTH, "conditions inside one another, the clauses that it names opened"),
            (len(size.items), IN_HAND, "items in hand at once"),
        ):
            if number > most:
                yield root.way, f"{root.called} has {number:,} {what}: more than {most:,}"


def _size(condition: Condition, opened: Mapping[str, Opened]) -> Opened:
    inner = [_size(part, opened) for part in parts_of(condition)]
    if isinstance(condition, ClauseHolds):
        inner = [opened[f"clause {condition.no}"]]
    times = condition.times if isinstance(condition, InEach) else 1
    named = frozenset(names_in(condition))
    return Opened(
        nodes=1 + times * sum(each.nodes for each in inner),
        depth=1 + max((each.depth for each in inner), default=0),
        items=max((named | each.items for each in inner), key=len, default=named),
    )
