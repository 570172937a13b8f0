"""Permissions as they bind users, also where the tests are run by root, whom they do not bind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def locked(folder: Path, for_folder: int = 0o555, for_files: int = 0o444) -> Iterator[None]:
    """Set the permissions of a folder and its files, and be a user whom they bind.

    What is run inside has to be imported before: that user may not be able to read it.
    """
    for file in folder.iterdir():
        file.chmod(for_files)
    folder.chmod(for_folder)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)
