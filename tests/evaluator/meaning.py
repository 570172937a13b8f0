"""What an act means: its tree with clauses and readings put in place of their names, and without reasons."""

from collections.abc import Iterator
from typing import Any

import msgspec

from domain.policy.chain import Version
from domain.policy.language import Binder, ClauseHolds, Exists, Measure, Reading, Relief, Require, Share
from domain.policy.vocabulary import Kind


def meaning(node: Any, version: Version) -> Any:  # noqa: ANN401, PLR0911 - any part of a tree, in each its own way
    """Return what is equal for nodes that mean the same, each in its own text."""
    match node:
        case ClauseHolds(no):
            return meaning(version.policy.clause(no).condition, version)
        case Require(that):
            return meaning(that, version)
        case Reading(parameter, values):
            return version.reading(parameter) in values
        case Relief(when=when):
            return meaning(when, version)
        case Binder(name, kind):
            return ("binder", name, kind, _kind(kind, version))
        case Measure() | Share():
            return (_kind(node.kind, version), *_parts(node, version))
        case msgspec.Struct():
            return _parts(node, version)
        case tuple():
            return tuple(meaning(each, version) for each in node)
    return node


def _kind(name: str, version: Version) -> Kind:
    return msgspec.structs.replace(version.policy.vocabulary[name], words="")


def acts_in(node: Any) -> Iterator[Exists]:  # noqa: ANN401 - any part of a tree
    """Yield every act inside a node."""
    if isinstance(node, Exists) and node.judged_on is not None:
        yield node
    if isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from acts_in(getattr(node, name))
    elif isinstance(node, tuple):
        for each in node:
            yield from acts_in(each)


def _parts(node: msgspec.Struct, version: Version) -> tuple[Any, ...]:
    return (type(node).__name__, *(meaning(getattr(node, name), version) for name in node.__struct_fields__))
