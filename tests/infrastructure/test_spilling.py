"""Sorting with temporary files gives what sorting in memory gives."""

from hypothesis import given
from hypothesis import strategies as st

from application.sorting import InMemory, Record
from infrastructure.spilling import Spilled

RECORDS = st.lists(
    st.tuples(
        st.binary(max_size=3), st.integers(0, 9), st.text(max_size=2), st.tuples(st.booleans(), st.text(max_size=1))
    )
)


@given(RECORDS, st.integers(1, 4))
def test_records_come_in_their_order_however_many_runs_there_are(records: list[Record], run: int) -> None:
    spilled, sorted_ = Spilled(run), InMemory()
    for sorting in (spilled, sorted_):
        sorting.take(records)
    assert list(spilled) == list(sorted_)
    assert list(spilled) == list(spilled)
