"""The wish to be listed, and the money it takes."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.evidence import Evidence, Private, Remark


class ListingRequested(Evidence, tag="pathway.listing-requested.v1"):
    """The mediator, or the program for them, asked on `requested_on` to be listed.

    A name in `private` is one that they want shown on the public register; without it, their id stands there alone.
    """

    gives: ClassVar = "listing request"
    order: ClassVar = (("requested_on", "until"),)

    requested_on: date
    by: str | None = None
    private: Private | None = None


class ListingEnded(Remark, tag="pathway.listing-ended.v1"):
    """The mediator no longer asks to be listed from `ended_on`, which becomes the `until` of the request."""

    upon: ClassVar = (ListingRequested,)
    shown_as: ClassVar = {"ended_on": "until"}

    ended_on: date
    reason: str | None = None


class FeePaid(Evidence, tag="pathway.fee-paid.v1"):
    """A fee was received on `paid_on`; a periodic one covers the days from `covers_from` to `covers_until`."""

    gives: ClassVar = "fee"
    order: ClassVar = (("covers_from", "covers_until"), ("paid_on", "refunded_on"))
    always: ClassVar = {"waived": False}

    purpose: str
    paid_on: date
    amount: Decimal
    currency: str
    covers_from: date | None = None
    covers_until: date | None = None


class FeeWaived(Evidence, tag="pathway.fee-waived.v1"):
    """A fee need not be paid; it counts like one paid on `waived_on`, and is marked as waived."""

    gives: ClassVar = "fee"
    order: ClassVar = (("covers_from", "covers_until"),)
    shown_as: ClassVar = {"waived_on": "paid_on"}
    always: ClassVar = {"waived": True}

    purpose: str
    waived_on: date
    covers_from: date | None = None
    covers_until: date | None = None
    reason: str


class FeeRefunded(Remark, tag="pathway.fee-refunded.v1"):
    """The fee was given back on `refunded_on`."""

    upon: ClassVar = (FeePaid,)

    refunded_on: date
    reason: str | None = None
