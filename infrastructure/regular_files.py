"""Files of secrets, opened only where they are files: a pipe would be waited for, and a folder has other rights."""

import stat
from pathlib import Path


class NoRegularFile(Exception):
    """Something is at the place, and it is no file with a content of its own."""


def read_regular(file: Path) -> tuple[int, bytes]:
    """Return the mode of a file and its content. Raises NoRegularFile and OSError."""
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode):
        raise NoRegularFile
    return mode, file.read_bytes()
