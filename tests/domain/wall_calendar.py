"""Moving a day on a calendar that is turned page by page."""

from datetime import date, timedelta


def moved(day: date, months: int, days: int) -> date:
    """Return the day moved month by month, set back to its place in the month or to its end, and then by days."""
    first = day.replace(day=1)
    for _ in range(abs(months)):
        first = (first + timedelta(31)).replace(day=1) if months > 0 else (first - timedelta(1)).replace(day=1)
    in_month = [first + timedelta(each) for each in range(31) if (first + timedelta(each)).month == first.month]
    return in_month[min(day.day, len(in_month)) - 1] + timedelta(days)
