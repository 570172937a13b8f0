"""The desk at which the field is asked, answers, and is told what came of it."""

from collections.abc import Sequence
from itertools import islice
from typing import TypeAlias

import msgspec

from application.access import Access, Caller
from application.consultation_reading import read_consultation
from application.consultations import Consultations
from application.desks.clerk import Clerk
from application.desks.instruction import Instruction
from application.desks.policies import NAME, ReadYaml
from application.revealing import Revealing
from application.store import Recorded
from domain.consultation.decisions import ResponseUnknown
from domain.consultation.events import (
    ConsentWithdrawn,
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from domain.consultation.results import Result, results
from domain.consultation.state import Consultation, Response

Kept: TypeAlias = ConsultationOpened | ConsultationChanged | ConsultationClosed | ResultsPublished
Answered: TypeAlias = ResponseGiven | ResponseReplaced | ResponseWithdrawn | ConsentWithdrawn

RESULTS = "consultations.results"
RESPONSES = "consultations.responses"


class Summary(msgspec.Struct, frozen=True):
    """The results of a consultation, and how it stands; they are published, or so far seen by staff alone."""

    consultation: Consultation
    results: tuple[Result, ...]


class ConsultationDesk:
    """Serves those who ask, those who are asked, and whoever wants to know what was answered."""

    def __init__(
        self,
        access: Access,
        consultations: Consultations,
        clerk: Clerk,
        read_yaml: ReadYaml,
        revealing: Revealing,
    ) -> None:
        self._access = access
        self._consultations = consultations
        self._clerk = clerk
        self._read_yaml = read_yaml
        self._revealing = revealing

    def open_document(self, caller: Caller, document: str, instruction: Instruction) -> Recorded:
        """Return how the consultation of a document is opened. Raises DocumentRefused, and what `keep` raises."""
        self._access.permit(caller, "consultations.keep")
        name, opened = read_consultation(self._read_yaml(document, NAME))
        return self.keep(caller, name, opened, instruction)

    def keep(self, caller: Caller, name: str, event: Kept, instruction: Instruction) -> Recorded:
        """Return how a consultation is opened, changed or closed, or its results published.

        Raises NotPermitted, VersionUnknown for what it is to inform, and what `Clerk.enter` raises.
        """
        self._access.permit(caller, "consultations.keep")
        if isinstance(event, ConsultationOpened | ConsultationChanged):
            self._consultations.require_version(event.informs)
        return self._clerk.enter(caller, f"consultation/{name}", event, instruction)

    def answer(self, caller: Caller, name: str, event: Answered, instruction: Instruction) -> Recorded:
        """Return how a response is given, replaced or withdrawn, or consent to publish it.

        To whom a response belongs is told by its respondent; one that is not there belongs to nobody. Raises
        NotPermitted and what `Clerk.enter` raises.
        """
        stream = f"consultation/{name}"
        owner = event.respondent if isinstance(event, ResponseGiven) else self._respondent(name, event.of)
        return self._clerk.enter(caller, stream, event, instruction, owner=owner or stream)

    def consultations(self, caller: Caller, informs: str | None = None) -> Sequence[Consultation]:
        """Return all consultations, or those that inform a version or proposal. Raises NotPermitted."""
        self._access.permit(caller, "consultations.list")
        return list(self._consultations.consultations(informs))

    def listed(
        self, caller: Caller, informs: str | None, after: str, until: int | None, limit: int
    ) -> tuple[Sequence[Consultation], int]:
        """Return so many at most, by id, as known at a position; and that position. Raises NotPermitted."""
        self._access.permit(caller, "consultations.list")
        until = self._consultations.head() if until is None else until
        return list(islice(self._consultations.consultations(informs, after, until), limit)), until

    def consultation(self, caller: Caller, name: str) -> Consultation:
        """Return a consultation. Raises NotPermitted and ConsultationUnknown."""
        self._access.permit(caller, "consultations.read")
        return self._consultations.consultation(name)

    def results(self, caller: Caller, name: str) -> Summary:
        """Return what was answered: for everybody once it is published, and for staff alone until then.

        Raises NotPermitted and ConsultationUnknown.
        """
        consultation = self.consultation(caller, name)
        if consultation.published is None:
            self._access.permit(caller, RESULTS)
        return Summary(consultation, results(consultation, self._revealing.published(consultation)))

    def responses(
        self, caller: Caller, name: str, respondent: str | None = None, until: int | None = None
    ) -> tuple[Sequence[Response], int]:
        """Return the responses that stand as known at a position, all of them, for staff, or that of a respondent.

        And that position. Raises NotPermitted and ConsultationUnknown.
        """
        self._permit_responses(caller, respondent or "")
        until = self._consultations.head() if until is None else until
        consultation = self._consultations.consultation(name, until)
        found = [each for each in consultation.standing if respondent in {None, each.respondent}]
        return self._revealing.responses(found, caller.name, consultation.stream), until

    def response(self, caller: Caller, name: str, ref: str) -> tuple[Response, int]:
        """Return a response, withdrawn or not, and the version of its consultation.

        Raises NotPermitted, ConsultationUnknown and ResponseUnknown.
        """
        self._permit_responses(caller, self._respondent(name, ref))
        consultation = self._consultations.consultation(name)
        if ref not in consultation.responses:
            raise ResponseUnknown(consultation.stream, ref)
        (response,) = self._revealing.responses([consultation.responses[ref]], caller.name, consultation.stream)
        return response, consultation.version

    def _respondent(self, name: str, ref: str) -> str:
        """Return whose a response is, or nothing if there is no such response."""
        found = self._consultations.found(name)
        response = found.responses.get(ref) if found else None
        return response.respondent if response else ""

    def _permit_responses(self, caller: Caller, respondent: str) -> None:
        kind, _, own = respondent.partition("/")
        pathway, program = (own if kind == each else None for each in ("pathway", "program"))
        self._access.permit(caller, RESPONSES, pathway=pathway, program=program)
