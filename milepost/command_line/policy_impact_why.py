"""What a change does to one pathway, proved before and after."""

from collections.abc import Iterator

from rich.console import Console

from application.impact import Trying
from application.proving import Proved, everything_proved
from domain.case import Case
from domain.impact import Because, Touched
from domain.world import Part
from milepost.command_line.console import console, heading, print_json, shown
from milepost.command_line.why import print_proof

_PROVED_AS = {
    Part.LEVEL: ("route", "level"),
    Part.BY_RULE: ("route", "level"),
    Part.STANDING: ("standing",),
    Part.LACKS: ("listing",),
    Part.CONDITION: ("condition",),
}
_AFTER_A_LEVEL = (":", ",")
"""What follows the name of a level in the name of a proof."""


def print_why(pathway: str, trying: Trying, *, as_json: bool) -> None:
    """Print the proofs of what changes for a pathway, each on a day on which it differs."""
    touched, before, after = trying.one(pathway)
    pairs = [
        (because, list(_proofs(before, because)), list(_proofs(after, because)))
        for because in (touched.because if touched else ())
    ]
    if as_json:
        proved = [{"because": because, "before": one, "after": other} for because, one, other in pairs]
        print_json({"pathway": pathway, "touched": touched, "proofs": proved})
        return
    out = console()
    if touched is None:
        out.print(f"Nothing changes for {shown(pathway)}.")
        return
    _print(out, touched)
    for because, one, other in pairs:
        for time, proofs in (("before", one), ("after", other)):
            out.print(heading(f"{because.part} {because.name} on {because.on}, {time}"))
            for each in proofs:
                print_proof(out, f"{each.part} {each.name}", each.proof, each.on)


def _print(out: Console, touched: Touched) -> None:
    said = ", ".join(touched.effects)
    by = f"; clause {', '.join(touched.clauses)}" if touched.clauses else ""
    out.print(heading(f"{touched.pathway}: {said}{by}"))


def _proofs(case: Case, because: Because) -> Iterator[Proved]:
    """Yield the proofs of one thing on its day; what no text states then has none."""
    parts = _PROVED_AS.get(because.part, ())
    for each in everything_proved(case, because.on):
        if each.part in parts and _is_of(each.name, because):
            yield each


def _is_of(name: str, because: Because) -> bool:
    if because.part in {Part.LEVEL, Part.BY_RULE}:
        return name.startswith(tuple(because.name + end for end in _AFTER_A_LEVEL))
    return name == because.name
