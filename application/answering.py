"""Answers as bytes. Those given lately are kept, and given again for as long as they are true."""

import zlib
from collections import OrderedDict
from hashlib import sha256

import msgspec

from application.assessing import Assessor, Coordinates
from application.store import StandingRows
from application.translations import Translations
from domain.answer import Answer, Known
from domain.worded import words_for

MEGABYTE = 2**20
KEPT = 128 * MEGABYTE
"""How many bytes of answers are kept where nothing else is said."""
_KNOWN = b',"known":'
_UNKNOWN = Known(0, "")
_ENCODER = msgspec.json.Encoder()
_WINDOW = 2**15
"""How far back an answer can lean on the one it is compressed beside."""
_BESIDE = 900
"""Bytes that an entry takes beside the answer itself, about."""


class Telling(msgspec.Struct, frozen=True, gc=False):
    """An answer as it is told: all but how much was known, because of many nothing else is asked.

    ``tag`` is of all but how much was known: two tellings of one tag say the same, the later one of more knowledge.
    What comes ``after`` lies compressed, beside an answer that is ``like`` it.
    """

    tag: str
    known: Known
    before: bytes
    after: bytes
    like: bytes

    @property
    def digest(self) -> str:
        """What the answer is known again by, in its id."""
        return self.tag[:16]

    def body(self) -> bytes:
        """Return the JSON of the answer."""
        after = zlib.decompressobj(zdict=self.like).decompress(self.after)
        return b"".join((self.before, _KNOWN, _ENCODER.encode(self.known), after))


class _Kept(msgspec.Struct, frozen=True, gc=False):
    row: int | None
    telling: Telling


_Key = tuple[str, Coordinates, str | None]


class Answering:
    """Tells answers, of which it keeps those told last.

    A standing row that is true of the whole log says with one small query that an answer kept since that row was made
    is true still. What was known up to a position, and what some text says of it, never changes at all.
    """

    def __init__(self, assessor: Assessor, rows: StandingRows, translations: Translations, room: int = KEPT) -> None:
        """Take what works answers out, and how many bytes may be kept; at 0 none are."""
        self._assessor = assessor
        self._rows = rows
        self._translations = translations
        self._room = room
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._taken = 0
        self._like = b""

    def tell(self, pathway: str, at: Coordinates, language: str | None = None) -> Telling:
        """Return the answer. Raises what `Assessor.answer` raises, and LanguageUnknown."""
        if at.known is None and at.under is None:
            fresh = self._rows.freshness(pathway)
            if fresh.known is not None:
                telling = self._told(pathway, at, language, fresh.known)
                known = telling.known if telling.known.position > fresh.head else Known(fresh.head, fresh.recorded_at)
                return msgspec.structs.replace(telling, known=known)
        return self._told(pathway, msgspec.structs.replace(at, known=self._assessor.position(at.known)), language, None)

    def _told(self, pathway: str, at: Coordinates, language: str | None, row: int | None) -> Telling:
        key = (pathway, at, language)
        kept = self._kept.get(key)
        if kept is not None and kept.row == row:
            self._kept.move_to_end(key)
            return kept.telling
        answer = self._assessor.answer(pathway, at)
        if language:
            words = self._translations.of(answer.under.rulebook, language)
            answer = msgspec.structs.replace(answer, words=words_for(answer, words))
        telling = self._telling(answer)
        self._keep(key, _Kept(row, telling))
        return telling

    def _telling(self, answer: Answer) -> Telling:
        told = _ENCODER.encode(msgspec.structs.replace(answer, known=_UNKNOWN))
        before, after = told.split(_KNOWN + _ENCODER.encode(_UNKNOWN), 1)
        self._like = self._like or after[-_WINDOW:]
        tag = sha256(told).hexdigest()[:32]
        return Telling(tag, answer.known, before, _compressed(after, self._like), self._like)

    def _keep(self, key: _Key, kept: _Kept) -> None:
        before = self._kept.pop(key, None)
        if before is not None:
            self._taken -= _size(before)
        self._kept[key] = kept
        self._taken += _size(kept)
        while self._taken > self._room:
            _, dropped = self._kept.popitem(last=False)
            self._taken -= _size(dropped)


def _size(kept: _Kept) -> int:
    return len(kept.telling.before) + len(kept.telling.after) + _BESIDE


def _compressed(told: bytes, like: bytes) -> bytes:
    compressing = zlib.compressobj(level=6, zdict=like)
    return compressing.compress(told) + compressing.flush()
