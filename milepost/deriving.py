"""What derives in a process of its own, for a verification."""

from collections.abc import Callable

from application.ledger.deriving import Piece
from application.ledger.verifying import Derived
from milepost.composition import open_milepost
from milepost.settings import Settings


def deriving(settings: Settings) -> Callable[[Piece], Derived]:
    """Return what compares pieces, over a store that it opens."""
    return open_milepost(settings).deriving().of
