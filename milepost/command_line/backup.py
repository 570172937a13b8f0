"""``milepost backup`` and ``restore``."""

from pathlib import Path

import click
import msgspec

from application.ledger.verifying import Verification
from domain.ledger.note import VerifierKey
from milepost.backups import BackupRefused, Restored, back_up_log, back_up_vault
from milepost.backups import restore as brought_back
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.verify import KEYS, OUTSIDE, tell, trusted, verified
from milepost.composition import Milepost

_NEW = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
REFUSED = 1
_TOLD = 20
"""Of so many persons the names are told; `--json` has all."""


@click.command()
@click.argument("file", type=_NEW)
@click.option("--vault", type=_NEW, help="Write the vault to this file as well; keep it apart from the other.")
@AS_JSON
@click.pass_obj
def backup(desk: Desk, file: Path, vault: Path | None, *, as_json: bool) -> None:
    """Write the store as it is at this moment to FILE, while the service goes on.

    Of whatever database, FILE is an SQLite store, which `milepost verify` reads as it is. It has everything but the
    keys of persons: these are in the vault.
    """
    sizes = {str(file): back_up_log(desk.settings, file)}
    if vault is not None:
        sizes[str(vault)] = back_up_vault(desk.settings, vault)
    if as_json:
        print_json({"bytes": sizes})
    else:
        click.echo("\n".join(f"{name} has {size:,} bytes." for name, size in sizes.items()))


@click.command()
@click.argument("file", type=_THERE)
@click.option("--vault", type=_THERE, help="A backup of the vault, to be brought back where the settings say.")
@KEYS
@OUTSIDE
@AS_JSON
@click.pass_context
def restore(
    context: click.Context,
    file: Path,
    vault: Path | None,
    *,
    keys: tuple[tuple[VerifierKey, ...], ...],
    outside: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Verify the backup in FILE, and make the store of the settings from it, which must not be there yet.

    A backup that does not go on from a checkpoint that is shown to it is refused, and nothing is made. Keys of persons
    who were forgotten, which a backup of the vault may still have, are destroyed before this ends.
    """
    desk: Desk = context.obj
    trust = trusted(desk, keys, outside)

    def verify(milepost: Milepost) -> Verification:
        return verified(milepost, trust)

    try:
        restored = brought_back(desk.settings, file, vault, verify)
    except BackupRefused as refused:
        print_json(msgspec.to_builtins(refused.verification)) if as_json else tell(refused.verification)
        click.echo(f"{refused}.", err=True)
        context.exit(REFUSED)
    if as_json:
        print_json(msgspec.to_builtins(restored))
    else:
        _tell(restored)


def _tell(restored: Restored) -> None:
    tell(restored.verification)
    if restored.forgotten_again:
        click.echo(f"Keys that came back and were destroyed again: {', '.join(restored.forgotten_again)}.")
    if restored.forgotten_since:
        names = ", ".join(restored.forgotten_since)
        click.echo(f"Forgotten after the backup, which the log does not say; `milepost forget` says it again: {names}.")
    if restored.without_key:
        first = ", ".join(restored.without_key[:_TOLD])
        more = f" and {len(restored.without_key) - _TOLD:,} more" if len(restored.without_key) > _TOLD else ""
        click.echo(
            f"The vault is older than the log: it has no key of {first}{more}, whose texts nobody can read. Bring "
            "back a later backup of it, into a store that is made anew."
        )
