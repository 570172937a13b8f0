"""``milepost policy show``."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from domain.policy.language import Condition, Exists, Measure, OnDay, Require, Together
from domain.policy.text import Clause, Policy
from domain.policy.wording import say
from domain.rulebook import VersionUnknown
from milepost.command_line.console import console, heading, named, print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.policy_check import read_at


@click.command()
@click.argument("version_or_file")
@AS_JSON
@click.pass_obj
def show(desk: Desk, version_or_file: str, *, as_json: bool) -> None:
    """Show the whole text of a version or a proposal in the store, or of a document, in words.

    An amendment is shown as the text that results from it.
    """
    policy, readings = _text(desk, version_or_file)
    if as_json:
        print_json(policy)
    else:
        _print(console(), policy, readings)


def _text(desk: Desk, version_or_file: str) -> tuple[Policy, Mapping[str, str]]:
    path = Path(version_or_file)
    if path.is_file():
        return read_at(path).versions[-1].policy, {}
    found = desk.milepost.rulebooks.texts()
    versions = found.published | found.proposed
    if version_or_file not in versions:
        unknown = f"no version '{version_or_file}' is published or proposed, and no file has this name"
        raise VersionUnknown(unknown)
    return versions[version_or_file].policy, versions[version_or_file].readings


def _print(out: Console, policy: Policy, readings: Mapping[str, str]) -> None:
    out.print(heading(f"{policy.rulebook} {policy.version}: {policy.title}"))
    out.print(
        named(
            [
                ("published", policy.published),
                ("in force from", policy.in_force_from),
                ("in force until", policy.in_force_until),
                ("retroactive", policy.retroactive),
                ("marked", policy.marked),
            ]
        )
    )
    _print_parameters(out, policy, readings)
    _print_clauses(out, "Clauses", policy.clauses)
    _print_clauses(out, "Refused by name", policy.refusals)
    for level in sorted(policy.levels, key=lambda each: (each.specialisation, -each.rank)):
        aside = ", a specialisation" if level.specialisation else ""
        tree = Tree(heading(f"Level {level.id}: {level.title}{aside}"))
        for route in level.routes:
            _add(tree.add(shown(route.name)), route.condition)
        for words, condition in (("kept while", level.kept), ("lost when", level.lost)):
            if condition is not None:
                _add(tree.add(words), condition)
        out.print(tree)
    for title, rules in (("Standings", policy.standings), ("Conditions", policy.conditions), ("Notes", policy.notes)):
        tree = Tree(heading(title))
        for rule in rules:
            _add(tree.add(shown(f"{rule.name} [{rule.reason}] {rule.text}".rstrip())), rule.condition)
        _print_filled(out, tree)
    listing = Tree(heading(f"Listing of {', '.join(policy.listing_of)}"))
    for need in policy.listing:
        _add(listing.add(shown(f"{need.name}, else {need.otherwise}")), need.condition)
    _print_filled(out, listing)
    announced = Tree(heading("Announced, not in force"))
    for each in policy.announcements:
        announced.add(shown(f"{each.level}, {each.route} [{each.reason}]: {each.text} ({each.source})"))
    _print_filled(out, announced)
    if policy.sources:
        out.print(heading("Sources"), named(policy.sources.items()), sep="\n")


def _print_parameters(out: Console, policy: Policy, readings: Mapping[str, str]) -> None:
    for parameter in policy.parameters:
        read = readings.get(parameter.name, parameter.default)
        tree = Tree(heading(f"Read as it is chosen: {parameter.name}"))
        tree.add(shown(f"{parameter.text} ({parameter.source})"))
        for value, words in parameter.values.items():
            tree.add(shown(f"{value}{' (read so)' if value == read else ''}: {words}"))
        out.print(tree)


def _print_clauses(out: Console, title: str, clauses: Iterable[Clause]) -> None:
    for clause in clauses:
        tree = Tree(Text.assemble(heading(f"{title.removesuffix('s')} {clause.no}"), f"  {shown(clause.text)}"))
        tree.add(shown(f"source: {clause.source}"))
        if clause.note:
            tree.add(shown(f"note: {clause.note}"))
        _add(tree, clause.condition)
        codes = [f"gives {clause.reason}"] if clause.reason else []
        codes += [f"else {clause.otherwise}"] if clause.otherwise else []
        if codes:
            tree.add(shown(", ".join(codes)))
        out.print(tree)


def _print_filled(out: Console, tree: Tree) -> None:
    if tree.children:
        out.print(tree)


def _add(tree: Tree, condition: Condition) -> None:
    """Add a condition in words, and what stands inside it below."""
    match condition:
        case Require():
            branch = tree.add(shown(f"{say(condition.that)}, else {condition.otherwise}"))
            inner = _inside(condition.that)
        case _:
            branch = tree.add(shown(say(condition)))
            inner = _inside(condition)
    for each in inner:
        _add(branch, each)


def _inside(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case Together():
            return condition.of
        case Measure():
            return condition.where
        case Exists():
            return condition.when
        case OnDay() | Require():
            return _inside(condition.that)
        case _:
            return ()
