"""Vaults as tests need them: beside a store, with a master key that everybody knows."""

from itertools import count
from pathlib import Path

from infrastructure.sealing import Master
from infrastructure.vault import SqlVault

MASTER = bytes(range(32))


def vault_at(url: str, *keys: bytes) -> SqlVault:
    """Return the vault at a URL, its tables made; what it draws is never the same twice."""
    numbers = count(1)
    vault = SqlVault(url, lambda: Master(keys or (MASTER,)), lambda size: next(numbers).to_bytes(size, "big"))
    vault.make()
    return vault


def vault_in(folder: Path) -> SqlVault:
    """Return a vault in a folder."""
    return vault_at(f"sqlite:///{folder}/vault.db")
