"""``milepost why``."""

from collections.abc import Iterable
from datetime import date

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from application.assessing import Coordinates
from application.proving import everything_proved, routes_proved
from application.recounting import recounted
from application.walking import Walks
from domain.explained import MARKS, Explanation, named_item
from domain.policy.proof import Proof, SetAside
from domain.policy.translation import AS_STATED
from milepost.command_line.console import console, heading, print_json, shown
from milepost.command_line.coordinates import AS_JSON, LANGUAGE, coordinates
from milepost.command_line.desk import Desk
from milepost.command_line.ends import Ends, ends
from milepost.command_line.status import print_coordinates
from milepost.command_line.told import print_told
from milepost.command_line.why_changed import print_walk

STYLES = {True: "green", False: "red", None: "yellow"}


class RouteUnknown(click.ClickException):
    """No level has a route of this name, on that day."""

    def __init__(self, route: str, known: Iterable[str]) -> None:
        super().__init__(f"no level has a route '{route}' on that day; known are: {', '.join(dict.fromkeys(known))}")


class OfOneAnswer(click.UsageError):
    """What is asked of one answer is asked of a change."""

    def __init__(self) -> None:
        super().__init__("--route tells of one answer; leave it out of what changed from one to another")


@click.command()
@click.argument("pathway")
@click.option("--route", "routes", multiple=True, help="Only this route to a level; may be given again.")
@click.option("--all", "every", is_flag=True, help="Of a change, also the events that were looked at for nothing.")
@LANGUAGE
@AS_JSON
@click.pass_obj
@coordinates
@ends
def why(
    desk: Desk,
    at: Coordinates,
    between: Ends | None,
    pathway: str,
    routes: tuple[str, ...],
    language: str | None,
    *,
    every: bool,
    as_json: bool,
) -> None:
    """Prove where PATHWAY stands: every route, standing, listing need and condition, clause by clause.

    Each line says what was looked for, what was found, the event that says so, and what is short. In the words of a
    language it is told to the person concerned: lines that merely hold are passed over.

    With one of the options that begin with --from or --to it tells what changed from one answer to the other, in
    steps that account for the whole: late evidence, corrections, events of programs and registers, texts and how they
    are read, and the passage of time. What an end does not say is as --on, --known and --under have it.
    """
    if between is None:
        _prove(desk, at, pathway, routes, language, as_json=as_json)
        return
    if routes:
        raise OfOneAnswer
    assessor = desk.milepost.assessor
    walk = Walks(assessor).walk(pathway, *between, every=every)
    walk = desk.milepost.revealing.walk(walk, desk.settings.actor)
    if language:
        walk = recounted(walk, assessor, desk.milepost.translations, language)
    if as_json:
        print_json(walk)
    else:
        print_walk(walk)


def _prove(
    desk: Desk, at: Coordinates, pathway: str, routes: tuple[str, ...], language: str | None, *, as_json: bool
) -> None:
    assessor = desk.milepost.assessor
    answer = assessor.answer(pathway, at)
    case, _ = assessor.case(pathway, at, thorough=True)
    proved = routes_proved(case, at.on) if routes else everything_proved(case, at.on)
    for route in routes:
        names = [each.name.partition(": ")[2] for each in proved]
        if route not in names:
            raise RouteUnknown(route, names)
    proofs = [each for each in proved if not routes or each.name.partition(": ")[2] in routes]
    told = None
    if language:
        titles = {level.id: level.title for level in case.version(at.on).policy.levels}
        told = Explanation(desk.milepost.translations.of(answer.under.rulebook, language), at.on, titles)
    if as_json:
        print_json(
            {
                "pathway": pathway,
                "on": at.on,
                "known": answer.known,
                "under": answer.under,
                "proofs": [
                    {
                        "part": each.part,
                        "name": each.name,
                        "on": each.on,
                        "proof": each.proof,
                        **({"told": told.of(each.proof)} if told else {}),
                    }
                    for each in proofs
                ],
            }
        )
        return
    out = console()
    for each in proofs:
        part, name, proof, since = each.part, each.name, each.proof, None if each.on == at.on else each.on
        if told:
            print_told(out, told.titled(part, name, proof.holds, since), told.of(proof))
        else:
            print_proof(out, f"{part} {name}{f' on {since}' if since else ''}", proof, each.on)
    print_coordinates(out, answer)


def print_proof(out: Console, title: str, proof: Proof, on: date) -> None:
    """Print a proof of a day as a tree."""
    tree = Tree(Text.assemble(heading(title), ": ", _mark(proof)), guide_style="dim")
    _add(tree, proof, on)
    out.print(tree)


def _add(tree: Tree, proof: Proof, on: date) -> None:
    branch = tree.add(_line(proof, on))
    for each in proof.reduced:
        branch.add(shown(f"{each.counts} of {each.found} count [{each.code}]"))
    for part in proof.parts:
        _add(branch, part, on)
    for aside in proof.set_aside:
        branch.add(_set_aside(aside))


def _mark(proof: Proof) -> Text:
    return Text(MARKS[proof.holds], style=STYLES[proof.holds])


def _set_aside(aside: SetAside) -> Text:
    """Return which evidence does not count, and the line that it fails."""
    found = f"; found {aside.found}" if aside.found else ""
    short = f"; short of {aside.short}" if aside.short else ""
    code = f" [{aside.code}]" if aside.code else ""
    said = f"{named_item(aside.evidence, AS_STATED)} does not count; not met: {aside.fails}{found}{short}{code}"
    return Text.assemble(shown(said), style="dim")


def _line(proof: Proof, on: date) -> Text:
    """Return what a proof says on its own, without its parts."""
    clause = f"clause {proof.clause}: " if proof.clause else ""
    found = f"; found {proof.found}" if proof.found else ""
    short = f"; short of {proof.short}" if proof.short else ""
    cited = ", ".join(
        f"{named_item(each, AS_STATED)}{f' ({each.event})' if each.event else ''}" for each in proof.evidence
    )
    codes = f" [{', '.join(proof.codes)}]" if proof.codes else ""
    lifted = f"; lifted by {proof.lifted_by}" if proof.lifted_by else ""
    based = f"; by {cited}" if cited else ""
    judged = f"; judged on {proof.judged_on}" if proof.judged_on and not proof.holds else ""
    said = f"{clause}{proof.text or proof.says}{found}{short}{judged}{_last_day(proof, on)}{lifted}{based}{codes}"
    return Text.assemble(_mark(proof), "  ", shown(said))


def _last_day(proof: Proof, on: date) -> str:
    if proof.last_day is None or proof.holds:
        return ""
    return f"; {'counts' if proof.last_day >= on else 'counted'} up to {proof.last_day}"
