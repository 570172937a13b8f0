"""``milepost determine`` and ``milepost determinations``."""

from collections.abc import Iterator
from datetime import date

import click
import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from application.determinations import Sought, require_known
from application.determining_again import again
from domain.attribution import Category
from domain.brief import Brief
from domain.determination import Determination
from domain.refusal import Refusal
from milepost.command_line.console import console, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON, Day
from milepost.command_line.desk import Desk
from milepost.composition import Milepost

LINES = click.option("--lines", is_flag=True, help="Print one line of JSON for each, as they are found.")


class KeptOtherwise(Refusal):
    """The log gives other determinations than those that are kept."""

    sentence = "{0} determinations are otherwise than the log gives them now, the first of them: {1}"


@click.command()
@click.option("--again", "anew", is_flag=True, help="Follow the whole log again, keep nothing, and compare.")
@AS_JSON
@click.pass_obj
def determine(desk: Desk, *, anew: bool, as_json: bool) -> None:
    """Follow the log to its end, and keep what each command did to where anybody stands.

    It may be broken off at any time and begun again. A second one at the same time is refused by name.
    """
    milepost = desk.milepost
    if anew:
        _again(milepost, as_json=as_json)
        return
    err = console(stderr=True)
    columns = (TextColumn("position"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=milepost.store.head())
        for reached in milepost.following.follow():
            progress.update(task, completed=reached.position)
    position = milepost.determined.position()
    if as_json:
        print_json({"followed": position})
    else:
        click.echo(f"The log is followed up to position {position}.")


def _again(milepost: Milepost, *, as_json: bool) -> None:
    """Print what comes of following the log again. Raises KeptOtherwise."""
    found = again(milepost.store, milepost.assessor, milepost.determinations, milepost.determined.position())
    if as_json:
        print_json(msgspec.to_builtins(found))
    if found.otherwise:
        named = (f"{each.pathway} at position {each.position}" for each in found.differing)
        raise KeptOtherwise(found.otherwise, ", ".join(named))
    if not as_json:
        click.echo(f"Followed again up to position {found.followed}: {found.found} determinations, as they are kept.")


@click.command()
@click.option("--pathway", help="What happened to one person.")
@click.option("--version", help="What a version of the rulebook brought.")
@click.option("--program", help="What happened to those who have a course of a program.")
@click.option("--from", "from_", type=Day(), help="From this day on.")
@click.option("--to", type=Day(), help="Up to and including this day.")
@click.option("--because", type=click.Choice([str(each) for each in Category]), help="What was put down to this.")
@click.option("--with-days", is_flag=True, help="Also what days alone brought, person by person.")
@LINES
@AS_JSON
@click.pass_obj
def determinations(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    *,
    pathway: str | None,
    version: str | None,
    program: str | None,
    from_: date | None,
    to: date | None,
    because: str | None,
    with_days: bool,
    lines: bool,
    as_json: bool,
) -> None:
    """List every change of where anybody stands, with its cause, before and after.

    All options narrow what is listed. Of one person, what days alone brought is always listed too.
    """
    determined = desk.milepost.determined
    _require_in_order(from_, to)
    sought = Sought(
        pathway=pathway,
        version=version,
        program=program,
        from_=from_,
        to=to,
        category=Category(because) if because else None,
    )
    require_known(sought, desk.milepost.store, desk.milepost.rulebooks, desk.milepost.determinations)
    until = determined.position()
    if with_days or pathway is not None:
        found = determined.with_days(sought, until, desk.today)
    else:
        found = determined.by_commands(sought, until)
    if lines:
        for each in found:
            click.echo(msgspec.json.encode(each, order="sorted"))
    elif as_json:
        print_json({"known": until, "determinations": list(found)})
    else:
        _print(found)


def _require_in_order(from_: date | None, to: date | None) -> None:
    """Raise click's usage error for a period in which no day lies."""
    if from_ and to and to < from_:
        message = f"--to is {to}, which is before --from, {from_}: ask for it the other way round"
        raise click.UsageError(message)


def _print(found: Iterator[Determination]) -> None:
    rows = table("day", "pathway", "because of", "before", "after", "effects", "clauses")
    for each in found:
        because = "\n".join(shown(part) for part in (each.category, each.version, *each.causes) if part)
        rows.add_row(
            shown(each.on),
            shown(each.pathway),
            because,
            _stands(each.touched.before),
            _stands(each.touched.after),
            ", ".join(each.touched.effects),
            ", ".join(map(shown, each.touched.clauses)),
        )
    if rows.row_count:
        console().print(rows)
    else:
        click.echo("Nothing changed where anybody stands.")


def _stands(brief: Brief) -> str:
    since = f" since {brief.since}" if brief.since else ""
    return f"{shown(brief.level)}{since}, {shown(brief.standing)}, {brief.listing}"
