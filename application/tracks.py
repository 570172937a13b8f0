"""What a standing row holds of its pathway: the facts, and what the rules say of them on all days."""

import msgspec

from domain.facts import Facts
from domain.policy.rules import Assessment, Rules, Timelines


class _Held(msgspec.Struct):
    facts: Facts
    assessment: Assessment


class _Assessed(msgspec.Struct):
    """The part that tells without explaining; the rest is passed over."""

    assessment: Assessment


class _Unread(msgspec.Struct):
    facts: msgspec.Raw


class _Anew(msgspec.Struct):
    facts: msgspec.Raw
    assessment: Assessment


class Tracks:
    """Writes and reads what the column ``tracks`` holds."""

    def __init__(self) -> None:
        """Make the decoders, each for as much as is wanted."""
        self._encoder = msgspec.msgpack.Encoder()
        self._held = msgspec.msgpack.Decoder(_Held)
        self._assessed = msgspec.msgpack.Decoder(_Assessed)
        self._unread = msgspec.msgpack.Decoder(_Unread)
        self._facts = msgspec.msgpack.Decoder(Facts)

    def of(self, facts: Facts, assessment: Assessment) -> bytes:
        """Return the bytes of facts and of what the rules say of them."""
        return self._encoder.encode(_Held(facts, assessment))

    def whole(self, tracks: bytes) -> tuple[Facts, Assessment]:
        """Return all that the bytes hold."""
        held = self._held.decode(tracks)
        return held.facts, held.assessment

    def assessment(self, tracks: bytes) -> Assessment:
        """Return what the rules say, without the facts."""
        return self._assessed.decode(tracks).assessment

    def again(self, tracks: bytes, rules: Rules) -> bytes:
        """Return the bytes of the same facts, and of what other rules say of them; the facts are copied as they are."""
        facts = self._unread.decode(tracks).facts
        return self._encoder.encode(_Anew(facts, rules.assess(self._facts.decode(facts))))

    def alike(self, tracks: bytes, others: bytes) -> bool:
        """Tell whether both say the same of every day; what holds on no day, one of them need not name."""
        return tracks == others or _told(self.assessment(tracks)) == _told(self.assessment(others))


def _told(assessment: Assessment) -> tuple[object, ...]:
    parts = (assessment.held, assessment.entitled, assessment.standings, assessment.unmet)
    more = (assessment.conditions, assessment.notes)
    return (assessment.listable, *map(_ever, (*parts, *more)))


def _ever(named: Timelines) -> Timelines:
    return {name: timeline for name, timeline in named.items() if timeline[1]}
