"""Subscriptions to notices and attempts to tell of them, as they are given over HTTP."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from application.desks.subscriptions import Kept
from application.instants import in_utc
from application.notices.delivery import Delivery, Outcome, State
from application.notices.notice import Kind
from application.notices.subscription import Way


class SubscriptionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription: where it stands, and how many notices wait for it, were delivered, and were given up.

    ``failures`` counts the attempts in a row that found the receiver unable to take anything; it is left alone until
    ``rests_until``.
    """

    format: Literal["milepost.subscription/v1"] = "milepost.subscription/v1"
    id: str
    way: Way
    address: str
    kinds: tuple[Kind, ...]
    state: Literal["active", "resting", "ended"]
    made_at: str
    made_by: str
    ended_at: str | None
    ended_because: str | None
    failures: int
    rests_until: str | None
    waiting: int
    delivered: int
    given_up: int


class SubscriptionMade(msgspec.Struct, frozen=True):
    """A subscription that is there now; ``secret`` is told where it was made by this request, and never again."""

    format: Literal["milepost.subscription-made/v1"]
    subscription: SubscriptionShown
    secret: str | None


class SubscriptionsShown(msgspec.Struct, frozen=True):
    """All subscriptions by their ids, those that ended too."""

    format: Literal["milepost.subscriptions/v1"]
    subscriptions: tuple[SubscriptionShown, ...]


class DeliveryShown(msgspec.Struct, frozen=True):
    """One attempt; ``number`` counts them all, ``status`` is that of the answer, ``answer`` how its words begin."""

    number: int
    notice: str
    subscription: str
    address: str
    attempt: int
    begun_at: str
    milliseconds: int
    outcome: Outcome
    status: int | None
    answer: str


class DeliveriesShown(msgspec.Struct, frozen=True):
    """A page of attempts, the last first; `next` is a cursor."""

    format: Literal["milepost.deliveries/v1"]
    deliveries: tuple[DeliveryShown, ...]
    next: str | None


GIVEN: tuple[type[msgspec.Struct], ...] = (SubscriptionMade, SubscriptionsShown, DeliveriesShown)


def subscription_shown(kept: Kept) -> SubscriptionShown:
    found = kept.subscription
    return SubscriptionShown(
        id=found.id,
        way=found.way,
        address=found.address,
        kinds=found.kinds,
        state=found.state(kept.at),
        made_at=in_utc(found.made_at),
        made_by=found.made_by,
        ended_at=_instant(found.ended_at),
        ended_because=found.ended_because,
        failures=found.failures,
        rests_until=_instant(found.rests_until),
        waiting=kept.counts.get(State.WAITING, 0),
        delivered=kept.counts.get(State.DELIVERED, 0),
        given_up=kept.counts.get(State.GIVEN_UP, 0),
    )


def subscriptions_shown(kept: Iterable[Kept]) -> SubscriptionsShown:
    return SubscriptionsShown("milepost.subscriptions/v1", tuple(map(subscription_shown, kept)))


def subscription_made(kept: Kept, secret: str | None) -> SubscriptionMade:
    return SubscriptionMade("milepost.subscription-made/v1", subscription_shown(kept), secret)


def deliveries_shown(found: Sequence[Delivery], following: str | None) -> DeliveriesShown:
    shown = (
        DeliveryShown(
            *(each.number, each.notice, each.subscription, each.address, each.attempt, in_utc(each.begun_at)),
            *(each.milliseconds, each.outcome, each.status, each.answer),
        )
        for each in found
    )
    return DeliveriesShown("milepost.deliveries/v1", tuple(shown), following)


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else in_utc(instant)
