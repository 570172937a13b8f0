"""The programs and registers that a pathway relies on, where no standing row says so."""

from collections.abc import Iterable

from application.store import Recorded
from domain.facts import referenced_streams, stream_facts


def relied_on_by(stream: str, events: Iterable[Recorded]) -> tuple[str, ...]:
    """Return the names of the streams that the facts of a pathway name, given its stream from the first event on."""
    return referenced_streams(stream_facts(stream, [each.event for each in events]))
