"""A look at the store: whether it can be written, and how far what follows the log has come."""

from contextlib import closing
from datetime import datetime

from sqlalchemy import Engine

from application.readiness import Condition, Waiting
from application.store import StoreReadOnly
from infrastructure.database import database, only
from infrastructure.faults import Translated
from infrastructure.migrations import require_current
from infrastructure.standings import SqlStandings

_TRACKED = """
SELECT t.application_name, h.position - t.notification_id FROM tracking AS t CROSS JOIN head AS h
UNION ALL SELECT 'ledger', h.position - l.size FROM ledger AS l CROSS JOIN head AS h WHERE l.origin <> ''
ORDER BY 1
"""
_WRITABLE = """
SELECT has_table_privilege('events', 'INSERT') AND NOT pg_is_in_recovery()
AND current_setting('transaction_read_only') = 'off'
"""
_NOTICES = """
SELECT count(*), min(n.made_at) FROM errands AS e JOIN notices AS n ON n.id = e.notice WHERE e.state = 'waiting'
"""
_JOBS = "SELECT kind, count(*), min(asked_at) FROM jobs WHERE result IS NULL GROUP BY kind ORDER BY kind"
_WORKERS = "SELECT max(seen_at) FROM workers"
_SOON = 200
"""Milliseconds that a look waits for a writer: who finds one need not doubt that the store can be written."""


class Inspection:
    """Looks at the store behind an engine, and changes nothing."""

    def __init__(self, engine: Engine) -> None:
        """Look at nothing yet."""
        self._engine = engine
        self._database = database(engine)
        self._standings = SqlStandings(self._database)

    def require_current(self) -> None:
        """Raise StoreUnusable unless the tables can be read and are those of this release."""
        require_current(self._engine)

    def require_writable(self) -> None:
        """Raise StoreUnusable unless something could be recorded; nothing is."""
        if self._database.dialect == "sqlite":
            self._begin_and_undo()
        else:
            with self._database.reading() as transaction:
                if not only(transaction.rows(_WRITABLE)):
                    message = "the store can be read but not written: give this user the right to write it"
                    raise StoreReadOnly(message)

    def _begin_and_undo(self) -> None:
        with Translated(), closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {_SOON}")
            try:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("UPDATE head SET position = position")
                cursor.execute("ROLLBACK")
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {patience}")

    def lag(self) -> dict[str, int]:
        """Return how many events each projection that follows the log is behind its head.

        The ledger is among them once the log has a name; it is ahead of a log that was set back.
        """
        with self._database.reading() as transaction:
            return dict(transaction.rows(_TRACKED))

    def condition(self) -> Condition:
        """Return how the log, the standing rows and the projections are, and what waits."""
        standings, marked = self._standings.counted()
        with self._database.reading() as transaction:
            position = only(transaction.rows("SELECT position FROM head"))
            ((waiting, since),) = transaction.rows(_NOTICES)
            jobs = {kind: Waiting(count, _instant(asked_at)) for kind, count, asked_at in transaction.rows(_JOBS)}
            seen_at = _instant(only(transaction.rows(_WORKERS)))
        return Condition(position, standings, marked, self.lag(), Waiting(waiting, _instant(since)), jobs, seen_at)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
