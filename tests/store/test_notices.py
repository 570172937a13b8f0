"""The outbox in both databases: a notice is in it once, each subscriber is told, and nothing claimed is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from application.notices.delivery import Delivery, Onward, Outcome, State
from application.notices.notice import Kind
from application.notices.pruning import prune
from application.notices.subscription import Subscription
from infrastructure.database import Change, database
from infrastructure.notices import SqlDeliveries, putting
from infrastructure.subscriptions import SqlSubscriptions
from tests.application.told import NOON, SECRET, notice, subscription

SECOND = timedelta(seconds=1)
LATER = NOON + timedelta(hours=1)
REMINDER, CHANGED = notice(), notice("determination/ada@7", Kind.DETERMINATION)


@pytest.fixture
def subscriptions(engine: Engine) -> SqlSubscriptions:
    return SqlSubscriptions(database(engine))


@pytest.fixture
def deliveries(engine: Engine) -> SqlDeliveries:
    return SqlDeliveries(database(engine))


def attempt(of: Subscription, notice_id: str, outcome: Outcome, number: int = 1) -> Delivery:
    return Delivery(
        notice=notice_id,
        subscription=of.id,
        address=of.address,
        attempt=number,
        begun_at=NOON,
        milliseconds=12,
        outcome=outcome,
        status=None,
        answer="é",
    )


def test_subscriptions_are_found_as_they_were_kept(subscriptions: SqlSubscriptions) -> None:
    office, crm = subscription("office", kinds=(Kind.REMINDER,)), subscription()

    assert subscriptions.add(office, None)
    assert subscriptions.add(crm, SECRET)
    assert not subscriptions.add(crm, "another")
    assert subscriptions.list() == [crm, office]
    assert subscriptions.find("none") is None

    subscriptions.end("crm", NOON, "ended by ann")
    subscriptions.end("crm", LATER, "ended by ben")
    assert subscriptions.find("crm") == msgspec.structs.replace(crm, ended_at=NOON, ended_because="ended by ann")


def test_each_subscriber_is_told_of_its_kinds_and_of_each_notice_once(
    subscriptions: SqlSubscriptions, deliveries: SqlDeliveries
) -> None:
    subscriptions.add(subscription("all"), SECRET)
    subscriptions.add(subscription("changes", kinds=(Kind.DETERMINATION,)), SECRET)
    subscriptions.add(subscription("ended"), SECRET)
    subscriptions.end("ended", NOON, "ended by ann")

    assert deliveries.put([REMINDER, CHANGED, REMINDER], NOON) == 2
    subscriptions.add(subscription("late"), SECRET)
    assert deliveries.put([REMINDER, CHANGED], LATER) == 0

    assert sorted(deliveries.counts()) == [("all", State.WAITING, 2), ("changes", State.WAITING, 1)]
    assert deliveries.receivers(NOON - SECOND) == []
    assert deliveries.receivers(NOON) == ["all", "changes"]
    claimed = deliveries.claim("changes", NOON, LATER)
    assert claimed
    assert (claimed.notice, claimed.subscription.id, claimed.secret, claimed.attempts) == (
        CHANGED,
        "changes",
        SECRET,
        0,
    )


def test_notices_are_put_in_with_what_they_tell_of_or_not_at_all(engine: Engine, deliveries: SqlDeliveries) -> None:
    SqlSubscriptions(database(engine)).add(subscription(), SECRET)
    head = Change("SELECT position FROM head", [()])

    database(engine).changed([*putting([REMINDER], NOON), head])
    database(engine).changed([*putting([REMINDER, CHANGED], NOON), head])
    database(engine).changed([*putting([], NOON), head])
    refused = Change("INSERT INTO head (id) VALUES (2) RETURNING id", [()])
    with pytest.raises(IntegrityError):
        database(engine).changed([*putting([notice("other")], NOON), refused])

    assert list(deliveries.counts()) == [("crm", State.WAITING, 2)]


def test_what_was_claimed_is_nobody_elses_until_its_holder_is_given_up(
    subscriptions: SqlSubscriptions, deliveries: SqlDeliveries
) -> None:
    subscriptions.add(subscription(), SECRET)
    deliveries.put([REMINDER], NOON)

    assert deliveries.claim("crm", NOON, LATER)
    assert deliveries.claim("crm", LATER - SECOND, LATER) is None
    assert deliveries.receivers(LATER - SECOND) == []
    again = deliveries.claim("crm", LATER, LATER + SECOND)
    assert again
    assert (again.notice, again.attempts) == (REMINDER, 0)
    assert deliveries.claim("nobody", LATER, LATER) is None


def test_several_who_claim_at_once_get_each_notice_once(
    subscriptions: SqlSubscriptions, engine: Engine, deliveries: SqlDeliveries
) -> None:
    subscriptions.add(subscription(), SECRET)
    deliveries.put([notice(f"reminder/{number}") for number in range(40)], NOON)

    def claimed() -> list[str]:
        mine = SqlDeliveries(database(engine))
        found: list[str] = []
        while mine.receivers(NOON):
            errand = mine.claim("crm", NOON, LATER)
            found += [errand.notice.id] if errand else []
        return found

    with ThreadPoolExecutor(3) as several:
        found = [each for done in [several.submit(claimed) for _ in range(3)] for each in done.result()]

    assert (len(found), len(set(found))) == (40, 40)


def test_an_attempt_is_written_down_with_what_follows_from_it(
    subscriptions: SqlSubscriptions, deliveries: SqlDeliveries
) -> None:
    crm = subscription()
    subscriptions.add(crm, SECRET)
    deliveries.put([REMINDER], NOON)
    deliveries.claim("crm", NOON, LATER)

    deliveries.note(attempt(crm, REMINDER.id, Outcome.BUSY), Onward(State.WAITING, NOON + SECOND, 1, LATER))
    assert deliveries.receivers(LATER - SECOND) == []
    assert deliveries.receivers(LATER) == ["crm"]
    tried = deliveries.claim("crm", LATER, LATER + SECOND)
    assert tried
    assert (tried.attempts, tried.subscription.failures, tried.subscription.rests_until) == (1, 1, LATER)

    deliveries.note(attempt(crm, REMINDER.id, Outcome.DELIVERED, 2), Onward(State.DELIVERED, None, 0, None))
    deliveries.note(attempt(crm, REMINDER.id, Outcome.BUSY, 2), Onward(State.WAITING, NOON, 1, None))
    assert list(deliveries.counts()) == [("crm", State.DELIVERED, 1)]
    assert deliveries.receivers(LATER + LATER.resolution) == []
    assert [each.outcome for each in deliveries.log(None, 9)] == ["busy", "delivered", "busy"]
    last, *_ = deliveries.log(None, 1, "crm")
    assert last == msgspec.structs.replace(attempt(crm, REMINDER.id, Outcome.BUSY, 2), number=last.number)
    assert len(deliveries.log(last.number, 9)) == 2
    assert deliveries.log(None, 9, "other") == []


def test_what_is_old_and_waited_for_by_nobody_is_emptied_and_never_put_in_again(
    engine: Engine, subscriptions: SqlSubscriptions, deliveries: SqlDeliveries
) -> None:
    crm = subscription()
    subscriptions.add(crm, SECRET)
    young = msgspec.structs.replace(notice("another"), made_at=LATER)
    deliveries.put([REMINDER, CHANGED, young], NOON)
    deliveries.note(attempt(crm, REMINDER.id, Outcome.DELIVERED), Onward(State.DELIVERED, None, 0, None))
    deliveries.note(attempt(crm, young.id, Outcome.DELIVERED), Onward(State.DELIVERED, None, 0, None))
    deliveries.note(attempt(crm, CHANGED.id, Outcome.REFUSED), Onward(State.GIVEN_UP, None, 0, None))

    assert list(prune(deliveries, LATER - NOON - SECOND, LATER)) == [1]
    assert list(prune(deliveries, LATER - NOON - SECOND, LATER)) == []

    assert deliveries.put([REMINDER], LATER) == 0
    assert sorted(deliveries.counts()) == [("crm", State.DELIVERED, 1), ("crm", State.GIVEN_UP, 1)]
    assert len(deliveries.log(None, 9)) == 3
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM notices").scalar() == 3
    subscriptions.end("crm", LATER, "ended by ann")
    assert list(prune(deliveries, LATER - NOON - SECOND, LATER)) == [1]


def test_who_is_gone_has_ended_and_what_was_given_up_may_wait_again(
    subscriptions: SqlSubscriptions, deliveries: SqlDeliveries
) -> None:
    crm, office = subscription(), subscription("office")
    for each in (crm, office):
        subscriptions.add(each, SECRET)
    deliveries.put([REMINDER, CHANGED], NOON)

    deliveries.note(attempt(crm, REMINDER.id, Outcome.GONE), Onward(State.GIVEN_UP, None, 0, None, "gone"))
    deliveries.note(attempt(office, REMINDER.id, Outcome.REFUSED), Onward(State.GIVEN_UP, None, 0, None))

    found = subscriptions.find("crm")
    assert found
    assert (found.ended_at, found.ended_because) == (NOON + timedelta(milliseconds=12), "gone")
    assert set(deliveries.counts()) == {
        ("crm", State.GIVEN_UP, 2),
        ("office", State.GIVEN_UP, 1),
        ("office", State.WAITING, 1),
    }
    assert (deliveries.again("crm", LATER), deliveries.again("office", LATER)) == (0, 1)
    assert set(deliveries.counts()) == {("crm", State.GIVEN_UP, 2), ("office", State.WAITING, 2)}


@pytest.mark.parametrize("statement", ["UPDATE {} SET position = 1", "DELETE FROM {}"])
def test_notices_and_deliveries_stay_as_they_are(engine: Engine, deliveries: SqlDeliveries, statement: str) -> None:
    deliveries.put([REMINDER], NOON)
    deliveries.note(attempt(subscription(), REMINDER.id, Outcome.GONE), Onward(State.GIVEN_UP, None, 0, None))

    for table in ("notices", "deliveries"):
        asked = statement.format(table).replace("position", "position" if table == "notices" else "attempt")
        with pytest.raises((IntegrityError, SQLAlchemyError, psycopg.Error)), engine.begin() as connection:
            connection.exec_driver_sql(asked)
