"""What was worked out lately and would be worked out again in the same way."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """Keeps so many values, those that were asked for last."""

    def __init__(self, room: int) -> None:
        """Take how many are kept."""
        self._room = room
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def value(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return what is kept under the key, or else what is made now."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        return self.keep(key, make())

    def get(self, key: Key) -> Value | None:
        """Return what is kept under the key, if anything is."""
        return self._kept.get(key)

    def keep(self, key: Key, value: Value) -> Value:
        """Keep the value in place of any other under the key, and return it."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._room:
            self._kept.popitem(last=False)
        return value
