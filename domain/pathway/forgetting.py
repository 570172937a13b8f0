"""What becomes of the texts about a person: whether they have to be kept, and that they were forgotten."""

from datetime import date
from typing import ClassVar, TypeAlias

from domain.event import Event


class LegalHoldPlaced(Event, tag="pathway.legal-hold-placed.v1"):
    """From `placed_on` the texts about the person have to be kept, under a name of its own, for a reason."""

    ref: str
    placed_on: date
    reason: str


class LegalHoldLifted(Event, tag="pathway.legal-hold-lifted.v1"):
    """From `lifted_on` the hold no longer asks for the texts to be kept."""

    of: str
    lifted_on: date
    reason: str


class PersonForgotten(Event, tag="pathway.person-forgotten.v1"):
    """The key of the texts about the person was destroyed on `forgotten_on`; every fact stays as it was.

    `asked_by` says who asked for it. That and the reason stay legible, and name nobody.
    """

    on_the_day: ClassVar = frozenset({"forgotten_on"})
    reason_stays_open: ClassVar = True

    forgotten_on: date
    asked_by: str | None = None


Kept: TypeAlias = LegalHoldPlaced | LegalHoldLifted | PersonForgotten
