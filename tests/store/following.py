"""Events for a log that is followed, and who makes checkpoints of it."""

import json
import os
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, text

from application.ledger.following import Checkpointing
from application.store import Append, EventStore
from infrastructure.database import database
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.ledger.checkpoint_file import CheckpointFile
from infrastructure.ledger.tables import SqlLedger
from tests.store.events import ANN, NOON, Taken

ORIGIN = "body.example/log"
KEY = SigningKey(ORIGIN, bytes(32))
NEXT_KEY = SigningKey(ORIGIN, bytes([1]) * 32)
STREAMS = 7
HOURS = Decimal("7.5")
ENVELOPE = ("actor", "cause", "command_id", "event_id", "position", "reason", "recorded_at", "stream", "topic")


def record(store: EventStore, count: int) -> None:
    """Record so many more events, of several streams in turns."""
    store.append(
        [
            Append(f"pathway/{number % STREAMS}", number // STREAMS, (Taken(ref=f"course-{number}", hours=HOURS),))
            for number in range(store.head(), store.head() + count)
        ],
        ANN,
        NOON,
    )


def ledger_of(engine: Engine) -> SqlLedger:
    return SqlLedger(database(engine))


def following(engine: Engine, keys: Sequence[SigningKey] = (KEY,), file: Path | None = None) -> Checkpointing:
    sinks = [CheckpointFile(file, os.fsync)] if file else []
    return Checkpointing(ledger_of(engine), keys, verified, lambda: NOON, sinks)


def leaf_hashes(engine: Engine) -> list[bytes]:
    """Hash every row of the log with nothing but the standard library."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM events ORDER BY position")).mappings().all()
    return [
        sha256(
            b"\x00"
            + json.dumps(
                {name: row[name] for name in (*ENVELOPE, "version")},
                sort_keys=True,
                ensure_ascii=False,
                separators=(",", ":"),
            ).encode()
            + b"\n"
            + bytes(row["payload"])
        ).digest()
        for row in rows
    ]


def root_over(hashes: Sequence[bytes]) -> bytes:
    """Return the root as RFC 6962 defines it."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return sha256(b"\x01" + root_over(hashes[:middle]) + root_over(hashes[middle:])).digest()
