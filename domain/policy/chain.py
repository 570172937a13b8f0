"""Which text is in force on which days, and how each is read."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from domain.policy.language import AsInForce, Condition
from domain.policy.leaning import conditions_of, parts_of
from domain.policy.text import Policy
from domain.timeline import ALWAYS_SPANS, END, NEVER_SPANS, Spans, complement, contains, intersection, union


class Version(msgspec.Struct, frozen=True):
    """A text as known: its content hash, the days on which it is suspended, and its parameters' chosen values."""

    policy: Policy
    content_hash: str
    suspended: Spans = NEVER_SPANS
    readings: Mapping[str, str] = {}

    def reading(self, parameter: str) -> str:
        """Return the value chosen for a parameter, or its default."""
        chosen = self.readings.get(parameter)
        if chosen is not None:
            return chosen
        return next(each.default for each in self.policy.parameters if each.name == parameter)


class Chain(msgspec.Struct, frozen=True):
    """Versions with the days on which each is in force; no day is in two of them.

    ``others`` are texts that decide no day and are referred to only, with the days on which they were in force; without
    them, a text that refers to another day means one of these versions.
    """

    covers: tuple[tuple[Version, Spans], ...]
    others: tuple[tuple[Version, Spans], ...] = ()

    def version_on(self, on: date) -> Version | None:
        """Return the version in force on a day, or None before the first."""
        day = on.toordinal()
        return next((version for version, cover in self.covers if contains(cover, day)), None)


def in_force(versions: Iterable[Version]) -> Chain:
    """Return the chain of versions: on a day, the one latest ``in force from``, of several the latest ``published``."""
    ranked = sorted(
        versions, key=lambda each: (each.policy.in_force_from, each.policy.published, each.policy.version), reverse=True
    )
    taken: Spans = NEVER_SPANS
    covers: list[tuple[Version, Spans]] = []
    for version in ranked:
        until = version.policy.in_force_until
        stated = (version.policy.in_force_from.toordinal(), until.toordinal() if until else END)
        effective = intersection(stated, complement(version.suspended))
        covers.append((version, intersection(effective, complement(taken))))
        taken = union(taken, effective)
    return Chain(covers=tuple(reversed(covers)))


def alone(version: Version, among: Iterable[Version] = ()) -> Chain:
    """Return the chain in which one text judges every day; to the others ``among`` which it stands it may refer."""
    refers = any(
        isinstance(each, AsInForce) for condition in conditions_of(version.policy) for each in _all_in(condition)
    )
    return Chain(covers=((version, ALWAYS_SPANS),), others=in_force(among).covers if refers else ())


def _all_in(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in parts_of(condition):
        yield from _all_in(part)
