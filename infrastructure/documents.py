"""Policy documents: YAML texts with their places, canonical JSON bytes, and their hash."""

import re
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import rfc8785
import yaml

from domain.policy.limits import BYTES, DEPTH, LETTERS, VALUES
from domain.policy.text import Policy
from domain.policy.typed import DocumentRefused, Fault, Mapping, Place, Sequence, Text, Typed
from infrastructure.yaml_advice import advised

END = "..."
"""The mark of YAML that ends a document."""
STRANGE_BLANK = re.compile("\t|(?m:^) *[\u00a0\u2000-\u200b\u202f\u205f\u3000]")
"""A tab, or what looks like a blank before a line and is none, as texts copied from a page have it."""
NO_COLON = "could not find expected ':'"
"""A problem that is met a line after the key that has no colon."""
Loader: TypeAlias = Any
FAST: Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text, by libyaml where there is one: ten times as fast."""


def read_yaml(text: str, file: str) -> Typed:
    """Return a document as typed: every scalar is text; tabs, anchors, tags and keys that stand twice are refused.

    ``file`` is the name that faults show.
    """
    if len(text.encode()) > BYTES:
        raise _too_large(file)
    try:
        return _read(text, file, FAST)
    except yaml.YAMLError:
        pass  # The loader in Python says better what is wrong.
    try:
        return _read(text, file, yaml.BaseLoader)
    except yaml.MarkedYAMLError as cause:
        marks = (cause.problem_mark, cause.context_mark)
        mark = next(filter(None, reversed(marks) if cause.problem == NO_COLON else marks), None)
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        line = text.split("\n")[place.line - 1]
        said = f"not YAML as expected here: {advised(str(cause.problem), line)}"
        raise DocumentRefused([Fault(place, said)]) from None
    except yaml.YAMLError as cause:
        raise DocumentRefused([Fault(Place(file, 1, 1), f"not YAML: {cause}")]) from None


def _read(text: str, file: str, loader: Loader) -> Typed:
    try:
        _only_plain(text, file, loader)
        return _typed(yaml.compose(text, Loader=loader), file)
    except Fault as fault:
        raise DocumentRefused([fault]) from None


def read_document(path: Path) -> Typed:
    """Return the document in a file, as `read_whole` does."""
    if path.stat().st_size > BYTES:
        raise _too_large(str(path))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as cause:
        raise DocumentRefused([Fault(Place(str(path), 1, 1), f"not UTF-8 text: {cause}")]) from None
    return read_whole(text, str(path))


def read_whole(text: str, file: str) -> Typed:
    """Return a document as `read_yaml` does, if its last line is YAML's mark of the end of a document."""
    lines = text.rstrip().split("\n")
    if text.strip() and lines[-1] != END:
        message = f"expected '{END}' as the last line: without it the file may have been cut"
        raise DocumentRefused([Fault(Place(file, len(lines), 1), message)])
    return read_yaml(text, file)


def _only_plain(text: str, file: str, loader: Loader) -> None:
    blank = STRANGE_BLANK.search(text)
    if blank is not None:
        before = text[: blank.start()]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        what = "tabs are" if blank[0] == "\t" else f"a blank of another kind (U+{ord(blank[0][-1]):04X}) is"
        raise Fault(place, f"{what} not accepted; use blanks")
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        depth += _deeper(event)
        refused = _refused(event, depth, number)
        if refused and event.start_mark is not None:
            raise Fault(Place(file, event.start_mark.line + 1, event.start_mark.column + 1), refused)


def _deeper(event: yaml.Event) -> int:
    """Return by how much an event goes into lists and mappings, or out of them."""
    return isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _refused(event: yaml.Event, depth: int, number: int) -> str:
    """Return what is not accepted in an event of a document, or nothing."""
    tag = getattr(event, "tag", None)
    if tag:
        return f"tags are not accepted: {tag}; put a text that begins with '!' in quotes"
    if getattr(event, "anchor", None):
        return "anchors and aliases are not accepted; write it out, or put a text that begins with '&' or '*' in quotes"
    if depth > DEPTH:
        return f"lists and mappings stand more than {DEPTH} deep inside one another"
    if number > VALUES:
        return f"more than {VALUES:,} keys, values, lists and mappings"
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > LETTERS:
        return f"a text of {len(event.value):,} letters: more than {LETTERS:,}"
    return ""


def _too_large(file: str) -> DocumentRefused:
    return DocumentRefused([Fault(Place(file, 1, 1), f"larger than {BYTES:,} bytes")])


def _typed(node: yaml.Node | None, file: str) -> Typed:
    if node is None:
        raise Fault(Place(file, 1, 1), "the document is empty")
    place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return Text(value=node.value.strip(), place=place)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(items=tuple(_typed(item, file) for item in node.value), place=place)
    entries: dict[str, tuple[Text, Typed]] = {}
    for key_node, value_node in node.value:
        key = _typed(key_node, file)
        if not isinstance(key, Text):
            raise Fault(key.place, "expected a key on one line")
        if key.value in entries:
            raise Fault(key.place, f"the key '{key.value}' stands twice; the first is at {entries[key.value][0].place}")
        entries[key.value] = (key, _typed(value_node, file))
    return Mapping(entries=entries, place=place)


def canonical_bytes(policy: Policy) -> bytes:
    """Return the policy as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(msgspec.to_builtins(policy))


def policy_from(document: bytes) -> Policy:
    """Return the policy that canonical bytes state."""
    return msgspec.json.decode(document, type=Policy)
