"""``milepost why`` between two coordinates: what changed, step by step, and what each step is put down to."""

from rich.console import Console

from application.walking import End, Walk
from domain.attribution import Category, Cause, Step
from domain.stand import Stand, differing
from milepost.command_line.console import console, heading, named, shown
from milepost.command_line.told import print_told

WORDS = {
    "possible_levels": "possible levels",
    "possible_standings": "possible standings",
    "possibly_listed": "possibly listed",
    "possible_conditions": "possible conditions",
    "clauses": "held or lost by",
}


def print_walk(walk: Walk) -> None:
    """Print the whole difference and then each step of it; told in a language, the steps alone."""
    out = console()
    if walk.told is not None:
        out.print(heading(f"{walk.pathway}: {walk.from_.on} → {walk.to.on}"))
        for said in walk.told:
            print_told(out, said.words, said.under)
        return
    out.print(heading(f"{walk.pathway}, from {walk.from_.on} to {walk.to.on}"))
    out.print(named([("from", _coordinates(walk.from_)), ("to", _coordinates(walk.to))]))
    out.print(heading("What changed" if walk.differs else "Nothing changed"))
    _print_difference(out, walk.from_.stand, walk.to.stand)
    for number, step in enumerate(walk.steps, start=1):
        out.print(heading(f"{number}. {_title(step)}"))
        _print_difference(out, step.before, step.after)
        out.print(
            named([("decided by", _clauses(step.clauses)), *(("because of", _told(each)) for each in step.causes)])
        )


def _title(step: Step) -> str:
    text = step.category is Category.POLICY and step.before.version != step.after.version
    versions = f", {step.before.version or 'no text'} → {step.after.version or 'no text'}" if text else ""
    under = f", {step.under}" if step.category is Category.TEXT_ASKED_FOR else ""
    nothing = "" if step.differs else ", changes nothing on that day"
    return f"{step.category} on {step.on}{versions}{under}{nothing}"


def _coordinates(end: End) -> str:
    known = f"position {end.known.position}"
    recorded = f", recorded {end.known.recorded_at}" if end.known.recorded_at else ""
    version = f" ({end.stand.version})" if end.stand.version not in {"", end.under} else ""
    return f"{end.on}, known at {known}{recorded}, under {end.under}{version}"


def _print_difference(out: Console, before: Stand, after: Stand) -> None:
    out.print(
        named(
            (WORDS.get(name, name), _becomes(getattr(before, name), getattr(after, name)))
            for name in differing(before, after)
        )
    )


def _becomes(before: object, after: object) -> str:
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone = [f"- {each}" for each in before if each not in after]
        new = [f"+ {each}" for each in after if each not in before]
        return ", ".join([*gone, *new]) or "in another order"
    return f"{_said(before)} → {_said(after)}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else shown(value)


def _clauses(clauses: tuple[str, ...]) -> str:
    return f"clause{'s' if len(clauses) > 1 else ''} {', '.join(clauses)}" if clauses else ""


def _told(cause: Cause) -> str:
    what = cause.topic.split(".")[1].replace("-", " ")
    of = f", of {cause.happened_on}" if cause.happened_on else ""
    led = f", led to by {cause.cause}" if cause.cause else ""
    reason = f": {cause.reason}" if cause.reason else ""
    recorded = f"recorded {cause.recorded_at.date()} at position {cause.position}"
    return f"{cause.event} {what}{of}; {recorded} by {cause.actor}{led}{reason}"
