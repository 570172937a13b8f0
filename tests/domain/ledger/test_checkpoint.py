"""Checkpoints and proofs as texts: as published, read strictly, and of one log alone."""

from collections.abc import Callable

import pytest

from domain.ledger.checkpoint import Checkpoint, CheckpointMalformed, OfAnotherLog, opened, read_checkpoint
from domain.ledger.note import Note, NoteMalformed, NotSigned, decoded, encoded, read_note
from domain.ledger.proof_text import Consistency, Inclusion, ProofMalformed, read_consistency, read_inclusion
from infrastructure.ed25519 import SigningKey, verified

PUBLISHED = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
COSIGNED = (
    f"{PUBLISHED}\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
    "zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
    "xUe+mbIUBkBIfZ+qnA==\n"
)
"""The example of C2SP tlog-cosignature; its public keys are not published."""
SHOWN = f"""old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

{COSIGNED}"""
"""The proof in the example of what C2SP tlog-witness is sent."""
PROVED = f"""c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

{COSIGNED}"""
"""The proof in the example of C2SP tlog-proof, whose own checkpoint is shortened there."""
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


def test_proofs_and_signatures_are_written_as_the_specifications_show_them() -> None:
    _, cosignature = read_note(COSIGNED).signatures
    assert read_note(COSIGNED).written() == COSIGNED
    assert (cosignature.name, len(cosignature.made)) == ("witness.example.com/w1", 8 + 64)
    assert int.from_bytes(cosignature.made[:8], "big") == 1_679_315_147
    shown, proved = read_consistency(SHOWN), read_inclusion(PROVED)
    assert (shown.old, len(shown.path), shown.note, shown.written()) == (20_852_014, 4, COSIGNED, SHOWN)
    assert (proved.index, len(proved.path), proved.extra) == (73_894, 5, b"age-v1.2.1-darwin-arm64.tar.gz")
    assert proved.written() == PROVED


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
