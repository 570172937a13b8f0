"""``milepost status``."""

import click
from msgspec.structs import replace
from rich.console import Console

from application.assessing import Coordinates
from domain.answer import Answer
from domain.policy.translation import AS_STATED, Translation
from domain.worded import words_for
from milepost.command_line.account import Account
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON, LANGUAGE, coordinates
from milepost.command_line.desk import Desk


@click.command()
@click.argument("pathway")
@LANGUAGE
@AS_JSON
@click.pass_obj
@coordinates
def status(desk: Desk, at: Coordinates, pathway: str, language: str | None, *, as_json: bool) -> None:
    """Tell where PATHWAY stands: its level, standing and listing, what is owed, and what changes next."""
    answer = desk.milepost.assessor.answer(pathway, at)
    words = desk.milepost.translations.of(answer.under.rulebook, language) if language else None
    if as_json:
        print_json(replace(answer, words=words_for(answer, words)) if words else answer)
    else:
        print_answer(console(), answer, words or AS_STATED)


def print_answer(out: Console, answer: Answer, words: Translation = AS_STATED) -> None:
    """Print an answer as text."""
    account = Account(answer, words)
    out.print(heading(account.heading()))
    out.print(named([(words.phrase("standing"), account.standing()), (words.phrase("listing"), account.listing())]))
    for title, lines in account.parts():
        if lines:
            out.print(heading(words.phrase(title)))
            out.print(named([(name, text or " ") for name, text in lines]))
    print_coordinates(out, answer)


def print_coordinates(out: Console, answer: Answer) -> None:
    """Print the three coordinates as they were resolved."""
    under = answer.under
    readings = ", ".join(f"{parameter}: {value}" for parameter, value in sorted(under.readings.items()))
    known = f"position {answer.known.position}, recorded {answer.known.recorded_at}"
    out.print(heading("Coordinates"))
    out.print(
        named(
            [
                ("on", answer.on),
                ("known", known),
                ("under", f"{under.rulebook} {under.version}, asked for as '{under.asked}': {under.title}"),
                ("", f"published {under.published}, in force from {under.in_force_from}"),
                ("", under.content_hash),
                ("read with", readings),
                ("marked", under.marked),
            ]
        )
    )
