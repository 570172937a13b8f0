"""Many random histories at once: ``python -m tests.laws.soak --histories 1000 --seed 7``.

Every batch has a seed of its own, the first the seed that is given, so that a batch can be run again alone.
"""

import argparse
import os
from collections.abc import Iterator
from multiprocessing import Pool
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.laws.histories import HAPPENINGS, Happening
from tests.laws.rebuilding import derived_again, rebuilt

BATCH = 50
"""How many histories have one seed."""


class Report(NamedTuple):
    """What became of one batch: how much was compared, and the history that broke a law."""

    seed: int
    histories: int
    answers: int
    rows: int
    wrong: str


def batch(first: int) -> Report:
    """Try one batch of histories, up to the first that breaks a law."""
    histories = answers = rows = 0
    last: list[Happening] = []

    @seed(first)
    @settings(
        max_examples=BATCH,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(HAPPENINGS)
    def run(happenings: list[Happening]) -> None:
        nonlocal histories, answers, rows
        last[:] = happenings
        answers += derived_again(happenings)
        rows += rebuilt(happenings)
        histories += 1

    try:
        run()
    except AssertionError as broken:
        return Report(first, histories, answers, rows, f"{broken}\n{last!r}")
    return Report(first, histories, answers, rows, "")


def reports(histories: int, processes: int, first: int) -> Iterator[Report]:
    with Pool(processes) as pool:
        yield from pool.imap_unordered(batch, range(first, first + -(-histories // BATCH)))


def main() -> int:
    """Print the seed first, then what went wrong as it is found, then the counts. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.laws.soak")
    parser.add_argument("--histories", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}, batches of {BATCH}", flush=True)  # noqa: T201 - what a soak is run for
    found = []
    for report in reports(asked.histories, asked.processes, asked.seed):
        found.append(report)
        if report.wrong:
            print(f"seed {report.seed}:\n{report.wrong}", flush=True)  # noqa: T201
    histories, answers, rows = (sum(each) for each in zip(*((one[1:4]) for one in found), strict=True))
    broken = sum(bool(report.wrong) for report in found)
    print(f"{histories:,} histories: {answers:,} answers, {rows:,} rows made again, {broken:,} otherwise")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
