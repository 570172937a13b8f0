"""The tables of the vault: keys of persons, what became of them, and who read the texts that they open."""

from pathlib import Path

from sqlalchemy import Engine

from application.store import StoreNewer, StoreNotInitialised
from infrastructure.faults import Translated
from infrastructure.migrations import make_file

REVISION = 1
"""The revision of the tables that this release works with."""

_NUMBER = {
    "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
}
_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}
_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_TABLES = (
    "CREATE TABLE IF NOT EXISTS vault (revision INTEGER PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS person_keys (person {text} PRIMARY KEY, wrapped {bytes}, master TEXT NOT NULL,
    made_at TEXT NOT NULL, destroyed_at TEXT, destroyed_by TEXT, command TEXT,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)))""",
    """CREATE TABLE IF NOT EXISTS readings (number {number}, person {text} NOT NULL, at TEXT NOT NULL,
    actor TEXT NOT NULL, purpose TEXT NOT NULL, what TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS readings_of_a_person ON readings (person, number)",
)
_REFUSALS = {
    "sqlite": (
        """CREATE TRIGGER IF NOT EXISTS readings_refuse_update BEFORE UPDATE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings are neither changed nor deleted'); END""",
        """CREATE TRIGGER IF NOT EXISTS readings_refuse_delete BEFORE DELETE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings are neither changed nor deleted'); END""",
        """CREATE TRIGGER IF NOT EXISTS keys_refuse_return BEFORE UPDATE ON person_keys
        WHEN old.wrapped IS NULL AND new.wrapped IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a destroyed key does not come back'); END""",
        """CREATE TRIGGER IF NOT EXISTS keys_refuse_delete BEFORE DELETE ON person_keys
        BEGIN SELECT RAISE(ABORT, 'that a key was destroyed is not forgotten'); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'readings and destroyed keys are neither changed nor deleted'; END $$""",
        """CREATE OR REPLACE TRIGGER readings_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON readings
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
        """CREATE OR REPLACE TRIGGER keys_refuse_return BEFORE UPDATE ON person_keys FOR EACH ROW
        WHEN (old.wrapped IS NULL AND new.wrapped IS NOT NULL) EXECUTE FUNCTION refuse_change()""",
        """CREATE OR REPLACE TRIGGER keys_refuse_delete BEFORE DELETE OR TRUNCATE ON person_keys
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ),
}


def make_vault(engine: Engine) -> None:
    """Make the tables of the vault, and an SQLite file if there is none; done again, it changes nothing."""
    dialect = engine.dialect.name
    if dialect == "sqlite":
        make_file(Path(engine.url.database or ""))
    kinds = {"number": _NUMBER[dialect], "bytes": _BYTES[dialect], "text": _TEXT[dialect]}
    with Translated(), engine.begin() as connection:
        for statement in (*(each.format(**kinds) for each in _TABLES), *_REFUSALS[dialect]):
            connection.exec_driver_sql(statement)
        if not connection.exec_driver_sql("SELECT revision FROM vault").first():
            connection.exec_driver_sql("INSERT INTO vault VALUES (1)")


def require_vault(engine: Engine) -> None:
    """Raise StoreNotInitialised or StoreNewer unless the tables are those of this release."""
    with Translated(), engine.connect().execution_options(reads=True) as connection:
        revision = connection.exec_driver_sql("SELECT revision FROM vault").scalar()
    if revision is None:
        message = "there is no vault here yet: make one with `milepost init`"
        raise StoreNotInitialised(message)
    if revision > REVISION:
        message = f"the vault is at revision {revision}, which this release does not know: use a later release"
        raise StoreNewer(message)
