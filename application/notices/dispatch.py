"""Dispatch: notices that are due, taken to their subscribers, several of whom are served at the same time."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock

from application.notices.delivery import Courier, Deliveries, Delivery, Errand, Outcome, onward
from application.notices.subscription import Way

AT_A_TIME = 8
"""Subscribers that are served at the same time."""

TURN = timedelta(seconds=20)
"""For how long one subscriber is served before the others have their next turn."""

HELD = timedelta(minutes=2)
"""How long nobody else tries what one process has taken up: for twice as long as any attempt may hand something over.

Killed, it is tried then.
"""


class Dispatch:
    """Takes notices that are due to their subscribers; any number of processes may do so at the same time.

    Within one, threads wait for receivers and take turns at the store: what is read there is decoded by types that two
    threads may not use for the first time at once.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        couriers: Mapping[Way, Courier],
        clock: Callable[[], datetime],
    ) -> None:
        self._deliveries = deliveries
        self._couriers = couriers
        self._clock = clock
        self._turn = Lock()

    def send(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Delivery]:
        """Attempt once whatever is due now, and yield the attempts; asked to stop, it ends those that are begun."""
        due = self._clock()
        with ThreadPoolExecutor(AT_A_TIME) as several:
            while not stopped() and (receivers := self._deliveries.receivers(due)):
                for turn in several.map(lambda receiver: self._serve(receiver, due, stopped), receivers):
                    yield from turn

    def _serve(self, receiver: str, due: datetime, stopped: Callable[[], bool]) -> list[Delivery]:
        """Attempt what is due for one subscriber, in its turn, until it cannot take more."""
        done: list[Delivery] = []
        over = self._clock() + TURN
        while not stopped() and self._clock() < over:
            with self._turn:
                errand = self._deliveries.claim(receiver, due, self._clock() + HELD)
            if errand is None:
                break
            done.append(self._attempt(errand))
            if done[-1].outcome is Outcome.GONE or done[-1].outcome.is_of_the_receiver:
                break
        return done

    def _attempt(self, errand: Errand) -> Delivery:
        begun_at = self._clock()
        told = self._couriers[errand.subscription.way].carry(errand, begun_at)
        ended_at = self._clock()
        delivery = Delivery(
            notice=errand.notice.id,
            subscription=errand.subscription.id,
            address=errand.subscription.address,
            attempt=errand.attempts + 1,
            begun_at=begun_at,
            milliseconds=round((ended_at - begun_at) / timedelta(milliseconds=1)),
            outcome=told.outcome,
            status=told.status,
            answer=told.answer,
        )
        with self._turn:
            self._deliveries.note(delivery, onward(errand, told, ended_at))
        return delivery
