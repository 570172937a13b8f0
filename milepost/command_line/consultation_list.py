"""``milepost consultation list`` and ``results``."""

import click

from domain.consultation.results import Result, results
from domain.consultation.state import Consultation
from milepost.command_line.console import console, heading, named, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk


@click.command("list")
@click.option("--informs", metavar="VERSION", help="Only those whose responses inform this version or proposal.")
@AS_JSON
@click.pass_obj
def list_consultations(desk: Desk, informs: str | None, *, as_json: bool) -> None:
    """List the consultations: who is asked, from when to when, and how many answered."""
    consultations = desk.milepost.consultations
    found = list(consultations.consultations(informs))
    if as_json:
        print_json({"consultations": [_told(each) for each in found]})
        return
    lines = table("consultation", "asked", "opens on", "last day", "informs", "responses")
    for each in found:
        asking = each.asking
        days = (shown(asking.opens_on), shown(asking.closes_on))
        lines.add_row(each.id, ", ".join(asking.asked), *days, shown(asking.informs), str(len(each.standing)))
    console().print(lines)


@click.command("results")
@click.argument("consultation")
@AS_JSON
@click.pass_obj
def show_results(desk: Desk, consultation: str, *, as_json: bool) -> None:
    """Show what was answered: figures of all responses, and own words as far as they may be published."""
    found = desk.milepost.consultations.consultation(consultation)
    answered = results(found, desk.milepost.revealing.published(found))
    if as_json:
        print_json({**_told(found), "results": answered})
        return
    out = console()
    for each in answered:
        out.print(heading(each.question.asks))
        out.print(named([("answered", each.answered), *_figures(each)]))


def _told(consultation: Consultation) -> dict[str, object]:
    asking, closed, published = consultation.asking, consultation.closed, consultation.published
    return {
        "id": consultation.id,
        "title": asking.title,
        "asked": asking.asked,
        "opens_on": asking.opens_on,
        "closes_on": asking.closes_on,
        "closed_on": closed.closed_on if closed else None,
        "informs": asking.informs,
        "responses": len(consultation.standing),
        "results_published_on": published.published_on if published else None,
    }


def _figures(result: Result) -> list[tuple[str, object]]:
    if result.choices is not None:
        return [*result.choices.items()]
    if result.numbers is not None:
        numbers = result.numbers
        return [("least", numbers.least), ("median", numbers.median), ("most", numbers.most), ("total", numbers.total)]
    return [(each.name or "-", each.text) for each in result.written or ()]
