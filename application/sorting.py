"""Records put in order: in memory, or wherever there is room for more of them than memory holds."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeAlias

Record: TypeAlias = tuple[Any, ...]
"""Texts, bytes, numbers and tuples of these, alike in every record, so that any two can be put in order."""


class Sorting(Protocol):
    """Takes records in any order, and then gives them in theirs, as often as it is asked for them."""

    def take(self, records: Iterable[Record]) -> None:
        """Take records as well."""

    def __iter__(self) -> Iterator[Record]:
        """Yield all records that were taken, the least first."""


NewSorting: TypeAlias = Callable[[], Sorting]


class InMemory:
    """Sorts in memory."""

    def __init__(self) -> None:
        self._records: list[Record] = []

    def take(self, records: Iterable[Record]) -> None:
        """Take records as well."""
        self._records += records

    def __iter__(self) -> Iterator[Record]:
        """Yield all records, the least first."""
        return iter(sorted(self._records))
