"""Master keys: one text each, in a file that its user alone may read, or in the environment."""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Iterable
from pathlib import Path

from application.vault import MasterKeyExposed, MasterKeyMissing, MasterKeyUnfit, MasterKeyUnreadable
from infrastructure.regular_files import NoRegularFile, read_regular
from infrastructure.sealing import KEY, Master

BEGINS = "milepost-master-v1:"
_OTHERS = 0o077
_OWN = 0o600


def written(key: bytes) -> str:
    """Return a master key as text."""
    return BEGINS + b64encode(key).decode()


def read_keys(texts: Iterable[str], where: str) -> Master:
    """Return the master keys of texts, the one that wraps first. Raises MasterKeyUnfit."""
    return Master(_keys(texts, where))


def read_file(file: Path) -> Master:
    """Return the master keys of a file, one a line. Raises what `keys_in` raises."""
    return Master(keys_in(file))


def keys_in(file: Path) -> list[bytes]:
    """Return the keys themselves of a file.

    Raises MasterKeyMissing, MasterKeyUnreadable, MasterKeyExposed and MasterKeyUnfit.
    """
    try:
        mode, content = read_regular(file)
    except FileNotFoundError:
        message = f"there is no master key at {file}: make one with `milepost init`, or restore it where texts exist"
        raise MasterKeyMissing(message) from None
    except NoRegularFile:
        message = f"there is no file of a master key at {file}, but something else: name the file itself"
        raise MasterKeyUnreadable(message) from None
    except OSError as error:
        message = f"the master key at {file} cannot be read ({error.strerror}): give this user the right to read it"
        raise MasterKeyUnreadable(message) from None
    if mode & _OTHERS:
        message = f"the master key at {file} can be read by others: run `chmod 600 {file}`, and think of replacing it"
        raise MasterKeyExposed(message)
    return _keys(content.decode(errors="replace").splitlines(), str(file))


def write_file(file: Path, keys: Iterable[bytes]) -> None:
    """Write master keys into a file that its user alone may read, and that is there once it is whole.

    Raises MasterKeyUnreadable.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=_OWN, exist_ok=False)
        part.write_text("".join(f"{written(key)}\n" for key in keys))
        part.replace(file)
    except OSError as error:
        message = f"the master key cannot be written to {file} ({error.strerror}): check its folder"
        raise MasterKeyUnreadable(message) from None


def _keys(texts: Iterable[str], where: str) -> list[bytes]:
    keys = [_read(text, where) for text in texts if text.strip()]
    if not keys:
        message = f"{where} holds no master key: restore it from where it was kept"
        raise MasterKeyUnfit(message)
    return keys


def _read(text: str, where: str) -> bytes:
    try:
        key = b64decode(text.strip().removeprefix(BEGINS), validate=True)
    except NoBase64:
        key = b""
    if not text.strip().startswith(BEGINS) or len(key) != KEY:
        message = f"{where} holds what is no master key: it begins with {BEGINS} and {KEY} bytes in base64 follow"
        raise MasterKeyUnfit(message)
    return key
