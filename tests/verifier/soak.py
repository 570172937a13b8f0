"""Everything that the verifier can be held against: ``python -m tests.verifier.soak --examples 50000 --seed 7``.

Every question of every rulebook's scenarios, and then random rulebooks.
"""

import argparse
import os
from multiprocessing import Pool

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.evaluator.policies import Case, cases
from tests.verifier.agreement import every_question, tracks_differing
from verifier.periods import PeriodInDoubt

BATCH = 250


def batch(first: int) -> list[str]:
    """Return what differs in so many random rulebooks."""
    wrong: list[str] = []

    @seed(first)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def run(case: Case) -> None:
        try:
            differing = tracks_differing(*case)
        except PeriodInDoubt:
            return
        if differing:
            wrong.append(f"seed {first}: {differing}: {case!r}")

    run()
    return wrong


def part(number: int, of: int) -> tuple[int, int, list[str]]:
    """Return how many questions of a part were asked, of how many something was left open, and what differs."""
    asked = left_open = 0
    wrong: list[str] = []
    for each in every_question()[number::of]:
        found = each.agreement()
        if found is not None:
            asked, left_open = asked + 1, left_open + bool(found.left_open)
            wrong += [f"{each}: {difference}" for difference in found.differences]
    return asked, left_open, wrong


def main() -> int:
    """Print what differs, then the counts. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.verifier.soak")
    parser.add_argument("--examples", type=int, default=50_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    given_ = parser.parse_args()
    print(f"seed {given_.seed}, batches of {BATCH}", flush=True)  # noqa: T201 - what a soak is run for
    with Pool(given_.processes) as pool:
        told = pool.starmap(part, [(number, given_.processes) for number in range(given_.processes)])
        wrong = [each for _, _, found in told for each in found]
        asked, left_open = sum(each[0] for each in told), sum(each[1] for each in told)
        print(f"{asked} questions, {left_open} with something left open, {len(wrong)} differences", flush=True)  # noqa: T201
        for found in pool.imap_unordered(batch, range(given_.seed, given_.seed + -(-given_.examples // BATCH))):
            wrong += found
    print("\n".join([*wrong, f"{given_.examples:,} random rulebooks, {len(wrong)} differences in all"]))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
