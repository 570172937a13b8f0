"""The normal form of a condition: equal for conditions that mean the same, whatever their names, numbers and order."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from domain.policy.language import Condition

MIRRORED = {
    "on or before": "on or after",
    "before": "after",
    "at least": "at most",
    "more than": "less than",
}
"""Relations, each with the one that says the same from the other side."""
NUMBERS = {"at least", "at most", "more than", "less than"}
AMOUNTS = {"amount", "beyond"}
LINES = {"where", "which", "when"}
BINDING = {"exists", "measure", "share", "in each"}
Names = Mapping[str, str]
Tree = Any
"""A node as plain lists, mappings and texts."""


def normal(condition: Condition, number: Callable[[str], str] = str) -> bytes:
    """Return the normal form; ``number`` gives what stands for the number of a clause that is named."""
    return _bytes(_Normal(number).of(msgspec.json.decode(msgspec.json.encode(condition)), {}))


class _Normal:
    def __init__(self, number: Callable[[str], str]) -> None:
        self._number = number

    def of(self, tree: Tree, names: Names) -> Tree:
        if isinstance(tree, list):
            return [self.of(each, names) for each in tree]
        if not isinstance(tree, dict):
            return tree
        kind = tree.get("is")
        if kind == "clause":
            return {"is": "clause", "no": self._number(tree["no"])}
        if kind == "together":
            return self._together(tree, names)
        if kind in BINDING and not _names_clause(tree):
            names = {**names, **_renamed(tree, len(names))}
        found = {key: self._entry(key, value, names) for key, value in tree.items()}
        return _FORMS[kind](found) if kind in _FORMS else found

    def _entry(self, key: str, value: Tree, names: Names) -> Tree:
        if key in {"item", "name", "within"} and isinstance(value, str):
            return names.get(value, value)
        if key in AMOUNTS and isinstance(value, str):
            return _number(value)
        if key == "worth" and value:
            span = {"span": self.of(value["span"], names)} if value.get("span") else {}
            return {**_worth(value), **span}
        inner = self.of(value, names)
        return sorted(_spread(inner, "all"), key=_bytes) if key in LINES and isinstance(inner, list) else inner

    def _together(self, tree: Tree, names: Names) -> Tree:
        how, of = tree["how"], [self.of(each, names) for each in tree["of"]]
        if how == "at least":
            how = {1: "any", len(of): "all"}.get(tree.get("n", 0), how)
        if how in {"all", "any"}:
            of = _spread(of, how)
            if len(of) == 1:
                return of[0]
        of.sort(key=_bytes)
        n = {"n": tree["n"]} if how == "at least" else {}
        return {"is": "together", "how": how, "of": of, **n}


def _spread(trees: list[Tree], how: str) -> list[Tree]:
    found: list[Tree] = []
    for tree in trees:
        same = isinstance(tree, dict) and tree.get("is") == "together" and tree["how"] == how
        found += tree["of"] if same else [tree]
    return found


def _renamed(tree: Tree, depth: int) -> dict[str, str]:
    bound = tree["binders"] if tree["is"] == "exists" else [tree]
    return {each["name"]: f"{each.get('kind', 'length')}#{depth + place}" for place, each in enumerate(bound)}


def _names_clause(tree: Tree) -> bool:
    """Tell whether a clause is named inside: it speaks of the items in hand by their names."""
    if isinstance(tree, list):
        return any(_names_clause(each) for each in tree)
    if not isinstance(tree, dict):
        return False
    return tree.get("is") in {"clause", "clause as in force"} or any(_names_clause(each) for each in tree.values())


def _compared(tree: Tree) -> Tree:
    if tree["relation"] in NUMBERS:
        for side in ("left", "right"):
            if tree[side]["is"] == "value":
                tree[side] = {**tree[side], "value": _number(tree[side]["value"])}
    if tree["relation"] in MIRRORED:
        left, right = tree["right"], tree["left"]
        return {**tree, "relation": MIRRORED[tree["relation"]], "left": left, "right": right}
    if tree["relation"] in {"is", "is not"}:
        left, right = sorted((tree["left"], tree["right"]), key=_bytes)
        return {**tree, "left": left, "right": right}
    return tree


def _chosen(tree: Tree) -> Tree:
    if len(tree["values"]) == 1:
        value = {"is": "value", "value": tree["values"][0]}
        return _compared({"is": "compare", "left": tree["left"], "relation": "is", "right": value})
    return {**tree, "values": sorted(tree["values"])}


def _read(tree: Tree) -> Tree:
    return {**tree, "values": sorted(tree["values"])}


def _lifted(tree: Tree) -> Tree:
    return {**tree, "by": sorted(tree["by"], key=_bytes)}


def _tabled(tree: Tree) -> Tree:
    scale = sorted([text, _number(amount)] for text, amount in tree["scale"])
    return {**tree, "scale": scale, "otherwise": _number(tree.get("otherwise", "0"))}


def _worth(tree: Tree) -> Tree:
    """Return a worth with its amounts as numbers are written, and its scale in any order."""
    amounts = {key: _number(value) for key, value in tree.items() if key in {"amount", "for_each", "otherwise"}}
    scale = sorted([text, _number(amount)] for text, amount in tree.get("scale", []))
    return {**amounts, "full": tree.get("full", False), "by": tree.get("by", ""), "scale": scale}


def _number(value: str) -> str:
    return f"{Decimal(value).normalize():f}"


def _bytes(tree: Tree) -> bytes:
    return msgspec.json.encode(tree, order="sorted")


_FORMS: dict[str, Callable[[Tree], Tree]] = {
    "compare": _compared,
    "one of": _chosen,
    "reading": _read,
    "relieved": _lifted,
    "table": _tabled,
}
