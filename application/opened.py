"""Whether anybody is on a pathway."""

from application.store import EventStore
from domain.pathway.decisions import PathwayUnknown


def require_opened(store: EventStore, pathway: str) -> None:
    """Raise PathwayUnknown unless a pathway was ever opened."""
    stream = f"pathway/{pathway}"
    if not store.versions([stream])[stream]:
        unknown = f"no pathway '{pathway}' was opened"
        raise PathwayUnknown(unknown)
