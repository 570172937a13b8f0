"""The events that modules declare."""

from collections.abc import Iterable
from types import ModuleType

from domain.event import Event


def declared(modules: Iterable[ModuleType]) -> dict[str, type[Event]]:
    """Return the events declared in the modules, by topic, in the order in which they are written there."""
    return {
        value.topic(): value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event) and value.__module__ == module.__name__
    }
