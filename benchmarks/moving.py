"""A population moved from SQLite to PostgreSQL, table by table, as it is stored."""

import sqlite3
from contextlib import closing
from pathlib import Path

from infrastructure.database import Filling, database
from infrastructure.engine import open_engine

TABLES = {
    "events": {
        "position": "int8",
        "stream": "text",
        "version": "int8",
        "topic": "text",
        "recorded_at": "text",
        "actor": "text",
        "command_id": "text",
        "cause": "text",
        "reason": "text",
        "payload": "bytea",
    },
    "standing": {
        "generation": "int4",
        "pathway": "text",
        "known": "int8",
        "country": "text",
        "relies_on": "text",
        "tracks": "bytea",
    },
    "shown_names": {"pathway": "text", "name": "text", "sought": "text"},
    "reliance": {"stream": "text", "pathway": "text"},
    "tracking": {"application_name": "text", "notification_id": "int8"},
}
_HEAD = "SELECT position, recorded_at, shared_position, policy_position, generation FROM head"
_MOVE_HEAD = """
UPDATE head SET position = ?, recorded_at = ?, shared_position = ?, policy_position = ?, generation = ?
RETURNING position
"""
_GENERATIONS = "SELECT known, complete, generation FROM generations"
_MAKE_GENERATION = """
INSERT INTO generations (known, complete, generation) VALUES (?, ?, ?)
ON CONFLICT (generation) DO UPDATE SET known = excluded.known, complete = excluded.complete RETURNING known
"""


def move(file: Path, url: str) -> None:
    """Fill the tables of an initialised store with those of a file."""
    engine = open_engine(url)
    with closing(sqlite3.connect(file)) as source, database(engine).loading() as transaction:
        for table, columns in TABLES.items():
            rows = source.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  (of the tables above)
            transaction.fill(Filling(table, tuple(columns), tuple(columns.values()), rows))
        for row in source.execute(_GENERATIONS):
            transaction.rows(_MAKE_GENERATION, row)
        for row in source.execute(_HEAD):
            transaction.rows(_MOVE_HEAD, row)
    engine.dispose()
