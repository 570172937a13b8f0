"""Kills forgetting at random moments: ``python -m tests.store.soak_forgetting``."""

import sys
from pathlib import Path
from secrets import randbelow  # noqa: TID251  (at any moment is what is tried)
from tempfile import TemporaryDirectory

from tests.store.forgettings import survive

KILLS = 200
MILLISECONDS = 150


def main() -> None:
    with TemporaryDirectory(prefix="milepost-soak-") as folder:
        tally = survive(Path(folder), (randbelow(MILLISECONDS) / 1000 for _ in range(KILLS)))
    sys.stdout.write(
        f"{tally.kills} kills: after {tally.forgotten} somebody was forgotten and after {tally.untouched} somebody was "
        f"as before; {tally.between} were said to be forgotten with the key still there, and were on the second try.\n"
    )


if __name__ == "__main__":
    main()
