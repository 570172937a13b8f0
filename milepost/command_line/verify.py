"""``milepost verify``."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from application.ledger.believing import Outside, Trust
from application.ledger.verifying import Progress, Verification
from domain.ledger.note import KeyMalformed, VerifierKey, read_verifier_key
from milepost.command_line.console import console, heading, named, print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.composition import Milepost
from milepost.deriving import deriving
from milepost.ledger import checkpoint_kept
from milepost.local_processes import LocalProcesses

FOUND = 1
"""The exit code where anything is wrong."""


class KeyText(click.ParamType[tuple[VerifierKey, ...]]):
    """A verifier key, or a file that holds one on each line."""

    name = "key"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[VerifierKey, ...]:
        text = str(value)
        try:
            lines = [text] if "+" in text and not Path(text).is_file() else Path(text).read_text("utf-8").split("\n")
            return tuple(read_verifier_key(line.strip()) for line in lines if line.strip())
        except (KeyMalformed, OSError, UnicodeDecodeError) as error:
            self.fail(f"it is neither a verifier key nor a file of them: {error}", param, ctx)


KEYS = click.option(
    "--key", "keys", multiple=True, type=KeyText(), help="A verifier key, or a file of them; again for more."
)
OUTSIDE = click.option(
    "--checkpoint",
    "outside",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that was kept elsewhere; again for more.",
)


@click.command()
@KEYS
@OUTSIDE
@click.option(
    "--log-only", is_flag=True, help="Leave out what is kept beside the log: standing rows, determinations, reports."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Processes that derive what follows from the log.",
)
@AS_JSON
@click.pass_context
def verify(
    context: click.Context,
    *,
    keys: tuple[tuple[VerifierKey, ...], ...],
    outside: tuple[Path, ...],
    log_only: bool,
    workers: int,
    as_json: bool,
) -> None:
    """Work everything out again from the raw rows, compare it with what is kept and signed, and name what is wrong.

    It only reads, and may run while the service does. Without --key, the keys that the store keeps are believed, and
    without --checkpoint, that nobody put an older copy in its place; MILEPOST_LEDGER_CHECKPOINT_FILE is looked at too.
    """
    desk: Desk = context.obj
    found = verified(desk.milepost, trusted(desk, keys, outside), log_only=log_only, workers=workers)
    if as_json:
        print_json(msgspec.to_builtins(found))
    else:
        tell(found)
    context.exit(FOUND if found.found else 0)


class _Shown:
    """Bars of progress, one a part."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def update(self, progress: Progress) -> None:
        if progress.part not in self._tasks:
            self._tasks[progress.part] = self._bars.add_task(progress.part, total=progress.whole or None)
        self._bars.update(self._tasks[progress.part], completed=progress.done)


def verified(milepost: Milepost, trust: Trust, *, log_only: bool = False, workers: int = 1) -> Verification:
    """Verify a log, and what follows from it as far as the log is whole; show how far that has come."""
    verifying, derived = milepost.verifying(trust), milepost.deriving()
    spread = derived.here if workers == 1 else LocalProcesses(workers, deriving, milepost.settings)
    err = console(stderr=True)
    columns = (TextColumn("Verifying {task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        told = _Shown(bars)
        for each in verifying.log():
            told.update(each)
        if verifying.whole and not log_only:
            for each in derived.all(spread):
                told.update(each)
    return verifying.verification(derived.derived)


def trusted(desk: Desk, keys: tuple[tuple[VerifierKey, ...], ...], outside: tuple[Path, ...]) -> Trust:
    """Return what is believed: the keys and checkpoints of options, and the checkpoint that the settings name."""
    given = tuple(key for each in keys for key in each)
    return Trust(given, tuple(_outside(desk, outside)), tuple(_witnesses(desk)))


def _witnesses(desk: Desk) -> Iterator[VerifierKey]:
    """Yield the key of the witness that the settings name; what is wrong with one is told where it is asked to sign."""
    with suppress(KeyMalformed):
        yield read_verifier_key(desk.settings.ledger_witness_key)


def _outside(desk: Desk, files: tuple[Path, ...]) -> Iterator[Outside]:
    """Yield the checkpoints of files, that which the settings name among them if it is there. Raises LedgerUnusable."""
    for file in files:
        yield Outside(f"the checkpoint in {file}", file.read_text("utf-8", "replace"))
    named = desk.settings.ledger_checkpoint_file
    kept = checkpoint_kept(desk.settings) if named and Path(named) not in files else None
    if kept is not None:
        yield Outside(f"the checkpoint in {named}", kept)


def tell(found: Verification) -> None:
    out = console()
    out.print(heading(_verdict(found)))
    believed = "given" if found.keys_given else "as the store keeps them; --key takes others"
    rows = [
        ("log", found.origin or "it has no name yet"),
        ("events", f"{found.events} in {found.streams} streams, {found.policies} texts of the rulebook"),
        ("signed for", f"up to position {found.signed}, by {found.checkpoints} checkpoints"),
        (
            "kept elsewhere",
            f"{found.outside} checkpoints" if found.outside else "none: an older copy would not be seen",
        ),
        ("standing rows", f"{found.standings} compared, {found.standings_outdated} are outdated and not answered from"),
        ("determinations", f"{found.determinations} compared"),
        ("reports", f"{found.reports} compared with their hashes{_missed(found.reports_missed)}"),
        ("keys", f"{len(found.keys)}, {believed}"),
    ]
    out.print(named(rows))
    for each in found.findings:
        where = f"position {each.position}" if each.position is not None else ""
        at = ", ".join(part for part in (where, each.event_id or "") if part)
        click.echo(shown(f"{each.fault.value}{f' ({at})' if at else ''}: {each.says}"))
    if found.found > len(found.findings):
        click.echo(f"and {found.found - len(found.findings)} more")


def _missed(events: tuple[str, ...]) -> str:
    """Return that reports are not kept which the log tells of."""
    if not events:
        return ""
    others = f" and {len(events) - 1} more" if len(events) > 1 else ""
    return f"; not kept, as after a history was brought in, or taken away: that of {events[0]}{others}"


def _verdict(found: Verification) -> str:
    if found.found:
        first = next((each for each in found.findings if each.position is not None), None)
        at = f"; the first event that is wrong is at position {first.position}" if first else ""
        return f"NOT VERIFIED: {found.found} {'fault' if found.found == 1 else 'faults'}{at}."
    if not found.signed:
        return "Nothing is wrong with the log in itself, and nothing was signed for it."
    after = found.events - found.signed
    return (
        "Verified."
        if not after
        else f"Verified up to position {found.signed}; {after} events after it are not signed for."
    )
