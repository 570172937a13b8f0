"""Programs and registers as they are given over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from domain.program.state import Program
from domain.program.stated import Adaptation, Approval, ApprovedSite, Audit, FaceToFaceOffer, LapsedListing
from domain.register import ListedRegister, Register


class ProgramShown(msgspec.Struct, frozen=True, kw_only=True):
    """A program as its events leave it; what it has several of is told by the names that evidence is judged with."""

    format: Literal["milepost.program/v1"] = "milepost.program/v1"
    id: str
    version: int
    kind: str | None
    title: str | None
    established_on: date | None
    suspended: bool
    approvals: Mapping[str, Approval]
    sites: Mapping[str, ApprovedSite]
    adaptations: Mapping[str, Adaptation]
    offers: Mapping[str, FaceToFaceOffer]
    audits: Mapping[str, Audit]
    lapses: Mapping[str, LapsedListing]


class RegisterShown(msgspec.Struct, frozen=True, kw_only=True):
    """A register, with the days on which it is relied on for each jurisdiction, oldest first."""

    format: Literal["milepost.register/v1"] = "milepost.register/v1"
    id: str
    version: int
    name: str | None
    keeper: str | None
    opened_on: date | None
    listings: Mapping[str, tuple[ListedRegister, ...]]


def program_shown(program: Program) -> ProgramShown:
    return ProgramShown(
        id=program.id,
        version=program.version,
        kind=program.kind,
        title=program.title,
        established_on=program.established_on,
        suspended=program.suspended is not None,
        approvals=program.approvals,
        sites=program.sites,
        adaptations=program.adaptations,
        offers=program.offers,
        audits=program.audits,
        lapses=program.lapses,
    )


def register_shown(register: Register) -> RegisterShown:
    opened = register.opened
    return RegisterShown(
        id=register.id,
        version=register.version,
        name=opened.name if opened else None,
        keeper=opened.keeper if opened else None,
        opened_on=opened.opened_on if opened else None,
        listings={name: tuple(listed) for name, listed in register.listings.items()},
    )
