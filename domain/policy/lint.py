"""What a careful lawyer would ask of a text that can be read: each remark with its code and its way in the document."""

from collections.abc import Callable, Iterator

import msgspec

from domain.policy.lint_alternatives import alternatives
from domain.policy.lint_amounts import amounts
from domain.policy.lint_contradictions import contradictions
from domain.policy.lint_names import names
from domain.policy.lint_repetitions import repetitions
from domain.policy.lint_roots import Way
from domain.policy.text import Policy
from domain.policy.typed import Mapping, Place, Typed


class Remark(msgspec.Struct, frozen=True):
    """A question to whoever wrote the text."""

    code: str
    way: Way
    words: str


CHECKS: tuple[Callable[[Policy], Iterator[tuple[str, Way, str]]], ...] = (
    contradictions,
    alternatives,
    repetitions,
    amounts,
    names,
)


def remarks(policy: Policy, before: Policy | None = None) -> tuple[Remark, ...]:
    """Return the remarks on a text, without those that the text before it gives rise to as well."""
    found = dict.fromkeys(Remark(*each) for check in CHECKS for each in check(policy))
    known = set(remarks(before)) if before is not None else set()
    return tuple(each for each in found if each not in known)


def place_of(typed: Typed, way: Way) -> Place:
    """Return where a part stands in a document, as far as its way leads there; the beginning if it leads nowhere."""
    ways = [way, ("specialisations", *way[1:])] if way[:1] == ("levels",) else [way]
    return max((_followed(typed, each) for each in ways), key=lambda found: found[0])[1]


def _followed(typed: Typed, way: Way) -> tuple[int, Place]:
    """Return how many steps lead somewhere, and where; a section alone is as far from its parts as the beginning."""
    place, steps = typed.place, 0
    for step in way:
        if not isinstance(typed, Mapping) or step not in typed.entries:
            break
        key, typed = typed.entries[step]
        place, steps = key.place, steps + 1
    return steps, place
