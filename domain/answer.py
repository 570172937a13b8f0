"""The answer to the one question: where a pathway stands, on a day, by a policy, knowing what, and why."""

from datetime import date

import msgspec

from domain.policy.proof import Cited

FORMAT = "milepost.answer/v1"
ANNOUNCED = "announced, not in force"
"""The status of a way to a level that is not open yet."""


class Known(msgspec.Struct, frozen=True):
    """How much was known: the position of the log, and when its last event was recorded."""

    position: int
    recorded_at: str


class Under(msgspec.Struct, frozen=True):
    """The text that judged the day; ``asked`` is what was asked for."""

    asked: str
    rulebook: str
    version: str
    title: str
    content_hash: str
    published: date
    in_force_from: date
    readings: dict[str, str]
    marked: str


class HeldLevel(msgspec.Struct, frozen=True):
    """A level that is held on the day; ``until`` is the first day no longer, if one is known."""

    id: str
    title: str
    since: date | None
    until: date | None


class LostLevel(msgspec.Struct, frozen=True):
    """A level that was held up to, and without, ``until``, and what took it away by the text of that day."""

    id: str
    title: str
    since: date | None
    until: date
    version: str
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    evidence: tuple[Cited, ...]


class StandingShown(msgspec.Struct, frozen=True):
    """The standing that comes first, the others that hold too, and those that are in doubt."""

    id: str
    reason: str
    text: str
    also: tuple[str, ...]
    possible: tuple[str, ...]


class Listing(msgspec.Struct, frozen=True):
    """Whether the mediator is on the public list, and why not."""

    state: str
    reasons: tuple[str, ...]
    possible: bool


class OpenCondition(msgspec.Struct, frozen=True):
    """What is owed, or may be; ``since`` which day, and ``by`` which, in the rulebook's words, if it names one."""

    id: str
    reason: str
    text: str
    since: date | None
    by: str


class Relied(Cited, frozen=True, omit_defaults=True):
    """An item that a level rests on; ``retracted_on`` is the day, up to the one asked about, that took it back."""

    retracted_on: date | None = None


class Basis(msgspec.Struct, frozen=True):
    """What a level rests on: a route with its clauses, or a recognition, and the events it cites."""

    level: str
    route: str
    since: date | None
    version: str
    clauses: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence: tuple[Relied, ...]


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which a level is held by recognition although the rules alone do not give it; ``until`` is exclusive."""

    level: str
    from_: date | None = msgspec.field(name="from")
    until: date | None


class Missing(msgspec.Struct, frozen=True):
    """A route that is not met: why, and the smallest thing that would be enough.

    It leads to a level that is not held, or to one whose basis no longer stands. ``nearest`` marks the routes of a
    level that lack least, where there is any evidence towards it. ``last_day`` is the last on which what is missing
    would still count, included, where the rules name one. ``needs`` are levels that have to be held first, and
    ``judged_on`` is the day of an act that was refused.
    """

    level: str
    title: str
    route: str
    status: str
    reasons: tuple[str, ...]
    short: str
    clauses: tuple[str, ...]
    text: str
    nearest: bool
    last_day: date | None = None
    needs: tuple[str, ...] = ()
    judged_on: date | None = None


class RenewalShown(msgspec.Struct, frozen=True):
    """What the renewal of a period takes, judged on the day asked about, or on the last day of one that is over.

    ``met`` is null where it is in doubt; ``last_day`` is the last on which what is missing would count, included, and
    ``late_until`` the last on which a late renewal may be met.
    """

    met: bool | None
    reasons: tuple[str, ...]
    short: str
    clauses: tuple[str, ...]
    last_day: date | None
    late_until: date | None


class PeriodShown(msgspec.Struct, frozen=True, kw_only=True):
    """The period of a name that runs on the day, or the last before it; ``last_day`` is included."""

    name: str
    number: int
    from_: date = msgspec.field(name="from")
    last_day: date | None
    runs: bool
    certain: bool
    renewal: RenewalShown | None


class Refused(msgspec.Struct, frozen=True):
    """Evidence that the rulebook refuses by name."""

    clause: str
    reason: str
    text: str
    evidence: tuple[Cited, ...]


class Note(msgspec.Struct, frozen=True):
    """Something to know beside the standing."""

    id: str
    reason: str
    text: str


class Change(msgspec.Struct, frozen=True):
    """A day on which something changes if nothing more happens, and what."""

    on: date
    what: tuple[str, ...]


class Worded(msgspec.Struct, frozen=True):
    """The words of a language for what one answer names; ``amounts`` and ``changes`` by how they stand in it."""

    language: str
    reasons: dict[str, str]
    clauses: dict[str, str]
    levels: dict[str, str]
    routes: dict[str, str]
    periods: dict[str, str]
    standings: dict[str, str]
    conditions: dict[str, str]
    notes: dict[str, str]
    amounts: dict[str, str]
    changes: dict[str, str]


class Answer(msgspec.Struct, frozen=True):
    """The answer, as it is given over every door. Its shape is versioned by ``format``."""

    format: str
    pathway: str
    on: date
    known: Known
    under: Under
    level: HeldLevel
    levels: tuple[HeldLevel, ...]
    possible_levels: tuple[str, ...]
    specialisations: tuple[HeldLevel, ...]
    lost: tuple[LostLevel, ...]
    standing: StandingShown
    listing: Listing
    open_conditions: tuple[OpenCondition, ...]
    possible_conditions: tuple[OpenCondition, ...]
    basis: tuple[Basis, ...]
    gaps: tuple[Gap, ...]
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    periods: tuple[PeriodShown, ...]
    refused: tuple[Refused, ...]
    notes: tuple[Note, ...]
    next_changes: tuple[Change, ...]
    words: Worded | None = None


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which nothing changes; ``until`` is exclusive, and open where nothing more is known to change."""

    from_: date | None = msgspec.field(name="from")
    until: date | None
    version: str
    level: str
    levels: tuple[str, ...]
    possible_levels: tuple[str, ...]
    standing: str
    listing: str
    reasons: tuple[str, ...]
