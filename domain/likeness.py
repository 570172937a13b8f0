"""In what two pathways are alike: everything that the rules read of them, apart from the dates; and the dates."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from domain.kinds import STATED
from domain.policy.hand import Facts
from domain.policy.rules import RECOGNITION, Rules
from domain.policy.text import Policy

_NEVER_ALIKE = {"id", "event"}
"""Fields that tell items apart and say nothing of them."""
_DECIDES = {"level", "granted_on", "until"}
"""Fields of a recognition that decide, whatever a text reads."""
_KEPT = 100_000
"""How many shapes of items are kept; where each is another, keeping more would not help."""


class Likeness(msgspec.Struct, frozen=True):
    """Pathways of the same ``shape`` are alike but for their ``dates``, which stand in the same order."""

    shape: bytes
    dates: tuple[int, ...]


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a date stands: which item of a kind, counted from 0, and which of its fields."""

    kind: str
    number: int
    field: str


class _Read(msgspec.Struct, frozen=True):
    """The fields of a kind that the rules read."""

    dates: tuple[str, ...]
    others: tuple[str, ...]


class Likening:
    """Tells in what pathways are alike, by what the texts of a chain read of their own evidence."""

    def __init__(self, rules: Rules) -> None:
        self._kinds: dict[str, _Read] = {}
        for version, _ in rules.chain.covers:
            for kind, read in _read_by(version.policy):
                before = self._kinds.get(kind, _Read((), ()))
                self._kinds[kind] = _Read(
                    tuple(sorted({*before.dates, *read.dates})), tuple(sorted({*before.others, *read.others}))
                )
        self._shapes: dict[object, bytes] = {}

    def of(self, facts: Facts) -> Likeness:
        """Return the likeness of a pathway."""
        items = sorted(self._item(kind, read, item) for kind, read in self._read(facts) for item in facts[kind])
        shape = blake2b(b"".join([shape for shape, _ in items]), digest_size=16).digest()
        return Likeness(shape, tuple([day for _, dates in items for day in dates]))

    def places(self, facts: Facts) -> list[Place]:
        """Return where the dates of a likeness stand in the facts, in the same order."""
        items = sorted(
            (*self._item(kind, read, item), [Place(kind, number, field) for field in read.dates if item.get(field)])
            for kind, read in self._read(facts)
            for number, item in enumerate(facts[kind])
        )
        return [place for _, _, places in items for place in places]

    def _read(self, facts: Facts) -> Iterator[tuple[str, _Read]]:
        return ((kind, self._kinds[kind]) for kind in facts if kind in self._kinds)

    def _item(self, kind: str, read: _Read, item: Mapping[str, Any]) -> tuple[bytes, tuple[int, ...]]:
        """Return the shape of an item and its dates; one that is unknown is told from one that is not given."""
        get = item.get
        days = [get(field, False) for field in read.dates]
        given = tuple([day and True for day in days])
        return self._shape(kind, given, tuple(map(get, read.others))), tuple(filter(None, days))

    def _shape(self, *said: Any) -> bytes:  # noqa: ANN401 -- what an item says, apart from its dates
        if said not in self._shapes:
            if len(self._shapes) >= _KEPT:
                self._shapes.clear()
            self._shapes[said] = blake2b(msgspec.msgpack.encode(said), digest_size=8).digest()
        return self._shapes[said]


def _read_by(policy: Policy) -> Iterator[tuple[str, _Read]]:
    """Yield the kinds of a text's vocabulary, with the fields that the text names anywhere."""
    stated = msgspec.to_builtins(msgspec.structs.replace(policy, vocabulary={}))
    words = set(_words(stated))
    for name, kind in policy.vocabulary.items():
        if name in STATED or kind.derived or name not in {*words, RECOGNITION}:
            continue
        named = words | _DECIDES if name == RECOGNITION else words
        fields = {
            each: field
            for each, field in kind.fields.items()
            if each not in _NEVER_ALIKE and (each in named or each in {kind.since, kind.until, "retracted_on"})
        }
        dates = {each for each, field in fields.items() if field.type == "date"} | {"retracted_on"}
        yield name, _Read(tuple(sorted(dates)), tuple(sorted(fields.keys() - dates)))


def _words(stated: object) -> Iterator[str]:
    if isinstance(stated, str):
        yield stated
    elif isinstance(stated, Mapping):
        for value in stated.values():
            yield from _words(value)
    elif isinstance(stated, list | tuple):
        for value in stated:
            yield from _words(value)
