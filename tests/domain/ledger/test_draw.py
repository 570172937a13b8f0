"""Samples that follow from a checkpoint."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.checkpoint import Checkpoint
from domain.ledger.draw import drawn, seed_of, ticket

CHECKPOINT = Checkpoint("milepost.example/log", 3, bytes(32))
SEED = seed_of(CHECKPOINT)
NAMES = st.sets(st.text(max_size=8), max_size=40)


def test_the_seed_and_the_tickets_are_hashes_that_anybody_can_work_out() -> None:
    root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    by_hand = sha256(f"milepost.sample/v1\nmilepost.example/log\n3\n{root}\n".encode()).digest()

    assert by_hand == SEED
    assert ticket(SEED, "ĝ") == sha256(by_hand + b"\xc4\x9d").digest()


@given(NAMES, st.integers(0, 50), st.randoms())
def test_a_draw_does_not_depend_on_the_order_and_a_larger_one_begins_with_the_smaller(
    names: set[str], count: int, order: object
) -> None:
    shuffled = list(names)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    found = drawn(SEED, shuffled, count)

    assert found == drawn(SEED, sorted(names), count + 1)[:count]
    assert len(found) == min(count, len(names))


@given(NAMES, st.text(max_size=8), st.integers(1, 50))
def test_whoever_comes_to_it_displaces_one_at_most(names: set[str], other: str, count: int) -> None:
    before, after = set(drawn(SEED, names, count)), set(drawn(SEED, names | {other}, count))

    assert after - before <= {other}
    assert len(before - after) <= 1


def test_another_checkpoint_draws_others() -> None:
    names = [f"IMI-{number:04}" for number in range(1000)]
    other = seed_of(Checkpoint("milepost.example/log", 4, bytes(32)))

    assert set(drawn(SEED, names, 20)) != set(drawn(other, names, 20))
