"""Subscriptions to notices: made, ended and read, with what came of each attempt to tell."""

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Response
from marshmallow import RAISE, Schema, fields, validate

from application.desks.desks import Desks
from application.notices.notice import Kind
from application.notices.subscription import LONGEST_ADDRESS
from web.authentication import caller
from web.bodies import Resources
from web.given import given as giving
from web.pages import Cursors, Pages, page_given
from web.problems import READING
from web.problems_of_recording import OF_A_KEY
from web.problems_of_requests import BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN
from web.problems_of_subscriptions import OF_SUBSCRIPTIONS, SUBSCRIPTION_UNKNOWN
from web.reading import asks, reads, telling
from web.subscription import deliveries_shown, subscription_made, subscription_shown, subscriptions_shown
from web.writing import ID, KEY, instruction_alone

_ID = r"^[a-z0-9][a-z0-9-]{0,62}$"
_ENCODER = msgspec.json.Encoder()
_PROBLEMS = (
    *READING.values(),
    *OF_SUBSCRIPTIONS.values(),
    *OF_A_KEY,
    *(BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN),
)


class SubscriptionBody(Schema):
    """Who wants to be told of what."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    id = fields.String(
        required=True,
        validate=validate.Regexp(_ID),
        metadata={"description": "A name of the caller's choosing, which is never used for anything else."},
    )
    address = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_ADDRESS),
        metadata={"description": "The address of a webhook, https://…, or an e-mail address."},
    )
    kinds = fields.List(
        fields.String(validate=validate.OneOf([kind.value for kind in Kind])),
        load_default=(),
        validate=validate.Length(0, len(Kind)),
        metadata={"description": "What to tell of; everything, if left out or empty."},
    )


class EndingBody(Schema):
    """Nothing has to be said to end a subscription."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)


class DeliveryPages(Pages):
    """Which attempts are asked for."""

    subscription = fields.String(
        validate=validate.Regexp(_ID),
        metadata={"description": "Attempts to tell this subscription alone; all, if left out."},
    )


def subscriptions(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of subscriptions."""
    resources = Resources("subscriptions", __name__, url_prefix="/v1", description="Who is told, and what came of it.")

    @reads(resources, "/subscriptions", "SubscriptionsShown")
    def every() -> Response:
        """All subscriptions, those that ended too; no secret is shown."""
        return giving(subscriptions_shown(desks().subscriptions.listed(caller())))

    @reads(resources, "/subscriptions/<ref:subscription>", "SubscriptionShown", SUBSCRIPTION_UNKNOWN)
    def one(subscription: str) -> Response:
        """A subscription, and how far the notices have come that it is to be told of."""
        return giving(subscription_shown(desks().subscriptions.one(caller(), subscription)))

    @resources.route("/subscriptions", methods=["POST"])
    @resources.arguments(SubscriptionBody, location="body", unknown=RAISE, error_status_code=400)
    @resources.takes(KEY, ID)
    @telling(resources, _PROBLEMS)
    @resources.response(200, "SubscriptionMade")
    def subscribe(asked: dict[str, Any]) -> Response:
        """Tell an address of notices from now on. The secret that signs what a webhook is sent is told here alone.

        It is told again to whoever sends the request again with its key. Asked for under its id with another one, the
        subscription is given as it is, without the secret.
        """
        kinds, instruction = map(Kind, asked["kinds"]), instruction_alone()
        kept, secret = desks().subscriptions.subscribe(caller(), asked["id"], asked["address"], kinds, instruction)
        return _unkept(subscription_made(kept, secret))

    @resources.route("/subscriptions/<ref:subscription>/endings", methods=["POST"])
    @resources.arguments(EndingBody, location="body", unknown=RAISE, error_status_code=400)
    @resources.takes(KEY, ID)
    @telling(resources, _PROBLEMS)
    @resources.response(200, "SubscriptionShown")
    def end(_: dict[str, Any], subscription: str) -> Response:
        """End a subscription. What it was not told yet is given up; one that has ended stays as it is."""
        return _unkept(subscription_shown(desks().subscriptions.end(caller(), subscription, instruction_alone())))

    @asks(resources, "/deliveries", DeliveryPages, "DeliveriesShown", SUBSCRIPTION_UNKNOWN)
    def deliveries(query: dict[str, Any]) -> Response:
        """The attempts to tell of notices, the last first, a page at a time."""
        page = cursors.page(query, 0)
        found = desks().subscriptions.deliveries(
            caller(), query.get("subscription"), page.after or None, page.limit + 1
        )
        shown = found[: page.limit]
        following = cursors.next_after(shown[-1].number, 0) if len(found) > page.limit else None
        return page_given(deliveries_shown(shown, following), following)

    return resources


def _unkept(what: msgspec.Struct) -> Response:
    return Response(_ENCODER.encode(what), mimetype="application/json", headers={"Cache-Control": "no-store"})
