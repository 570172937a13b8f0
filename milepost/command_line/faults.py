"""What is named as the case becomes a message and an exit code; anything else keeps its traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from application.assessing import KnownInTheFuture
from application.crew import WorkerLost
from application.exporting import LogMoved
from application.jobs import ClaimLost, JobHeld
from application.ledger.ledger import CheckpointUnknown, EventNotInLog, LedgerUnusable
from application.ledger.proofs import NotUnderCheckpoint
from application.ledger.receipts import LogContradicted
from application.rulebooks import OfAnotherRulebook
from application.store import (
    IdempotencyKeyReused,
    PlaceTaken,
    PositionUnknown,
    StoreUnusable,
    StreamConflict,
    UnreadableEvent,
)
from domain.adoption import NotProposed
from domain.case import NoPolicyInForce
from domain.ledger.checkpoint import OfAnotherLog
from domain.ledger.note import NoteMalformed, NotSigned
from domain.ledger.proofs import NotInTree
from domain.ledger.receipt import ReceiptMalformed
from domain.ledger.tiles import TileTooShort
from domain.policy.reading import AmendsAnother
from domain.policy.typed import DocumentRefused
from domain.refusal import Refusal
from milepost.settings import IssuerIncomplete, MailHostIncomplete, PortShared, SettingInvalid, SettingUnknown


class Refused(click.ClickException):
    """What was asked for cannot be; click's own exit code for a command that is misspelt is 2."""

    exit_code = 1


class Unusable(click.ClickException):
    """There is no store to ask, or no settings to find it by."""

    exit_code = 3


FAULTS: dict[type[Exception], type[click.ClickException]] = {
    Refusal: Refused,
    KnownInTheFuture: Refused,
    NoPolicyInForce: Refused,
    DocumentRefused: Refused,
    AmendsAnother: Refused,
    StreamConflict: Refused,
    LogMoved: Refused,
    IdempotencyKeyReused: Refused,
    PositionUnknown: Refused,
    JobHeld: Refused,
    ClaimLost: Refused,
    CheckpointUnknown: Refused,
    EventNotInLog: Refused,
    NotUnderCheckpoint: Refused,
    NotInTree: Refused,
    NoteMalformed: Refused,
    ReceiptMalformed: Refused,
    NotSigned: Refused,
    OfAnotherLog: Refused,
    LogContradicted: Refused,
    TileTooShort: Unusable,
    LedgerUnusable: Unusable,
    WorkerLost: Unusable,
    UnreadableEvent: Unusable,
    StoreUnusable: Unusable,
    PlaceTaken: Refused,
    SettingUnknown: Unusable,
    SettingInvalid: Unusable,
    IssuerIncomplete: Unusable,
    MailHostIncomplete: Unusable,
    PortShared: Unusable,
    OSError: Refused,
}

HINTS: dict[type[Exception], str] = {
    NotProposed: "; or, while nobody can lose by it, --proposed-by names who proposed it",
    OfAnotherRulebook: "; the setting MILEPOST_RULEBOOK names it",
}
"""What to do at the command line about what is the case."""


@contextmanager
def as_message() -> Iterator[None]:
    """Raise a click exception for what is named as the case; a reader who has gone away is click's own."""
    try:
        yield
    except BrokenPipeError:
        raise
    except tuple(FAULTS) as error:
        fault = next(FAULTS[each] for each in FAULTS if isinstance(error, each))
        message = str(error) + HINTS.get(type(error), "")
        raise fault(message) from None
