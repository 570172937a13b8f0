"""Subscriptions: who is told what, and where."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

import msgspec

from application.notices.notice import Kind
from application.store import Idempotency
from domain.refusal import Refusal

ENTROPY = 32
"""Bytes that are drawn for the secret of a subscription."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_ADDRESS = 2000


class Way(StrEnum):
    """How a subscriber is told."""

    WEBHOOK = "webhook"
    EMAIL = "e-mail"


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is told of whatever is of the ``kinds`` and made while it lasts; no kinds are all.

    ``failures`` counts the attempts in a row that found the receiver unable to take anything; it is then left alone
    until ``rests_until``.
    """

    id: str
    way: Way
    address: str
    kinds: tuple[Kind, ...]
    made_at: datetime
    made_by: str
    ended_at: datetime | None = None
    ended_because: str | None = None
    failures: int = 0
    rests_until: datetime | None = None

    def says_the_same(self, other: "Subscription") -> bool:
        """Tell whether the same is asked for; when and by whom it was does not matter."""
        return (self.way, self.address, self.kinds) == (other.way, other.address, other.kinds)

    def state(self, at: datetime) -> Literal["active", "resting", "ended"]:
        """Return whether it is told at an instant."""
        if self.ended_at is not None:
            return "ended"
        return "resting" if self.rests_until and self.rests_until > at else "active"


class Subscriptions(Protocol):
    """Where subscriptions are kept, each with the secret by which what is sent to it is signed."""

    def add(self, subscription: Subscription, secret: str | None, once: Idempotency | None = None) -> bool:
        """Keep a new subscription, and tell whether it was, now or by the same request: there is none of its id yet.

        Raises IdempotencyKeyReused.
        """

    def secret(self, subscription: str) -> str | None:
        """Return the secret of a subscription that lasts, if it has one."""

    def find(self, subscription: str) -> Subscription | None:
        """Return the subscription of this id, if there is one."""

    def list(self) -> Sequence[Subscription]:
        """Return all of them in the order of their ids, those that ended too."""

    def end(self, subscription: str, at: datetime, because: str, once: Idempotency | None = None) -> None:
        """End a subscription that has not ended; what it was not told yet is given up. Raises IdempotencyKeyReused."""


class SubscriptionUnknown(Refusal):
    """No subscription has this id."""

    sentence = "there is no subscription {0}"


class SubscriptionThere(Refusal):
    """There is another subscription of this id, or there was: what was sent to it stands under the id for good."""

    sentence = "there is a subscription {0} to something else, or it has ended: choose another id"


class SubscriptionImpossible(Refusal):
    """A subscription cannot be meant as it is written."""


class Subscribing:
    """Makes subscriptions and ends them. They are part of how the service is run: no event speaks of them."""

    def __init__(self, subscriptions: Subscriptions, require_address: Callable[[str], None]) -> None:
        """Take where they are kept, and what raises SubscriptionImpossible for a webhook that is never asked."""
        self._subscriptions = subscriptions
        self._require_address = require_address

    def subscribe(
        self, wanted: Subscription, drawn: bytes, once: Idempotency | None = None
    ) -> tuple[Subscription, str | None]:
        """Make a subscription, and return it with its secret, which is told to this request; letters are not signed.

        Asked for by another request, it is returned as it is, without the secret. Raises SubscriptionThere,
        SubscriptionImpossible and IdempotencyKeyReused.
        """
        self._require_possible(wanted)
        secret = f"whsec_{b64encode(drawn).decode()}" if wanted.way is Way.WEBHOOK else None
        if self._subscriptions.add(wanted, secret, once):
            return self.one(wanted.id), self._subscriptions.secret(wanted.id)
        found = self.one(wanted.id)
        if found.ended_at is not None or not found.says_the_same(wanted):
            raise SubscriptionThere(wanted.id)
        return found, None

    def end(self, subscription: str, by: str, at: datetime, once: Idempotency | None = None) -> Subscription:
        """End a subscription; one that has ended stays as it is.

        Raises SubscriptionUnknown and IdempotencyKeyReused.
        """
        self.one(subscription)
        self._subscriptions.end(subscription, at, f"ended by {by}", once)
        return self.one(subscription)

    def one(self, subscription: str) -> Subscription:
        """Return a subscription. Raises SubscriptionUnknown."""
        found = self._subscriptions.find(subscription)
        if found is None:
            raise SubscriptionUnknown(subscription)
        return found

    def list(self) -> Sequence[Subscription]:
        return self._subscriptions.list()

    def _require_possible(self, wanted: Subscription) -> None:
        if not _ID.fullmatch(wanted.id):
            message = "the id of a subscription is 1 to 63 small letters, digits and hyphens, no hyphen first"
            raise SubscriptionImpossible(message)
        if len(wanted.address) > LONGEST_ADDRESS:
            message = f"an address has at most {LONGEST_ADDRESS} characters"
            raise SubscriptionImpossible(message)
        if wanted.way is Way.WEBHOOK:
            self._require_address(wanted.address)
        elif not _EMAIL.fullmatch(wanted.address):
            message = "an e-mail address is a name, an at sign and a domain, such as office@body.example"
            raise SubscriptionImpossible(message)


def way_to(address: str) -> Way:
    """Return how an address is told: what names a scheme is asked as a webhook, anything else is written to."""
    return Way.WEBHOOK if "://" in address else Way.EMAIL


def in_order(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return kinds as a subscription has them: each once, in the order in which they are defined."""
    named = set(kinds)
    return tuple(kind for kind in Kind if kind in named)
