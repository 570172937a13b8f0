"""Why a subscription to notices is not made, or is not there."""

from application.notices.subscription import SubscriptionImpossible, SubscriptionThere, SubscriptionUnknown
from web.problem import Problem

SUBSCRIPTION_UNKNOWN = Problem(
    name="subscription-unknown",
    status=404,
    title="The subscription is unknown",
    text="No subscription of this id was ever made.",
)

OF_SUBSCRIPTIONS: dict[type[Exception], Problem] = {
    SubscriptionUnknown: SUBSCRIPTION_UNKNOWN,
    SubscriptionThere: Problem(
        name="subscription-there",
        status=409,
        title="The id of the subscription was used before",
        text="A subscription of this id is to something else, or has ended. What was sent to it stands under the id "
        "for good, so choose another.",
    ),
    SubscriptionImpossible: Problem(
        name="subscription-impossible",
        status=422,
        title="The subscription cannot be meant",
        text="The address is neither that of a webhook nor an e-mail address, or nothing is ever sent there: "
        "a webhook begins with https:// and is at a public address. The detail says which.",
    ),
}
