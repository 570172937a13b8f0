"""Receipts as texts."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.checkpoint import Checkpoint
from domain.ledger.note import Note
from domain.ledger.receipt import Kind, Receipt, ReceiptMalformed, read_receipt

NAMES = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
RECEIPTS = st.builds(
    Receipt,
    kind=st.sampled_from(get_args(Kind)),
    pathway=NAMES,
    on=st.dates(),
    known=st.integers(0, 10**12),
    under=st.just("") | NAMES,
    hindsight=st.booleans(),
    language=st.sampled_from(["", "nl"]),
    hash=st.binary(min_size=32, max_size=32),
    checkpoint=st.builds(
        Checkpoint, origin=NAMES, size=st.integers(0, 10**12), root=st.binary(min_size=32, max_size=32)
    ),
)
RECEIPT = Receipt(
    kind="standing",
    pathway="ada",
    on=date(2026, 3, 1),
    known=7,
    under="",
    hindsight=False,
    language="",
    hash=bytes(32),
    checkpoint=Checkpoint("milepost.example/log", 6, bytes(32)),
)
TEXT = """\
milepost.example/log/receipts
milepost.receipt/v1
answer standing
pathway ada
on 2026-03-01
known 7
under
hindsight
language
sha256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
checkpoint 6 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""


def test_a_receipt_says_in_words_what_was_asked() -> None:
    assert RECEIPT.text() == TEXT


@given(RECEIPTS)
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    assert read_receipt(Note(receipt.text(), ())) == receipt


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("/receipts", ""),
        ("receipt/v1", "receipt/v2"),
        ("answer standing", "answer nothing"),
        ("answer standing\n", ""),
        ("pathway ada", "person ada"),
        ("2026-03-01", "20260301"),
        ("2026-03-01", "2026-02-30"),
        ("known 7", "known 07"),
        ("known 7", "known -7"),
        ("under", "under "),
        ("hindsight", "hindsight no"),
        ("sha256 A", "sha256 "),
        ("sha256 AAAA", "sha256 "),
        ("checkpoint 6 A", "checkpoint 6 "),
        ("checkpoint 6", "checkpoint"),
    ],
)
def test_what_is_not_written_as_receipts_are_is_none(said: str, instead: str) -> None:
    with pytest.raises(ReceiptMalformed, match="a receipt begins with"):
        read_receipt(Note(TEXT.replace(said, instead, 1), ()))
