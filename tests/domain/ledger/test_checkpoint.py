"""Checkpoints and proofs as texts: as published, read strictly, and of one log alone."""

from collections.abc import Callable

import pytest

from domain.ledger.checkpoint import Checkpoint, CheckpointMalformed, OfAnotherLog, opened, read_checkpoint
from domain.ledger.note import Note, NoteMalformed, NotSigned, decoded, encoded
from domain.ledger.proof_text import Consistency, Inclusion, ProofMalformed, read_consistency, read_inclusion
from infrastructure.ed25519 import SigningKey, verified

PUBLISHED = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = encoded(bytes(32))
KEY = SigningKey("body.example/log", bytes(32))
OTHER = SigningKey("other.example/log", bytes(32))


def note(text: str, key: SigningKey = KEY) -> str:
    return Note(text, (key.sign(text),)).written()


def test_a_checkpoint_is_the_text_that_the_specification_shows() -> None:
    checkpoint = read_checkpoint(Note(PUBLISHED, ()))
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root == decoded("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint.text() == PUBLISHED
    extended = f"{PUBLISHED}more\n"
    assert read_checkpoint(Note(extended, ())).text() == extended


@pytest.mark.parametrize(
    "text",
    [
        "log\n1\n",
        f"\n1\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n\N{ARABIC-INDIC DIGIT ONE}\n{ROOT}\n",
        f"log\n{2**70}\n{ROOT}\n",
        "log\n1\nAAAA\n",
        "log\n1\n!\n",
        f"log\n1\n{ROOT}\n\nmore\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointMalformed):
        read_checkpoint(Note(text, ()))


def test_a_checkpoint_is_opened_when_a_key_of_its_log_signed_it() -> None:
    checkpoint = Checkpoint("body.example/log", 3, bytes(32))
    text = note(checkpoint.text())
    keys = [KEY.verifier, OTHER.verifier]
    assert opened(text, "body.example/log", keys, verified)[0] == checkpoint
    with pytest.raises(OfAnotherLog, match=r"one of the log body\.example/log, not of other\.example/log"):
        opened(text, "other.example/log", keys, verified)
    with pytest.raises(NotSigned):
        opened(note(checkpoint.text(), OTHER), "body.example/log", keys, verified)
    with pytest.raises(NoteMalformed):
        opened(checkpoint.text(), "body.example/log", keys, verified)


@pytest.mark.parametrize("extra", [b"", b"more"])
@pytest.mark.parametrize("path", [(), (bytes(32), bytes([1]) * 32)])
def test_proofs_are_read_as_they_were_written(path: tuple[bytes, ...], extra: bytes) -> None:
    checkpoint = note(f"body.example/log\n3\n{ROOT}\n")
    inclusion, consistency = Inclusion(2, path, checkpoint, extra), Consistency(2, path, checkpoint)
    assert read_inclusion(inclusion.written()) == inclusion
    assert read_consistency(consistency.written()) == consistency


def test_proofs_have_the_lines_that_the_specifications_show() -> None:
    assert Inclusion(7, (bytes(32),), "NOTE").written() == f"c2sp.org/tlog-proof@v1\nindex 7\n{ROOT}\n\nNOTE"
    assert Consistency(7, (bytes(32),), "NOTE").written() == f"old 7\n{ROOT}\n\nNOTE"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_inclusion, ""),
        (read_inclusion, "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE"),
        (read_inclusion, "c2sp.org/tlog-proof@v1\n\nNOTE"),
        (read_inclusion, "c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE"),
        (read_inclusion, "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nNOTE"),
        (read_inclusion, "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nNOTE"),
        (read_inclusion, "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{ROOT}\n" * 64 + "\nNOTE"),
        (read_consistency, "new 3\n\nNOTE"),
        (read_consistency, f"old 3\n{ROOT}"),
    ],
)
def test_what_is_no_proof_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ProofMalformed):
        read(text)
