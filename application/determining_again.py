"""Determinations held against the log: it is followed again from its beginning, and what is kept stays as it is."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Protocol

import msgspec

from application.assessing import Assessor
from application.determinations import PAGE, KeptDeterminations, Sought
from application.determining import Determinations, Findings, Following, Reached
from application.store import EventStore
from domain.determination import Determination

NAMED = 20
"""How many determinations that differ are named."""


class Kept(Determinations, KeptDeterminations, Protocol):
    """Determinations as they are kept, and looked up."""


class Place(msgspec.Struct, frozen=True, order=True):
    """Of which command a determination tells, by the position of its last event, and of whom."""

    position: int
    pathway: str


class Again(msgspec.Struct, frozen=True):
    """What came of following the log again: how many determinations are kept, how many were found, and a hash of each.

    ``otherwise`` are so many that differ, or are on one side alone; ``differing`` names the first of them.
    """

    followed: int
    kept: int
    found: int
    kept_hash: str
    found_hash: str
    otherwise: int
    differing: tuple[Place, ...]


class _Found:
    """Takes what is found, in place of keeping it."""

    def __init__(self, kept: Determinations) -> None:
        self._kept = kept
        self.determinations: list[Determination] = []

    def reached(self) -> Reached:
        return Reached()

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return who ever relied on the streams; whoever did so later is looked at for nothing."""
        return self._kept.relying_on(streams)

    def keep(self, found: Findings, _: Reached, __: Reached) -> None:
        self.determinations += found.determinations


class _Side:
    """The determinations of one side, in order, and a hash of them."""

    def __init__(self, determinations: Iterator[Determination]) -> None:
        self._ahead = determinations
        self._hash = sha256()
        self.count = -1
        self.next: Determination | None = None
        self.take()

    def take(self) -> bytes:
        """Go on to the next one, and return the bytes of the one before."""
        content = b"" if self.next is None else msgspec.json.encode(self.next, order="sorted")
        self._hash.update(content)
        self.next = next(self._ahead, None)
        self.count += 1
        return content

    def hash(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


def again(store: EventStore, assessor: Assessor, kept: Kept, until: int) -> Again:
    """Return what comes of following the log again up to a position. Raises UnreadableEvent."""
    one, other = _Side(_all_kept(kept, until)), _Side(_all_found(store, assessor, kept, until))
    otherwise: list[Place] = []
    count = 0
    while places := [_place(each.next) for each in (one, other) if each.next]:
        place = min(places)
        contents = [each.take() for each in (one, other) if each.next and _place(each.next) == place]
        if len(contents) == 1 or contents[0] != contents[1]:
            count += 1
            otherwise += [place] if count <= NAMED else []
    return Again(until, one.count, other.count, one.hash(), other.hash(), count, tuple(otherwise))


def _place(found: Determination) -> Place:
    return Place(found.position, found.pathway)


def _all_kept(kept: KeptDeterminations, until: int) -> Iterator[Determination]:
    page = kept.sought(Sought(), (0, ""), until, PAGE)
    while page:
        yield from page
        page = kept.sought(Sought(), (page[-1].position, page[-1].pathway), until, PAGE)


def _all_found(store: EventStore, assessor: Assessor, kept: Determinations, until: int) -> Iterator[Determination]:
    found = _Found(kept)
    for _ in Following(store, assessor, found).follow():
        yield from (each for each in found.determinations if each.position <= until)
        found.determinations.clear()
