"""Kills re-projections at random moments: ``python -m tests.store.soak``, on SQLite; a URL names another store."""

import sys
from secrets import randbelow  # noqa: TID251  (at any moment is what is tried)
from tempfile import TemporaryDirectory

from infrastructure.engine import open_engine
from infrastructure.migrations import migrate
from tests.store.killing import prepare, survive

KILLS = 200
MILLISECONDS = 1000


def main(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    prepare(url)
    live = survive(url, (randbelow(MILLISECONDS) / 1000 for _ in range(KILLS)))
    sys.stdout.write(f"{KILLS} kills, {live - 1} swaps: one whole generation answered after each.\n")


if __name__ == "__main__":
    with TemporaryDirectory(prefix="milepost-soak-") as folder:
        main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/store.sqlite")
