"""What is said of a draft before it is adopted or refused: its scenarios, that they hold, and what it would do."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import msgspec

from domain.content import content_hash
from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal


class ScenariosAltered(Refusal):
    """Scenarios are not those that their hash names."""

    sentence = "the scenarios of version {0} are not those of their hash, {1}: they were altered"


class CorrectionDrafted(Event, tag="policy.correction-drafted.v1"):
    """It was proposed that the text of a published version was wrong, and is known to be `document` instead."""

    version: str
    document: str
    content_hash: str
    drafted_on: date
    drafted_by: str | None = None


class ScenariosAttached(Event, tag="policy.scenarios-attached.v1"):
    """A draft, known by the hash of its text, is to be tried on these scenarios; they replace those of before.

    `scenarios` are documents as they were written, `scenarios_hash` is the hash of all of them.
    """

    version: str
    content_hash: str
    scenarios: tuple[str, ...]
    scenarios_hash: str


class DraftTried(Event, tag="policy.draft-tried.v1"):
    """The scenarios of a draft were `played` upon the texts in force and the draft, and came out as they say."""

    version: str
    content_hash: str
    scenarios_hash: str
    played: int
    tried_on: date


class ImpactReported(Event, tag="policy.impact-reported.v1"):
    """The impact of a draft was laid before those who decide: the report of that hash, which knew so much of the log.

    Effects are told as of the day `on`. Of so many `pathways`, some gain or lose a level on that day; `prejudiced` lose
    days of a level from the draft's publication on, `earlier` days before it. The draft does not answer for the
    `unanswered`; for the `reaching_back` something is otherwise on days before it is in force.
    """

    ahead: ClassVar = frozenset({"on"})

    version: str
    content_hash: str
    impact_hash: str
    known: int
    on: date
    pathways: int
    touched: int
    gains: int
    loses: int
    prejudiced: int
    earlier: int
    unanswered: int
    reaching_back: int
    reported_by: str | None = None


def scenarios_hash(scenarios: Sequence[str]) -> str:
    """Return the hash of documents of scenarios, in their order."""
    return content_hash(msgspec.json.encode(list(scenarios)))


def unaltered_scenarios(stated: ScenariosAttached) -> None:
    """Raise ImpossibleEvidence if there are none, and ScenariosAltered if they are not those of their hash."""
    if not stated.scenarios:
        raise ImpossibleEvidence(None, "scenarios", "at least one document")
    if scenarios_hash(stated.scenarios) != stated.scenarios_hash:
        raise ScenariosAltered(stated.version, stated.scenarios_hash)
