"""Writes to pathways: each is one event."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from domain.evidence import Evidence
from web.authentication import caller
from web.bodies import Resources
from web.pathway_bodies import NOUNS, Opening
from web.problems import WRITING
from web.writing import writes, writes_of


def pathway_writes(desks: Callable[[], Desks]) -> Resources:
    """Return the resources at which something is recorded of pathways."""
    resources = Resources(
        "recording", __name__, url_prefix="/v1/pathways", description="What is recorded of mediators."
    )

    @writes(resources, "", Opening, WRITING, opens=True)
    def open_pathway(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        """Open a pathway.

        The certifying body knows the mediator from then on; nothing is recorded about them before.
        """
        recorded = desks().pathways.open(caller(), given["id"], given["pathway"], instruction)
        return recorded, url_for("pathway.state", pathway=given["id"])

    def record(instruction: Instruction, event: Any, pathway: str, **_: str) -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().pathways.record(caller(), pathway, event, instruction)
        if isinstance(event, Evidence):
            return recorded, url_for("pathway.evidence", pathway=pathway, ref=event.ref)
        return recorded, url_for("pathway.event", pathway=pathway, version=recorded.version)

    for noun in NOUNS:
        writes_of(resources, "/<pathway:pathway>", noun, record)
    return resources
