"""The ledger put together: its name, the keys that sign for it, and where checkpoints go."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from application.ledger.believing import Trust
from application.ledger.following import Checkpointing
from application.ledger.ledger import Ledger, LedgerUnusable
from application.ledger.raw import RawLog
from application.ledger.verifying import Verifying
from application.ledger.witnessing import Witnessing
from application.notices.subscription import SubscriptionImpossible
from domain.ledger.note import KeyMalformed, VerifierKey, read_verifier_key
from infrastructure.ledger.checkpoint_file import CheckpointFile
from milepost.chance import drawn
from milepost.clock import Clock
from milepost.release import release
from milepost.resolving import resolve
from milepost.settings import Settings

if TYPE_CHECKING:
    from infrastructure.ed25519 import SigningKey

_SEED = 32


class WitnessIncomplete(LedgerUnusable):
    """A witness is named in part, or its key is none."""


class LogNamedOtherwise(LedgerUnusable):
    """The settings give the log another name than the one under which its checkpoints are signed."""


def name_of(ledger: Ledger, settings: Settings) -> str:
    """Return the name that the log has, or that the settings give it, or neither. Raises LogNamedOtherwise."""
    name = ledger.origin() or settings.ledger_origin
    if settings.ledger_origin not in {"", name}:
        message = (
            f"the log is {name}, which stands in its checkpoints for good, and MILEPOST_LEDGER_ORIGIN says "
            f"{settings.ledger_origin}: leave it out, or correct it"
        )
        raise LogNamedOtherwise(message)
    return name


def keys_of(ledger: Ledger, settings: Settings) -> Sequence["SigningKey"]:
    """Return the keys that sign for the log, each once; the log has a name from then on. Raises LedgerUnusable."""
    # Loading what signs takes a tenth of a command's start.
    from infrastructure.ledger.keys import (  # noqa: PLC0415
        LedgerKeyMissing,
        keys_given,
        keys_in_file,
        require_of_log,
    )

    keys = keys_given(settings.ledger_key, "MILEPOST_LEDGER_KEY") if settings.ledger_key else []
    if settings.ledger_key_file:
        keys += keys_in_file(Path(settings.ledger_key_file))
    if not keys:
        message = (
            "no key of the ledger is given: make one with `milepost ledger key FILE`, and name the file in "
            "MILEPOST_LEDGER_KEY_FILE, or give the key itself in MILEPOST_LEDGER_KEY"
        )
        raise LedgerKeyMissing(message)
    name = name_of(ledger, settings) or keys[0].verifier.name
    require_of_log(keys, name)
    if not ledger.origin():
        ledger.settle(name)
    return list({key.verifier: key for key in keys}.values())


def made_key(ledger: Ledger, settings: Settings, file: Path) -> VerifierKey:
    """Make a key that signs for the log, add it to a file, and return its public half. Raises LedgerUnusable."""
    from infrastructure.ed25519 import SigningKey  # noqa: PLC0415
    from infrastructure.ledger.keys import add_key  # noqa: PLC0415

    name = ledger.settle(name_of(ledger, settings) or f"milepost.invalid/{drawn(8).hex()}")
    key = SigningKey(name, drawn(_SEED))
    add_key(file, key)
    return key.verifier


def verifying_of(raw: RawLog, trust: Trust) -> Verifying:
    """Return what verifies a log by what is trusted."""
    return Verifying(raw, verified, trust)


def checkpointing_of(ledger: Ledger, settings: Settings, clock: Clock) -> Checkpointing:
    """Return what makes checkpoints. Raises LedgerUnusable."""
    sinks = [CheckpointFile(Path(settings.ledger_checkpoint_file), os.fsync)] if settings.ledger_checkpoint_file else []
    return Checkpointing(ledger, keys_of(ledger, settings), verified, clock, sinks)


def checkpoint_kept(settings: Settings) -> str | None:
    """Return the last checkpoint in the file that the settings name, if it is there. Raises LedgerUnusable."""
    return CheckpointFile(Path(settings.ledger_checkpoint_file), os.fsync).last()


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature was made with the key of a public key."""
    from infrastructure import ed25519  # noqa: PLC0415

    return ed25519.verified(public, signature, message)


def witnessing_of(ledger: Ledger, settings: Settings, clock: Clock) -> Witnessing | None:
    """Return what shows checkpoints to a witness, if the settings name one. Raises WitnessIncomplete."""
    if not settings.ledger_witness and not settings.ledger_witness_key:
        return None
    from infrastructure.ledger.witness import HttpWitness  # noqa: PLC0415
    from infrastructure.receivers import Receivers  # noqa: PLC0415

    receivers = Receivers(resolve, loopback=settings.webhooks == "loopback")
    try:
        key = read_verifier_key(settings.ledger_witness_key)
        receivers.require(settings.ledger_witness)
    except (KeyMalformed, SubscriptionImpossible) as refused:
        message = f"MILEPOST_LEDGER_WITNESS and MILEPOST_LEDGER_WITNESS_KEY do not name a witness together: {refused}"
        raise WitnessIncomplete(message) from None
    witness = HttpWitness(settings.ledger_witness, key, receivers, f"milepost/{release()}")
    return Witnessing(ledger, witness, verified, clock)
