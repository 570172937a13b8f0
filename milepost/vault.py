"""The vault of the settings: where it is, and by which master keys it is opened."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from application.vault import MasterKeyMissing, VaultNotNamed
from infrastructure.engine import file_of
from infrastructure.master_keys import keys_in, read_file, read_keys, write_file
from infrastructure.sealing import KEY, Master
from infrastructure.vault import SqlVault
from milepost.chance import drawn
from milepost.settings import PREFIX, Settings

VARIABLE = f"{PREFIX}MASTER_KEY"


class Place:
    """Where the vault and its master key are, by the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.url = settings.vault_url or _beside(settings.database_url, "-vault.db", "sqlite:///")
        if self.url and self.url == settings.database_url:
            message = f"{PREFIX}VAULT_URL names the database of the log: keys lie apart from what they open"
            raise VaultNotNamed(message)

    @property
    def key_file(self) -> Path | None:
        """The file of the master key, None where the environment has the key itself or nothing says where."""
        if self._settings.master_key:
            return None
        beside = _beside(self.url, "-master.key", "")
        named = self._settings.master_key_file or beside
        return Path(named) if named else None

    def vault(self) -> SqlVault:
        """Return the vault, which connects to nothing yet."""
        return SqlVault(self.url, self._master, drawn)

    def in_file(self, file: Path, mode: str) -> SqlVault:
        """Return the vault in another file, which is read or written, as the master keys of the settings open it."""
        return SqlVault(f"sqlite:///{file.absolute()}?mode={mode}", self._master, drawn)

    def _master(self) -> Master:
        if self._settings.master_key:
            return read_keys(self._settings.master_key.split(","), VARIABLE)
        if self.key_file is None:
            message = f"there is no master key: {VARIABLE} or {VARIABLE}_FILE has to name one"
            raise MasterKeyMissing(message)
        return read_file(self.key_file)


def vault_of(settings: Settings) -> SqlVault:
    """Return the vault of the settings, which connects to nothing yet."""
    return Place(settings).vault()


def make_vault(settings: Settings, draw: Callable[[int], bytes] = drawn) -> Path | None:
    """Make the vault if it can be told where, and its master key; return the file of a key that was made.

    A vault that holds keys already gets no other master key.
    """
    place = Place(settings)
    if not place.url:
        return None
    with closing(place.vault()) as vault:
        vault.make()
        file = place.key_file
        if file is None or file.exists() or vault.holds_keys():
            return None
    write_file(file, [draw(KEY)])
    return file


def rotate_master_key(settings: Settings, draw: Callable[[int], bytes] = drawn) -> tuple[Path, int]:
    """Put a new master key in its file, wrap all keys by it, and drop those before; return the file and how many.

    While keys are wrapped anew the file has the new key and the one before, so that either is found. Raises
    MasterKeyMissing for a key that is not in a file.
    """
    place = Place(settings)
    file = place.key_file
    if file is None:
        message = f"the master key is not in a file: put a new one before it in {VARIABLE}, and `milepost vault rewrap`"
        raise MasterKeyMissing(message)
    before = keys_in(file)
    keys = before if len(before) > 1 else [draw(KEY), *before]
    write_file(file, keys)
    with closing(place.vault()) as vault:
        count = sum(vault.rewrap())
    write_file(file, keys[:1])
    return file, count


def _beside(url: str, ending: str, scheme: str) -> str:
    """Return what lies beside the SQLite file of a URL, nothing for any other."""
    file = file_of(url) if url else None
    return f"{scheme}{file.with_name(file.stem.removesuffix('-vault') + ending)}" if file else ""
