"""Work as it goes to a worker of a cluster, and what is done there with it."""

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Lock
from typing import Any

import msgspec
from msgspec.structs import replace

from domain.refusal import Refusal
from milepost.composition import Milepost, open_milepost
from milepost.release import build
from milepost.settings import settings_from

FILE = "sqlite:"


class OtherBuild(Refusal):
    """A worker runs other code, by which other results could come out."""

    sentence = "the worker at {0} runs milepost {1}, and this is milepost {2}: install the same, and start it again"


class OtherStore(Refusal):
    """A worker was given another database, or one that has not come as far."""

    sentence = "the worker at {0} has another store than this process: give it the MILEPOST_DATABASE_URL of the same"


class NoStoreShared(Refusal):
    """A worker was given no database that it could share."""

    sentence = "the worker at {0} has no PostgreSQL database: give it MILEPOST_DATABASE_URL, and start it again"


class Terms(msgspec.Struct, frozen=True):
    """What has to be the same where work is given out and where it is done, so that the same comes out."""

    build: str
    rulebook: str
    store: str
    known: int


class Errand:
    """Pieces of work, what makes whoever does them, and the name of the run that they belong to.

    It holds no address of a store and no secret: a worker has those of its own. Workers log what fails, so it is shown
    without what it holds.
    """

    def __init__(
        self,
        run: str,
        terms: Terms,
        make: Callable[..., Callable[[Any], Any]],
        arguments: tuple[Any, ...],
        pieces: Sequence[Any],
    ) -> None:
        self.run = run
        self.terms = terms
        self.make = make
        self.arguments = arguments
        self.pieces = pieces

    def __repr__(self) -> str:
        return f"Errand({len(self.pieces)})"


def terms_of(milepost: Milepost) -> Terms:
    """Return the terms on which work over this store is given out."""
    known = milepost.store.head()
    return Terms(build(), milepost.settings.rulebook, _print_of(milepost, known), known)


_ONE_AT_A_TIME = Lock()
_OPEN: dict[str, tuple[Milepost, Callable[[Any], Any]]] = {}
"""What this process opened for the run that it works for."""


def do(errand: Errand) -> list[Any]:
    """Do the pieces one after the other, on a worker, and return what comes of each.

    Threads of a worker take turns, as those of the service do. Raises OtherBuild, OtherStore and NoStoreShared.
    """
    with _ONE_AT_A_TIME:
        if errand.run not in _OPEN:
            while _OPEN:
                _OPEN.popitem()[1][0].close()
            _OPEN[errand.run] = _opened(errand)
        _, work = _OPEN[errand.run]
        return [work(piece) for piece in errand.pieces]


def _opened(errand: Errand) -> tuple[Milepost, Callable[[Any], Any]]:
    from distributed import get_worker  # noqa: PLC0415  (an extra, that a worker has)

    terms, here = errand.terms, get_worker().address
    if terms.build != build():
        raise OtherBuild(here, build(), terms.build)
    settings = settings_from(os.environ)
    if settings.database_url.startswith(FILE):
        raise NoStoreShared(here)
    milepost = open_milepost(replace(settings, rulebook=terms.rulebook))
    if milepost.store.head() < terms.known or _print_of(milepost, terms.known) != terms.store:
        milepost.close()
        raise OtherStore(here)
    return milepost, errand.make(milepost, *errand.arguments)


def _print_of(milepost: Milepost, known: int) -> str:
    """Return what no other store has, up to a position: a hash of a key of its own and of when that was recorded."""
    recorded_at = milepost.store.recorded_at(known).isoformat() if known else ""
    return sha256(b"the store of " + milepost.cursor_key() + recorded_at.encode()).hexdigest()
