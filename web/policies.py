"""The texts of the rulebook: listed, looked up, checked, tried, proposed, adopted, refused; and measures."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for
from marshmallow import fields

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from web.authentication import caller
from web.bodies import Resources
from web.documents import Reasoned, reads_document, records_document
from web.given import given, versioned
from web.history import enveloped
from web.nouns import Noun
from web.policy import checked_shown, policies_shown, tried_shown
from web.policy_bodies import MEASURES, REFUSAL, AdoptionBody, TermsBody, terms_in
from web.problems import WRITING
from web.reading import reads
from web.reason import described
from web.writing import Body, writes, writes_of


class OfAProposal(Reasoned):
    """What is said with scenarios that go with a proposal."""

    version = fields.String(required=True, metadata=described("The version, as the proposal names it."))


def policies(desks: Callable[[], Desks]) -> Resources:
    """Return the resources of the rulebook."""
    resources = Resources("policies", __name__, url_prefix="/v1/policies", description="The texts of the rulebook.")

    @reads(resources, "", "PoliciesShown", whole=True)
    def listed() -> Response:
        """The versions and open proposals, with the entity tag that a write to the rulebook names.

        Each proposal names the consultations that inform it. These move the list without the rulebook: it is always
        given whole.
        """
        shelf = desks().policies.list(caller())
        consultations = desks().consultations.consultations(caller())
        return versioned(policies_shown(shelf, consultations), shelf.version, whole=True)

    @reads(resources, "/texts/<hash:content_hash>", "Policy")
    def text(content_hash: str) -> Response:
        """A whole text by its hash, in canonical JSON (RFC 8785), whatever became of it."""
        return given(desks().policies.text(caller(), content_hash))

    @reads(resources, "/events/<int:version>", "Enveloped")
    def event(version: int) -> Response:
        """One event of the rulebook in its envelope; it never changes."""
        return given(enveloped(desks().policies.event(caller(), version)))

    @reads_document(resources, "/checks", "CheckedShown")
    def check(document: str) -> Response:
        """Check a document: every fault at its line and column, or else the remarks of a careful reader.

        An amendment is read on the text that it amends, among those adopted. Nothing is recorded.
        """
        return given(checked_shown(*desks().policies.check(caller(), document)))

    @reads_document(resources, "/trials", "TriedShown")
    def attempt(scenarios: str) -> Response:
        """Play scenarios upon the versions and proposals that there are, and say what comes out otherwise.

        Nothing is recorded.
        """
        return given(tried_shown(desks().policies.attempt(caller(), scenarios)))

    _ways_in(resources, desks)

    def refuse(instruction: Instruction, event: Any) -> tuple[Recorded, str]:  # noqa: ANN401  (an event)
        return _as_event(desks().policies.refuse(caller(), event, instruction))

    writes_of(resources, "", REFUSAL, refuse)
    for noun in MEASURES:
        _proposes(resources, desks, noun)

    @writes(resources, "/measures/adoptions", AdoptionBody, WRITING)
    def adopt_measure(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        """Adopt a measure that somebody else proposed, by the hash of what it says: from then on it holds.

        Its impact has to be known as of now, and it has to answer for everyone who loses days of a level by it. Two
        events are recorded: what was reported, and the measure.
        """
        content_hash = given["adoption"]["content_hash"]
        return _as_event(desks().policies.adopt_measure(caller(), content_hash, instruction))

    return resources


def _proposes(resources: Resources, desks: Callable[[], Desks], noun: Noun) -> None:
    """Make the resource at which a measure is proposed."""

    def view(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        terms = terms_in(given, noun.member)
        return _as_event(desks().policies.propose_measure(caller(), terms, instruction))

    view.__name__ = f"record_{noun.component}"
    view.__doc__ = noun.says
    body = type(f"{noun.component}Body", (Body, TermsBody), {noun.member: noun.field})
    writes(resources, noun.rule, body, WRITING)(view)


def _ways_in(resources: Resources, desks: Callable[[], Desks]) -> None:
    """Make the resources by which a text comes to judge: proposed with its scenarios, and adopted."""

    @records_document(resources, "/drafts")
    def draft(instruction: Instruction, document: str) -> tuple[Recorded, str]:
        """Propose a version; it may amend any that was adopted."""
        return _with_text(desks().policies.draft(caller(), document, instruction))

    @records_document(resources, "/corrections")
    def correct(instruction: Instruction, document: str) -> tuple[Recorded, str]:
        """Propose that the text of an adopted version was wrong; it comes through the same gate as a version."""
        return _with_text(desks().policies.draft(caller(), document, instruction, corrects=True))

    @records_document(resources, "/scenarios", asked=OfAProposal)
    def attach(instruction: Instruction, document: str, version: str) -> tuple[Recorded, str]:
        """Attach scenarios to a proposal, in place of those before: it is adopted only if they hold."""
        return _as_event(desks().policies.attach(caller(), version, document, instruction))

    @records_document(resources, "/adoptions")
    def adopt(instruction: Instruction, document: str) -> tuple[Recorded, str]:
        """Adopt the text that somebody else proposed: it judges from its day of effect.

        Its scenarios have to hold, its impact has to be known as of now, and the text has to answer for everyone who
        loses days of a level by it. Three events are recorded: that it was tried, what was reported, and the adoption.
        """
        return _with_text(desks().policies.adopt(caller(), document, instruction))


def _as_event(recorded: Recorded) -> tuple[Recorded, str]:
    return recorded, url_for("policies.event", version=recorded.version)


def _with_text(recorded: Recorded) -> tuple[Recorded, str]:
    return recorded, url_for("policies.text", content_hash=getattr(recorded.event, "content_hash", ""))
