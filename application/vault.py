"""The vault as the use cases see it: the keys under which texts about persons are sealed, and who read such texts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias

import msgspec

from application.store import StoreUnusable

Seal: TypeAlias = Callable[[str, str], str]
"""Takes where a text stands, and the text, and returns it sealed; the same at the same place is sealed alike."""


class VaultUnusable(StoreUnusable):
    """The vault cannot do what was asked. The message says what to do; what needs no text about persons works on."""


class Tombstone(msgspec.Struct, frozen=True):
    """That the key of a person was destroyed, when, by whom, and by which command; they never get another."""

    person: str
    destroyed_at: datetime
    destroyed_by: str
    command: str


class Reading(msgspec.Struct, frozen=True):
    """Who reads what is kept about a person, when, and for what; `of` names what was read."""

    person: str
    at: datetime
    by: str
    purpose: str
    of: str = ""


class Opening(Protocol):
    """What opens the texts of one person, whose reading has been logged."""

    @property
    def tombstone(self) -> Tombstone | None:
        """That the person was forgotten, if they were."""

    def open(self, places: Sequence[str], text: str) -> str:
        """Return a text that was sealed at one of the places; if the person was forgotten, that they were.

        Raises SealBroken and VaultUnusable.
        """


New: TypeAlias = Callable[[str], bool]
"""Tells whether no text of a person was ever sealed, so that a key may be made for them."""


class Vault(Protocol):
    """Where the key of each person lies, apart from the log. All of it raises VaultUnusable.

    A person is named by the stream that stands for them, such as ``pathway/ada``.
    """

    def require_usable(self) -> None:
        """Do nothing if a key could be made now, and one that is there be opened."""

    def sealer(self, person: str) -> Seal | None:
        """Return what seals texts of a person who has a key, None if they have none. Raises Forgotten."""

    def sealers(self, persons: Collection[str], at: datetime, new: New = lambda _: True) -> Mapping[str, Seal]:
        """Return what seals texts of persons, each with a key that is made if there is none.

        Raises Forgotten, and KeyNotThere for somebody without a key who is not new.
        """

    def require_key(self, person: str) -> None:
        """Raise KeyNotThere unless the person has a key, or had one that was destroyed."""

    def opening(self, reading: Reading) -> Opening:
        """Log a reading, and return what opens the texts."""

    def publishing(self, person: str) -> Opening:
        """Return what opens texts that the person lets everybody read; nobody's reading them is logged."""

    def destroying(self, tombstone: Tombstone) -> AbstractContextManager[None]:
        """Take the key of a person, and destroy it for good at the end of the block unless that raises.

        One that was destroyed before stays so.
        """

    def tombstone(self, person: str) -> Tombstone | None:
        """Return that the key of a person was destroyed, if it was."""

    def readings(self, person: str | None = None, after: int = 0, limit: int = 1000) -> Sequence[tuple[int, Reading]]:
        """Return so many readings at most, of a person or of all, in their order, each with its number."""


class SealBroken(VaultUnusable):
    """A text is not the one that was sealed there: it was changed, or moved from elsewhere, or the key is another."""

    def __init__(self, person: str, place: str) -> None:
        super().__init__(f"a text of {person} is not the one that was sealed there ({place}): verify the log")


class VaultNotNamed(VaultUnusable):
    """It is not said where the vault is, and nothing lies beside the database where it could be."""


class KeyNotThere(VaultUnusable):
    """A text was sealed under a key that the vault does not have: it is another vault, or one that is too old."""


class MasterKeyMissing(VaultUnusable):
    """There is no master key where the settings point."""


class MasterKeyUnreadable(VaultUnusable):
    """The file with the master key cannot be read by this user."""


class MasterKeyExposed(VaultUnusable):
    """Others than the user of the service may read the file with the master key."""


class MasterKeyUnfit(VaultUnusable):
    """What stands in the place of a master key is none."""


class MasterKeyChanged(VaultUnusable):
    """A key in the vault is wrapped by a master key that is not there any more."""
