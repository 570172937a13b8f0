"""That the file at a path is still the one that was opened there: it may be moved or removed while it is open."""

from pathlib import Path
from typing import TypeAlias

from application.store import StoreNotInitialised, StoreReplaced, StoreUnreachable

_File: TypeAlias = tuple[int, int]
"""The device and the number by which a file is known on it, whatever its name."""

_HELD: dict[Path, _File] = {}


def hold(path: Path) -> None:
    """Let this process, and those that are forked from it, open no other file at the path than the one there now."""
    _HELD[path] = _found(path)


class SameFile:
    """The file that is at a path when it is asked for first, or that was there when it was held."""

    def __init__(self, path: Path) -> None:
        """Look at nothing yet."""
        self._path = path
        self._first = _HELD.get(path)

    def require(self) -> None:
        """Raise StoreNotInitialised where no file is at the path, StoreReplaced where it is another."""
        try:
            found = _found(self._path)
        except StoreNotInitialised:
            if self._first is None:
                raise
            message = f"the file is not at {self._path} any more: put it back; nothing is read or recorded without it"
            raise StoreNotInitialised(message) from None
        self._first = self._first or found
        if found != self._first:
            message = (
                f"another file is at {self._path} than the one that was opened: stop what uses it, and start it again "
                "once the right file is there"
            )
            raise StoreReplaced(message)


def _found(path: Path) -> _File:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        message = f"there is no store at {path} yet: make one with `milepost init`"
        raise StoreNotInitialised(message) from None
    except OSError as error:
        message = f"the store cannot be opened: check its URL, and that this user may enter its folder ({error})"
        raise StoreUnreachable(message) from None
    return found.st_dev, found.st_ino
