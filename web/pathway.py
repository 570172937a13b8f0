"""A pathway and its evidence as they are given over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from application.desks.pathways import Told
from application.store import Recorded
from domain.evidence import Evidence, Retraction
from domain.pathway.forgetting import PersonForgotten
from domain.pathway.opening import PathwayOpened
from web.events import words_of
from web.history import Enveloped, enveloped


class PathwayShown(msgspec.Struct, frozen=True):
    """A pathway; `version` is that of its stream, and `evidence` counts what was recorded and not taken back.

    `forgotten_on` is the day on which the texts about the mediator were forgotten, if they were.
    """

    format: Literal["milepost.pathway/v1"]
    id: str
    version: int
    opened_on: date
    country: str | None
    evidence: int
    forgotten_on: date | None


class EvidenceShown(msgspec.Struct, frozen=True):
    """Evidence as it was recorded, in words what it is, and what was said of it since.

    `retracted` tells whether it was taken back as if never recorded, or from some day on.
    """

    format: Literal["milepost.evidence/v1"]
    pathway: str
    ref: str
    event: str
    retracted: bool
    recorded: Enveloped
    remarks: tuple[Enveloped, ...]


class EvidenceListed(msgspec.Struct, frozen=True):
    """A page of evidence in the order of its recording, known up to the position `known`; `next` is a cursor."""

    format: Literal["milepost.evidence-list/v1"]
    pathway: str
    known: int
    evidence: tuple[EvidenceShown, ...]
    next: str | None


def pathway_shown(pathway: str, events: Sequence[Recorded]) -> PathwayShown:
    opened = next(each.event for each in events if isinstance(each.event, PathwayOpened))
    recorded = [each for each in events if isinstance(each.event, Evidence)]
    taken_back = {each.event.of for each in events if isinstance(each.event, Retraction)}
    return PathwayShown(
        "milepost.pathway/v1",
        pathway,
        events[-1].version,
        opened.opened_on,
        opened.country,
        len(recorded) - len(taken_back),
        next((each.event.forgotten_on for each in events if isinstance(each.event, PersonForgotten)), None),
    )


def evidence_shown(pathway: str, told: Told) -> EvidenceShown:
    event = told.evidence.event
    return EvidenceShown(
        "milepost.evidence/v1",
        pathway,
        str(getattr(event, "ref", "")),
        words_of(type(event)),
        any(isinstance(each.event, Retraction) for each in told.remarks),
        enveloped(told.evidence),
        tuple(map(enveloped, told.remarks)),
    )
