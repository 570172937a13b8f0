"""What two texts say otherwise and mean the same: words, sources, numbers of clauses, names of routes."""

from collections.abc import Iterator

from domain.policy.differing_pair import Pair
from domain.policy.text import Announcement, Clause, Level, Loss, Parameter, Period, Rule

HEAD = {
    "title": "the title is",
    "retroactive": "why it is retroactive is",
    "marked": "the mark is",
    "sources": "the sources are",
}
NAMES = ("no", "id", "route", "name")
"""How the parts of a text name themselves."""
WORDS = ("text", "source", "note", "title")
Part = Clause | Level | Parameter | Period | Rule | Announcement | Loss


def wording(pair: Pair) -> Iterator[str]:
    """Yield a line for each part that is worded, numbered or called otherwise."""
    old, new = pair.old, pair.new
    yield from (f"{words} worded otherwise" for key, words in HEAD.items() if getattr(old, key) != getattr(new, key))
    clauses = {each.no: each for each in old.clauses}
    for clause in new.clauses:
        was = clauses.get(pair.old_number(clause.no), clause)
        if was.no != clause.no:
            yield f"clause {was.no} is now clause {clause.no}"
        yield from _reworded(f"clause {clause.no}", was, clause)
    levels = {each.id: each for each in old.levels}
    for level in new.levels:
        before = levels.get(level.id, level)
        yield from _reworded(f"level {level.id}", before, level)
        for name, called in pair.renamed_routes(before, level).items():
            yield f"level {level.id}: the route '{called}' is now called '{name}'"
    yield from _others(pair)


def _others(pair: Pair) -> Iterator[str]:
    old, new = pair.old, pair.new
    groups: tuple[tuple[str, tuple[Part, ...], tuple[Part, ...]], ...] = (
        ("parameter", old.parameters, new.parameters),
        ("refused by name", old.refusals, new.refusals),
        ("period", old.periods, new.periods),
        ("standing", old.standings, new.standings),
        ("condition", old.conditions, new.conditions),
        ("note", old.notes, new.notes),
        ("announced", old.announcements, new.announcements),
        ("takes away", old.losses, new.losses),
    )
    for what, were, are in groups:
        before = {name_of(each): each for each in were}
        for part in are:
            yield from _reworded(f"{what} {name_of(part)}", before.get(name_of(part), part), part)


def name_of(part: object) -> str:
    """Return what a part of a text is called by."""
    return str(next(getattr(part, key) for key in NAMES if hasattr(part, key)))


def _reworded(where: str, old: Part, new: Part) -> Iterator[str]:
    for name in WORDS:
        if getattr(old, name, "") != getattr(new, name, ""):
            yield f"{where}: the {name} is worded otherwise"
    if isinstance(old, Parameter) and isinstance(new, Parameter):
        for value, words in new.values.items():
            if old.values.get(value, words) != words:
                yield f"{where}: the reading '{value}' is worded otherwise"
