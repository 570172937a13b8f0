"""The tables of the store, made and changed by migrations alone, in a step of their own."""

import contextlib
from pathlib import Path

from sqlalchemy import Engine

from application.store import StoreNewer, StoreNotInitialised, StoreOutdated, StoreUnreachable
from infrastructure.faults import Translated

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0010", "0011", "0012", "0013")
"""Every revision of the tables, in order; this release works with the last."""

REVISION = "SELECT version_num FROM alembic_version"
"""Asks for the revision of the tables."""

_ONE_AT_A_TIME = 7_145_773
"""The key of the PostgreSQL advisory lock under which one process at a time migrates."""

_OWNERS_ALONE = 0o600


def migrate(engine: Engine) -> None:
    """Bring the tables to the last revision, making an SQLite file if there is none. Raises StoreNewer."""
    from alembic import command, config  # noqa: PLC0415  (loading alembic takes a third of a command's start)

    if engine.dialect.name == "sqlite":
        make_file(Path(engine.url.database or ""))
    settings = config.Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with contextlib.suppress(StoreNotInitialised, StoreOutdated):
        require_current(engine)
    with Translated(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def make_file(file: Path) -> None:
    """Make an empty file that its owner alone may read, which SQLite takes for an empty database, unless there is one.

    What SQLite writes beside it gets its mode.
    """
    try:
        if not file.exists():
            file.touch(_OWNERS_ALONE)
    except OSError as error:
        message = f"the store's file cannot be made: check its folder ({error})"
        raise StoreUnreachable(message) from None


def require_current(engine: Engine) -> None:
    """Raise StoreNotInitialised, StoreOutdated or StoreNewer unless the tables are those of this release."""
    with Translated(), engine.connect().execution_options(reads=True) as connection:
        require_revision(connection.exec_driver_sql(REVISION).scalar())


def require_revision(revision: str | None) -> None:
    """Raise StoreNotInitialised, StoreOutdated or StoreNewer unless the revision is that of this release."""
    if revision is None:
        message = "there is no store here yet: make one with `milepost init`"
        raise StoreNotInitialised(message)
    if revision in REVISIONS[:-1]:
        message = f"the store is at revision {revision}, this release needs {REVISIONS[-1]}: run `milepost init`"
        raise StoreOutdated(message)
    if revision not in REVISIONS:
        message = f"the store is at revision {revision}, which this release does not know: use a later release"
        raise StoreNewer(message)


def is_current(engine: Engine) -> bool:
    """Return whether the tables are those of this release."""
    try:
        require_current(engine)
    except (StoreNotInitialised, StoreOutdated, StoreNewer):
        return False
    return True
