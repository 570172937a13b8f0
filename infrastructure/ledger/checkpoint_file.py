"""A file with the last checkpoint, as C2SP tlog-tiles serves it: kept elsewhere, it shows that a store was set back."""

from collections.abc import Callable
from pathlib import Path

from application.ledger.ledger import LedgerUnusable


class CheckpointFileUnusable(LedgerUnusable):
    """The file of the last checkpoint can be neither read nor written."""


class CheckpointFile:
    """Keeps the last checkpoint in a file, which is replaced as a whole."""

    def __init__(self, file: Path, sync: Callable[[int], None]) -> None:
        """Take the file, and what brings an open file to the disk."""
        self._file = file
        self._sync = sync
        self.name = str(file)

    def last(self) -> str | None:
        """Return what is in the file, if there is one."""
        try:
            return self._file.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            message = f"the file of the last checkpoint cannot be read: {error}"
            raise CheckpointFileUnusable(message) from None

    def put(self, note: str) -> None:
        """Write a checkpoint in place of the one before."""
        beside = self._file.with_name(f"{self._file.name}.new")
        try:
            with beside.open("w", encoding="utf-8") as opened:
                opened.write(note)
                opened.flush()
                self._sync(opened.fileno())
            beside.replace(self._file)
        except OSError as error:
            message = f"the file of the last checkpoint cannot be written: check its folder ({error})"
            raise CheckpointFileUnusable(message) from None
