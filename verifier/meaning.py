"""What a condition means: its tree with clauses and readings put in place of their names, and without reasons."""

from collections.abc import Iterator
from typing import Any

from verifier.terms import Node
from verifier.texts import Text

ALWAYS_BEARING = ("retracted_on",)


def meaning(node: Any, text: Text) -> Any:
    """Return what is equal for conditions that mean the same, each in its own text."""
    if isinstance(node, dict):
        return _of_form(node, node.get("is"), text)
    return tuple(meaning(each, text) for each in node) if isinstance(node, (list, tuple)) else node


def _of_form(node: Node, form: Any, text: Text) -> Any:
    if form == "clause":
        return meaning(text.clause(node["no"]), text)
    if form == "require":
        return meaning(node["that"], text)
    if form == "reading":
        return ("reading", text.reading(node["parameter"]) in node["values"])
    if form == "relieved":
        return ("relieved", meaning(node["that"], text), *(meaning(each["when"], text) for each in node["by"]))
    members = {name: value for name, value in node.items() if (form, name) != ("binder", "missing")}
    if form == "total":
        members["parts"] = [part["of"] for part in node["parts"]]
    return (_described(node, text), *((name, meaning(members[name], text)) for name in sorted(members)))


def acts_in(node: Any) -> Iterator[Node]:
    """Yield every act inside a part of a text."""
    if isinstance(node, dict):
        if node.get("is") == "exists" and node.get("judged_on") is not None:
            yield node
        for part in node.values():
            yield from acts_in(part)
    elif isinstance(node, (list, tuple)):
        for part in node:
            yield from acts_in(part)


def _described(node: Node, text: Text) -> tuple[Any, ...]:
    """Return the kinds that a condition takes, with those of their fields that bear on it."""
    named = [each["kind"] for each in node.get("binders", ())] if node.get("is") == "exists" else []
    named += [node["kind"]] if node.get("is") in ("measure", "share") else []
    if not named:
        return ()
    words: set[str] = set()
    _words(node, text, words)
    return tuple(_kind(text.kind(name), words) for name in named)


def _kind(kind: Node, words: set[str]) -> tuple[Any, ...]:
    bearing = {kind["since"], kind.get("until", ""), *ALWAYS_BEARING, *words}
    fields = tuple(
        (name, field["type"], field.get("unit", ""), tuple(field.get("values", ())), field.get("absent", "unknown"))
        for name, field in sorted(kind["fields"].items())
        if name in bearing
    )
    return (kind["since"], kind.get("until", ""), kind.get("derived", False), fields)


def _words(node: Any, text: Text, found: set[str]) -> None:
    """Collect every text that stands in a condition, and in the clauses that it names."""
    if isinstance(node, dict):
        if node.get("is") == "clause":
            _words(text.clause(node["no"]), text, found)
        for part in node.values():
            _words(part, text, found)
    elif isinstance(node, (list, tuple)):
        for part in node:
            _words(part, text, found)
    elif isinstance(node, str):
        found.add(node)
