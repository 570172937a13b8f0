"""``milepost timeline``."""

import click

from application.assessing import Coordinates
from domain.answer import Segment
from domain.case import NoPolicyInForce
from milepost.command_line.console import console, heading, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON, coordinates
from milepost.command_line.desk import Desk


@click.command()
@click.argument("pathway")
@AS_JSON
@click.pass_obj
@coordinates
def timeline(desk: Desk, at: Coordinates, pathway: str, *, as_json: bool) -> None:
    """Tell every change of PATHWAY's level, standing and listing, past and to come if nothing more happens.

    Days are from the first up to, and without, the last. The line of the day asked about is marked.
    """
    case, known = desk.milepost.assessor.case(pathway, at)
    segments = case.segments()
    try:
        version, without = case.version(at.on).policy.version, ""
    except NoPolicyInForce as none:
        version, without = None, str(none)
    if as_json:
        told = {"pathway": pathway, "on": at.on, "known": known, "under": at.under, "version": version}
        print_json({**told, "segments": segments})
        return
    out = console()
    out.print(heading(f"{pathway}, as known at position {known.position}"))
    lines = table("", "from", "until", "version", "level", "standing", "listing", "reasons")
    for segment in segments:
        lines.add_row(
            ">" if _holds(segment, at) else "",
            shown(segment.from_),
            shown(segment.until),
            shown(segment.version),
            shown(", ".join(segment.levels) or segment.level),
            shown(segment.standing),
            shown(segment.listing),
            shown(", ".join((*segment.reasons, *(f"possibly {level}" for level in segment.possible_levels)))),
        )
    out.print(lines if segments else "Nothing holds on any day.")
    if without:
        out.print(f"{without[0].upper()}{without[1:]}.")


def _holds(segment: Segment, at: Coordinates) -> bool:
    begun = segment.from_ is None or segment.from_ <= at.on
    return begun and (segment.until is None or at.on < segment.until)
