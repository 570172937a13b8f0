"""Answers that were told lately: the last ones as they are, those before them compressed."""

import zlib
from collections import OrderedDict
from collections.abc import Hashable

import msgspec

from application.telling import Telling

_WINDOW = 2**15
"""How far back an answer can lean on the one it is compressed beside."""
_BESIDE = 900
"""Bytes that an entry takes beside the answer itself, about."""
_AS_THEY_ARE = 4
"""What part of the room is for answers as they are."""


class _Kept(msgspec.Struct, frozen=True, gc=False):
    row: int | None
    telling: Telling

    @property
    def size(self) -> int:
        return len(self.telling.before) + len(self.telling.after) + _BESIDE


class _Shelf:
    """Answers in the order in which they were asked for last, and how many bytes they take."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self.taken = 0

    def get(self, key: Hashable) -> _Kept | None:
        """Return what is kept under the key, which is now the one asked for last."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: Hashable, kept: _Kept) -> None:
        """Keep an answer under a key that has none."""
        self._kept[key] = kept
        self.taken += kept.size

    def drop(self, key: Hashable) -> None:
        """Drop what is kept under the key, if anything is."""
        kept = self._kept.pop(key, None)
        self.taken -= kept.size if kept else 0

    def oldest(self) -> tuple[Hashable, _Kept]:
        """Take out what was not asked for longest."""
        key, kept = self._kept.popitem(last=False)
        self.taken -= kept.size
        return key, kept


class KeptAnswers:
    """Keeps answers within so many bytes, each with the standing row that it came from, if it came from one.

    To compress an answer takes a tenth of the time in which it is worked out, and most are not asked for again soon.
    """

    def __init__(self, room: int) -> None:
        """Take how many bytes may be kept; at 0 nothing is."""
        self._room = room
        self._last = _Shelf()
        self._before = _Shelf()
        self._like = b""

    def get(self, key: Hashable, row: int | None) -> Telling | None:
        """Return the answer that came from the row, if it is there."""
        kept = self._last.get(key)
        if kept is None:
            kept = self._before.get(key)
            if kept is not None:
                kept = _Kept(kept.row, self._unpacked(kept.telling))
                self.keep(key, kept.row, kept.telling)
        return kept.telling if kept is not None and kept.row == row else None

    def keep(self, key: Hashable, row: int | None, telling: Telling) -> None:
        """Keep an answer in place of any other under the key; those make room that were not asked for longest."""
        self._last.drop(key)
        self._before.drop(key)
        self._last.put(key, _Kept(row, telling))
        while self._last.taken * _AS_THEY_ARE > self._room:
            oldest, kept = self._last.oldest()
            if self._room:
                self._before.put(oldest, _Kept(kept.row, self._packed(kept.telling)))
        while self._last.taken + self._before.taken > self._room:
            self._before.oldest()

    def _packed(self, telling: Telling) -> Telling:
        self._like = self._like or telling.after[-_WINDOW:]
        compressing = zlib.compressobj(level=6, zdict=self._like)
        return msgspec.structs.replace(telling, after=compressing.compress(telling.after) + compressing.flush())

    def _unpacked(self, telling: Telling) -> Telling:
        after = zlib.decompressobj(zdict=self._like).decompress(telling.after)
        return msgspec.structs.replace(telling, after=after)
