"""Kills re-projections at random moments: ``python -m tests.store.soak``; an argument names another store."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import randbelow  # noqa: TID251  (at any moment is what is tried)
from tempfile import TemporaryDirectory

from infrastructure.engine import open_engine
from infrastructure.migrations import migrate
from tests.store.killing import prepare, survive
from tests.store.postgresql import serving

KILLS = 200
MILLISECONDS = 1000


@contextmanager
def store(named: str) -> Iterator[str]:
    """Give the URL of the store that is named: one of its own, or one that is there."""
    if named == "sqlite":
        with TemporaryDirectory(prefix="milepost-soak-") as folder:
            yield f"sqlite:///{folder}/store.sqlite"
    elif named == "postgresql":
        with serving() as url:
            yield url
    else:
        yield named


def main(named: str) -> None:
    with store(named) as url:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        prepare(url)
        live = survive(url, (randbelow(MILLISECONDS) / 1000 for _ in range(KILLS)))
        where = named if named in {"sqlite", "postgresql"} else "the store"
        sys.stdout.write(f"{KILLS} kills on {where}, {live - 1} swaps: one whole generation answered after each.\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite")
