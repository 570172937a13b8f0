"""Backups put together: the log and the vault, each to a file of its own, and a store brought back from these."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from application.ledger.verifying import Verification
from application.revealing import shown_name
from application.store import PlaceTaken
from application.vault import MasterKeyMissing, Tombstone, VaultNotNamed, VaultUnusable
from domain.pathway.forgetting import PersonForgotten
from domain.sealed import is_sealed
from infrastructure.backups import LOG, Contents, back_up, bring_back, of_this_release
from infrastructure.database import Database, database
from infrastructure.engine import file_of, open_engine
from infrastructure.migrations import require_current
from infrastructure.sealed_events import pathways_sealed
from infrastructure.shown_names import names_shown, open_names, seal_names
from infrastructure.vault import NOT_NAMED, SqlVault
from infrastructure.vault_tables import make_vault
from milepost.composition import Milepost, open_milepost
from milepost.settings import Settings
from milepost.vault import VARIABLE, Place, vault_of

_BESIDE = ("", "-wal", "-shm", "-journal")
_FOR_ITS_OWNER = 0o600
VAULT = Contents(make_vault, "SELECT 1 FROM person_keys LIMIT 1")

Verify = Callable[[Milepost], Verification]
"""Verifies a store that was opened."""


class BackupRefused(Exception):
    """The backup is not what it should be; nothing was brought back."""

    def __init__(self, verification: Verification) -> None:
        super().__init__("the backup was not brought back, because it was not verified")
        self.verification = verification


class Restored(msgspec.Struct, frozen=True):
    """What was brought back: the log as verified, and whose keys were in the vault's backup and were destroyed again.

    ``forgotten_since`` are persons whose key is destroyed, and of whom the log as it was then does not say that they
    are forgotten. ``without_key`` are those with texts on their pathways that no key of the vault opens: it is older.
    """

    verification: Verification
    forgotten_again: tuple[str, ...]
    forgotten_since: tuple[str, ...]
    without_key: tuple[str, ...]


def back_up_log(settings: Settings, file: Path) -> int:
    """Write the log, and all that is kept with it, to a file, and return its size in bytes.

    The names that the public register shows are sealed there as in the log. Raises PlaceTaken.
    """
    engine = open_engine(settings.database_url)
    with _closing(engine.dispose), _landing(file) as part:
        require_current(engine)
        back_up(engine, part, LOG)
        _seal_names(settings, part)
    return file.stat().st_size


def back_up_vault(settings: Settings, file: Path) -> int:
    """Write the vault to a file, and return its size in bytes. Raises PlaceTaken and VaultUnusable."""
    with closing(vault_of(settings)) as vault, _landing(file) as part:
        back_up(vault.engine, part, VAULT)
    return file.stat().st_size


def restore(settings: Settings, log: Path, vault: Path | None, verify: Verify) -> Restored:
    """Verify a backup of the log, make the store of the settings from it, with its vault, and verify that.

    Before anything is made, the backup of the vault is found to be one that opens. The keys of persons of whom the log
    says that they are forgotten are destroyed, in a file before that is in its place, and the log is in its own after
    that: wherever this is broken off, nobody can read what they were forgotten with. Raises BackupRefused, PlaceTaken,
    StoreNewer and VaultUnusable.
    """
    if vault is not None:
        _require_vault(Place(settings), vault)
    with of_this_release(log) as brought_up, _making(settings) as made:
        as_kept = _read_alone(settings, brought_up)
        _require(as_kept, verify)
        with _keys(Place(settings), vault) as keys:
            again, since = _forget_again(as_kept, keys)
            engine = open_engine(made.database_url)
            with _closing(engine.dispose):
                bring_back(brought_up, engine, LOG)
                verification = _require(made, verify)
                open_names(engine, partial(shown_name, keys))
                without_key = tuple(_without_key(database(engine), keys))
    return Restored(verification, again, since, without_key)


@contextmanager
def _keys(place: Place, backup: Path | None) -> Iterator[SqlVault]:
    """Give the vault that is in its place, or one made from a backup, which is in its place once this ends."""
    file = file_of(place.url) if backup is not None else None
    with ExitStack() as end:
        part = None if file is None else end.enter_context(_landing(file.absolute()))
        keys = end.enter_context(closing(place.vault() if part is None else place.in_file(part, "rw")))
        if backup is not None:
            bring_back(backup, keys.engine, VAULT)
        yield keys


def _require(settings: Settings, verify: Verify) -> Verification:
    milepost = open_milepost(settings)
    with _closing(milepost.close):
        verification = verify(milepost)
    if verification.found:
        raise BackupRefused(verification)
    return verification


def _require_vault(place: Place, backup: Path) -> None:
    """Raise PlaceTaken or VaultUnusable unless the vault in a file can be brought back to its place."""
    if not place.url:
        raise VaultNotNamed(NOT_NAMED)
    file = file_of(place.url)
    if file is not None and file.exists() and file.stat().st_size:
        raise PlaceTaken(file)
    with closing(place.in_file(backup, "ro")) as kept:
        try:
            kept.require_whole()
        except MasterKeyMissing:
            message = (
                f"the vault in {backup} cannot be brought back, so nothing is: the master key that wraps its keys has "
                f"to be there first, at {place.key_file}, or where {VARIABLE}_FILE or {VARIABLE} says"
            )
            raise MasterKeyMissing(message) from None
        except VaultUnusable as unusable:
            message = f"the vault in {backup} cannot be brought back, so nothing is: {unusable}"
            raise VaultUnusable(message) from None


def _seal_names(settings: Settings, part: Path) -> None:
    milepost = open_milepost(_read_alone(settings, part))
    with _closing(milepost.close):
        position = milepost.store.head()
        names = {pathway: milepost.assessor.entry(pathway, position).name for pathway in names_shown(part)}
    seal_names(part, {pathway: name for pathway, name in names.items() if is_sealed(name)})


def _read_alone(settings: Settings, file: Path) -> Settings:
    return replace(settings, database_url=f"sqlite:///{file.absolute()}?mode=ro")


def _forget_again(settings: Settings, vault: SqlVault) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Destroy the keys of those whom a log says to be forgotten, and return them, and who was forgotten since."""
    milepost = open_milepost(settings)
    with _closing(milepost.close):
        said = {each.stream: each for each in milepost.store.log() if isinstance(each.event, PersonForgotten)}
    destroyed = {each.person for each in _tombstones(vault, needed=bool(said))}
    for stream, each in said.items():
        if stream not in destroyed:
            vault.destroy(Tombstone(stream, each.recorded_at, each.actor, each.command_id))
    return tuple(sorted(said.keys() - destroyed)), tuple(sorted(destroyed - said.keys()))


