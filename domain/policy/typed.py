"""A document as it was typed: texts, lists and mappings, each with its place."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from domain.policy.nearest import nearest

_CODE = re.compile(r"^[A-Z][A-Z0-9_]*$", re.ASCII)
_NO_CODE = re.compile(r"[^A-Z0-9]+", re.ASCII)
MOST_DIGITS = 9
"""Of a whole number that counts nothing, such as a rank."""


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
Entries = dict[str, tuple[Text, Typed]]
T = TypeVar("T")


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
        """Keep the faults apart, so that each can be shown at its place, once however often it was met."""
        found = {str(fault): fault for fault in faults}
        self.faults = tuple(sorted(found.values(), key=lambda fault: fault.place))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def unknown(text: Text, what: str, known: Iterable[str]) -> Fault:
    """Return the fault of a word that is not among the known ones, naming the nearest."""
    words = sorted(known)
    near = nearest(text.value, words)
    hint = f"; did you mean '{near}'?" if near else f"; known: {', '.join(words)}" if words else ""
    return Fault(text.place, f"{what} '{text.value}' is not known{hint}")


def text_of(typed: Typed, what: str) -> Text:
    """Return the scalar, or a fault that says what was expected."""
    if isinstance(typed, Text):
        return typed
    raise Fault(typed.place, f"expected {what}, as one line of text")


def code_of(typed: Typed, what: str) -> str:
    """Return the reason code that a scalar states: capitals, digits and underscores."""
    text = text_of(typed, what)
    if not text.value:
        raise Fault(text.place, f"expected {what} as a reason code in capitals, found nothing")
    if _CODE.match(text.value) is None:
        code = _NO_CODE.sub("_", text.value.upper()).strip("_")
        raise Fault(text.place, f"expected {what} as a reason code in capitals, such as '{code}'; found '{text.value}'")
    return text.value


def items_of(typed: Typed, what: str) -> tuple[Typed, ...]:
    """Return the elements of a list."""
    if isinstance(typed, Sequence):
        return typed.items
    raise Fault(typed.place, f"expected a list of {what}, each after a dash and a blank")


def entries_of(typed: Typed, what: str, keys: Iterable[str] | None = None) -> Entries:
    """Return the entries of a mapping, refusing keys that are not among the given ones."""
    if not isinstance(typed, Mapping):
        raise Fault(typed.place, f"expected {what}, as a mapping")
    if keys is not None:
        allowed = set(keys)
        for key, _ in typed.entries.values():
            if key.value not in allowed:
                raise unknown(key, f"the key of {what}", allowed)
    return typed.entries


class Walk:
    """A named part of a document, read entry by entry; faults met on the way are kept, and the walk goes on."""

    def __init__(self, name: Text, entries: Entries, faults: list[Fault] | None = None) -> None:
        """Take the part's name, whose place stands for what is missing, its entries, and where its faults go."""
        self.name = name
        self.entries = entries
        self.faults: list[Fault] = [] if faults is None else faults

    @contextmanager
    def keeping_faults(self) -> Iterator[None]:
        """Keep a fault instead of ending the walk."""
        try:
            yield
        except Fault as fault:
            self.faults.append(fault)

    def each(self, typed: Typed, what: str, read: Callable[[Text, Typed], T]) -> list[tuple[Text, T]]:
        """Return what is read from each entry of a mapping; those with a fault are left out."""
        found: list[tuple[Text, T]] = []
        with self.keeping_faults():
            for name, value in entries_of(typed, what).values():
                with self.keeping_faults():
                    found.append((name, read(name, value)))
        return found

    def each_under(self, key: str, read: Callable[[Text, Typed], T]) -> list[T]:
        """Return what is read from each entry under a key, or nothing if the key does not stand here."""
        return [each for _, each in self.each(self.entries[key][1], key, read)] if key in self.entries else []

    def required(self, key: str) -> Typed:
        """Return the value under a key that has to stand here."""
        if key not in self.entries:
            raise Fault(self.name.place, f"'{key}' is missing from '{self.name.value}'")
        return self.entries[key][1]

    def text(self, key: str) -> Text:
        """Return the text under a key that has to stand here."""
        typed = self.required(key)
        if not isinstance(typed, Text) and typed.place.line == self.entries[key][0].place.line:
            raise Fault(
                typed.place, f"expected '{key}', as one line of text; one that begins with a bracket needs quotes"
            )
        return text_of(typed, f"'{key}'")

    def code(self, key: str, otherwise: str | None = None) -> str:
        """Return the reason code under a key, or another where it may be left out."""
        return (
            otherwise if otherwise is not None and key not in self.entries else code_of(self.required(key), f"'{key}'")
        )

    def line(self, key: str, otherwise: str | None = None) -> str:
        """Return the words under a key, or others where it may be left out."""
        return otherwise if otherwise is not None and key not in self.entries else self.text(key).value

    def number(self, key: str, otherwise: str | None = None) -> int:
        """Return a whole number under a key."""
        line = self.line(key, otherwise)
        if not line.isdecimal() or len(line) > MOST_DIGITS:
            raise Fault(
                self.text(key).place, f"expected '{key}' of '{self.name.value}' as a whole number, found '{line}'"
            )
        return int(line)

    def yes(self, key: str) -> bool:
        """Return whether a key that may be left out says yes."""
        if key not in self.entries:
            return False
        answer = self.text(key)
        if answer.value not in {"yes", "no"}:
            raise unknown(answer, "the answer", ("yes", "no"))
        return answer.value == "yes"

    def lines(self, key: str) -> dict[str, str]:
        """Return a mapping of names to lines of text under a key, empty if the key does not stand here."""
        if key not in self.entries:
            return {}
        found = self.each(self.entries[key][1], key, lambda _, value: text_of(value, "a line").value)
        return {name.value: line for name, line in found}

    def names(self, key: str) -> list[Text]:
        """Return a list of names under a key, empty if the key does not stand here."""
        if key not in self.entries:
            return []
        return [text_of(item, "a name") for item in items_of(self.entries[key][1], "names")]
