"""``milepost status``."""

import click
from rich.console import Console

from application.assessing import Coordinates
from domain.answer import Answer, Basis, HeldLevel, Missing, PeriodShown, Relied, RenewalShown
from milepost.command_line.console import console, heading, named, print_json, shown
from milepost.command_line.coordinates import AS_JSON, coordinates
from milepost.command_line.desk import Desk


@click.command()
@click.argument("pathway")
@AS_JSON
@click.pass_obj
@coordinates
def status(desk: Desk, at: Coordinates, pathway: str, *, as_json: bool) -> None:
    """Tell where PATHWAY stands: its level, standing and listing, what is owed, and what changes next."""
    answer = desk.milepost.assessor.answer(pathway, at)
    if as_json:
        print_json(answer)
    else:
        print_answer(console(), answer)


def print_answer(out: Console, answer: Answer) -> None:
    """Print an answer as text."""
    out.print(heading(f"{answer.pathway} on {answer.on}: {level_in_words(answer.level)}"))
    out.print(named([("standing", standing_in_words(answer)), ("listing", listing_in_words(answer))]))
    _print_levels(out, answer)
    _print_lines(out, "Periods", [(f"{each.name} {each.number}", _period(each)) for each in answer.periods])
    _print_lines(out, "Owed", [(each.text or each.id, each.by) for each in answer.open_conditions])
    _print_lines(out, "Refused", [(f"{each.reason} ({each.clause})", each.text) for each in answer.refused])
    _print_lines(out, "To know", [(each.reason, each.text) for each in answer.notes])
    _print_lines(out, "Missing", [(each.level, _missing(each)) for each in answer.missing])
    _print_lines(
        out, "Next, if nothing more happens", [(shown(each.on), ", ".join(each.what)) for each in answer.next_changes]
    )
    print_coordinates(out, answer)


def level_in_words(level: HeldLevel) -> str:
    """Return a level by its title and its name, with its days."""
    until = f" until {level.until} (that day excluded)" if level.until else ""
    since = f" since {level.since}" if level.since else ""
    name = f"{level.title} ({level.id})" if level.title else level.id
    return f"{name}{since}{until}"


def standing_in_words(answer: Answer) -> str:
    """Return the standing, why, and what holds beside it or may hold."""
    of = answer.standing
    parts = [of.id, f"({of.reason})" if of.reason else "", of.text]
    also = f"also {', '.join(of.also)}" if of.also else ""
    possible = f"possibly {', '.join(of.possible)}" if of.possible else ""
    return " ".join(part for part in (*parts, also, possible) if part)


def listing_in_words(answer: Answer) -> str:
    """Return whether the pathway is listed, and why not."""
    because = f": {', '.join(answer.listing.reasons)}" if answer.listing.reasons else ""
    doubt = ", possibly listed" if answer.listing.state != "listed" and answer.listing.possible else ""
    return f"{answer.listing.state}{because}{doubt}"


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


def _print_levels(out: Console, answer: Answer) -> None:
    held = [(level_in_words(level), "") for level in (*answer.levels[1:], *answer.specialisations)]
    _print_lines(out, "Also held", held)
    doubtful = [(level, "neither certain nor excluded: something is not known") for level in answer.possible_levels]
    _print_lines(out, "Possible", doubtful)
    _print_lines(out, "Because", [(base.level, _basis(base)) for base in answer.basis])
    gaps = [
        (gap.level, f"by recognition only, from {shown(gap.from_)} to before {shown(gap.until)}") for gap in answer.gaps
    ]
    _print_lines(out, "Recognised, though the rules alone do not give it", gaps)


def _basis(base: Basis) -> str:
    clauses = f" by clauses {', '.join(base.clauses)}" if base.clauses else ""
    evidence = ", ".join(map(_relied, base.evidence)) or "no evidence"
    return f"{base.route}: {', '.join(base.reasons)}{clauses}; from {evidence}"


def _relied(item: Relied) -> str:
    retracted = f" (retracted from {item.retracted_on} on)" if item.retracted_on else ""
    return f"{item.event or item.id}{retracted}"


def _missing(missing: Missing) -> str:
    nearest = " (nearest)" if missing.nearest else ""
    lacking = missing.short or missing.text or ", ".join(missing.reasons)
    by = f", up to {missing.last_day}" if missing.last_day else ""
    return f"{missing.route}{nearest}: {missing.status}; {lacking}{by} [{', '.join(missing.reasons)}]"


def _period(period: PeriodShown) -> str:
    days = f"{period.from_} to {period.last_day}" if period.last_day else f"from {period.from_} on"
    over = "" if period.runs else ", over"
    doubt = "" if period.certain else ", not certain: something is not known"
    return f"{days}{over}{doubt}{_renewal(period.renewal)}"


def _renewal(renewal: RenewalShown | None) -> str:
    """Return what a renewal lacks and by when, or that it lacks nothing."""
    if renewal is None:
        return ""
    if renewal.met:
        return "; renewal: everything is there"
    lacking = renewal.short or ("in doubt" if renewal.met is None else "lacks")
    codes = f" [{', '.join(renewal.reasons)}]" if renewal.reasons else ""
    by = f", up to {renewal.last_day}" if renewal.last_day else ""
    late = f", late up to {renewal.late_until}" if renewal.late_until else ""
    return f"; renewal: {lacking}{codes}{by}{late}"


def _print_lines(out: Console, title: str, lines: list[tuple[str, str]]) -> None:
    if lines:
        out.print(heading(title))
        out.print(named([(name, text or " ") for name, text in lines]))