def _without_key(log: Database, vault: SqlVault) -> Iterator[str]:
    """Yield the persons on pathways whose texts no key of the vault opens; nobody where there is no vault."""
    try:
        vault.missing([])
    except VaultUnusable:
        return
    for pathways in pathways_sealed(log):
        yield from vault.missing(pathways)


def _tombstones(vault: SqlVault, *, needed: bool) -> Sequence[Tombstone]:
    """Return every key that was destroyed; where nobody was forgotten, there may be no vault."""
    try:
        return vault.tombstones()
    except VaultUnusable:
        if needed:
            raise
        return ()


@contextmanager
def _making(settings: Settings) -> Iterator[Settings]:
    """Give the settings under which a store is made: in a database, or in a file of another name until it is whole."""
    engine = open_engine(settings.database_url)
    engine.dispose()
    if engine.dialect.name != "sqlite":
        yield settings
        return
    with _landing(Path(engine.url.database or "").absolute()) as part:
        yield replace(settings, database_url=f"sqlite:///{part}")


@contextmanager
def _landing(file: Path) -> Iterator[Path]:
    """Give a file that its owner alone can read, and put it in its place once it is whole and on the disk.

    What SQLite left beside a file that was there before would be taken for a part of it. Raises PlaceTaken.
    """
    for ending in _BESIDE:
        taken = file.with_name(file.name + ending)
        if taken.exists() and (ending or taken.stat().st_size):
            raise PlaceTaken(taken)
    part = file.with_name(f"{file.name}.part")
    _remove(part)
    part.touch(_FOR_ITS_OWNER)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        with _closing(lambda: os.close(folder)):
            os.fsync(folder)
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for ending in _BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)


@contextmanager
def _closing(close: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    finally:
        close()
