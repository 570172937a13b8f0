"""What is told of a re-projection: all standings are made again from the log, and answered from."""

from collections.abc import Mapping

from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal


class ReprojectionRequested(Event, tag="policy.reprojection-requested.v1"):
    """Every standing is to be assessed again, under the rulebook as known at the log position `known`."""

    reprojection: str
    known: int | None = None
    requested_by: str | None = None
    reason: str | None = None


class ReprojectionCompleted(Event, tag="policy.reprojection-completed.v1"):
    """Every standing was assessed again; `changed` of so many `pathways` differ, and their list is under a hash."""

    reprojection: str
    known: int | None = None
    pathways: int
    changed: int
    changes_hash: str | None = None


class ReprojectionRolledBack(Event, tag="policy.reprojection-rolled-back.v1"):
    """Answers come from the rows of the generation of this number again, which was kept."""

    generation: int


class ReprojectionUnknown(Refusal):
    """No re-projection of this name was requested, or it is complete."""

    sentence = "no re-projection {0} is open"


class ReprojectionAlreadyRequested(Refusal):
    """A re-projection of this name was requested before."""

    sentence = "the re-projection {0} was requested before"


def requested(known: Mapping[str, object], event: ReprojectionRequested) -> None:
    """Raise ReprojectionAlreadyRequested if there was one of this name."""
    if event.reprojection in known:
        raise ReprojectionAlreadyRequested(event.reprojection)


def completed(known: Mapping[str, object], event: ReprojectionCompleted) -> None:
    """Raise ReprojectionUnknown unless one of this name was requested, and is not complete."""
    if known.get(event.reprojection, event) is not None:
        raise ReprojectionUnknown(event.reprojection)


def rolled_back(event: ReprojectionRolledBack) -> None:
    """Raise ImpossibleEvidence for a generation that there cannot be."""
    if event.generation < 1:
        raise ImpossibleEvidence(event.generation, "generation", "1 or more")
