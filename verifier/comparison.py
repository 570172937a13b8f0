"""What an answer states held against what was derived again, member by member."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

AT_LEAST = {"reasons"}
"""Lists in which what was derived has to stand; an explanation may name further reasons."""
LONG = 200


class Difference(NamedTuple):
    """A place in the answer, what the file states there, and what was derived."""

    place: str
    stated: Any
    derived: Any

    def __str__(self) -> str:
        return f"{self.place}: the file states {shortly(self.stated)}, but {shortly(self.derived)} follows"


def differences(stated: Mapping[str, Any], derived: Mapping[str, Any]) -> list[Difference]:
    """Return where an answer states otherwise than was derived, as far as that goes."""
    held = {each["id"] for each in (*derived.get("levels", ()), *derived.get("specialisations", ()))}
    ways = [each for each in stated["missing"] if isinstance(each, dict) and each.get("level") not in held]
    return list(_between({**stated, "missing": ways}, derived, "the answer's "))


def differences_of_timeline(stated: Any, derived: Any) -> list[Difference]:
    """Return where a timeline states otherwise than was derived."""
    return list(_between(stated, derived, "the timeline"))


def shortly(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def _between(stated: Any, derived: Any, place: str) -> Iterator[Difference]:
    if isinstance(derived, dict) and isinstance(stated, dict):
        for name, value in derived.items():
            inner = f"{place}{name}" if place.endswith(" ") else f"{place}.{name}"
            if name in AT_LEAST and isinstance(stated.get(name), list):
                if any(each not in stated[name] for each in value):
                    yield Difference(inner, stated[name], value)
            else:
                yield from _between(stated.get(name), value, inner)
    elif isinstance(derived, list) and isinstance(stated, list) and len(stated) == len(derived):
        for number, (one, other) in enumerate(zip(stated, derived, strict=True)):
            yield from _between(one, other, f"{place}[{number}]")
    elif type(stated) is not type(derived) or stated != derived:
        yield Difference(place, stated, derived)
