"""What a standing row holds: written packed, read packed or as it was written before, and never read wrongly."""

from datetime import date
from typing import Any

import msgspec
import pytest
from lz4.block import compress

from application.tracks import Tracks
from domain.facts import Facts
from domain.policy.chain import Version, in_force
from domain.policy.rules import Rules
from domain.policy.text import Policy
from infrastructure.documents import policy_from
from tests.application.harbour import document

TRACKS = Tracks()
EVIDENCE: Facts = {
    "course": [
        {
            "id": "course-1",
            "event": "pathway/ada@2",
            "program": "X",
            "result": "passed",
            "ended_on": date(2020, 3, 20).toordinal(),
            "hours": hours,
        }
        for hours in (40_000, 40_000, 40_000)
    ]
}


def rules(hours: int) -> Rules:
    stated = document("1", hours)
    policy: Policy = policy_from(stated["document"].encode())
    return Rules(in_force([Version(policy=policy, content_hash=stated["content_hash"])]))


def row() -> bytes:
    return TRACKS.of(EVIDENCE, rules(40).assess(EVIDENCE))[0]


def otherwise(facts: object) -> bytes:
    """Return a row with something else in place of its facts."""
    held: dict[str, Any] = msgspec.msgpack.decode(row())
    return msgspec.msgpack.encode(held | {"facts": facts})


def test_facts_are_packed_and_read_as_they_were() -> None:
    assert TRACKS.whole(row()) == (EVIDENCE, rules(40).assess(EVIDENCE))
    assert len(row()) < len(otherwise(EVIDENCE))


def test_a_row_is_assessed_again_with_its_facts_as_they_are() -> None:
    again, parts = TRACKS.again(row(), rules(50))
    assert (again, parts) == TRACKS.of(EVIDENCE, rules(50).assess(EVIDENCE))
    assert parts == TRACKS.parts(again)
    assert TRACKS.again(again, rules(40)) == (row(), TRACKS.parts(row()))


def test_a_row_whose_facts_are_not_packed_is_read_and_packed_when_it_is_made_again() -> None:
    earlier = otherwise(EVIDENCE)
    assert TRACKS.whole(earlier) == TRACKS.whole(row())
    assert TRACKS.alike(earlier, row())
    assert TRACKS.parts(earlier) == TRACKS.parts(row())
    assert TRACKS.again(earlier, rules(40)) == (row(), TRACKS.parts(row()))


NOT_PACKED: tuple[object, ...] = (b"", b"abcd", b"\xff\xff\xff\xffabc", b"\x00\x00\x00\x40abc", [], None)


@pytest.mark.parametrize("facts", NOT_PACKED)
def test_what_is_not_packed_is_not_unpacked(facts: object) -> None:
    with pytest.raises(msgspec.DecodeError):
        TRACKS.parts(otherwise(facts))


@pytest.mark.parametrize("facts", [*NOT_PACKED, compress(b"\xc1"), compress(msgspec.msgpack.encode([]))])
def test_what_is_no_facts_is_not_read(facts: object) -> None:
    for read in (TRACKS.whole, lambda tracks: TRACKS.again(tracks, rules(40))):
        with pytest.raises(msgspec.DecodeError):
            read(otherwise(facts))
