"""Text about a person as it is kept: sealed, so that it can be forgotten without a byte of the log being changed."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, TypeGuard, TypeVar

import msgspec

from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal

SEALED = "sealed:v1:"
"""How sealed text begins; what follows is the cipher text in base64url."""

PRIVATE = "private"
PERSONAL = (PRIVATE, "reason", "reasons")
"""The fields of an event about a person that hold text: what was written, and why. None of them becomes a fact."""

OF_PERSONS = ("pathway.", "consultation.response-", "consultation.consent-")
"""How the topics of events about a person begin."""

Change: TypeAlias = Callable[[str, str], str]
"""Takes where a text stands, as the topic and the path to it, and the text; returns what is to stand there."""

E = TypeVar("E", bound=Event)


class Forgotten(Refusal):
    """The person was forgotten: no text about them is recorded any more."""

    sentence = "{0} was forgotten on {1}: no text about them is recorded any more"


def is_sealed(text: str | None) -> TypeGuard[str]:
    return text is not None and text.startswith(SEALED)


def legible(name: str, text: str | None) -> None:
    """Raise ImpossibleEvidence for a text that is given under a name, and would be taken for one that is sealed."""
    if is_sealed(text):
        raise ImpossibleEvidence(text, name, f"a text that does not begin with '{SEALED}', as sealed ones do")


@cache
def personal(kind: type[Event]) -> tuple[str, ...]:
    """Return the fields of such events that hold text about a person."""
    if not kind.topic().startswith(OF_PERSONS):
        return ()
    return tuple(name for name in PERSONAL if name in kind.__struct_fields__)


def place_of(kind: type[Event], path: str) -> str:
    """Return where a text of such an event stands."""
    return f"{kind.topic()} {path}"


def is_private(place: str) -> bool:
    """Tell whether a text stands in what is private, and not in what says why something was recorded."""
    return place.partition(" ")[2].startswith(f"{PRIVATE}.")


def has_text(event: Event) -> bool:
    """Tell whether an event holds any text about a person."""
    return any(getattr(event, name) for name in personal(type(event)))


def with_texts(event: E, change: Change) -> E:
    """Return an event with each text about a person changed."""
    changed = {
        name: _changed(place_of(type(event), name), value, change)
        for name in personal(type(event))
        if (value := getattr(event, name))
    }
    return msgspec.structs.replace(event, **changed) if changed else event


def without_texts(event: E) -> E:
    """Return an event without any text about a person; where there has to be one, with an empty one."""
    fields = {each.name: each.default for each in msgspec.structs.fields(event)}
    bare = {name: "" if (usual := fields[name]) is msgspec.NODEFAULT else usual for name in personal(type(event))}
    return msgspec.structs.replace(event, **bare) if bare else event


def texts_of(event: Event) -> tuple[tuple[str, str], ...]:
    """Return each text about a person that an event holds, with where it stands."""
    found: list[tuple[str, str]] = []

    def look(place: str, text: str) -> str:
        found.append((place, text))
        return text

    with_texts(event, look)
    return tuple(found)


def all_legible(event: Event) -> None:
    """Raise ImpossibleEvidence for a text about a person that would be taken for one that is sealed."""
    for place, text in texts_of(event):
        legible(place.partition(" ")[2], text)


def place_of_reason(event_id: str) -> str:
    """Return where the reason stands for which an event was recorded."""
    return f"{event_id} reason"


def _changed(place: str, value: Any, change: Change) -> Any:  # noqa: ANN401 - text, or what holds some
    if isinstance(value, str):
        return change(place, value)
    if isinstance(value, tuple):
        return tuple(_changed(place, each, change) for each in value)
    if isinstance(value, dict):
        return {name: _changed(f"{place}.{name}", each, change) for name, each in value.items()}
    held = {name: getattr(value, name) for name in value.__struct_fields__}
    changed = {name: _changed(f"{place}.{name}", each, change) for name, each in held.items() if each}
    return msgspec.structs.replace(value, **changed)
