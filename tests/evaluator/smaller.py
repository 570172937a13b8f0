"""The smallest case that can be had from a case by leaving out what it takes to go wrong."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from domain.policy.chain import Version, in_force
from domain.policy.language import Node, Together
from domain.policy.text import Policy
from tests.evaluator.policies import Case

ALWAYS = Together("all", ())
KEPT = {"vocabulary", "parameters", "lasts", "length", "on", "begins", "term"}


def smallest(case: Case, goes_wrong: Callable[[Case], bool]) -> Case:
    """Return a case that still goes wrong, and of which nothing more can be left out."""
    found = True
    while found:
        found, at = False, 0
        while (smaller := next(islice(_smaller(case), at, None), None)) is not None:
            if goes_wrong(smaller):
                case, found = smaller, True
            else:
                at += 1
    return case


def _smaller(case: Case) -> Iterator[Case]:
    chain, facts = case
    versions = [version for version, _ in chain.covers]
    for index in range(len(versions) if len(versions) > 1 else 0):
        yield in_force(versions[:index] + versions[index + 1 :]), facts
    for kind, items in facts.items():
        for index, item in enumerate(items):
            yield chain, {**facts, kind: items[:index] + items[index + 1 :]}
            for name in item:
                if name not in {"level", "granted_on"}:
                    less = {each: value for each, value in item.items() if each != name}
                    yield chain, {**facts, kind: [*items[:index], less, *items[index + 1 :]]}
    for index, version in enumerate(versions):
        for other in _versions(version):
            yield in_force([*versions[:index], other, *versions[index + 1 :]]), facts


def _versions(version: Version) -> Iterator[Version]:
    if version.suspended:
        yield msgspec.structs.replace(version, suspended=())
    for policy in _less(version.policy):
        yield msgspec.structs.replace(version, policy=policy)


def _less(node: Any) -> Iterator[Any]:  # noqa: ANN401 - any part of a tree
    """Yield a part of a tree with a part of it left out, or put in the place of what holds it."""
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            yield node[:index] + node[index + 1 :]
            for other in _less(each):
                yield (*node[:index], other, *node[index + 1 :])
    elif isinstance(node, msgspec.Struct):
        if _is_condition(node):
            if node != ALWAYS:
                yield ALWAYS
            yield from (part for part in _inside(node) if _is_condition(part))
        yield from _less_inside(node)


def _less_inside(node: msgspec.Struct) -> Iterator[Any]:
    defaults = _optional(node)
    for name in node.__struct_fields__:
        if name in KEPT:
            continue
        value = getattr(node, name)
        if name in defaults and value != defaults[name]:
            yield msgspec.structs.replace(node, **{name: defaults[name]})
        for other in _less(value):
            yield msgspec.structs.replace(node, **{name: other})


def _inside(node: msgspec.Struct) -> Iterator[Any]:
    for name in node.__struct_fields__:
        value = getattr(node, name)
        yield from value if isinstance(value, tuple) else (value,)


def _is_condition(node: object) -> bool:
    return isinstance(node, Node) and type(node).__name__ not in {
        "FieldOf", "Literal", "Day", "Shifted", "Anchored", "Binder", "ForEach", "Table",
    }  # fmt: skip


def _optional(node: msgspec.Struct) -> Mapping[str, Any]:
    """Return the fields that may be left out, with what they are then."""
    if isinstance(node, Policy):
        return {"in_force_until": None}
    fields = msgspec.structs.fields(node)
    return {each.name: each.default for each in fields if each.default is not msgspec.NODEFAULT}
