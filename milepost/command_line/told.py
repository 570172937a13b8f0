"""What is told in the words of a language, as trees."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from domain.policy.said import Said
from milepost.command_line.console import heading, shown


def print_told(out: Console, title: str, said: Iterable[Said]) -> None:
    """Print lines under a title."""
    tree = Tree(heading(title), guide_style="dim")
    _hang(tree, said)
    out.print(tree)


def _hang(tree: Tree, said: Iterable[Said]) -> None:
    for each in said:
        _hang(tree.add(Text(shown(each.words))), each.under)
