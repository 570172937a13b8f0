"""How many requests are taken from one address in a while: counted by each worker for itself."""

from math import ceil

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from milepost.clock import now

OFF = "off"


class Rates:
    """Counts the requests of each address over the last while, such as ``600/minute``."""

    def __init__(self, rate: str) -> None:
        """Begin to count."""
        self._most = parse(rate)
        self._counted = SlidingWindowCounterRateLimiter(MemoryStorage())

    def wait(self, address: str) -> int:
        """Count a request. Return the seconds after which to ask again if it is one too many, else 0."""
        if self._counted.hit(self._most, address):
            return 0
        reset = self._counted.get_window_stats(self._most, address).reset_time
        return max(1, ceil(reset - now().timestamp()))
