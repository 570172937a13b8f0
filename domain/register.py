"""A register: which jurisdictions' lists a certifying body relies on, and from when to when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar

import msgspec

from domain.event import Event
from domain.folding import Folding
from domain.possible import ImpossibleEvidence, possible
from domain.refusal import Refusal


class RegisterOpened(Event, tag="register.register-opened.v1"):
    """A register of mediators, kept by `keeper`, is known by the name of its stream."""

    name: str | None = None
    keeper: str | None = None
    opened_on: date | None = None


class JurisdictionListed(Event, rename={"from_": "from"}, tag="register.jurisdiction-listed.v1"):
    """The register is relied on for a jurisdiction from `from` to before `until`; without `until` it is open."""

    jurisdiction: str
    from_: date
    until: date | None = None


class JurisdictionListingEnded(Event, tag="register.jurisdiction-listing-ended.v1"):
    """The register is no longer relied on for the jurisdiction from `ended_on`."""

    ahead: ClassVar = frozenset({"ended_on"})

    jurisdiction: str
    ended_on: date
    reason: str | None = None


class JurisdictionListingCorrected(Event, rename={"from_": "from"}, tag="register.jurisdiction-listing-corrected.v1"):
    """The latest listing of the jurisdiction held from `from` to before `until`, and not as given before."""

    jurisdiction: str
    from_: date
    until: date | None = None
    reason: str | None = None


class ListedRegister(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Days on which the register is relied on for a jurisdiction."""

    event: str
    register: str
    jurisdiction: str
    from_: date
    until: date | None = None


@dataclass(slots=True)
class Register:
    """The listings of each jurisdiction, oldest first."""

    stream: str
    version: int = 0
    opened: RegisterOpened | None = None
    listings: dict[str, list[ListedRegister]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def event_id(self) -> str:
        """The id of the event taken in last."""
        return f"{self.stream}@{self.version}"


def _opened(register: Register, event: RegisterOpened) -> None:
    register.opened = event


def _listed(register: Register, event: JurisdictionListed) -> None:
    register.listings.setdefault(event.jurisdiction, []).append(
        ListedRegister(
            event=register.event_id,
            register=register.id,
            jurisdiction=event.jurisdiction,
            from_=event.from_,
            until=event.until,
        )
    )


def _ended(register: Register, event: JurisdictionListingEnded) -> None:
    listings = register.listings[event.jurisdiction]
    listings[-1] = msgspec.structs.replace(listings[-1], until=event.ended_on)


def _corrected(register: Register, event: JurisdictionListingCorrected) -> None:
    listings = register.listings[event.jurisdiction]
    listings[-1] = msgspec.structs.replace(listings[-1], from_=event.from_, until=event.until)


EVOLVE: dict[type[Event], Callable[[Register, Any], None]] = {
    RegisterOpened: _opened,
    JurisdictionListed: _listed,
    JurisdictionListingEnded: _ended,
    JurisdictionListingCorrected: _corrected,
}


FOLDING = Folding(Register, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold


class RegisterUnknown(Refusal):
    """The register was never opened."""

    sentence = "{0} was never opened"


class RegisterAlreadyOpen(Refusal):
    """The register was opened before."""

    sentence = "{0} was opened before"


class JurisdictionUnknown(Refusal):
    """The register was never listed for this jurisdiction."""

    sentence = "{0} was never listed for {1}"


class AlreadyListed(Refusal):
    """The register is listed for this jurisdiction on some of these days."""

    sentence = "{0} is listed for {1} already, from {2} until {3}"


Recorded = TypeVar("Recorded", bound=Event)


def record(register: Register, event: Recorded) -> Recorded:
    """Return the event if it may be recorded next."""
    if isinstance(event, RegisterOpened) == (register.opened is not None):
        raise (RegisterAlreadyOpen if register.opened else RegisterUnknown)(register.stream)
    possible(event)
    if isinstance(event, JurisdictionListed):
        _list(register, event)
    elif isinstance(event, JurisdictionListingEnded):
        _in_order(_latest(register, event.jurisdiction).from_, "ended_on", event.ended_on)
    elif isinstance(event, JurisdictionListingCorrected):
        _latest(register, event.jurisdiction)
        _in_order(event.from_, "until", event.until)
    return event


def _list(register: Register, event: JurisdictionListed) -> None:
    _in_order(event.from_, "until", event.until)
    for listing in register.listings.get(event.jurisdiction, ()):
        begins_before_its_end = listing.until is None or event.from_ < listing.until
        ends_after_its_start = event.until is None or listing.from_ < event.until
        if begins_before_its_end and ends_after_its_start:
            raise AlreadyListed(register.stream, event.jurisdiction, listing.from_, listing.until or "now")


def _latest(register: Register, jurisdiction: str) -> ListedRegister:
    if jurisdiction not in register.listings:
        raise JurisdictionUnknown(register.stream, jurisdiction)
    return register.listings[jurisdiction][-1]


def _in_order(from_: date, name: str, until: date | None) -> None:
    if until and until < from_:
        raise ImpossibleEvidence(until, name, f"{from_} or later")
