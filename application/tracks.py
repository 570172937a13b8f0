"""What a standing row holds of its pathway: the facts, and what the rules say of them on all days."""

import msgspec
from lz4.block import LZ4BlockError, compress, decompress

from domain.facts import Facts
from domain.policy.rules import Assessment, Rules, Timelines


class _Held(msgspec.Struct):
    """Both parts. The facts are packed: a re-projection reads and writes them as they are, and unpacks them once."""

    facts: bytes | Facts
    assessment: Assessment


class _Assessed(msgspec.Struct):
    """The part that tells without explaining; the rest is passed over."""

    assessment: Assessment


class _Unread(msgspec.Struct):
    facts: bytes | Facts


class _Parts(msgspec.Struct):
    """Both parts, the second as it is written."""

    facts: bytes | Facts
    assessment: msgspec.Raw


class Tracks:
    """Writes and reads what the column ``tracks`` holds.

    That is MessagePack, with the facts as an LZ4 block of MessagePack, or unpacked, as earlier releases wrote them.
    What is read raises msgspec.DecodeError where it is not that.
    """

    def __init__(self) -> None:
        """Make the decoders, each for as much as is wanted."""
        self._encoder = msgspec.msgpack.Encoder()
        self._held = msgspec.msgpack.Decoder(_Held)
        self._assessed = msgspec.msgpack.Decoder(_Assessed)
        self._unread = msgspec.msgpack.Decoder(_Unread)
        self._parts = msgspec.msgpack.Decoder(_Parts)
        self._facts = msgspec.msgpack.Decoder(Facts)

    def of(self, facts: Facts, assessment: Assessment) -> bytes:
        """Return the bytes of facts and of what the rules say of them."""
        return self._encoder.encode(_Held(self._packed(facts), assessment))

    def whole(self, tracks: bytes) -> tuple[Facts, Assessment]:
        """Return all that the bytes hold."""
        held = self._held.decode(tracks)
        return self._unpacked(held.facts), held.assessment

    def assessment(self, tracks: bytes) -> Assessment:
        """Return what the rules say, without the facts."""
        return self._assessed.decode(tracks).assessment

    def again(self, tracks: bytes, rules: Rules) -> bytes:
        """Return the bytes of the same facts, and of what other rules say of them."""
        held = self._unread.decode(tracks).facts
        facts = self._unpacked(held)
        packed = held if isinstance(held, bytes) else self._packed(facts)
        return self._encoder.encode(_Held(packed, rules.assess(facts)))

    def parts(self, tracks: bytes) -> tuple[bytes, msgspec.Raw]:
        """Return the facts and what the rules say of them, each as written: the same, whatever packed the facts."""
        held = self._parts.decode(tracks)
        facts = held.facts
        return _written(facts) if isinstance(facts, bytes) else self._encoder.encode(facts), held.assessment

    def alike(self, tracks: bytes, others: bytes) -> bool:
        """Tell whether both say the same of every day; what holds on no day, one of them need not name."""
        return tracks == others or _told(self.assessment(tracks)) == _told(self.assessment(others))

    def _packed(self, facts: Facts) -> bytes:
        packed: bytes = compress(self._encoder.encode(facts))
        return packed

    def _unpacked(self, held: bytes | Facts) -> Facts:
        return self._facts.decode(_written(held)) if isinstance(held, bytes) else held


def _written(packed: bytes) -> bytes:
    """Return facts as they are written. Raises msgspec.DecodeError."""
    try:
        written: bytes = decompress(packed)
    except (LZ4BlockError, ValueError, MemoryError) as error:
        message = f"the facts cannot be unpacked: {error}"
        raise msgspec.DecodeError(message) from None
    return written


def _told(assessment: Assessment) -> tuple[object, ...]:
    parts = (assessment.held, assessment.entitled, assessment.standings, assessment.unmet)
    more = (assessment.conditions, assessment.notes)
    return (assessment.listable, *map(_ever, (*parts, *more)))


def _ever(named: Timelines) -> Timelines:
    return {name: timeline for name, timeline in named.items() if timeline[1]}
