"""Idempotency keys: kept, as digests, in the transaction of the events that their request made."""

from contextlib import suppress
from hashlib import sha256

from application.store import Idempotency, IdempotencyKeyReused
from infrastructure.database import Change, Transaction

_FIND = "SELECT digest, first_position, last_position FROM idempotency WHERE key = ?"
_KEEP = """
INSERT INTO idempotency (key, digest, first_position, last_position)
SELECT ?, ?, position + 1, position + ? FROM head
"""

_KEEP_ALONE = """
INSERT INTO idempotency (key, digest, first_position, last_position) VALUES (?, ?, 0, 0)
ON CONFLICT (key) DO NOTHING RETURNING key
"""


class Repeated(Exception):
    """The request was recorded before, at these positions."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


def refuse_repetition(transaction: Transaction, idempotency: Idempotency) -> None:
    """Raise Repeated if the request was recorded before, IdempotencyKeyReused if its key was given with another."""
    for digest, first, last in transaction.rows(_FIND, (kept_key(idempotency.key),)):
        if digest != idempotency.digest:
            raise IdempotencyKeyReused(idempotency.key)
        raise Repeated(first, last)


def is_first(transaction: Transaction, idempotency: Idempotency) -> bool:
    """Keep the key of a request that no event tells of; tell whether that was not done before.

    Raises IdempotencyKeyReused.
    """
    if transaction.rows(_KEEP_ALONE, (kept_key(idempotency.key), idempotency.digest)):
        return True
    with suppress(Repeated):
        refuse_repetition(transaction, idempotency)
    return False


def keeping_key(idempotency: Idempotency, count: int) -> Change:
    """Return the change that keeps the key with the positions of its events, the next ones of the log."""
    return Change(_KEEP, [(kept_key(idempotency.key), idempotency.digest, count)])


def kept_key(key: str) -> str:
    """Return what is kept of a key: callers choose it, and may put a name into it."""
    return sha256(key.encode()).hexdigest()
