"""Pruning: notices that everybody has who was to have them are emptied when they are old."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from application.notices.delivery import Deliveries

BATCH = 500
"""How many notices are emptied at once, so that nobody waits long."""


def prune(deliveries: Deliveries, age: timedelta, at: datetime) -> Iterator[int]:
    """Empty what is older than an age, and yield how many notices each batch had. It may be broken off at any time."""
    emptied = deliveries.prune(at - age, "", BATCH)
    while emptied:
        yield len(emptied)
        emptied = deliveries.prune(at - age, emptied[-1], BATCH)
