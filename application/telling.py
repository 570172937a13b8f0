"""An answer as bytes."""

from hashlib import sha256

import msgspec

from domain.answer import Answer, Known

_KNOWN = b',"known":'
_UNKNOWN = Known(0, "")
_ENCODER = msgspec.json.Encoder()


class Telling(msgspec.Struct, frozen=True, gc=False):
    """An answer as it is told: all but how much was known, because of many nothing else is asked.

    ``tag`` is of all but how much was known: two tellings of one tag say the same, the later one of more knowledge.
    """

    tag: str
    known: Known
    before: bytes
    after: bytes

    @property
    def digest(self) -> str:
        """What the answer is known again by, in its id."""
        return self.tag[:16]

    def body(self) -> bytes:
        """Return the JSON of the answer."""
        return b"".join((self.before, _KNOWN, _ENCODER.encode(self.known), self.after))


def telling_of(answer: Answer) -> Telling:
    """Return the answer as bytes."""
    told = _ENCODER.encode(msgspec.structs.replace(answer, known=_UNKNOWN))
    before, after = told.split(_KNOWN + _ENCODER.encode(_UNKNOWN), 1)
    return Telling(sha256(told).hexdigest()[:32], answer.known, before, after)
