"""Samples for audits: pathways that are drawn by a checkpoint, so that neither staff nor auditors choose them."""

from typing import Final, Literal

import msgspec

from application.ledger.ledger import Ledger, signed_at
from domain.ledger.draw import drawn, seed_of

FORMAT: Final = "milepost.sample/v1"


class Drawn(msgspec.Struct, frozen=True):
    """Pathways in the order in which they were drawn, out of all that were open under the checkpoint in the note.

    ``seed`` is the SHA-256 that decides the draw, in hexadecimal digits.
    """

    format: Literal["milepost.sample/v1"]
    checkpoint: str
    seed: str
    open: int
    pathways: tuple[str, ...]


class Drawing:
    """Draws samples from a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def draw(self, count: int, size: int | None = None) -> Drawn:
        """Return so many pathways, or all, by the checkpoint of a size, or the last one. Raises CheckpointUnknown."""
        signed = signed_at(self._ledger, size)
        pathways = self._ledger.pathways(signed.checkpoint.size)
        seed = seed_of(signed.checkpoint)
        return Drawn(FORMAT, signed.note, seed.hex(), len(pathways), tuple(drawn(seed, pathways, count)))

    def all(self, size: int | None = None) -> list[str]:
        """Return those of whom a sample is drawn, by id. Raises CheckpointUnknown."""
        return self._ledger.pathways(signed_at(self._ledger, size).checkpoint.size)
