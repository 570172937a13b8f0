"""A report on a change, told in short."""

from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console

from application.impact_lines import Cliff, DraftShown, Group, ImpactEnding, ImpactHeading, Line, Twin
from application.impact_reports import KeptImpact
from domain.brief import Brief
from domain.change import Effect
from domain.impact import Touched
from domain.outcome import Outcome
from domain.unanswered import unanswered
from milepost.command_line.console import console, heading, named, shown, table

SHOWN = 20
"""How many lines of a sort are shown; the whole report is what --json prints."""


NOT_ANSWERED = "Not answered for: the draft does not say that it takes these away"


class Summary:
    """The lines of a report that are shown."""

    def __init__(self) -> None:
        self.touched: list[Touched] = []
        self.cliffs: list[Cliff] = []
        self.twins: list[Twin] = []
        self.groups: list[Group] = []
        self.unanswered: list[str] = []
        self._draft: DraftShown | None = None

    def take(self, line: Line) -> None:
        """Take one line after the other."""
        match line:
            case ImpactHeading():
                self._draft = line.draft
            case Touched():
                _add(self.touched, line)
                for each in _unanswered(line, self._draft):
                    _add(self.unanswered, each)
            case Cliff():
                _add(self.cliffs, line)
            case Twin():
                _add(self.twins, line)
            case Group():
                self.groups.append(line)
            case _:
                pass


T = TypeVar("T")


def _unanswered(touched: Touched, draft: DraftShown | None) -> Iterable[str]:
    for level, taken in unanswered(touched, draft.takes_away) if draft else ():
        told = f", told {' and '.join(taken.reasons)}" if taken.reasons else ", told nothing"
        yield f"{touched.pathway}: {level} from {taken.from_}{told}"


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
    if head.draft is not None and end.reaching_back:
        out.print(_reaching_back(head, head.draft, end), soft_wrap=True)
    if end.told_otherwise and head.told_until > head.effect:
        out.print(_told_otherwise(head, end), soft_wrap=True)
    _print_groups(out, told.groups)
    _print_touched(out, told.touched, end.touched)
    _print_lines(out, NOT_ANSWERED, told.unanswered, len(told.unanswered))
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
    told = f"{end.prejudiced} lose days of a level {since}; {end.earlier} lose days before it."
    if head.draft is None:
        return told
    left = f"does not answer for {end.unanswered} of them" if end.unanswered else "answers for all of them"
    return f"{told} The draft {left}."


def _reaching_back(head: ImpactHeading, draft: DraftShown, end: ImpactEnding) -> str:
    unsaid = "" if draft.retroactive else " The draft does not say that it is retroactive."
    return f"For {end.reaching_back} something is otherwise before {head.effect}, the day of effect.{unsaid}"


def _told_otherwise(head: ImpactHeading, end: ImpactEnding) -> str:
    days = f"before {head.told_until}, up to which the log was known"
    return f"For {end.told_otherwise} something is otherwise on days {days}: until then they were told something else."


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
