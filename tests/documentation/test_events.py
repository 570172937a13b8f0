"""The reference of events says of every topic what the code says."""

import inspect
from pathlib import Path

import pytest

from domain.event import Event
from domain.kinds import Kind, kinds
from domain.shape import Field, fields
from domain.topics import EVENTS

REFERENCE = (Path(__file__).parents[2] / "docs" / "events.md").read_text()


NESTED = {
    "private": "text about persons, which never becomes a fact; may be absent",
    "fields": "what replaces, by field",
    "questions": "questions, each with `id`, `asks`, `kind`, `choices`, `number_of`, `optional`",
}


def holds(field: Field | None, name: str) -> str:
    """Return what a field holds, in words."""
    if field is None:
        return NESTED[name]
    chosen = ("some of: " if field.type == "texts" else "one of: ") + ", ".join(field.choices)
    held = chosen if field.choices else field.type
    if field.required:
        return held
    return f"{held}; {field.default} if absent" if isinstance(field.default, str | bool) else f"{held}; may be absent"


def entry(event: type[Event]) -> str:
    """Return what the reference has to say of an event: its heading, its meaning and its fields."""
    held = {field.name: field for field in fields(event)}
    rows = [f"| `{name}` | {holds(held.get(name), name)} |" for name in event.__struct_encode_fields__]
    return "\n".join(
        [
            f"### `{event.topic()}`",
            "",
            inspect.cleandoc(event.__doc__ or "").replace("``", "`"),
            "",
            "| field | holds |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


def row(kind: Kind) -> str:
    """Return what the reference has to say of a kind of fact."""
    named = ", ".join(f"**{field.name}**" if field.required else field.name for field in kind.fields)
    return f"| {kind.name} | {kind.stream} | {named} |"


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_every_topic_is_documented_as_the_code_has_it(topic: str) -> None:
    assert entry(EVENTS[topic]) in REFERENCE


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_fact_is_documented_as_the_code_has_it(kind: str) -> None:
    assert row(kinds()[kind]) in REFERENCE


def test_no_topic_is_documented_that_does_not_exist() -> None:
    headings = [line.strip("# `") for line in REFERENCE.splitlines() if line.startswith("### `")]
    assert sorted(headings) == sorted(EVENTS)
