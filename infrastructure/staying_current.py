"""That the tables of a store stay those of this release while it is open."""

from contextlib import closing
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from infrastructure.migrations import REVISION, require_current, require_revision
from infrastructure.wal_index import Mark

_MOMENT = 1.0
"""Seconds for which the tables are taken to be as they were found."""


class StayingCurrent:
    """Lets nobody use a store whose tables are not those of this release; its connections are asked now and then."""

    def __init__(self, engine: Engine) -> None:
        """Look at once. Raises StoreNotInitialised, StoreOutdated or StoreNewer, as whoever connects later is told."""
        require_current(engine)
        self._engine = engine
        self._until = monotonic() + _MOMENT
        event.listen(engine, "checkout", self._look)

    def limited(self, mark: Mark) -> Mark:
        """Return a mark that tells nothing once it is time to look again, so that the store is asked."""
        return lambda: mark() if monotonic() < self._until else None

    def _look(self, connection: Any, *_: object) -> None:  # noqa: ANN401  (the driver's)
        if monotonic() < self._until:
            return
        require_revision(self._revision(connection))
        self._until = monotonic() + _MOMENT

    def _revision(self, connection: Any) -> str | None:  # noqa: ANN401  (the driver's)
        """Return the revision; where the server went away, let the pool begin anew, and ask again."""
        dialect = self._engine.dialect
        try:
            with closing(connection.cursor()) as cursor:
                row = cursor.execute(REVISION).fetchone()
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, connection, None):
                raise InvalidatePoolError from error
            raise
        return row[0] if row else None
