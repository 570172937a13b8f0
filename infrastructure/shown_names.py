"""Names that the public register shows: a backup has them sealed, and they are opened where it is brought back."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from application.vault import VaultUnusable
from domain.pathway.entry import sought_as
from domain.sealed import SEALED
from infrastructure.database import Change, database

_SHOWN = "SELECT pathway FROM shown_names ORDER BY pathway"
_SEAL = "UPDATE shown_names SET name = ?, sought = ? WHERE pathway = ?"
_HIDDEN = "SELECT pathway, name FROM shown_names WHERE name LIKE ?"
_OPEN = "UPDATE shown_names SET name = ?, sought = ? WHERE pathway = ? RETURNING pathway"
_SHOW_NO_MORE = "DELETE FROM shown_names WHERE pathway = ? RETURNING pathway"


def names_shown(backup: Path) -> list[str]:
    """Return the pathways whose names stand in a backup."""
    with closing(sqlite3.connect(backup)) as connection:
        return [pathway for (pathway,) in connection.execute(_SHOWN)]


def seal_names(backup: Path, sealed: Mapping[str, str]) -> None:
    """Put the sealed name of each of these pathways in the place of the one that is shown, and leave nothing of that.

    The file is nobody else's yet: if this is broken off, it is of no use.
    """
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA secure_delete = ON", "BEGIN"):
            connection.execute(statement)
        connection.executemany(_SEAL, [(name, sought_as(name), pathway) for pathway, name in sealed.items()])
        connection.execute("COMMIT")


def open_names(engine: Engine, shown: Callable[[str, str], str | None]) -> None:
    """Show the names that stand sealed; those that nobody can open, or of whoever was forgotten, are deleted."""
    with database(engine).writing() as transaction:
        for pathway, sealed in transaction.rows(_HIDDEN, (f"{SEALED}%",)):
            name = _opened(shown, pathway, sealed)
            change = Change(_SHOW_NO_MORE, [(pathway,)])
            if name is not None:
                change = Change(_OPEN, [(name, sought_as(name), pathway)])
            transaction.change([change])


def _opened(shown: Callable[[str, str], str | None], pathway: str, sealed: str) -> str | None:
    try:
        return shown(pathway, sealed)
    except VaultUnusable:
        return None
