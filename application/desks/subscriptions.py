"""The desk at which administrators keep subscriptions to notices, and see what came of each attempt to tell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from application.access import Access, Caller
from application.desks.clerk import key_of
from application.desks.instruction import Instruction
from application.notices.delivery import Deliveries, Delivery, State
from application.notices.notice import Kind
from application.notices.subscription import ENTROPY, Subscribing, Subscription, in_order, way_to


class Notified(msgspec.Struct, frozen=True):
    """What subscriptions are kept by, and what draws bytes for their secrets."""

    subscribing: Subscribing
    deliveries: Deliveries
    draw: Callable[[int], bytes]


class Kept(msgspec.Struct, frozen=True):
    """A subscription as it is at an instant, with how many notices are in each state on their way to it."""

    subscription: Subscription
    counts: Mapping[State, int]
    at: datetime


class SubscriptionDesk:
    """Serves those who run the service; no event tells of what they do here."""

    def __init__(self, access: Access, notified: Notified, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._subscribing = notified.subscribing
        self._deliveries = notified.deliveries
        self._draw = notified.draw
        self._clock = clock

    def listed(self, caller: Caller) -> Sequence[Kept]:
        """Return all subscriptions by id, those that ended too. Raises NotPermitted."""
        self._access.permit(caller, "subscriptions.read")
        return self._kept(self._subscribing.list())

    def one(self, caller: Caller, subscription: str) -> Kept:
        """Return a subscription. Raises NotPermitted and SubscriptionUnknown."""
        self._access.permit(caller, "subscriptions.read")
        return self._kept([self._subscribing.one(subscription)])[0]

    def subscribe(
        self, caller: Caller, subscription: str, address: str, kinds: Iterable[Kind], instruction: Instruction
    ) -> tuple[Kept, str | None]:
        """Return a subscription with its secret, if this request made it. Raises as `Subscribing.subscribe`."""
        self._access.permit(caller, "subscriptions.make")
        wanted = Subscription(
            id=subscription,
            way=way_to(address),
            address=address,
            kinds=in_order(kinds),
            made_at=self._clock(),
            made_by=caller.name,
        )
        key = key_of(caller, "subscriptions.make", instruction)
        made, secret = self._subscribing.subscribe(wanted, self._draw(ENTROPY), key)
        return self._kept([made])[0], secret

    def end(self, caller: Caller, subscription: str, instruction: Instruction) -> Kept:
        """Return a subscription that has ended now or before. Raises NotPermitted and as `Subscribing.end`."""
        self._access.permit(caller, "subscriptions.end")
        key = key_of(caller, "subscriptions.end", instruction)
        return self._kept([self._subscribing.end(subscription, caller.name, self._clock(), key)])[0]

    def deliveries(
        self, caller: Caller, subscription: str | None, before: int | None, limit: int
    ) -> Sequence[Delivery]:
        """Return so many attempts, the last first. Raises NotPermitted and SubscriptionUnknown."""
        self._access.permit(caller, "deliveries.read")
        if subscription is not None:
            self._subscribing.one(subscription)
        return self._deliveries.log(before, limit, subscription)

    def _kept(self, subscriptions: Sequence[Subscription]) -> Sequence[Kept]:
        counts: dict[str, dict[State, int]] = {each.id: {} for each in subscriptions}
        for name, state, count in self._deliveries.counts():
            counts.setdefault(name, {})[state] = count
        return [Kept(each, counts[each.id], self._clock()) for each in subscriptions]
