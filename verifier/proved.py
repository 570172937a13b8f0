"""Reasons and proofs held against what follows: outcomes of proofs, and codes that the rules have at all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from verifier.answers import Case
from verifier.calendar import day_of
from verifier.comparison import Difference
from verifier.periods import PeriodInDoubt
from verifier.terms import Node
from verifier.texts import Text

OWN_CODES = {"", "LEVEL_MISSING", "LEVEL_NOT_LISTED", "RECOGNISED", "RECOGNITION_ENDED"}
"""Codes that stand in no text."""
CODES = ("reason", "otherwise", "missing")
"""Members of a text that are codes."""
LISTS = {"standing": "standings", "listing": "listing", "condition": "conditions"}
"""Where a text has the rules of which a proof is given by name alone."""
KEEPING = {"kept while": "kept", "lost when": "lost"}


def reasons_differing(texts: Sequence[Text], answer: Mapping[str, Any]) -> list[Difference]:
    """Return the reasons of ways that are not met which no rule gives."""
    known = OWN_CODES.union(*(codes_in(text.policy) for text in texts))
    return [
        Difference(f"the answer's missing[{number}].reasons", code, None)
        for number, way in enumerate(answer["missing"])
        for code in way["reasons"]
        if code not in known
    ]


def proofs_differing(case: Case, proofs: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Return the proofs whose outcome is not what follows. Those of renewals are not looked at."""
    found: list[Difference] = []
    told: dict[tuple[str, str, str], int] = {}
    for each in proofs:
        key = (each["part"], each["name"], each["on"])
        number = told[key] = told.get(key, -1) + 1
        day = day_of(each["on"])
        if each["part"] == "renewal":
            continue
        conditions = list(_conditions(case.text_on(day), each["part"], each["name"]))
        place = f"the proof of the {each['part']} {each['name']} on {each['on']}"
        if number >= len(conditions):
            found.append(Difference(place, each["proof"]["holds"], None))
            continue
        try:
            derived = case.truth(conditions[number], day)
        except PeriodInDoubt:
            continue
        if each["proof"]["holds"] is not derived:
            found.append(Difference(place, each["proof"]["holds"], derived))
    return found


def codes_in(node: Any) -> set[str]:
    """Return every code that stands in a part of a text."""
    if isinstance(node, dict):
        own = {node[name] for name in CODES if isinstance(node.get(name), str)}
        return own.union(*map(codes_in, node.values()))
    return set().union(*map(codes_in, node)) if isinstance(node, list) else set()


def _conditions(text: Text, part: str, name: str) -> Iterator[Node]:
    if part == "route":
        level, _, route = name.partition(": ")
        yield from (each["condition"] for each in _level(text, level).get("routes", ()) if each["name"] == route)
    elif part == "level":
        level, _, what = name.rpartition(", ")
        yield from filter(None, [_level(text, level).get(KEEPING[what])])
    else:
        yield from (each["condition"] for each in text.part(LISTS[part]) if each["name"] == name)


def _level(text: Text, name: str) -> Node:
    found: Node | None = text.level(name)
    return found or {}
