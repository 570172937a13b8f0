"""Impact reports as they are kept: under the hash of their content, with who made them and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import msgspec

from application.impact_lines import ImpactEnding, ImpactHeading
from application.store import StoreUnreadable

_HEADING, _ENDING = msgspec.json.Decoder(ImpactHeading), msgspec.json.Decoder(ImpactEnding)


class KeptImpact(msgspec.Struct, frozen=True):
    """A report that is kept: its hash, its first and last line, and who made it first."""

    hash: str
    heading: ImpactHeading
    ending: ImpactEnding
    made_at: datetime
    made_by: str


class ReportChanged(StoreUnreadable):
    """What is kept as a report is not what was kept."""

    def __init__(self, content_hash: str, how: str) -> None:
        super().__init__(f"the report {content_hash} was changed since it was kept: {how}")


class Impacts(Protocol):
    """Where reports are kept; none is ever changed."""

    def keep(self, lines: Iterable[bytes], made_at: datetime, made_by: str) -> KeptImpact:
        """Keep a report, given the lines as they are written, and return it; one that was made before stays as it is.

        Little of it is held in memory, however long it is.
        """

    def find(self, content_hash: str) -> KeptImpact | None:
        """Return the report of this hash, if it is kept, once its content is found to be it. Raises ReportChanged."""

    def of_draft(self, content_hash: str) -> list[KeptImpact]:
        """Return the reports on a draft, by the hash of its text; the one that knew most comes first.

        Their contents are not looked at. Raises ReportChanged for what cannot be one.
        """

    def hashes(self, after: str, limit: int) -> list[str]:
        """Return the hashes of so many reports at most, in order, after the one given."""

    def content(self, content_hash: str) -> Iterator[bytes]:
        """Yield the bytes of a report, in pieces. Raises ReportChanged."""


def require_whole(kept: KeptImpact, content: Iterable[bytes]) -> None:
    """Raise ReportChanged unless a content has the hash of the report, and its first and last line are the report's."""
    digest, first, last = sha256(), b"", b""
    for piece in content:
        digest.update(piece)
        first = first if first.endswith(b"\n") else b"".join((first + piece).splitlines(keepends=True)[:1])
        last = b"".join((last + piece).splitlines(keepends=True)[-1:])
    found = f"sha256:{digest.hexdigest()}"
    if found != kept.hash:
        raise ReportChanged(kept.hash, f"its content has the hash {found}")
    try:
        heading, ending = _HEADING.decode(first), _ENDING.decode(last)
    except msgspec.DecodeError as error:
        raise ReportChanged(kept.hash, f"its lines cannot be read ({error})") from None
    if (heading, ending) != (kept.heading, kept.ending):
        raise ReportChanged(kept.hash, "its first or its last line is another than stands beside it")
