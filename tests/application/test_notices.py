"""Notices and their envelopes, who may subscribe to them, and when what was not taken is tried again."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from application.notices.delivery import DELAYS, Outcome, State, Told, onward
from application.notices.letter import letter
from application.notices.notice import Kind, enveloped, id_of
from application.notices.subscription import (
    Subscribing,
    Subscription,
    SubscriptionImpossible,
    SubscriptionThere,
    SubscriptionUnknown,
    Way,
    in_order,
)
from application.store import Idempotency
from tests.application.told import NOON, errand, notice, subscription

ZERO = timedelta(0)


class SubscriptionsInMemory:
    def __init__(self) -> None:
        self.kept: dict[str, Subscription] = {}
        self.secrets: dict[str, str | None] = {}

    def add(self, subscription: Subscription, secret: str | None, once: Idempotency | None = None) -> bool:  # noqa: ARG002  (as it is asked)
        self.secrets.setdefault(subscription.id, secret)
        return self.kept.setdefault(subscription.id, subscription) is subscription

    def secret(self, subscription: str) -> str | None:
        return self.secrets[subscription]

    def find(self, subscription: str) -> Subscription | None:
        return self.kept.get(subscription)

    def list(self) -> Sequence[Subscription]:
        return list(self.kept.values())

    def end(self, subscription: str, at: datetime, because: str, once: Idempotency | None = None) -> None:  # noqa: ARG002
        before = self.kept[subscription]
        if before.ended_at is None:
            self.kept[subscription] = msgspec.structs.replace(before, ended_at=at, ended_because=because)


def nowhere(address: str) -> None:
    if not address.startswith("https://"):
        raise SubscriptionImpossible(address)


@pytest.fixture
def kept() -> SubscriptionsInMemory:
    return SubscriptionsInMemory()


@pytest.fixture
def subscribing(kept: SubscriptionsInMemory) -> Subscribing:
    return Subscribing(kept, nowhere)


def test_the_envelope_is_a_cloud_event_and_the_same_bytes_each_time() -> None:
    assert enveloped(notice(), "imi") == enveloped(notice(), "imi")
    assert json.loads(enveloped(notice(), "imi")) == {
        "specversion": "1.0",
        "id": "ntc_615b72e481dcf53a045857224ef09c1c",
        "source": "milepost/imi",
        "type": "milepost.reminder.v1",
        "subject": "pathway/ada",
        "time": "2027-01-01T12:00:00Z",
        "datacontenttype": "application/json",
        "data": {
            "pathway": "ada",
            "says": "Level certified of ada ends on 2027-02-01.",
            "position": 7,
            "name": "certified",
            "days": 30,
        },
    }


def test_an_id_has_no_full_stop_and_follows_from_what_is_told() -> None:
    assert id_of("a") == id_of("a") != id_of("b")
    assert "." not in id_of("a.b")


def test_a_letter_has_a_subject_of_one_line() -> None:
    written = letter(msgspec.structs.replace(notice(), says="Ended\r\nBcc: all@example.org"), "office@body.example")

    assert written.subject == "Ended  Bcc: all@example.org"
    assert written.text.splitlines()[2:4] == ["name: certified", "days: 30"]


def test_the_secret_of_a_webhook_is_told_once(subscribing: Subscribing, kept: SubscriptionsInMemory) -> None:
    made, secret = subscribing.subscribe(subscription(), bytes(32))

    assert (made, secret) == (subscription(), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    assert kept.secrets == {"crm": secret}
    assert subscribing.subscribe(msgspec.structs.replace(made, made_by="ben"), bytes(31)) == (made, None)
    assert subscribing.list() == [made]


def test_letters_are_not_signed(subscribing: Subscribing) -> None:
    office = subscription("office", "office@body.example", Way.EMAIL)

    assert subscribing.subscribe(office, bytes(32)) == (office, None)


def test_an_id_that_was_used_is_not_used_for_anything_else(subscribing: Subscribing) -> None:
    subscribing.subscribe(subscription(), bytes(32))

    with pytest.raises(SubscriptionThere):
        subscribing.subscribe(subscription(address="https://elsewhere.example/"), bytes(32))

    subscribing.end("crm", "ann", NOON)
    with pytest.raises(SubscriptionThere):
        subscribing.subscribe(subscription(), bytes(32))


def test_a_subscription_ends_once(subscribing: Subscribing) -> None:
    subscribing.subscribe(subscription(), bytes(32))
    ended = subscribing.end("crm", "ann", NOON)

    assert (ended.ended_at, ended.ended_because, ended.state(NOON)) == (NOON, "ended by ann", "ended")
    assert subscribing.end("crm", "ben", NOON + timedelta(days=1)) == ended
    with pytest.raises(SubscriptionUnknown):
        subscribing.end("other", "ann", NOON)


@pytest.mark.parametrize(
    "wanted",
    [
        subscription("Crm"),
        subscription("-crm"),
        subscription(""),
        subscription(address="ftp://crm.example"),
        subscription(address=f"https://crm.example/{'x' * 2000}"),
        subscription(address="office", way=Way.EMAIL),
        subscription(address="office@body.example\r\nBcc: all@example.org", way=Way.EMAIL),
        subscription(address="a@b.example, c@d.example", way=Way.EMAIL),
    ],
)
def test_what_cannot_be_meant_is_refused(subscribing: Subscribing, wanted: Subscription) -> None:
    with pytest.raises(SubscriptionImpossible):
        subscribing.subscribe(wanted, bytes(32))


def test_kinds_stand_in_one_order() -> None:
    assert in_order([Kind.REMINDER, Kind.DETERMINATION, Kind.REMINDER]) == tuple(Kind)


def test_a_subscriber_rests_until_an_instant() -> None:
    resting = msgspec.structs.replace(subscription(), rests_until=NOON)

    assert (resting.state(NOON - timedelta(seconds=1)), resting.state(NOON)) == ("resting", "active")


def test_ten_attempts_are_made_within_three_days_and_some() -> None:
    waits = [onward(errand(subscription(), attempts=made), Told(Outcome.REFUSED, 500), NOON) for made in range(10)]

    assert [each.state for each in waits] == [*9 * [State.WAITING], State.GIVEN_UP]
    assert waits[-1].due_at is None
    for delay, found in zip(DELAYS, waits, strict=False):
        assert found.due_at is not None
        assert delay <= found.due_at - NOON <= delay * 1.1
    assert {found.rests_until for found in waits} == {None}
    assert timedelta(hours=75) < sum(DELAYS, ZERO) < timedelta(hours=76)


def test_a_receiver_that_can_take_nothing_is_left_alone_for_longer_and_longer() -> None:
    failing = msgspec.structs.replace(subscription(), failures=20)

    first = onward(errand(subscription()), Told(Outcome.TOO_SLOW), NOON)
    later = onward(errand(failing), Told(Outcome.UNREACHABLE), NOON)
    well = onward(errand(failing), Told(Outcome.DELIVERED, 204), NOON)

    assert first.rests_until is not None
    assert later.rests_until is not None
    assert (first.failures, later.failures) == (1, 21)
    assert first.rests_until - NOON < timedelta(seconds=6)
    assert DELAYS[-1] <= later.rests_until - NOON <= DELAYS[-1] * 1.1
    assert (well.state, well.failures, well.rests_until) == (State.DELIVERED, 0, None)


def test_a_receiver_is_given_the_time_it_asks_for_up_to_a_day() -> None:
    for asked, given in ((timedelta(hours=1), timedelta(hours=1)), (timedelta(days=999), timedelta(days=1))):
        busy = onward(errand(subscription()), Told(Outcome.BUSY, 429, wait=asked), NOON)

        assert (busy.due_at, busy.rests_until) == (NOON + given, NOON + given)
    past = onward(errand(subscription()), Told(Outcome.BUSY, 429, wait=timedelta(days=-1)), NOON)
    assert past.due_at is not None
    assert past.due_at > NOON


def test_who_is_gone_is_told_nothing_any_more() -> None:
    gone = onward(errand(subscription()), Told(Outcome.GONE, 410), NOON)

    assert (gone.state, gone.due_at) == (State.GIVEN_UP, None)
    assert gone.ended_because == "the receiver answered that it is gone"


def test_every_outcome_is_described() -> None:
    page = (Path(__file__).parents[2] / "docs" / "notices.md").read_text()

    assert not [each for each in (*Outcome, *State, *Kind) if f"`{each}`" not in page]
