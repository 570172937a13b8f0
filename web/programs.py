"""Programs and registers: what is recorded of them, and how they are looked up."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from flask import Response, url_for

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.desks.streams import StreamDesk
from application.store import Recorded
from domain.program.state import Program
from domain.register import Register
from web.authentication import caller
from web.bodies import Resources
from web.given import given, versioned
from web.history import enveloped
from web.nouns import Noun
from web.pages import Cursors, Pages, listed_page
from web.problems import WRITING
from web.program import program_shown, register_shown
from web.program_bodies import PROGRAM_NOUNS, REGISTER_NOUNS, RegisterOpening, Submission
from web.reading import asks, reads
from web.writing import Body, writes, writes_of

State = TypeVar("State", Program, Register)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How the streams of a kind stand at their address."""

    name: str
    description: str
    opening: type[Body]
    member: str
    opens: str
    reads: str
    schema: str
    shown: Callable[[Any], object]
    nouns: Sequence[Noun]


PROGRAMS = Shown(
    name="programs",
    description="Training and assessment programs, and their approvals.",
    opening=Submission,
    member="program",
    opens="Submit a program for approval.",
    reads="The program as its events leave it, with the entity tag that a write to it names.",
    schema="ProgramShown",
    shown=program_shown,
    nouns=PROGRAM_NOUNS,
)
REGISTERS = Shown(
    name="registers",
    description="Registers of jurisdictions that the certifying body relies on.",
    opening=RegisterOpening,
    member="register",
    opens="Open a register that is relied on.",
    reads="The register as its events leave it, with the entity tag that a write to it names.",
    schema="RegisterShown",
    shown=register_shown,
    nouns=REGISTER_NOUNS,
)


def programs(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of programs."""
    return _resources(PROGRAMS, lambda: desks().programs, cursors)


def registers(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of registers that are relied on."""
    return _resources(REGISTERS, lambda: desks().registers, cursors)


def _resources(of: Shown, desk: Callable[[], StreamDesk[State]], cursors: Cursors) -> Resources:
    resources = Resources(of.name, __name__, url_prefix=f"/v1/{of.name}", description=of.description)

    def opened(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        recorded = desk().record(caller(), given["id"], given[of.member], instruction)
        return recorded, url_for(".state", own=given["id"])

    def recorded(instruction: Instruction, event: Any, own: str) -> tuple[Recorded, str]:  # noqa: ANN401  (an event)
        entered = desk().record(caller(), own, event, instruction)
        return entered, url_for(".event", own=own, version=entered.version)

    def state(own: str) -> Response:
        found = desk().state(caller(), own)
        return versioned(of.shown(found), found.version)

    @asks(resources, "", Pages, "Listed")
    def listed(query: dict[str, Any]) -> Response:
        """The ids of all of them, a page at a time, of those that there were when the first page was asked for."""
        return listed_page(cursors, query, lambda *page: desk().list(caller(), *page))

    opened.__doc__, state.__doc__ = of.opens, of.reads
    writes(resources, "", of.opening, WRITING, opens=True)(opened)
    for noun in of.nouns:
        writes_of(resources, "/<own:own>", noun, recorded)
    reads(resources, "/<own:own>", of.schema)(state)

    @reads(resources, "/<own:own>/events/<int:version>", "Enveloped")
    def event(own: str, version: int) -> Response:
        """One event in its envelope; it never changes."""
        return given(enveloped(desk().event(caller(), own, version)))

    return resources
