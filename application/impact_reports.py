"""Impact reports as they are kept: under the hash of their content, with who made them and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

import msgspec

from application.impact_lines import ImpactEnding, ImpactHeading


class KeptImpact(msgspec.Struct, frozen=True):
    """A report that is kept: its hash, its first and last line, and who made it first."""

    hash: str
    heading: ImpactHeading
    ending: ImpactEnding
    made_at: datetime
    made_by: str


class Impacts(Protocol):
    """Where reports are kept; none is ever changed."""

    def keep(self, lines: Iterable[bytes], made_at: datetime, made_by: str) -> KeptImpact:
        """Keep a report, given the lines as they are written, and return it; one that was made before stays as it is.

        Little of it is held in memory, however long it is.
        """

    def find(self, content_hash: str) -> KeptImpact | None:
        """Return the report of this hash, if it is kept."""

    def of_draft(self, content_hash: str) -> list[KeptImpact]:
        """Return the reports on a draft, by the hash of its text; the one that knew most comes first."""

    def content(self, content_hash: str) -> Iterator[bytes]:
        """Yield the bytes of a report, in pieces."""
