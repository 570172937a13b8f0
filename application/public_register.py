"""The public register: who is listed on a day, and what anybody may know of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from application.assessing import Assessor, Coordinates
from application.levels import require_held_by_some
from application.many_standings import ManyStandings
from application.store import StandingRows
from domain.brief import Brief, Briefing
from domain.item import Item
from domain.pathway.entry import Entry, sought_as
from domain.refusal import Refusal
from domain.sealed import is_sealed

LOOKED_AT = 500
"""How many mediators are looked at for one page, listed or not."""


class NotListed(Refusal):
    """Nobody of this id is listed on the day. Whether there is such a mediator is not told."""

    sentence = "nobody is listed as {0} on {1}"


class Sought(msgspec.Struct, frozen=True):
    """Whose entries are wanted; what is left out chooses nobody away. `name` is one, or a part of one, that is shown.

    A level is wanted wherever it is held, below a higher one too.
    """

    name: str | None = None
    country: str | None = None
    jurisdiction: str | None = None
    level: str | None = None


class PublicEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is public of a mediator who is listed on a day.

    ``since`` and ``until`` (exclusive) are the days of the level; ``jurisdictions`` those in which they are registered
    on the day. ``name`` is null unless they want it shown.
    """

    id: str
    name: str | None
    level: str
    title: str
    since: date | None
    until: date | None
    specialisations: tuple[str, ...]
    listing: str
    country: str | None
    jurisdictions: tuple[str, ...]


class PublicEntryShown(PublicEntry, frozen=True, kw_only=True):
    """The entry of a mediator who is listed on the day `on`."""

    format: Literal["milepost.public-entry/v1"]
    on: date


class Found(msgspec.Struct, frozen=True):
    """Entries, ordered by id, as known at a position; there may be more after the id ``last``, if it is given."""

    entries: tuple[PublicEntry, ...]
    position: int
    last: str | None


class PublicRegister:
    """Tells who is listed: from the standing rows where these are true, and by assessing the others on the spot.

    What moves with the rulebook is never kept apart from it. Names and countries follow from a pathway's own events,
    lie beside its row since the transaction of these events, and are told as they are now, for earlier days as well:
    a name that was taken back is not shown for a day on which it was.
    """

    def __init__(self, assessor: Assessor, many: ManyStandings, rows: StandingRows) -> None:
        self._assessor = assessor
        self._many = many
        self._rows = rows

    def search(self, sought: Sought, on: date, after: str, until: int | None, limit: int) -> Found:
        """Return so many entries at most, after an id, as known at a position, the whole log if none is given.

        There may be fewer, even none, although more follow: one search looks at so many mediators at most. Raises
        what `Assessor.answer` raises of coordinates, and LevelUnknown for a level that no text in force has.
        """
        position = self._assessor.position(until)
        require_held_by_some(sought.level, self._assessor.rules(position))
        part = sought_as(sought.name or "")
        candidates = self._rows.entries(part, sought.country, after, LOOKED_AT)
        found: list[PublicEntry] = []
        for listed in self._listed(candidates, sought, on, position):
            if len(found) == limit:
                return Found(tuple(found), position, found[-1].id)
            found.append(listed)
        last = candidates[-1][0] if len(candidates) == LOOKED_AT else None
        return Found(tuple(found), position, last)

    def entry(self, pathway: str, on: date, known: int | None = None) -> PublicEntryShown:
        """Return an entry, as known at a position, the whole log if none is given.

        Raises NotListed, and what `Assessor.answer` raises of coordinates.
        """
        position = self._assessor.position(known)
        entry = self._rows.entry(pathway) if known is None else self._then(pathway, position)
        for listed in self._listed([(pathway, entry)], Sought(), on, position):
            return PublicEntryShown(format="milepost.public-entry/v1", on=on, **msgspec.structs.asdict(listed))
        raise NotListed(pathway, on)

    def _then(self, pathway: str, position: int) -> Entry:
        """Return an entry with the name that was shown then, unless its person was forgotten since."""
        entry = self._assessor.entry(pathway, position)
        if not is_sealed(entry.name):
            return entry
        return msgspec.structs.replace(entry, name=self._rows.shown(pathway, entry.name))

    def _listed(
        self, candidates: Sequence[tuple[str, Entry]], sought: Sought, on: date, position: int
    ) -> Iterator[PublicEntry]:
        briefing = Briefing(self._assessor.rules(position), on)
        lines = self._many.told(briefing, Coordinates(on), position, [name for name, _ in candidates])
        for (name, entry), line in zip(candidates, lines, strict=True):
            if not isinstance(line, Brief) or line.listing != "listed" or sought.level not in {None, *line.levels}:
                continue
            jurisdictions = self._jurisdictions(name, on.toordinal(), position)
            if sought.jurisdiction in {None, *jurisdictions}:
                yield _shown(line, entry, briefing, jurisdictions)

    def _jurisdictions(self, pathway: str, day: int, position: int) -> tuple[str, ...]:
        registrations = self._assessor.facts(pathway, position).get("registration", ())
        return tuple(sorted({str(each["jurisdiction"]) for each in registrations if _holds(each, day)}))


def _shown(brief: Brief, entry: Entry, briefing: Briefing, jurisdictions: tuple[str, ...]) -> PublicEntry:
    return PublicEntry(
        id=brief.pathway,
        name=entry.name,
        level=brief.level,
        title=briefing.title(brief.level),
        since=brief.since,
        until=brief.until,
        specialisations=tuple(level for level in brief.levels if briefing.is_specialisation(level)),
        listing=brief.listing,
        country=entry.country,
        jurisdictions=jurisdictions,
    )


def _holds(registration: Item, day: int) -> bool:
    """Tell whether a registration holds on a day: from its first, and before its end or its retraction."""
    ends = (registration.get("until"), registration.get("retracted_on"))
    return int(registration["since"]) <= day and all(end is None or day < int(end) for end in ends)
