"""What somebody can do to a store who holds its file: each way of changing it, and as what it has to be found."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from application.ledger.following import Checkpointing
from domain.ledger.finding import Fault
from infrastructure.database import database
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.engine import open_engine
from infrastructure.ledger.tables import SqlLedger
from tests.milepost.running import MARCH_1

ORIGIN = "body.example/log"
FORGER = SigningKey(ORIGIN, bytes([6]) * 32)

Tamper = Callable[[Path], None]


class Tampering(msgspec.Struct, frozen=True):
    """What is done to a file; `needs` is what an auditor has to have besides the store to see it."""

    done: Tamper
    fault: Fault
    needs: str = ""
    position: int | None = 57


def sql(*statements: str) -> Tamper:
    """Return what runs statements that the triggers of the store refuse."""

    def tamper(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection, connection:
            for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                connection.execute(statement)

    return tamper


def signed_again(file: Path, key: SigningKey) -> None:
    """Make the whole ledger again over the rows as they are now."""
    sql("DELETE FROM checkpoints", "DELETE FROM tiles", "DELETE FROM ledger_keys", "UPDATE ledger SET size = 0")(file)
    engine = open_engine(f"sqlite:///{file}")
    list(Checkpointing(SqlLedger(database(engine)), [key], verified, lambda: MARCH_1).advance())
    engine.dispose()


def edited(file: Path) -> None:
    sql("UPDATE events SET payload = CAST(replace(payload, 'a', 'e') AS BLOB) WHERE position = 57")(file)


def edited_and_signed_again(file: Path) -> None:
    edited(file)
    signed_again(file, FORGER)


def edited_with_its_tiles(file: Path) -> None:
    """Change an event, and the tree above it; the checkpoints stay, because nobody else can sign them."""
    with closing(sqlite3.connect(file)) as connection:
        notes = connection.execute("SELECT size, note, made_at FROM checkpoints").fetchall()
        keys = connection.execute("SELECT verifier, since FROM ledger_keys").fetchall()
    edited_and_signed_again(file)
    sql("DELETE FROM checkpoints", "DELETE FROM ledger_keys")(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("INSERT INTO checkpoints VALUES (?, ?, ?)", notes)
        connection.executemany("INSERT INTO ledger_keys (verifier, since) VALUES (?, ?)", keys)


def set_back(file: Path) -> None:
    """Put an older copy in the place of the store; it has a checkpoint, and everything in it is right."""
    shutil.copyfile(file.with_name("older.sqlite"), file)


POLICY = 2
OF_POLICY = "UPDATE events SET payload = CAST(replace(payload, 'mediat', 'medit') AS BLOB) WHERE position = 2"
MOVED_UP = (
    "UPDATE events SET position = -position WHERE position >= 57",
    "UPDATE events SET position = 1 - position WHERE position < 0",
    "UPDATE head SET position = position + 1",
)
MOVED_DOWN = (
    "UPDATE events SET position = -position WHERE position > 57",
    "UPDATE events SET position = -1 - position WHERE position < 0",
    "UPDATE head SET position = position - 1",
)
GONE = (
    "CREATE TEMP TABLE gone AS SELECT stream, version FROM events WHERE position = 57",
    "DELETE FROM events WHERE position = 57",
)
VERSIONS_DOWN = (
    "UPDATE events SET version = -version WHERE (stream, 0) IN (SELECT stream, version > events.version FROM gone)",
    "UPDATE events SET version = -1 - version WHERE version < 0",
)
FORGED = (
    "INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, payload) "
    "SELECT 57, 'pathway/forged', 1, topic, recorded_at, actor, command_id, payload FROM events WHERE position = 58"
)
SWAPPED = (
    "UPDATE events SET position = -57 WHERE position = 57",
    "UPDATE events SET position = 57 WHERE position = 58",
    "UPDATE events SET position = 58 WHERE position = -57",
)
CUT_OFF = (
    "DELETE FROM events WHERE position > 190",
    "UPDATE head SET position = 190, recorded_at = (SELECT recorded_at FROM events WHERE position = 190)",
)

TAMPERED: dict[str, Tampering] = {
    "a payload is edited": Tampering(edited, Fault.EVENT_CHANGED),
    "who recorded it is edited": Tampering(
        sql("UPDATE events SET actor = 'eve' WHERE position = 57"), Fault.EVENT_CHANGED
    ),
    "a payload is edited, and the tree above it": Tampering(edited_with_its_tiles, Fault.ROOT_WRONG, position=1),
    "an event is deleted in the middle": Tampering(sql("DELETE FROM events WHERE position = 57"), Fault.EVENT_MISSING),
    "an event is deleted, and those after it renumbered": Tampering(
        sql(*GONE, *VERSIONS_DOWN, *MOVED_DOWN), Fault.EVENT_CHANGED
    ),
    "events are deleted at the end": Tampering(sql(*CUT_OFF), Fault.EVENT_MISSING, position=191),
    "two events are swapped": Tampering(sql(*SWAPPED), Fault.EVENT_CHANGED),
    "an event is inserted, and those after it renumbered": Tampering(sql(*MOVED_UP, FORGED), Fault.EVENT_CHANGED),
    "an event is back-dated": Tampering(
        sql("UPDATE events SET recorded_at = '2009-01-01T00:00:00.000000Z' WHERE position = 57"), Fault.INSTANT_WRONG
    ),
    "an event is made another's": Tampering(
        sql("UPDATE events SET stream = 'pathway/eve', version = 1 WHERE position = 57"), Fault.EVENT_CHANGED
    ),
    "a text is no text": Tampering(
        sql("UPDATE events SET reason = CAST(x'ff' AS TEXT) WHERE position = 57"), Fault.EVENT_UNREADABLE
    ),
    "a number is a text": Tampering(
        sql("UPDATE events SET version = 'three' WHERE position = 57"), Fault.EVENT_UNREADABLE
    ),
    "the text of a rulebook is replaced": Tampering(sql(OF_POLICY), Fault.POLICY_CHANGED, position=POLICY),
    "an older file is restored": Tampering(set_back, Fault.STORE_OLDER, "checkpoint", None),
    "all is signed again with another key": Tampering(edited_and_signed_again, Fault.CHECKPOINT_FORGED, "key", None),
    "a checkpoint is edited": Tampering(
        sql("UPDATE checkpoints SET note = replace(note, '200', '201') WHERE size = 200"),
        Fault.CHECKPOINT_FORGED,
        position=None,
    ),
    "the last checkpoint is deleted": Tampering(
        sql("DELETE FROM checkpoints WHERE size = 200"), Fault.CHECKPOINT_MISSING, position=None
    ),
    "a tile is edited": Tampering(
        sql("UPDATE tiles SET hashes = zeroblob(32) WHERE level = 0"), Fault.TILE_CHANGED, position=None
    ),
    "the head of the log is edited": Tampering(sql("UPDATE head SET position = 201"), Fault.HEAD_WRONG, position=None),
    "a standing row is edited": Tampering(
        sql("UPDATE standing SET tracks = (SELECT tracks FROM standing WHERE pathway = 'ada') WHERE pathway = 'new-2'"),
        Fault.STANDING_CHANGED,
        position=None,
    ),
    "a name on the public register is edited": Tampering(
        sql("INSERT INTO shown_names (pathway, name, sought) VALUES ('new-2', 'Eve', 'eve')"),
        Fault.STANDING_CHANGED,
        position=None,
    ),
    "a standing row is no standing row": Tampering(
        sql("UPDATE standing SET tracks = x'ff' WHERE pathway = 'new-2'"), Fault.STANDING_CHANGED, position=None
    ),
    "a standing row is deleted": Tampering(
        sql("DELETE FROM standing WHERE pathway = 'new-2'"), Fault.STANDING_CHANGED, position=None
    ),
    "a standing row is made up": Tampering(
        sql(
            "INSERT INTO standing (generation, pathway, known, relies_on, tracks) "
            "SELECT generation, 'eve', known, relies_on, tracks FROM standing WHERE pathway = 'new-2'"
        ),
        Fault.STANDING_CHANGED,
        position=None,
    ),
    "a determination is edited": Tampering(
        sql("UPDATE determinations SET told = CAST(replace(told, 'qualified', 'certified') AS BLOB)"),
        Fault.DETERMINATION_CHANGED,
        position=None,
    ),
    "a determination is filed under another reason": Tampering(
        sql("UPDATE determinations SET category = 'none'"), Fault.DETERMINATION_CHANGED, position=None
    ),
    "a determination is deleted": Tampering(
        sql("DELETE FROM determinations WHERE pathway = (SELECT min(pathway) FROM determinations)"),
        Fault.DETERMINATION_CHANGED,
        position=None,
    ),
    "a determination is made up": Tampering(
        sql("UPDATE determinations SET pathway = 'new-2' WHERE pathway = (SELECT min(pathway) FROM determinations)"),
        Fault.DETERMINATION_CHANGED,
        position=None,
    ),
    "a report on an impact is edited": Tampering(
        sql("UPDATE impact_parts SET content = x'789c4bcacce7020003af0145'"), Fault.REPORT_CHANGED, position=None
    ),
    "what is told of a report is edited": Tampering(
        sql("UPDATE impacts SET ending = replace(ending, '\"pathways\":1', '\"pathways\":7')"),
        Fault.REPORT_CHANGED,
        position=None,
    ),
    "a report is filed under another text": Tampering(
        sql("UPDATE impacts SET draft = 'sha256:other'"), Fault.REPORT_CHANGED, position=None
    ),
}
