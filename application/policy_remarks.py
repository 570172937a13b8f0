"""The remarks of a careful reader, each at its place in the document that gives rise to it."""

from collections.abc import Sequence

import msgspec

from domain.policy.lint import remarks
from domain.policy.lint_chain import chain_remarks
from domain.policy.places import place_of
from domain.policy.text import Policy
from domain.policy.typed import Place, Typed


class Noted(msgspec.Struct, frozen=True):
    """A remark where it stands in a file."""

    place: Place
    code: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words} [{self.code}]"


def noted(typed: Typed, policy: Policy, before: Policy | None, chain: Sequence[Policy]) -> list[Noted]:
    """Return the remarks on a document in the order of their places; ``chain`` are the versions that it is one of."""
    found = [Noted(place_of(typed, each.way), each.code, each.words) for each in remarks(policy, before)]
    for version, code, way, words in chain_remarks(chain):
        if version.version == policy.version:
            found.append(Noted(place_of(typed, way), code, words))
    return sorted(found, key=lambda each: each.place)
