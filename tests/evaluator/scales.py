"""How far apart days lie: a month or two looked through quickly, or some years."""

from datetime import date
from typing import NamedTuple

from domain.dates import Duration


class Scale(NamedTuple):
    """The days that are drawn, the ends of months and 29 February first, and the lengths between them."""

    days: tuple[int, ...]
    lengths: tuple[Duration, ...]
    terms: tuple[Duration, ...]
    months: tuple[int, ...]
    anchors: tuple[tuple[int, int], ...]


def _days(*written: str) -> tuple[int, ...]:
    return tuple(date.fromisoformat(each).toordinal() for each in written)


MONTHS = Scale(
    _days(
        "2024-02-10",
        "2024-02-29",
        "2024-02-28",
        "2024-03-01",
        "2024-01-31",
        "2024-01-30",
        "2024-02-01",
        "2024-02-02",
        "2024-02-11",
        "2024-02-20",
        "2024-03-02",
        "2024-01-29",
    ),
    (Duration(days=1), Duration(months=1), Duration(days=10), Duration(months=1, days=1)),
    (Duration(days=10), Duration(months=1), Duration(days=15)),
    (1, 0),
    ((0, 0),),
)
YEARS = Scale(
    _days(
        "2021-06-30",
        "2020-02-29",
        "2020-03-01",
        "2021-02-28",
        "2022-03-01",
        "2020-12-31",
        "2021-01-01",
        "2021-12-01",
        "2022-01-31",
        "2022-06-15",
    ),
    (Duration(months=12), Duration(months=6), Duration(months=24), Duration(days=30), Duration(months=12, days=10)),
    (Duration(months=12), Duration(months=6), Duration(months=24)),
    (12, 3),
    ((12, 1), (0, 0), (2, 28), (1, 31)),
)
