"""A report on a change, told in short."""

from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console

from application.impact_lines import Cliff, Group, ImpactEnding, ImpactHeading, Line, Twin
from application.impact_reports import KeptImpact
from domain.brief import Brief
from domain.change import Effect
from domain.impact import Touched
from domain.outcome import Outcome
from milepost.command_line.console import console, heading, named, shown, table

SHOWN = 20
"""How many lines of a sort are shown; the whole report is what --json prints."""


class Summary:
    """The lines of a report that are shown."""

    def __init__(self) -> None:
        self.touched: list[Touched] = []
        self.cliffs: list[Cliff] = []
        self.twins: list[Twin] = []
        self.groups: list[Group] = []

    def take(self, line: Line) -> None:
        """Take one line after the other."""
        match line:
            case Touched():
                _add(self.touched, line)
            case Cliff():
                _add(self.cliffs, line)
            case Twin():
                _add(self.twins, line)
            case Group():
                self.groups.append(line)
            case _:
                pass


T = TypeVar("T")


def _add(lines: list[T], line: T) -> None:
    if len(lines) < SHOWN:
        lines.append(line)


def print_summary(told: Summary, kept: KeptImpact) -> None:
    """Print what a report says in short, and where it is kept."""
    out, head, end = console(), kept.heading, kept.ending
    out.print(heading(_title(head)))
    out.print(named(_coordinates(head, kept)))
    out.print(f"{end.touched} of {end.pathways} pathways are touched{_effects(end.effects, ': ')}.", soft_wrap=True)
    out.print(_prejudice(head, end), soft_wrap=True)
    _print_groups(out, told.groups)
    _print_touched(out, told.touched, end.touched)
    _print_lines(out, "Cliffs: pathways alike but for one date", map(_cliff, told.cliffs), end.cliffs)
    _print_lines(out, "Nearest twins: one date moved makes the difference", map(_twin, told.twins), end.twins)


def _title(head: ImpactHeading) -> str:
    if head.draft:
        return f"Impact of {head.rulebook} {head.draft.version}: {head.draft.title}"
    events = head.what_if.events if head.what_if else ()
    return f"Impact of {len(events)} event{'s' if len(events) > 1 else ''} that would be recorded"


def _coordinates(head: ImpactHeading, kept: KeptImpact) -> Iterable[tuple[str, object]]:
    yield "on", head.on
    yield "known", f"position {head.known.position}, recorded {head.known.recorded_at}"
    if head.draft:
        draft = head.draft
        yield "draft", f"published {draft.published}, in force from {draft.in_force_from}"
        yield "", draft.content_hash
        yield "retroactive", draft.retroactive
    for event in head.what_if.events[:SHOWN] if head.what_if else ():
        yield "event", event
    yield "report", kept.hash


def _prejudice(head: ImpactHeading, end: ImpactEnding) -> str:
    if not end.prejudiced and not end.earlier:
        return "Nobody loses a day of a level."
    since = f"from {head.announced} on, the day from which it is known"
    unsaid = " The draft does not say that it is retroactive." if _is_silent(head) and end.earlier else ""
    return f"{end.prejudiced} lose days of a level {since}; {end.earlier} lose days before it.{unsaid}"


def _is_silent(head: ImpactHeading) -> bool:
    return head.draft is not None and not head.draft.retroactive


def _print_groups(out: Console, groups: Iterable[Group]) -> None:
    lines = table("by", "name", "touched", "how", "lose days", "earlier")
    for each in groups:
        lines.add_row(
            *map(shown, (each.by, each.name, each.touched, _effects(each.effects, ""), each.prejudiced, each.earlier))
        )
    if lines.row_count:
        out.print(lines)


def _print_touched(out: Console, touched: list[Touched], count: int) -> None:
    lines = table("pathway", "before", "after", "effects", "clauses")
    for each in touched:
        said = (each.pathway, _stand(each.before), _stand(each.after), ", ".join(each.effects), ", ".join(each.clauses))
        lines.add_row(*map(shown, said))
    if touched:
        out.print(heading(_of_all("Who is touched", len(touched), count)))
        out.print(lines)


def _print_lines(out: Console, title: str, lines: Iterable[str], count: int) -> None:
    told = list(lines)
    if told:
        out.print(heading(_of_all(title, len(told), count)))
        for line in told:
            out.print(f"  {shown(line)}", soft_wrap=True)


def _of_all(title: str, told: int, count: int) -> str:
    return title if told == count else f"{title}: the first {told} of {count}"


def _effects(effects: dict[Effect, int], before: str) -> str:
    return before + ", ".join(f"{count} {effect}" for effect, count in effects.items()) if effects else ""


def _stand(brief: Brief) -> str:
    since = f" since {brief.since}" if brief.since else ""
    return f"{brief.level}{since}, {brief.standing}, {brief.listing}"


def _cliff(cliff: Cliff) -> str:
    one, other = cliff.first, cliff.second
    new = "" if cliff.new else "; other things came of them before as well"
    dates = f"{one.pathway} with {cliff.field} {one.date}: {_comes(one.after)}"
    return f"{dates}; {other.pathway}, {cliff.days} days later, {other.date}: {_comes(other.after)}{new}"


def _twin(twin: Twin) -> str:
    moved = f"{twin.field} of {twin.evidence} on {twin.moved_to} and not on {twin.date}, {twin.days} days apart"
    return f"{twin.pathway}: {_comes(twin.after)}; with {moved}: {_comes(twin.twin)}"


def _comes(outcome: Outcome) -> str:
    return ", ".join(outcome) or "nothing"
