"""The bytes of a leaf are what anybody makes of the columns, with the published form of JSON."""

from hashlib import sha256

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.leaf import COLUMNS, hash_of, leaf_data

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBER = st.integers(1, 2**53 - 1)
ROWS = st.tuples(TEXT, TEXT | st.none(), TEXT, TEXT, NUMBER, TEXT | st.none(), TEXT, TEXT, TEXT, NUMBER, st.binary())


@given(ROWS)
def test_the_envelope_is_canonical_json_whatever_is_in_it(row: tuple[object, ...]) -> None:
    envelope = dict(zip(COLUMNS[:-1], row, strict=False))
    expected = rfc8785.dumps(envelope) + b"\n" + row[-1]  # type: ignore[arg-type,operator]
    assert leaf_data(row) == expected
    assert hash_of(row) == sha256(b"\x00" + expected).digest()


def test_a_leaf_is_as_the_page_about_the_ledger_shows_it() -> None:
    envelope = ("ann", None, "c-1", "pathway/ada@1", 7, "moved", "2026-01-05T09:00:00.000000Z", "pathway/ada", "t", 1)
    assert leaf_data((*envelope, b"{}")) == (
        b'{"actor":"ann","cause":null,"command_id":"c-1","event_id":"pathway/ada@1","position":7,"reason":"moved",'
        b'"recorded_at":"2026-01-05T09:00:00.000000Z","stream":"pathway/ada","topic":"t","version":1}\n{}'
    )
