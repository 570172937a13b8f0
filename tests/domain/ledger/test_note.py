"""Signed notes against the published example of Go's package note, and against notes that somebody changed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.note import (
    COSIGNATURE,
    KeyMalformed,
    Note,
    NoteMalformed,
    NotSigned,
    Signature,
    VerifierKey,
    encoded,
    read_note,
    read_verifier_key,
    require_signed,
)
from infrastructure.ed25519 import SigningKey, read_signing_key, verified

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105  (published)
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ANN = SigningKey("ann.example/log", bytes(32))
BEN = SigningKey("ben.example/log", bytes([1]) * 32)


def signed(text: str, *keys: SigningKey) -> Note:
    return Note(text, tuple(key.sign(text) for key in keys))


def test_the_published_note_is_signed_by_its_key_and_the_key_makes_it_again() -> None:
    note, key = read_note(PETERS_NOTE), read_verifier_key(PETER)
    assert require_signed(note, [key], verified) == (key,)
    secret = read_signing_key(PETERS_SECRET)
    assert (secret.verifier, secret.written(), key.written()) == (key, PETERS_SECRET, PETER)
    assert Note(note.text, (secret.sign(note.text),)).written() == PETERS_NOTE


@given(st.integers(0, len(PETERS_NOTE.partition("\n\n")[0]) - 1))
def test_a_note_of_which_a_character_is_another_is_not_signed(place: int) -> None:
    changed = PETERS_NOTE[:place] + chr(ord(PETERS_NOTE[place]) ^ 1 | 0x20) + PETERS_NOTE[place + 1 :]
    if changed != PETERS_NOTE:
        with pytest.raises(NotSigned, match="the signature of PeterNeumann is not one of this text"):
            require_signed(read_note(changed), [read_verifier_key(PETER)], verified)


def test_signatures_of_others_are_passed_over_and_one_of_a_known_key_is_enough() -> None:
    note = signed("a\n", ANN, BEN)
    assert require_signed(note, [BEN.verifier], verified) == (BEN.verifier,)
    assert require_signed(note, [BEN.verifier, ANN.verifier], verified) == (ANN.verifier, BEN.verifier)


def test_a_note_that_no_known_key_signed_is_not_signed() -> None:
    with pytest.raises(NotSigned, match=r"none of the known keys signed it: ben\.example/log"):
        require_signed(signed("a\n", ANN), [BEN.verifier], verified)
    with pytest.raises(NotSigned, match="none of the known keys signed it: none"):
        require_signed(signed("a\n", ANN), [], verified)


def test_a_key_of_the_same_name_is_another_key() -> None:
    other = SigningKey("ann.example/log", bytes([7]) * 32)
    with pytest.raises(NotSigned):
        require_signed(signed("a\n", other), [ANN.verifier], verified)
    forged = Signature(ANN.verifier.name, ANN.verifier.key_id, other.sign("a\n").made)
    with pytest.raises(NotSigned):
        require_signed(Note("a\n", (*signed("a\n", ANN).signatures, forged)), [ANN.verifier], verified)


def cosigned(text: str, key: SigningKey, time: int) -> Signature:
    witness = VerifierKey(key.verifier.name, key.verifier.public, COSIGNATURE)
    message = f"cosignature/v1\ntime {time}\n{text}"
    return Signature(witness.name, witness.key_id, time.to_bytes(8, "big") + key.sign(message).made)


def test_a_witness_signs_the_text_with_its_time_above() -> None:
    witness = VerifierKey(BEN.verifier.name, BEN.verifier.public, COSIGNATURE)
    made = cosigned("a\n", BEN, 1_679_315_147)
    assert require_signed(Note("a\n", (made,)), [witness], verified) == (witness,)
    assert read_verifier_key(witness.written()) == witness
    later = Signature(made.name, made.key_id, (1_679_315_148).to_bytes(8, "big") + made.made[8:])
    for wrong in (later, Signature(made.name, made.key_id, b"")):
        with pytest.raises(NotSigned):
            require_signed(Note("a\n", (wrong,)), [witness], verified)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(1, 3))
def test_a_note_is_read_as_it_was_written(text: str, count: int) -> None:
    note = signed(f"{text}\n\n{text}\n", *[ANN] * count)
    assert read_note(note.written()) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\n— ann c2ln",
        "a\n\n- ann c2lnbmF0dXJl\n",
        "a\n\n— ann\n",
        "a\n\n— ann c2ln\n",
        "a\n\n— ann c2lnbmF0dXJ\n",
        "a\n\n— ann c2lnbmF0dXJlc2=\n",
        "a\n\n— an+n c2lnbmF0dXJl\n",
        "a\n\n— ann c2lnbmF0dXJl\n\n",
        "a\r\n\n— ann c2lnbmF0dXJl\n",
        "a\n\n" + "— ann c2lnbmF0dXJl\n" * 65,
        "a" * 2**20 + "\n\n— ann c2lnbmF0dXJl\n",
    ],
)
def test_what_is_no_signed_note_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        read_note(text)


@pytest.mark.parametrize("read", [read_verifier_key, read_signing_key])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        PETER[:-1],
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETERS_SECRET.replace("c74f20a3", "c74f20a4"),
        PETERS_SECRET[:-1],
        f"ann+00000000+{encoded(bytes([2]) + bytes(32))}",
    ],
)
def test_what_is_no_key_is_refused_and_not_told_again(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(KeyMalformed) as refused:
        read(text)
    assert len(text) < 12 or text[-12:] not in str(refused.value)


def test_a_public_key_that_is_none_verifies_nothing() -> None:
    assert not verified(bytes(31), bytes(64), b"")
