"""What a standing row holds of its pathway: the facts, and what the rules say of them on all days."""

from typing import TypeAlias

import msgspec
from lz4.block import LZ4BlockError, compress, decompress

from domain.facts import Facts
from domain.policy.rules import Assessment, Rules, Timelines

Parts: TypeAlias = tuple[bytes, bytes]
"""The facts and what the rules say of them, each as it is written: the same, whatever packed the facts."""


class _Held(msgspec.Struct):
    """Both parts. The facts are packed: a re-projection reads and writes them as they are, and unpacks them once."""

    facts: bytes | Facts
    assessment: Assessment


class _Assessed(msgspec.Struct):
    """The part that tells without explaining; the rest is passed over."""

    assessment: Assessment


class _Facts(msgspec.Struct):
    """The facts alone; the rest is passed over."""

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
        self._unjudged = msgspec.msgpack.Decoder(_Facts)
        self._parts = msgspec.msgpack.Decoder(_Parts)
        self._facts = msgspec.msgpack.Decoder(Facts)

    def of(self, facts: Facts, assessment: Assessment) -> tuple[bytes, Parts]:
        """Return the bytes of facts and of what the rules say of them, together with their parts."""
        written = self._encoder.encode(facts)
        return self._joined(compress(written), (written, self._encoder.encode(assessment)))

    def whole(self, tracks: bytes) -> tuple[Facts, Assessment]:
        """Return all that the bytes hold."""
        held = self._held.decode(tracks)
        return self._facts.decode(self._written(held.facts)), held.assessment

    def assessment(self, tracks: bytes) -> Assessment:
        """Return what the rules say, without the facts."""
        return self._assessed.decode(tracks).assessment

    def again(self, tracks: bytes, rules: Rules) -> tuple[bytes, Parts]:
        """Return the bytes of the same facts, and of what other rules say of them, together with their parts."""
        held = self._unjudged.decode(tracks).facts
        written = self._written(held)
        assessed = self._encoder.encode(rules.assess(self._facts.decode(written)))
        return self._joined(held if isinstance(held, bytes) else compress(written), (written, assessed))

    def parts(self, tracks: bytes) -> Parts:
        """Return the parts of the bytes."""
        held = self._parts.decode(tracks)
        return self._written(held.facts), bytes(held.assessment)

    def _joined(self, packed: bytes, parts: Parts) -> tuple[bytes, Parts]:
        return self._encoder.encode(_Parts(packed, msgspec.Raw(parts[1]))), parts

    def alike(self, tracks: bytes, others: bytes) -> bool:
        """Tell whether both say the same of every day; what holds on no day, one of them need not name."""
        return tracks == others or _told(self.assessment(tracks)) == _told(self.assessment(others))

    def _written(self, held: bytes | Facts) -> bytes:
        """Return facts as they were written before they were packed. Raises msgspec.DecodeError."""
        if not isinstance(held, bytes):
            return self._encoder.encode(held)
        try:
            written: bytes = decompress(held)
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
