"""The keys that sign checkpoints: one a line, in a file that its owner alone can read, or given as they are."""

import stat
from collections.abc import Sequence
from pathlib import Path

from application.ledger.ledger import LedgerUnusable
from domain.ledger.note import KeyMalformed
from infrastructure.ed25519 import SigningKey, read_signing_key
from infrastructure.regular_files import NoRegularFile, read_regular

_FOR_OTHERS = stat.S_IRWXO | stat.S_IWGRP
_OWNERS_ALONE = 0o600


class LedgerKeyMissing(LedgerUnusable):
    """No key is given, or there is no file where it is said to be."""


class LedgerKeyUnreadable(LedgerUnusable):
    """The file of the key cannot be read."""


class LedgerKeyExposed(LedgerUnusable):
    """Others than its owner may read the file of the key, or change it."""


class LedgerKeyMalformed(LedgerUnusable):
    """What is given as a key is none."""


class LedgerKeyOfAnotherLog(LedgerUnusable):
    """A key is made out to another log than this one."""


def keys_in_file(file: Path) -> list[SigningKey]:
    """Return the keys of a file. Raises LedgerUnusable."""
    try:
        mode, content = read_regular(file)
    except FileNotFoundError:
        message = f"there is no file of the ledger's key at {file}: make one with `milepost ledger key {file}`"
        raise LedgerKeyMissing(message) from None
    except NoRegularFile:
        message = f"there is no file of the ledger's key at {file}, but something else: name the file itself"
        raise LedgerKeyUnreadable(message) from None
    except OSError as error:
        message = f"the file of the ledger's key cannot be read: let this user read it ({error})"
        raise LedgerKeyUnreadable(message) from None
    if mode & _FOR_OTHERS:
        message = f"others may read or change the file of the ledger's key, {file}: `chmod 600 {file}`"
        raise LedgerKeyExposed(message)
    return keys_given(content.decode("ascii", "replace"), str(file))


def keys_given(text: str, where: str) -> list[SigningKey]:
    """Return the keys of a text with one between blanks each. Raises LedgerKeyMalformed and LedgerKeyMissing."""
    try:
        keys = [read_signing_key(each) for each in text.split()]
    except KeyMalformed:
        raise LedgerKeyMalformed(_malformed(where)) from None
    if not keys:
        message = f"{where} holds no key of the ledger: make one with `milepost ledger key FILE`"
        raise LedgerKeyMissing(message)
    return keys


def require_of_log(keys: Sequence[SigningKey], origin: str) -> None:
    """Raise LedgerKeyOfAnotherLog unless all keys sign as the log."""
    for key in keys:
        if key.verifier.name != origin:
            message = (
                f"the key of the ledger signs as {key.verifier.name}, and the log is {origin}: give the key of this "
                "log, or make one with `milepost ledger key FILE`"
            )
            raise LedgerKeyOfAnotherLog(message)


def add_key(file: Path, key: SigningKey) -> None:
    """Write a key below those of a file, which its owner alone can read. Raises LedgerUnusable."""
    try:
        file.touch(_OWNERS_ALONE)
        if file.stat().st_size:
            keys_in_file(file)
        with file.open("a+", encoding="ascii") as opened:
            opened.seek(0)
            ended = opened.read()[-1:] in {"", "\n"}
            opened.write(f"{key.written()}\n" if ended else f"\n{key.written()}\n")
    except OSError as error:
        message = f"the file of the ledger's key cannot be written: check its folder, and its rights ({error})"
        raise LedgerKeyUnreadable(message) from None


def _malformed(where: str) -> str:
    return (
        f"{where} is no key of the ledger, PRIVATE+KEY+NAME+ID+KEY on each line: give what `milepost ledger key` made"
    )
