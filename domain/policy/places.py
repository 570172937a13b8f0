"""Where a part of a text stands in its document."""

from domain.policy.typed import Mapping, Place, Typed

Way = tuple[str, ...]
"""The keys that lead to a part of a document: ``clauses``, ``2.2``."""


def place_of(typed: Typed, *ways: Way) -> Place:
    """Return where a part stands in a document, as far as its way leads there; the beginning if it leads nowhere.

    Of several ways, the first of those that lead furthest is taken.
    """
    aside = [("specialisations", *way[1:]) for way in ways if way[:1] == ("levels",)]
    return max((_followed(typed, each) for each in (*ways, *aside)), key=lambda found: found[0])[1]


def _followed(typed: Typed, way: Way) -> tuple[int, Place]:
    """Return how many steps lead somewhere, and where."""
    place, steps = typed.place, 0
    for step in way:
        if not isinstance(typed, Mapping) or step not in typed.entries:
            break
        key, typed = typed.entries[step]
        place, steps = key.place, steps + 1
    return steps, place
