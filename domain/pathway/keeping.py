"""Whether the texts about a person may be forgotten, or have to be kept, and what may be recorded of that next."""

from collections.abc import Callable
from typing import Any

from domain.pathway.forgetting import Kept, LegalHoldLifted, LegalHoldPlaced, PersonForgotten
from domain.pathway.state import Pathway
from domain.possible import ImpossibleEvidence, possible
from domain.refusal import Refusal
from domain.sealed import Forgotten


class HoldAlreadyPlaced(Refusal):
    """A hold of this name was placed before."""

    sentence = "{0}: a hold of this name was placed before"


class HoldUnknown(Refusal):
    """No hold of this name stands."""

    sentence = "{0}: no hold of this name stands"


class HoldStands(Refusal):
    """The texts about the person have to be kept."""

    sentence = "{0} is not forgotten: the hold {1} stands since {2}: {3}"


def record(pathway: Pathway, event: Kept) -> None:
    """Raise what speaks against the event, if anything does."""
    possible(event)
    DECIDE[type(event)](pathway, event)


def place_hold(pathway: Pathway, event: LegalHoldPlaced) -> None:
    if event.ref in pathway.names_of_holds:
        raise HoldAlreadyPlaced(event.ref)


def lift_hold(pathway: Pathway, event: LegalHoldLifted) -> None:
    if event.of not in pathway.holds:
        raise HoldUnknown(event.of)
    placed = pathway.holds[event.of].placed_on
    if event.lifted_on < placed:
        raise ImpossibleEvidence(event.lifted_on, "lifted_on", f"placed_on ({placed}) or later")


def forget_person(pathway: Pathway, _: PersonForgotten) -> None:
    """Raise Forgotten for somebody who was forgotten before, HoldStands while there is a hold."""
    if pathway.forgotten:
        raise Forgotten(pathway.stream, pathway.forgotten.forgotten_on)
    for hold in pathway.holds.values():
        raise HoldStands(pathway.stream, hold.ref, hold.placed_on, hold.reason)


DECIDE: dict[type[Kept], Callable[[Pathway, Any], None]] = {
    LegalHoldPlaced: place_hold,
    LegalHoldLifted: lift_hold,
    PersonForgotten: forget_person,
}
