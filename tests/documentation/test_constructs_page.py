"""The page of constructs shows each by an example of a rulebook, scenarios that hold, and what doubt does to it."""

import re
import textwrap
from functools import cache
from pathlib import Path

import msgspec
import pytest

from infrastructure.documents import END, read_yaml
from tests.scenarios.shelf import RULEBOOKS, scenarios_of

PAGE = (Path(__file__).parents[2] / "docs" / "constructs.md").read_text()
WRITING = (Path(__file__).parents[2] / "docs" / "writing-a-rulebook.md").read_text()
EXAMPLE = re.compile(r"\]\(\.\./rulebooks/([\w./-]+)\):\n\n```yaml\n(.*?)```", re.DOTALL)
NAMED = re.compile(
    r"^- (in doubt: )?\*(.+?)\*, \[[\w./-]+\]\(\.\./rulebooks/([\w-]+)/scenarios/([\w-]+\.yaml)\)$", re.MULTILINE
)
WITHOUT_DOUBT = {"25 A rule from before its publication"}
"""A text is published or not: what was known when is no doubt."""


class Named(msgspec.Struct, frozen=True):
    """A scenario that the page names."""

    title: str
    folder: str
    file: str
    in_doubt: bool


PARTS = re.split(r"^## (.+)\n", PAGE, flags=re.MULTILINE)[1:]
SECTIONS = dict(zip(PARTS[::2], PARTS[1::2], strict=True))


def anchor_of(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def named_in(section: str) -> list[Named]:
    return [Named(title, folder, file, bool(doubt)) for doubt, title, folder, file in NAMED.findall(section)]


@cache
def tried(folder: str) -> set[tuple[str, str]]:
    """Return the files and names of a rulebook's scenarios; all of them are tried in `tests/scenarios`."""
    return {(Path(each.place.file).name, each.name) for each in scenarios_of(RULEBOOKS / folder)}


def test_the_constructs_are_numbered_in_order() -> None:
    assert [title.split()[0] for title in SECTIONS] == [str(number) for number in range(1, len(SECTIONS) + 1)]


def test_every_section_can_be_gone_to_from_the_top() -> None:
    linked = re.findall(r"\[(\d+ [^\]]+)\]\(#([\w-]+)\)", PAGE.partition("\n## ")[0])
    assert [title for title, _ in linked] == list(SECTIONS)
    assert all(anchor == anchor_of(title) for title, anchor in linked)


@pytest.mark.parametrize("title", SECTIONS)
def test_every_construct_has_an_example_that_stands_in_a_rulebook(title: str) -> None:
    examples = EXAMPLE.findall(SECTIONS[title])
    assert len(examples) == SECTIONS[title].count("```yaml")
    assert examples
    for file, example in examples:
        assert stands_in(example, (RULEBOOKS / file).read_text())
        read_yaml(f"{example}{END}\n", "example")


def stands_in(example: str, document: str) -> bool:
    """Tell whether the lines stand in the document as they are, at any depth."""
    lines, whole = example.rstrip("\n").split("\n"), document.split("\n")
    for first in range(len(whole) - len(lines) + 1):
        part = textwrap.dedent("\n".join(whole[first : first + len(lines)]))
        if part == "\n".join(lines):
            return True
    return False


@pytest.mark.parametrize("title", SECTIONS)
def test_every_construct_names_scenarios_that_hold(title: str) -> None:
    named = named_in(SECTIONS[title])
    assert len(named) == len(re.findall(r"^- (?:in doubt: )?\*", SECTIONS[title], re.MULTILINE))
    assert any(not each.in_doubt for each in named)
    assert [each for each in named if (each.file, each.title) not in tried(each.folder)] == []


@pytest.mark.parametrize("title", SECTIONS)
def test_every_construct_says_what_doubt_does_and_shows_it(title: str) -> None:
    said = re.search(r"^\*\*Doubt\.\*\* (.+?)\n\n", SECTIONS[title], re.DOTALL | re.MULTILINE)
    assert said is not None
    assert any(each.in_doubt for each in named_in(SECTIONS[title])) == (title not in WITHOUT_DOUBT)


def test_the_guide_leads_to_every_construct() -> None:
    guide = WRITING.partition("## Which form for which sentence\n")[2].partition("\n## ")[0]
    linked = {int(number) for number in re.findall(r"\]\(constructs\.md#(\d+)-[\w-]+\)", guide)}
    assert linked == set(range(1, len(SECTIONS) + 1))
    anchors = set(re.findall(r"\]\(constructs\.md#([\w-]+)\)", WRITING))
    assert anchors <= {anchor_of(title) for title in SECTIONS}
