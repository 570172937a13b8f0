"""Deliveries: each attempt to tell a subscriber of a notice, what came of it, and when the next one is due."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

import msgspec

from application.notices.notice import Notice
from application.notices.subscription import Subscription

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""How long after one attempt the next is made, as Standard Webhooks has it: ten attempts within some three days."""

LONGEST_WAIT = timedelta(days=1)
"""A receiver that asks for more patience than this is asked again all the same."""

_SPREAD = 10
"""A delay is longer by up to one part in so many, so that what failed together is not sent together again."""

_SHOWN = 200
"""Characters of an answer that are kept."""


class Outcome(StrEnum):
    """What came of an attempt. Only what is `delivered` was taken; `gone` is said by who wants nothing any more."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    GONE = "gone"
    BUSY = "busy"
    REDIRECTED = "redirected"
    TOO_SLOW = "too slow"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"
    CERTIFICATE_REFUSED = "certificate refused"
    NAME_UNKNOWN = "name unknown"
    ADDRESS_FORBIDDEN = "address forbidden"

    @property
    def is_of_the_receiver(self) -> bool:
        """Tell whether anything else sent to the same receiver now would end the same way."""
        return self not in {Outcome.DELIVERED, Outcome.REFUSED, Outcome.GONE}


class State(StrEnum):
    """How far a notice has come on its way to one subscriber."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given up"


class Told(msgspec.Struct, frozen=True):
    """What a receiver made of an attempt: its answer's status, the beginning of its words, the wait it asked for."""

    outcome: Outcome
    status: int | None = None
    answer: str = ""
    wait: timedelta | None = None


class Errand(msgspec.Struct, frozen=True):
    """A notice on its way to a subscriber, after so many attempts, with the secret that signs it."""

    notice: Notice
    subscription: Subscription
    secret: str | None
    attempts: int


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt, as the log of deliveries has it; ``number`` counts them all."""

    number: int = 0
    notice: str
    subscription: str
    address: str
    attempt: int
    begun_at: datetime
    milliseconds: int
    outcome: Outcome
    status: int | None
    answer: str


class Onward(msgspec.Struct, frozen=True):
    """What follows from an attempt: for the notice on its way, and for the subscriber."""

    state: State
    due_at: datetime | None
    failures: int
    rests_until: datetime | None
    ended_because: str | None = None


class Deliveries(Protocol):
    """Where notices wait for their subscribers, and where what was done about it is written down."""

    def of_pathway(self, pathway: str) -> Sequence[Notice]:
        """Return the notices about a pathway that are not emptied, in the order in which they were made."""

    def receivers(self, at: datetime) -> Sequence[str]:
        """Return the ids of the subscriptions for which something is due, and which are not resting or ended."""

    def claim(self, subscription: str, at: datetime, until: datetime) -> Errand | None:
        """Return what has been due longest for a subscription, so that nobody else gets it until an instant."""

    def note(self, delivery: Delivery, onward: Onward) -> None:
        """Write an attempt down, and what follows from it, at once or not at all."""

    def log(self, before: int | None, limit: int, subscription: str | None = None) -> Sequence[Delivery]:
        """Return so many attempts, the last first, those before a number."""

    def counts(self) -> Iterable[tuple[str, State, int]]:
        """Yield for each subscription how many notices are in each state."""

    def again(self, subscription: str, at: datetime) -> int:
        """Let what was given up for a subscription wait again, as if it had not been tried, and return how much."""

    def prune(self, before: datetime, after: str, limit: int) -> Sequence[str]:
        """Empty so many notices that were made before an instant and that nobody waits for, and return their ids.

        They come in the order of their ids, after one. Of an emptied notice the id stays, so that it is never put in
        again, and what came of each attempt; what it said, and on which ways it was, is gone.
        """


class Courier(Protocol):
    """Takes a notice to a subscriber in one way."""

    def carry(self, errand: Errand, at: datetime) -> Told:
        """Attempt it once. Whatever the receiver does is told, and raises nothing."""


def shown(words: object) -> str:
    """Return as much of what came back as is kept: how it begins, in one line that shows what it holds."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return "".join(each if each.isprintable() else " " for each in text[:_SHOWN]).strip()


def onward(errand: Errand, told: Told, at: datetime) -> Onward:
    """Return what follows from an attempt that ended at an instant."""
    if told.outcome is Outcome.DELIVERED:
        return Onward(State.DELIVERED, None, 0, None)
    attempts = errand.attempts + 1
    failures = errand.subscription.failures + 1 if told.outcome.is_of_the_receiver else 0
    rests_until = at + _delay(errand.subscription.id, failures, told.wait) if failures else None
    if told.outcome is Outcome.GONE:
        return Onward(State.GIVEN_UP, None, 0, None, "the receiver answered that it is gone")
    if attempts > len(DELAYS):
        return Onward(State.GIVEN_UP, None, failures, rests_until)
    return Onward(State.WAITING, at + _delay(errand.notice.id, attempts, told.wait), failures, rests_until)


def _delay(of: str, attempts: int, wait: timedelta | None) -> timedelta:
    """Return how long to wait after so many attempts in a row; the spread follows from what is told of, not chance."""
    usual = DELAYS[min(attempts, len(DELAYS)) - 1]
    share = int.from_bytes(sha256(f"{of}/{attempts}".encode()).digest()[:2]) / 2**16 / _SPREAD
    return max(usual * (1 + share), min(wait or timedelta(0), LONGEST_WAIT))
