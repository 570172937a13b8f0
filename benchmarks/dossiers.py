"""The dossier of a pathway with a hundred events, in a log of some thousands, as it is asked for over and over."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from application.assessing import Coordinates
from benchmarks.row import Row
from milepost.composition import Milepost, open_milepost
from milepost.settings import settings_from

LIMIT = 0.1
EVENTS = 100
ROUNDS = 15
COMMANDS = (
    ("init",),
    ("sample", "--pathways", "300", "--practising", "60"),
    ("ledger", "key", "ledger.key"),
    ("checkpoint",),
)


def rows() -> list[Row]:
    """Return how long a dossier takes, against a tenth of a second."""
    with TemporaryDirectory(prefix="milepost-bench-") as folder:
        environment = {
            "MILEPOST_DATABASE_URL": f"sqlite:///{folder}/milepost.sqlite",
            "MILEPOST_LEDGER_KEY_FILE": f"{folder}/ledger.key",
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        for command in COMMANDS:
            subprocess.run(  # noqa: S603  (our own commands)
                [sys.executable, "-m", "milepost", *command],
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        milepost = open_milepost(settings_from(environment))
        try:
            return [_row(milepost)]
        finally:
            milepost.close()


def _row(milepost: Milepost) -> Row:
    versions = milepost.store.versions(milepost.store.streams("pathway/"))
    stream = min((each for each, number in versions.items() if number >= EVENTS), key=lambda each: versions[each])
    at, seconds, made = Coordinates(on=date(2026, 1, 1)), [], b""
    for _ in range(ROUNDS):
        begun = perf_counter()
        made = milepost.dossiers.of(stream.removeprefix("pathway/"), at, since=EVENTS)
        seconds.append(perf_counter() - begun)
    least = min(seconds)
    return Row(
        f"a dossier of {EVENTS} events, against {LIMIT * 1000:.0f} ms",
        LIMIT / least,
        1.0,
        f"{versions[stream]} events of its own out of {milepost.store.head():,}, {len(made):,} bytes with proofs, "
        f"texts and the answer, in {least * 1e3:.0f} ms, which neighbours disturb least",
    )
