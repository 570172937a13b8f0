"""A document as it was typed: texts, lists and mappings, each with its place."""

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec


class Place(msgspec.Struct, frozen=True, order=True):
    """Where something stands: lines and columns are counted from one."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return the place as editors read it."""
        return f"{self.file}:{self.line}:{self.column}"


class Text(msgspec.Struct, frozen=True):
    """A scalar; every scalar is text until the language says what it is."""

    value: str
    place: Place


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: "tuple[Typed, ...]"
    place: Place


class Mapping(msgspec.Struct, frozen=True):
    """Keys with their values, in the order typed; a key stands once."""

    entries: "dict[str, tuple[Text, Typed]]"
    place: Place


Typed = Text | Sequence | Mapping


class Fault(Exception):
    """A place in a document that the language does not accept, and what it expects there."""

    def __init__(self, place: Place, message: str) -> None:
        """Keep the place beside the message."""
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


class DocumentRefused(Exception):
    """A document with one or more faults, in the order of their places."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults apart, so that each can be shown at its place."""
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def unknown(text: Text, what: str, known: Iterable[str]) -> Fault:
    """Return the fault of a word that is not among the known ones, naming the nearest."""
    words = sorted(known)
    near = get_close_matches(text.value, words, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else f"; known: {', '.join(words)}" if words else ""
    return Fault(text.place, f"{what} '{text.value}' is not known{hint}")


def text_of(typed: Typed, what: str) -> Text:
    """Return the scalar, or a fault that says what was expected."""
    if isinstance(typed, Text):
        return typed
    raise Fault(typed.place, f"expected {what}, as one line of text")


def items_of(typed: Typed, what: str) -> tuple[Typed, ...]:
    """Return the elements of a list."""
    if isinstance(typed, Sequence):
        return typed.items
    raise Fault(typed.place, f"expected a list of {what}")


def entries_of(typed: Typed, what: str, keys: Iterable[str] | None = None) -> dict[str, tuple[Text, Typed]]:
    """Return the entries of a mapping, refusing keys that are not among the given ones."""
    if not isinstance(typed, Mapping):
        raise Fault(typed.place, f"expected {what}, as a mapping")
    if keys is not None:
        allowed = set(keys)
        for key, _ in typed.entries.values():
            if key.value not in allowed:
                raise unknown(key, f"the key of {what}", allowed)
    return typed.entries
