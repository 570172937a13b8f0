"""Many random policies at once: ``python -m tests.evaluator.soak --examples 100000 --seed 7``.

Every batch has a seed of its own, the first the seed that is given, so that a batch can be run again alone.
"""

import argparse
import os
from collections.abc import Iterator
from multiprocessing import Pool
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.evaluator.agreement import comparisons, disagreements
from tests.evaluator.hiding import chosen, hidden, settled_by_hiding
from tests.evaluator.policies import Case, cases
from tests.evaluator.smaller import smallest

BATCH = 250
"""How many examples have one seed."""
PROGRESS = 5_000
"""After how many examples the counts so far are shown."""
SHAPES = """
import datetime
from decimal import Decimal

from domain.dates import Duration
from domain.policy.chain import Chain, Version
from domain.policy.language import *
from domain.policy.text import *
from domain.policy.vocabulary import Field, Kind

chain = {chain!r}
facts = {facts!r}
"""
PASTED = f"""{SHAPES}
from tests.evaluator.agreement import disagreements

assert not disagreements(chain, facts)  # {{found}}
"""
HIDDEN = f"""{SHAPES}
from tests.evaluator.hiding import settled_by_hiding

unknown = {{unknown!r}}
assert not list(settled_by_hiding(chain, facts, unknown))  # {{found}}
"""


class Report(NamedTuple):
    """What became of one batch: how much was compared, and what went wrong, to be pasted into a test."""

    seed: int
    examples: int
    comparisons: int
    wrong: list[str]


def batch(first: int) -> Report:
    """Run one batch of examples."""
    examples = compared = 0
    wrong: list[str] = []

    @seed(first)
    @settings(
        max_examples=BATCH,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(), cases(counting_periods=False), st.data())
    def run(case: Case, known: Case, data: st.DataObject) -> None:
        nonlocal examples, compared
        examples += 1
        found = list(comparisons(*case))
        compared += len(found)
        if any(each.timeline is not each.definition for each in found) and not wrong:
            wrong.append(told(case))
        chain, facts = known
        unknown = hidden(facts, data.draw(chosen(chain, facts)))
        settled = list(settled_by_hiding(chain, facts, unknown))
        if settled and not wrong:
            wrong.append(HIDDEN.format(chain=chain, facts=facts, unknown=unknown, found=settled))

    run()
    return Report(first, examples, compared, wrong)


def told(case: Case) -> str:
    """Return the least of a case on which the two disagree about the same part, as Python."""
    part = disagreements(*case)[0].part
    least = smallest(case, lambda each: part in _parts_in_dispute(each))
    chain, facts = least
    return PASTED.format(chain=chain, facts=facts, found=disagreements(chain, facts)[0])


def _parts_in_dispute(case: Case) -> set[str]:
    try:
        return {each.part for each in disagreements(*case)}
    except (AttributeError, KeyError, IndexError, StopIteration, RuntimeError, AssertionError):
        # Something was left out that the rest of the text names.
        return set()


def reports(examples: int, processes: int, first: int) -> Iterator[Report]:
    with Pool(processes) as pool:
        yield from pool.imap_unordered(batch, range(first, first + -(-examples // BATCH)))


def main() -> int:
    """Print the seed first, then what went wrong as it is found, then the counts. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluator.soak")
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}, batches of {BATCH}", flush=True)  # noqa: T201 - what a soak is run for
    examples = compared = failures = 0
    for report in reports(asked.examples, asked.processes, asked.seed):
        examples, compared = examples + report.examples, compared + report.comparisons
        failures += len(report.wrong)
        if examples // PROGRESS > (examples - report.examples) // PROGRESS:
            print(f"… {examples:,} examples, {compared:,} comparisons", flush=True)  # noqa: T201
        for each in report.wrong:
            print(f"seed {report.seed}:\n{each}", flush=True)  # noqa: T201
    print(f"{examples:,} examples, {compared:,} comparisons, {failures:,} disagreements")  # noqa: T201
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
