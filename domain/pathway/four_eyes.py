"""Four eyes: what one person recorded, somebody else has to confirm, or to decide again."""

from collections.abc import Callable, Iterator

from domain.event import Event
from domain.evidence import Correction
from domain.pathway.conduct import AppealDecided
from domain.pathway.forgetting import PersonForgotten
from domain.pathway.practice import LogbookHoursVerified
from domain.pathway.state import Pathway
from domain.refusal import Refusal


class AnotherPersonNeeded(Refusal):
    """Whoever would record this had a hand in what it confirms or decides upon."""

    sentence = "{0} was recorded by {1}, so somebody else has to {2}"


def seen_by_another(pathway: Pathway, event: Event, by: str, recorded_by: Callable[[int], str]) -> None:
    """Raise AnotherPersonNeeded if who records the event is who recorded what it is about.

    An entry of the logbook is verified, and corrected once it is verified, by another than who recorded or corrected
    it; an appeal is decided by another than who recorded what it is against; a person is forgotten by another than who
    lifted a hold upon them. `recorded_by` tells who recorded the
    version of the pathway's stream.
    """
    for version, what in _confirmed(pathway, event):
        if recorded_by(version) == by:
            raise AnotherPersonNeeded(pathway.event_id(version), by, what)


def _confirmed(pathway: Pathway, event: Event) -> Iterator[tuple[int, str]]:
    match event:
        case LogbookHoursVerified():
            yield from ((version, "verify it") for version in _entered(pathway, event.of))
        case Correction() if _verified(pathway, event.of):
            yield from ((version, "correct it now that it is verified") for version in _entered(pathway, event.of))
        case PersonForgotten():
            yield from ((version, "forget the person") for version in pathway.holds_lifted_at)
        case AppealDecided():
            yield from ((version, "decide the appeal") for version in _appealed(pathway, event.of))


def _entered(pathway: Pathway, ref: str) -> Iterator[int]:
    yield pathway.evidence[ref][0]
    yield from (version for version, remark in pathway.remarks.get(ref, ()) if isinstance(remark, Correction))


def _verified(pathway: Pathway, ref: str) -> bool:
    return any(isinstance(remark, LogbookHoursVerified) for _, remark in pathway.remarks.get(ref, ()))


def _appealed(pathway: Pathway, appeal: str) -> Iterator[int]:
    lodged = pathway.evidence[appeal][1]
    for against in ("suspension", "decision", "complaint"):
        ref = getattr(lodged, against)
        if ref in pathway.evidence:
            yield pathway.evidence[ref][0]
            yield from (version for version, _ in pathway.remarks.get(ref, ()))
