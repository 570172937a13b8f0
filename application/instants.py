"""Instants as they are written."""

from datetime import UTC, datetime


def in_utc(instant: datetime) -> str:
    """Return an instant as every answer and refusal writes it: in UTC, with a Z, to the microsecond if it has any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
