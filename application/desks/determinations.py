"""The desk at which staff read what changed where anybody stands, and by what."""

import msgspec

from application.access import Access, Caller
from application.determinations import KeptDeterminations, Sought, require_known
from application.rulebooks import Rulebooks
from application.store import EventStore
from domain.determination import Determination


class Found(msgspec.Struct, frozen=True):
    """Determinations in the order of the log, as followed up to a position of it, which reaches ``head``."""

    determinations: tuple[Determination, ...]
    followed: int
    head: int


class DeterminationDesk:
    """Tells of what commands did; what days alone brought is told of a person by their changes."""

    def __init__(self, access: Access, store: EventStore, rulebooks: Rulebooks, kept: KeptDeterminations) -> None:
        self._access = access
        self._store = store
        self._rulebooks = rulebooks
        self._kept = kept

    def sought(self, caller: Caller, sought: Sought, after: tuple[int, str], until: int | None, limit: int) -> Found:
        """Return so many at most, after a position and pathway, of those followed up to one.

        Without a position, it is how far the log is followed now. Raises NotPermitted, PathwayUnknown, VersionUnknown
        and ProgramUnknown.
        """
        self._access.permit(caller, "determinations.read")
        require_known(sought, self._store, self._rulebooks, self._kept)
        followed = self._kept.reached().position if until is None else until
        found = self._kept.sought(sought, after, followed, limit)
        return Found(tuple(found), followed, self._store.head())
