"""A notice: one thing that is told to everybody who subscribed to its kind, and the envelope in which it goes out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from application.instants import in_utc


class Kind(StrEnum):
    """What notices are about, as the `type` of their envelopes says it."""

    DETERMINATION = "milepost.determination.v1"
    REMINDER = "milepost.reminder.v1"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of one pathway.

    ``says`` is a sentence, ``data`` the same for machines. Both name pathways, programs, levels and days, and never a
    person: a notice cannot be called back. ``position`` is how far the log was known when it was made.
    """

    id: str
    kind: Kind
    pathway: str
    says: str
    data: Mapping[str, Any]
    position: int
    made_at: datetime

    @property
    def subject(self) -> str:
        return f"pathway/{self.pathway}"


def id_of(key: str) -> str:
    """Return the id of the notice of what has this key: one thing is never told twice, however often it is made.

    There is no full stop in it, because receivers join it to the body with one when they verify a signature.
    """
    return f"ntc_{sha256(key.encode()).hexdigest()[:32]}"


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope of a notice: a structured JSON event of CloudEvents 1.0."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: str
    datacontenttype: Literal["application/json"] = "application/json"
    data: Mapping[str, Any]


def enveloped(notice: Notice, rulebook: str) -> bytes:
    """Return the notice as it is sent, the same bytes at every attempt."""
    found = CloudEvent(
        id=notice.id,
        source=f"milepost/{quote(rulebook, safe='')}",
        type=notice.kind,
        subject=quote(notice.subject),
        time=in_utc(notice.made_at),
        data={"pathway": notice.pathway, "says": notice.says, "position": notice.position, **notice.data},
    )
    return msgspec.json.encode(found, order="deterministic")
