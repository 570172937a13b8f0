"""Which text is in force on which days, and how each is read."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

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
    """Versions with the days on which each is in force; no day is in two of them."""

    covers: tuple[tuple[Version, Spans], ...]

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


def alone(version: Version) -> Chain:
    """Return the chain in which one text judges every day."""
    return Chain(covers=((version, ALWAYS_SPANS),))
