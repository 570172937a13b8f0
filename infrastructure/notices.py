"""The outbox: notices are put in with what they tell of, in its transaction, and wait for their subscribers there."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from application.notices.delivery import Delivery, Errand, Onward, Outcome, State
from application.notices.notice import Kind, Notice
from infrastructure.database import Change, Database, Row
from infrastructure.subscriptions import COLUMNS as OF_SUBSCRIPTION
from infrastructure.subscriptions import ending, read_subscription, written

_ADDRESS = """
INSERT INTO errands (notice, subscription, state, attempts, due_at)
SELECT ?, id, 'waiting', 0, ? FROM subscriptions
WHERE ended_at IS NULL AND made_at <= ? AND (kinds = '[]' OR kinds LIKE ?)
    AND NOT EXISTS (SELECT 1 FROM notices WHERE id = ?)
ON CONFLICT (notice, subscription) DO NOTHING
"""
_PUT = """
INSERT INTO notices (id, kind, pathway, says, data, position, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""
_HEAD = "SELECT position FROM head"
_THERE = "SELECT id FROM notices WHERE id = ?"

_RECEIVERS = """
SELECT id FROM subscriptions AS s
WHERE ended_at IS NULL AND (rests_until IS NULL OR rests_until <= ?) AND EXISTS (
    SELECT 1 FROM errands AS e WHERE e.subscription = s.id AND e.state = 'waiting' AND e.due_at <= ?)
ORDER BY id
"""
_CLAIM = """
UPDATE errands SET due_at = ? WHERE subscription = ? AND state = 'waiting' AND due_at <= ? AND notice = (
    SELECT notice FROM errands WHERE subscription = ? AND state = 'waiting' AND due_at <= ?
    ORDER BY due_at, notice LIMIT 1)
RETURNING notice, attempts
"""
"""What another process took in between is due later by then, so that the outer condition no longer holds."""
_ACTIVE = f"SELECT {OF_SUBSCRIPTION}, secret FROM subscriptions WHERE id = ? AND ended_at IS NULL"  # noqa: S608  (names alone)
_NOTICE = "SELECT id, kind, pathway, says, data, position, made_at FROM notices WHERE id = ?"
_OF_PATHWAY = """
SELECT id, kind, pathway, says, data, position, made_at FROM notices WHERE pathway = ? AND says <> ''
ORDER BY made_at, id
"""
_MOVE = """
UPDATE errands SET state = ?, attempts = ?, due_at = ? WHERE notice = ? AND subscription = ? AND state <> 'delivered'
"""
_REST = "UPDATE subscriptions SET failures = ?, rests_until = ? WHERE id = ?"
_NOTED = "notice, subscription, address, attempt, begun_at, milliseconds, outcome, status, answer"
_NOTE = f"INSERT INTO deliveries ({_NOTED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"  # noqa: S608  (names alone)
_LOG = f"SELECT number, {_NOTED} FROM deliveries WHERE number < ? ORDER BY number DESC LIMIT ?"  # noqa: S608  (names alone)
_LOG_OF = f"""
SELECT number, {_NOTED} FROM deliveries WHERE subscription = ? AND number < ? ORDER BY number DESC LIMIT ?
"""  # noqa: S608  (names alone)
_COUNTS = "SELECT subscription, state, count(*) FROM errands GROUP BY subscription, state ORDER BY subscription, state"
_AGAIN = """
UPDATE errands SET state = 'waiting', attempts = 0, due_at = ?
WHERE subscription = ? AND state = 'given up'
AND EXISTS (SELECT 1 FROM subscriptions WHERE id = subscription AND ended_at IS NULL)
RETURNING notice
"""
_OLD = """
SELECT n.id FROM notices AS n WHERE n.id > ? AND n.made_at < ? AND n.data <> '{}' AND NOT EXISTS (
    SELECT 1 FROM errands AS e JOIN subscriptions AS s ON s.id = e.subscription
    WHERE e.notice = n.id AND e.state <> 'delivered' AND s.ended_at IS NULL)
ORDER BY n.id LIMIT ?
"""
_DONE = "DELETE FROM errands WHERE notice = ? AND state <> 'waiting'"
_EMPTY = "UPDATE notices SET says = '', data = '{}' WHERE id = ?"
_LAST = 2**62


def putting(notices: Sequence[Notice], at: datetime) -> list[Change]:
    """Return the changes that put notices into the outbox, for everybody who subscribed before they were made.

    They return no row, so they stand before the last change of their transaction. A notice that is there already is
    not put in again, nor told to anyone else, whatever is in it now.
    """
    if not notices:
        return []
    due_at = written(at)
    return [
        Change(_ADDRESS, [(each.id, due_at, written(each.made_at), f'%"{each.kind}"%', each.id) for each in notices]),
        Change(_PUT, [_row(each) for each in notices]),
    ]


class SqlDeliveries:
    """The outbox and the log of deliveries of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._data = msgspec.json.Decoder(dict[str, object])

    def put(self, notices: Iterable[Notice], at: datetime) -> int:
        """Put notices in, in a transaction of their own, and return how many were not there already."""
        given = list({each.id: each for each in notices}.values())
        with self._database.writing() as transaction:
            new = [each for each in given if not transaction.rows(_THERE, (each.id,))]
            if new:
                transaction.change([*putting(new, at), Change(_HEAD, [()])])
        return len(new)

    def receivers(self, at: datetime) -> Sequence[str]:
        """Return the ids of the subscriptions for which something is due, and which are not resting or ended."""
        with self._database.reading() as transaction:
            return [receiver for (receiver,) in transaction.rows(_RECEIVERS, (written(at), written(at)))]

    def claim(self, subscription: str, at: datetime, until: datetime) -> Errand | None:
        """Return what has been due longest for a subscription, so that nobody else gets it until an instant."""
        due = (subscription, written(at))
        with self._database.writing() as transaction:
            active = transaction.rows(_ACTIVE, (subscription,))
            claimed = transaction.rows(_CLAIM, (written(until), *due, *due)) if active else []
            notice = transaction.rows(_NOTICE, (claimed[0][0],)) if claimed else []
        if not claimed:
            return None
        return Errand(self._read(notice[0]), read_subscription(active[0]), active[0][-1], claimed[0][1])

    def note(self, delivery: Delivery, onward: Onward) -> None:
        """Write an attempt down, and what follows from it, at once or not at all."""
        noted = (
            *(delivery.notice, delivery.subscription, delivery.address, delivery.attempt),
            *(written(delivery.begun_at), delivery.milliseconds, delivery.outcome, delivery.status, delivery.answer),
        )
        due_at = onward.due_at and written(onward.due_at)
        rests_until = onward.rests_until and written(onward.rests_until)
        changes = [
            Change(_MOVE, [(onward.state, delivery.attempt, due_at, delivery.notice, delivery.subscription)]),
            Change(_REST, [(onward.failures, rests_until, delivery.subscription)]),
        ]
        with self._database.writing() as transaction:
            transaction.change([*changes, Change(_NOTE, [noted])])
            if onward.ended_because is not None:
                ended_at = delivery.begun_at + timedelta(milliseconds=delivery.milliseconds)
                transaction.change(ending(delivery.subscription, ended_at, onward.ended_because))

    def log(self, before: int | None, limit: int, subscription: str | None = None) -> Sequence[Delivery]:
        """Return so many attempts, the last first, those before a number."""
        until = (_LAST if before is None else before, limit)
        with self._database.reading() as transaction:
            rows = transaction.rows(_LOG_OF, (subscription, *until)) if subscription else transaction.rows(_LOG, until)
        return [_delivery(row) for row in rows]

    def of_pathway(self, pathway: str) -> Sequence[Notice]:
        """Return the notices about a pathway, in the order in which they were made."""
        with self._database.reading() as transaction:
            return [self._read(row) for row in transaction.rows(_OF_PATHWAY, (pathway,))]

    def counts(self) -> Iterable[tuple[str, State, int]]:
        """Return for each subscription how many notices are in each state."""
        with self._database.reading() as transaction:
            return [(subscription, State(state), count) for subscription, state, count in transaction.rows(_COUNTS)]

    def again(self, subscription: str, at: datetime) -> int:
        """Let what was given up for a subscription wait again, as if it had not been tried, and return how much."""
        with self._database.writing() as transaction:
            return len(transaction.rows(_AGAIN, (written(at), subscription)))

    def prune(self, before: datetime, after: str, limit: int) -> Sequence[str]:
        """Empty so many notices that were made before an instant and that nobody waits for, and return their ids."""
        with self._database.writing() as transaction:
            old = [(name,) for (name,) in transaction.rows(_OLD, (after, written(before), limit))]
            if old:
                transaction.change([Change(_DONE, old), Change(_EMPTY, old), Change(_HEAD, [()])])
        return [name for (name,) in old]

    def _read(self, row: Row) -> Notice:
        notice, kind, pathway, says, data, position, made_at = row
        return Notice(
            id=notice,
            kind=Kind(kind),
            pathway=pathway,
            says=says,
            data=self._data.decode(data),
            position=position,
            made_at=datetime.fromisoformat(made_at),
        )


def _row(notice: Notice) -> tuple[object, ...]:
    data = msgspec.json.encode(notice.data, order="deterministic").decode()
    return notice.id, notice.kind, notice.pathway, notice.says, data, notice.position, written(notice.made_at)


def _delivery(row: Row) -> Delivery:
    number, notice, subscription, address, attempt, begun_at, milliseconds, outcome, status, answer = row
    return Delivery(
        number=number,
        notice=notice,
        subscription=subscription,
        address=address,
        attempt=attempt,
        begun_at=datetime.fromisoformat(begun_at),
        milliseconds=milliseconds,
        outcome=Outcome(outcome),
        status=status,
        answer=answer,
    )
