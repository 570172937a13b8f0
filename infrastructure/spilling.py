"""Records put in order with little memory: sorted runs in a temporary file, merged as they are read."""

from collections.abc import Iterable, Iterator
from heapq import merge
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from weakref import finalize

import msgspec

from application.sorting import Record

RUN = 50_000
"""How many records are held in memory, of some hundred bytes each."""
_BLOCK = 2**14
"""How many bytes of a run are read at once."""
_LENGTH = 4
"""How many bytes say how long a record is."""


class _Run(NamedTuple):
    """Records in their order, between two places of the file."""

    start: int
    end: int


class Spilled:
    """Sorts in a temporary file, which vanishes with it; one reading at a time."""

    def __init__(self, run: int = RUN) -> None:
        self._size = run
        self._held: list[Record] = []
        self._runs: list[_Run] = []
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 -- it is read for as long as this lives
        finalize(self, self._file.close)

    def take(self, records: Iterable[Record]) -> None:
        """Take records as well."""
        for record in records:
            self._held.append(record)
            if len(self._held) >= self._size:
                self._spill()

    def __iter__(self) -> Iterator[Record]:
        """Yield all records, the least first."""
        return merge(sorted(self._held), *map(self._read, self._runs))

    def _spill(self) -> None:
        encoder = msgspec.msgpack.Encoder()
        start = self._runs[-1].end if self._runs else 0
        self._file.seek(start)
        for record in sorted(self._held):
            written = encoder.encode(record)
            self._file.write(len(written).to_bytes(_LENGTH) + written)
        self._runs.append(_Run(start, self._file.tell()))
        self._held = []

    def _read(self, run: _Run) -> Iterator[Record]:
        decoder = msgspec.msgpack.Decoder(tuple)
        at, held = run.start, b""
        while at < run.end or held:
            while len(held) < _LENGTH or len(held) < _LENGTH + int.from_bytes(held[:_LENGTH]):
                self._file.seek(at)
                read = self._file.read(min(_BLOCK, run.end - at))
                at, held = at + len(read), held + read
            end = _LENGTH + int.from_bytes(held[:_LENGTH])
            record, held = held[_LENGTH:end], held[end:]
            yield _in_tuples(decoder.decode(record))


def _in_tuples(record: Iterable[object]) -> Record:
    return tuple(_in_tuples(each) if isinstance(each, list | tuple) else each for each in record)
