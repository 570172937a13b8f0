"""Subscriptions in the database, each with the secret that signs what is sent to it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from application.notices.notice import Kind
from application.notices.subscription import Subscription, Way
from application.store import Idempotency
from infrastructure.database import Change, Database, Row, only
from infrastructure.idempotency import is_first

COLUMNS = "id, way, address, kinds, made_at, made_by, ended_at, ended_because, failures, rests_until"
_ADD = f"""
INSERT INTO subscriptions ({COLUMNS}, secret) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING RETURNING id
"""  # noqa: S608  (names alone)
_SIGNED_BY = "SELECT secret FROM subscriptions WHERE id = ?"
_FIND = f"SELECT {COLUMNS} FROM subscriptions WHERE id = ?"  # noqa: S608  (names alone)
_LIST = f"SELECT {COLUMNS} FROM subscriptions ORDER BY id"  # noqa: S608  (names alone)
_KINDS = msgspec.json.Decoder(tuple[Kind, ...])
_GIVE_UP = "UPDATE errands SET state = 'given up', due_at = NULL WHERE subscription = ? AND state = 'waiting'"
_END = """
UPDATE subscriptions SET ended_at = ?, ended_because = ?, secret = NULL WHERE id = ? AND ended_at IS NULL RETURNING id
"""


class _IdTaken(Exception):
    """There is a subscription of the id, so that nothing of the request is kept."""


class SqlSubscriptions:
    """The subscriptions of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, subscription: Subscription, secret: str | None, once: Idempotency | None = None) -> bool:
        """Keep a new subscription, and tell whether it was, now or by the same request: there is none of its id yet.

        Raises IdempotencyKeyReused.
        """
        with suppress(_IdTaken), self._database.writing() as transaction:
            if (once is None or is_first(transaction, once)) and not transaction.rows(
                _ADD, (*_row(subscription), secret)
            ):
                raise _IdTaken
            return True
        return False

    def secret(self, subscription: str) -> str | None:
        """Return the secret of a subscription that lasts, if it has one."""
        with self._database.reading() as transaction:
            secret: str | None = only(transaction.rows(_SIGNED_BY, (subscription,)))
        return secret

    def find(self, subscription: str) -> Subscription | None:
        """Return the subscription of this id, if there is one."""
        with self._database.reading() as transaction:
            for row in transaction.rows(_FIND, (subscription,)):
                return read_subscription(row)
        return None

    def list(self) -> Sequence[Subscription]:
        """Return all of them in the order of their ids, those that ended too."""
        with self._database.reading() as transaction:
            return [read_subscription(row) for row in transaction.rows(_LIST)]

    def end(self, subscription: str, at: datetime, because: str, once: Idempotency | None = None) -> None:
        """End a subscription that has not ended; what it was not told yet is given up. Raises IdempotencyKeyReused."""
        with self._database.writing() as transaction:
            if once is None or is_first(transaction, once):
                transaction.change(ending(subscription, at, because))


def ending(subscription: str, at: datetime, because: str) -> list[Change]:
    """Return the changes that end a subscription and give up what waits for it; its secret is forgotten."""
    return [Change(_GIVE_UP, [(subscription,)]), Change(_END, [(written(at), because, subscription)])]


def read_subscription(row: Row) -> Subscription:
    """Return the subscription of a row that begins with the columns."""
    subscription, way, address, kinds, made_at, made_by, ended_at, ended_because, failures, rests_until = row[:10]
    return Subscription(
        id=subscription,
        way=Way(way),
        address=address,
        kinds=_KINDS.decode(kinds),
        made_at=datetime.fromisoformat(made_at),
        made_by=made_by,
        ended_at=ended_at and datetime.fromisoformat(ended_at),
        ended_because=ended_because,
        failures=failures,
        rests_until=rests_until and datetime.fromisoformat(rests_until),
    )


def written(instant: datetime) -> str:
    """Return an instant as the tables have it; later ones are greater texts."""
    return instant.isoformat(timespec="microseconds")


def _row(given: Subscription) -> tuple[object, ...]:
    return (
        *(given.id, given.way, given.address, msgspec.json.encode(given.kinds).decode()),
        *(written(given.made_at), given.made_by),
        *(given.ended_at and written(given.ended_at), given.ended_because),
        *(given.failures, given.rests_until and written(given.rests_until)),
    )
