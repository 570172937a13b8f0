"""The service at length against its description: ``python -m tests.contract.soak --cases 50000 --seed 7``.

Every batch has a store and a seed of its own, the first the seed that is given, so that it can be run again alone.
"""

import argparse
import os
from collections.abc import Iterator
from logging import ERROR
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from tests.contract.contract import BY_CHANCE, PHASES, Failure, Report, tried
from tests.contract.service import service

EXAMPLES = 30
"""How many are drawn for each operation in a batch."""
TOLD = """
seed {seed}: {failure.operation}: {failure.check}
{failure.says}
{failure.command}
{failure.answer}"""


def batch(asked: tuple[int, bool]) -> tuple[int, Report]:
    """Run one batch. The first also tries what the parameters ask for one by one, which is the same in each."""
    seed, first = asked
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(ERROR))
    with TemporaryDirectory() as folder, service(Path(folder)) as running:
        return seed, tried(running, seed, EXAMPLES, PHASES if first else BY_CHANCE)


def reports(seed: int, processes: int) -> Iterator[tuple[int, Report]]:
    """Yield batch after batch, without end."""
    with get_context("spawn").Pool(processes, maxtasksperchild=4) as pool:
        waiting = [pool.apply_async(batch, ((seed, True),))]
        while True:
            while len(waiting) < 2 * processes:
                seed += 1
                waiting.append(pool.apply_async(batch, ((seed, False),)))
            yield waiting.pop(0).get()


def told(seed: int, failure: Failure) -> str:
    return TOLD.format(seed=seed, failure=failure)


def main() -> int:
    """Print the seed first, then what does not hold as it is found, then the counts. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.soak")
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {EXAMPLES} examples of each operation in a batch", flush=True)  # noqa: T201 - what a soak is run for
    whole = Report()
    for seed, report in reports(asked.seed, asked.processes):
        whole.add(report)
        for failure in report.failures:
            print(told(seed, failure), flush=True)  # noqa: T201
        print(f"… {whole.cases:,} cases", flush=True)  # noqa: T201
        if whole.cases >= asked.cases:
            break
    print(f"only refused: {', '.join(sorted(whole.operations.keys() - whole.answered.keys())) or 'none'}")  # noqa: T201
    answered, operations, failures = len(whole.answered), len(whole.operations), len(whole.failures)
    print(f"{whole.cases:,} cases, {answered} of {operations} operations answered, {failures:,} failures")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
