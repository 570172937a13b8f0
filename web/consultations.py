"""Consultations: what is asked of the field, what it answers, and what comes of it."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for
from marshmallow import fields, validate

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from web.addresses import DOCUMENTS
from web.authentication import FOR_ANYONE, caller
from web.bodies import Resources
from web.consultation import consultation_shown, consultations_shown, responses_shown, results_shown
from web.consultation_bodies import ANSWERED, KEPT, Asking
from web.documents import records_document
from web.given import versioned
from web.pages import Cursors, Pages, page_given
from web.problems import ASKING
from web.problems_of_consultations import CONSULTATION_UNKNOWN, RESPONSE_UNKNOWN
from web.reading import asks, reads
from web.writing import writes, writes_of

ONE = "/<public:consultation>"


class ConsultationsQuery(Pages):
    """Which consultations are asked for."""

    informs = fields.String(
        validate=validate.Length(1, 200, error="The name of a version, of 1 to 200 characters."),
        metadata={"description": "Only those whose responses inform this version or proposal."},
    )


class ResponsesQuery(Pages):
    """Whose responses are asked for."""

    respondent = fields.String(
        validate=validate.Length(1, 220, error="A respondent, such as pathway/ada."),
        metadata={"description": "Only that of this respondent, `pathway/<id>` or `program/<id>`; all, if left out."},
    )


def consultation_reads(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources at which consultations are read."""
    resources = Resources("consultations", __name__, url_prefix="/v1/consultations", description="Asked of the field.")

    @asks(resources, "", ConsultationsQuery, "ConsultationsShown", security=FOR_ANYONE)
    def consultations(query: dict[str, Any]) -> Response:
        """Consultations in the order of their ids, a page at a time, as known when the first page was asked for."""
        page = cursors.page(query, "")
        found, until = desks().consultations.listed(
            caller(), query.get("informs"), page.after, page.until, page.limit + 1
        )
        shown = found[: page.limit]
        following = cursors.next_after(shown[-1].id, until) if len(found) > page.limit else None
        return page_given(consultations_shown(shown, until, following), following)

    @reads(resources, ONE, "ConsultationShown", CONSULTATION_UNKNOWN, security=FOR_ANYONE)
    def one(consultation: str) -> Response:
        """A consultation, with the entity tag that a write to it names."""
        found = desks().consultations.consultation(caller(), consultation)
        return versioned(consultation_shown(found), found.version)

    @reads(resources, f"{ONE}/results", "ResultsShown", CONSULTATION_UNKNOWN, security=FOR_ANYONE)
    def results(consultation: str) -> Response:
        """What was answered: figures of all responses, and own words as far as they may be published.

        Anybody may read it once it is published, and the certifying body's staff before.
        """
        found = desks().consultations.results(caller(), consultation)
        return versioned(results_shown(found), found.consultation.version)

    @asks(resources, f"{ONE}/responses", ResponsesQuery, "ResponsesShown", CONSULTATION_UNKNOWN)
    def responses(query: dict[str, Any], consultation: str) -> Response:
        """The responses that stand: all, for the certifying body's staff, or the own one, named by its respondent.

        They come a page at a time, as known when the first page was asked for.
        """
        page = cursors.page(query, 0)
        found, until = desks().consultations.responses(caller(), consultation, query.get("respondent"), page.until)
        end = page.after + page.limit
        following = cursors.next_after(end, until) if len(found) > end else None
        return page_given(responses_shown(consultation, found[page.after : end], until, following), following)

    @reads(resources, f"{ONE}/responses/<ref:ref>", "Response", CONSULTATION_UNKNOWN, RESPONSE_UNKNOWN)
    def response(consultation: str, ref: str) -> Response:
        """A response as it stands, or as it was before it was withdrawn."""
        found, version = desks().consultations.response(caller(), consultation, ref)
        return versioned(found, version)

    return resources


def consultation_writes(desks: Callable[[], Desks]) -> Resources:
    """Return the resources at which consultations are opened, answered and closed."""
    resources = Resources("asking", __name__, url_prefix="/v1/consultations", description="Asking, and answering.")

    @writes(resources, "", Asking, ASKING, opens=True)
    def open_consultation(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        """Open a consultation: put questions to mediators, to organisations, or to both."""
        recorded = desks().consultations.keep(caller(), given["id"], given["consultation"], instruction)
        return recorded, url_for("consultations.one", consultation=given["id"])

    @records_document(resources, f"/{DOCUMENTS}", ASKING, opens=True)
    def open_document(instruction: Instruction, document: str) -> tuple[Recorded, str]:
        """Open the consultation of a document, as docs/consultations.md describes it."""
        recorded = desks().consultations.open_document(caller(), document, instruction)
        return recorded, url_for("consultations.one", consultation=recorded.stream.partition("/")[2])

    def keep(instruction: Instruction, event: Any, consultation: str) -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().consultations.keep(caller(), consultation, event, instruction)
        return recorded, url_for("consultations.one", consultation=consultation)

    def answer(instruction: Instruction, event: Any, consultation: str, ref: str = "") -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().consultations.answer(caller(), consultation, event, instruction)
        return recorded, url_for("consultations.response", consultation=consultation, ref=ref or event.ref)

    for noun in KEPT:
        writes_of(resources, ONE, noun, keep, ASKING)
    for noun in ANSWERED:
        writes_of(resources, ONE, noun, answer, ASKING)
    return resources
