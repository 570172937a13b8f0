"""``milepost ledger receipt`` and ``explain``."""

from pathlib import Path

import click

from application.answer_ids import AnswerId
from application.assessing import Coordinates
from application.ledger.receipts import ReceiptExplained
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON, LANGUAGE, coordinates
from milepost.command_line.desk import Desk
from milepost.command_line.why_changed import print_walk


@click.command()
@click.argument("pathway")
@LANGUAGE
@click.option("--entry", is_flag=True, help="For the entry of the public register on the day, as it is now.")
@click.pass_obj
@coordinates
def receipt(desk: Desk, at: Coordinates, pathway: str, language: str | None, *, entry: bool) -> None:
    """Print a receipt, signed with the key of the ledger, for what is answered about where PATHWAY stands.

    Keep it: `milepost ledger explain` tells from it at any time what was answered, and what became of it.
    """
    if entry:
        click.echo(desk.milepost.receipts.of_entry(pathway, at.on), nl=False)
        return
    telling = desk.milepost.answering.tell(pathway, at, language)
    position = telling.known.position
    given = AnswerId(pathway, at.on, position, at.under, at.hindsight, language, telling.digest)
    click.echo(desk.milepost.receipts.of_answer(given), nl=False)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS_JSON
@click.pass_obj
def explain(desk: Desk, file: Path, *, as_json: bool) -> None:
    """Tell from the receipt in FILE what was answered then, what is answered now, and why they differ."""
    receipts = desk.milepost.receipts
    explained = receipts.explained(*receipts.read(file.read_text("utf-8", errors="replace")), changes=True)
    if as_json:
        print_json(explained)
    else:
        print_explained(explained)


def print_explained(explained: ReceiptExplained) -> None:
    """Print what a receipt was for, and what became of it."""
    out, receipt = console(), explained.receipt
    out.print(heading(f"Receipt for the {receipt.kind} of {receipt.pathway} on {receipt.on}"))
    size = f"{receipt.checkpoint.origin}, of size {receipt.checkpoint.size} at least"
    known = f"position {receipt.known}"
    told = "comes out again to the byte" if explained.as_told else "does NOT come out again as the receipt has it"
    out.print(named([("log", size), ("known", known), ("signed by", "\n".join(explained.signed_by))]))
    out.print(named([("then", told), ("now", _now(explained))]))
    if explained.changes:
        print_walk(explained.changes)


def _now(explained: ReceiptExplained) -> str:
    if explained.now is None:
        return "nobody of this id is listed"
    if explained.is_alike:
        return "the same"
    if explained.changes and not explained.changes.differs:
        return "the same standing, with something else told beside it"
    return "another answer"
