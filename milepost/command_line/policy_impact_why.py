"""What a change does to one pathway, proved before and after."""

from rich.console import Console

from application.impact import Trying
from domain.impact import Touched
from milepost.command_line.console import console, heading, print_json, shown
from milepost.command_line.why import print_proof


def print_why(pathway: str, trying: Trying, *, as_json: bool) -> None:
    """Print the proofs of what changes for a pathway, each on a day on which it differs."""
    touched, proofs = trying.one(pathway)
    if as_json:
        print_json({"pathway": pathway, "touched": touched, "proofs": proofs})
        return
    out = console()
    if touched is None:
        out.print(f"Nothing changes for {shown(pathway)}.")
        return
    _print(out, touched)
    for changed in proofs:
        for time, proved in (("before", changed.before), ("after", changed.after)):
            out.print(heading(f"{changed.part} {changed.name} on {changed.on}, {time}"))
            for each in proved:
                print_proof(out, f"{each.part} {each.name}", each.proof, each.on)


def _print(out: Console, touched: Touched) -> None:
    said = ", ".join(touched.effects)
    by = f"; clause {', '.join(touched.clauses)}" if touched.clauses else ""
    out.print(heading(f"{touched.pathway}: {said}{by}"))
