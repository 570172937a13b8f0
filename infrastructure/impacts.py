"""Impact reports in the database: compressed, in parts of some hundred kilobytes, under the hash of their content."""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO

import msgspec

from application.impact_lines import ImpactEnding, ImpactHeading
from application.impact_reports import KeptImpact, ReportChanged, require_whole
from infrastructure.database import Change, Database, Row

PART = 2**20
"""How many bytes are compressed as one part; a part ends with a line."""
_LENGTH = 4
"""How many bytes say how long a part is, in the file that holds the parts until their hash is known."""
_COLUMNS = "hash, draft, known, made_at, made_by, heading, ending"
_ADD = """
INSERT INTO impacts (hash, draft, known, made_at, made_by, heading, ending) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (hash) DO NOTHING RETURNING hash
"""
_ADD_PART = "INSERT INTO impact_parts (hash, part, content) VALUES (?, ?, ?) RETURNING part"
_FIND = f"SELECT {_COLUMNS} FROM impacts WHERE hash = ?"  # noqa: S608  (names alone)
_OF_DRAFT = f"SELECT {_COLUMNS} FROM impacts WHERE draft = ? ORDER BY known DESC, made_at DESC, hash"  # noqa: S608  (names alone)
_HASHES = "SELECT hash FROM impacts WHERE hash > ? ORDER BY hash LIMIT ?"
_PART = "SELECT content FROM impact_parts WHERE hash = ? AND part = ?"


class SqlImpacts:
    """The reports of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heading = msgspec.json.Decoder(ImpactHeading)
        self._ending = msgspec.json.Decoder(ImpactEnding)

    def keep(self, lines: Iterable[bytes], made_at: datetime, made_by: str) -> KeptImpact:
        """Keep a report, unless it is kept, and return it."""
        with TemporaryFile() as file:
            written = _Written(file)
            for line in lines:
                written.take(line)
            content_hash, heading = written.end(), self._heading.decode(written.first)
            instant = made_at.isoformat(timespec="microseconds")
            told = (written.first.decode(), written.last.decode())
            kept = (content_hash, *_filed(heading), instant, made_by, *told)
            with self._database.writing() as transaction:
                if transaction.change([Change(_ADD, [kept])]):
                    for number, part in enumerate(written.parts()):
                        transaction.change([Change(_ADD_PART, [(content_hash, number, part)])])
        (found,) = self._rows(_FIND, content_hash)
        return found

    def find(self, content_hash: str) -> KeptImpact | None:
        """Return the report of this hash, if it is kept, once its content is found to be it. Raises ReportChanged."""
        found = next(iter(self._rows(_FIND, content_hash)), None)
        if found:
            require_whole(found, self.content(content_hash))
        return found

    def of_draft(self, content_hash: str) -> list[KeptImpact]:
        """Return the reports on a draft, the one that knew most first; one that cannot be read is passed over."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_OF_DRAFT, (content_hash,))
        found = []
        for row in rows:
            with suppress(ReportChanged):
                found.append(self._read(row))
        return found

    def hashes(self, after: str, limit: int) -> list[str]:
        """Return the hashes of so many reports, in order, after the one given."""
        with self._database.reading() as transaction:
            return [content_hash for (content_hash,) in transaction.rows(_HASHES, (after, limit))]

    def content(self, content_hash: str) -> Iterator[bytes]:
        """Yield the bytes of a report, part by part. Raises ReportChanged."""
        number = 0
        while part := self._part(content_hash, number):
            try:
                yield zlib.decompress(part)
            except (zlib.error, TypeError) as error:
                raise ReportChanged(content_hash, f"part {number} of it cannot be read ({error})") from None
            number += 1

    def _part(self, content_hash: str, number: int) -> bytes:
        with self._database.reading() as transaction:
            rows = transaction.rows(_PART, (content_hash, number))
        return rows[0][0] if rows else b""

    def _rows(self, statement: str, content_hash: str) -> list[KeptImpact]:
        with self._database.reading() as transaction:
            return [self._read(row) for row in transaction.rows(statement, (content_hash,))]

    def _read(self, row: Row) -> KeptImpact:
        content_hash, draft, known, made_at, made_by, heading, ending = row
        try:
            first, last = self._heading.decode(heading), self._ending.decode(ending)
            kept = KeptImpact(content_hash, first, last, datetime.fromisoformat(made_at), made_by)
        except (msgspec.DecodeError, TypeError, ValueError) as error:
            raise ReportChanged(content_hash, f"what stands beside it cannot be read ({error})") from None
        if (draft, known) != _filed(kept.heading):
            raise ReportChanged(content_hash, f"it is filed as one on {draft}, as known at position {known}")
        return kept


def _filed(heading: ImpactHeading) -> tuple[str | None, int]:
    """Return by what a report is found: the hash of the text that it is on, and the position that it knew."""
    return heading.draft.content_hash if heading.draft else None, heading.known.position


class _Written:
    """A report on its way: its hash, its first and its last line, and its parts in a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()
        self._held: list[bytes] = []
        self._size = 0
        self.first = b""
        self.last = b""

    def take(self, line: bytes) -> None:
        self.first = self.first or line
        self.last = line
        self._hash.update(line)
        self._held.append(line)
        self._size += len(line)
        if self._size >= PART:
            self._write()

    def end(self) -> str:
        """Write what is held, and return the hash of all."""
        if self._held:
            self._write()
        return f"sha256:{self._hash.hexdigest()}"

    def parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield self._file.read(int.from_bytes(length))

    def _write(self) -> None:
        part = zlib.compress(b"".join(self._held))
        self._file.write(len(part).to_bytes(_LENGTH) + part)
        self._held, self._size = [], 0
