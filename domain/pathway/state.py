"""A pathway as its events leave it: evidence by name, and what was said of it since."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from domain.event import Event
from domain.evidence import Evidence, Remark
from domain.folding import Folding
from domain.pathway.families import EVIDENCE, REMARKS
from domain.pathway.forgetting import LegalHoldLifted, LegalHoldPlaced, PersonForgotten
from domain.pathway.opening import PathwayOpened


@dataclass(slots=True)
class Pathway:
    """Evidence and remarks, each with the version of the stream that brought it; `holds` are those that stand."""

    stream: str
    version: int = 0
    opened: PathwayOpened | None = None
    evidence: dict[str, tuple[int, Evidence]] = field(default_factory=dict)
    remarks: dict[str, list[tuple[int, Remark]]] = field(default_factory=dict)
    names_of_remarks: set[str] = field(default_factory=set)
    holds: dict[str, LegalHoldPlaced] = field(default_factory=dict)
    names_of_holds: set[str] = field(default_factory=set)
    holds_lifted_at: list[int] = field(default_factory=list)
    forgotten: PersonForgotten | None = None

    def event_id(self, version: int) -> str:
        return f"{self.stream}@{version}"


def _open(pathway: Pathway, event: PathwayOpened) -> None:
    pathway.opened = event


def _evidence(pathway: Pathway, event: Evidence) -> None:
    pathway.evidence[event.ref] = (pathway.version, event)


def _remark(pathway: Pathway, event: Remark) -> None:
    pathway.remarks.setdefault(event.of, []).append((pathway.version, event))
    if event.ref:
        pathway.names_of_remarks.add(event.ref)


def _hold(pathway: Pathway, event: LegalHoldPlaced) -> None:
    pathway.holds[event.ref] = event
    pathway.names_of_holds.add(event.ref)


def _lift(pathway: Pathway, event: LegalHoldLifted) -> None:
    pathway.holds.pop(event.of, None)
    pathway.holds_lifted_at.append(pathway.version)


def _forget(pathway: Pathway, event: PersonForgotten) -> None:
    pathway.forgotten = event


EVOLVE: dict[type[Event], Callable[[Pathway, Any], None]] = {
    PathwayOpened: _open,
    LegalHoldPlaced: _hold,
    LegalHoldLifted: _lift,
    PersonForgotten: _forget,
    **dict.fromkeys(EVIDENCE, _evidence),
    **dict.fromkeys(REMARKS, _remark),
}


FOLDING = Folding(Pathway, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold
