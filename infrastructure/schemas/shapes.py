"""The few shapes of which the schemas are made; YAML takes a text such as 2024 for a number, so a text may be one."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Shape: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best."""

WHOLE = r"^\d+$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
LENGTH = r"\d{1,4} (day|week|month|year)s?"
LENGTHS = rf"^{LENGTH}( and {LENGTH})*$"


def text(description: str = "", **more: Any) -> Shape:  # noqa: ANN401 - whatever JSON Schema has
    """Return a line of text; a pattern looks only at what YAML leaves a text."""
    return {"type": ["string", "number", "boolean"], **_described(description), **more}


def line(description: str = "", **more: Any) -> Shape:  # noqa: ANN401 - whatever JSON Schema has
    """Return a line of text that no number can be."""
    return {"type": "string", **_described(description), **more}


def day(description: str = "") -> Shape:
    return line(description, pattern=DAY)


def whole(description: str = "") -> Shape:
    return {"type": ["integer", "string"], "pattern": WHOLE, **_described(description)}


def yes(description: str = "") -> Shape:
    return {"enum": ["yes", "no"], **_described(description)}


def listed(items: Shape, description: str = "", **more: Any) -> Shape:  # noqa: ANN401 - whatever JSON Schema has
    return {"type": "array", "items": items, **_described(description), **more}


def named(each: Shape, description: str = "") -> Shape:
    """Return a mapping of any names to values of one shape."""
    return {"type": "object", "additionalProperties": each, **_described(description)}


def closed(keys: Mapping[str, Shape], required: Iterable[str] = (), description: str = "", **more: Any) -> Shape:  # noqa: ANN401 - whatever JSON Schema has
    """Return a mapping of these keys and no others."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        **_described(description),
        "properties": dict(keys),
        **needed,
        "additionalProperties": False,
        **more,
    }


def known(name: str) -> Shape:
    return {"$ref": f"#/definitions/{name}"}


def one_of_keys(keys: Iterable[str]) -> Shape:
    """Return that exactly one of the keys stands."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def by_first_key(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape that the first of these keys to stand gives; a mapping without any of them has none."""
    found: Shape = {"required": [next(iter(shapes))]}
    for key, shape in reversed([*shapes.items()]):
        found = {"if": {"required": [key]}, "then": shape, "else": found}
    return found


def by_only_key(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape that the one of these keys that stands gives; no other shape has any of them."""
    chosen = [{"if": {"required": [key]}, "then": shape} for key, shape in shapes.items()]
    return {"allOf": chosen, "anyOf": [{"required": [key]} for key in shapes]}


def _described(description: str) -> Shape:
    return {"description": description} if description else {}
