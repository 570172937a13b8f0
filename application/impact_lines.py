"""The lines of an impact report, in their order: a heading, who is touched and why, cliffs, groups, and an ending."""

from datetime import date as day
from typing import Literal

import msgspec

from application.proving import Proved
from domain.answer import Known
from domain.change import Effect
from domain.impact import Touched
from domain.outcome import Outcome
from domain.policy.text import Loss
from domain.world import Part


class DraftShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The text that is tried: which it is, what it says of its own days, and whether it corrects a version.

    Of a measure it is the name, what it says in words, from when it is known, and from when it holds.
    """

    version: str
    title: str
    content_hash: str
    published: day
    in_force_from: day
    in_force_until: day | None = None
    retroactive: str = ""
    takes_away: tuple[Loss, ...] = ()
    corrects: bool = False


class WhatIf(msgspec.Struct, frozen=True):
    """The events that are tried: their topics and streams, and the digest of their bytes without text about persons."""

    digest: str
    events: tuple[str, ...]


class ImpactHeading(msgspec.Struct, frozen=True, tag_field="line", tag="heading"):
    """The coordinates of a report: whoever asks by them again gets the same bytes.

    ``under`` is what judges both times, or before; ``announced`` the day from which those concerned know of the change.
    Dates are moved by up to ``days`` days in the search for cliffs, for the first ``twins`` pathways that are touched.
    ``proofs`` tells that what changes for each is proved; without it there is no such line, and no such member.
    """

    on: day
    known: Known
    rulebook: str
    draft: DraftShown | None
    what_if: WhatIf | None
    announced: day
    days: int
    twins: int
    proofs: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    format: Literal["milepost.impact/v1"] = "milepost.impact/v1"

    @property
    def effect(self) -> day:
        """The first day on which the change may do anything without reaching back."""
        return self.announced if self.draft is None or self.draft.corrects else self.draft.in_force_from

    @property
    def told_until(self) -> day:
        """The day of the last event that was known: what holds on days before it was told without the change."""
        return day.fromisoformat(self.known.recorded_at[:10]) if self.known.recorded_at else day.min


class ProvedTwice(msgspec.Struct, frozen=True, tag_field="line", tag="proofs"):
    """One thing that changes for the pathway of the line before, proved before and after, on a day on which it differs.

    Each side has the proofs of whatever the text in force there states of it: the routes to a level, and what keeps
    and ends it; else the one rule. What no text states has none.
    """

    pathway: str
    part: Part
    name: str
    on: day
    before: tuple[Proved, ...]
    after: tuple[Proved, ...]


class Edge(msgspec.Struct, frozen=True):
    """A pathway at the edge of a cliff: its date, and what comes of it before and after the change."""

    pathway: str
    date: day
    before: Outcome
    after: Outcome


class Cliff(msgspec.Struct, frozen=True, tag_field="line", tag="cliff"):
    """Two real pathways, alike in all that is read of them but for one date, of which other things come afterwards.

    ``field`` names that date; ``new`` tells that the same came of both before.
    """

    field: str
    days: int
    first: Edge
    second: Edge
    new: bool


class Twin(msgspec.Struct, frozen=True, tag_field="line", tag="twin"):
    """A pathway that is touched, and its nearest twin: made up, with one of its own dates moved by the fewest days.

    ``after`` is what comes of the pathway after the change, ``twin`` what would come of the twin.
    """

    pathway: str
    field: str
    evidence: str
    date: day
    moved_to: day
    days: int
    after: Outcome
    twin: Outcome


class Group(msgspec.Struct, frozen=True, tag_field="line", tag="group"):
    """How many pathways of a group are touched, and how; ``prejudiced`` lose days of a level, ``earlier`` past ones."""

    by: str
    name: str
    touched: int
    effects: dict[Effect, int]
    prejudiced: int
    earlier: int


class ImpactEnding(msgspec.Struct, frozen=True, tag_field="line", tag="end"):
    """What was looked at and found in all; a report without this line was broken off.

    Of a draft, ``unanswered`` lose days of a level without the text saying that it takes them away, and for
    ``reaching_back`` something is otherwise on days before the text is in force, or before it is corrected. For the
    ``told_otherwise`` something is on days before the last event that was known, as for a text that came in late.
    """

    pathways: int
    touched: int
    effects: dict[Effect, int]
    prejudiced: int
    earlier: int
    cliffs: int
    twins: int
    unanswered: int = 0
    reaching_back: int = 0
    told_otherwise: int = 0


Line = ImpactHeading | Touched | ProvedTwice | Cliff | Twin | Group | ImpactEnding

_ENCODER = msgspec.json.Encoder(order="deterministic")


def written(line: Line) -> bytes:
    """Return a line as it stands in a report, with its end."""
    return _ENCODER.encode(line) + b"\n"
