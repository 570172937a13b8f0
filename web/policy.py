"""The rulebook's texts as they are given over HTTP."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from application.desks.policies import Shelf, Tried
from application.policy_remarks import Noted
from application.rulebooks import Told
from application.scenarios import Difference, Document
from domain.consultation.state import Consultation
from domain.measures import MeasureDrafted, in_words, terms_of


class TextShown(msgspec.Struct, frozen=True):
    """A version or proposal; ``event`` brought it, and its whole text is found by its hash."""

    version: str
    title: str
    published: date
    in_force_from: date
    in_force_until: date | None
    content_hash: str
    event: str
    by: str


class ProposalShown(TextShown, frozen=True):
    """A proposal, with the ids of the consultations whose responses inform it."""

    consultations: tuple[str, ...]


class MeasureShown(msgspec.Struct, frozen=True):
    """A measure that is proposed, what it says in words, and by whom; all of it is found by its hash."""

    measure: str
    says: str
    content_hash: str
    proposed_on: date
    by: str


class PoliciesShown(msgspec.Struct, frozen=True):
    """The versions of the rulebook that judges, its open proposals and measures; `version` is that of its stream."""

    format: Literal["milepost.policies/v1"]
    rulebook: str
    version: int
    versions: tuple[TextShown, ...]
    proposals: tuple[ProposalShown, ...]
    measures: tuple[MeasureShown, ...]


class PlacedShown(msgspec.Struct, frozen=True):
    """Something that is said of a line of a document; lines and columns are counted from one."""

    line: int
    column: int
    detail: str
    code: str | None = None


class CheckedShown(msgspec.Struct, frozen=True):
    """A document that can be read, its hash, and the remarks of a careful reader."""

    format: Literal["milepost.checked/v1"]
    rulebook: str
    version: str
    clauses: int
    content_hash: str
    remarks: tuple[PlacedShown, ...]


class ScenarioShown(msgspec.Struct, frozen=True):
    """A scenario that was played, and what came out otherwise than it says."""

    name: str
    differences: tuple[PlacedShown, ...]


class TriedShown(msgspec.Struct, frozen=True):
    """Scenarios played upon the texts that there are; they hold if nothing came out otherwise."""

    format: Literal["milepost.tried/v1"]
    holds: bool
    scenarios: tuple[ScenarioShown, ...]


def policies_shown(shelf: Shelf, consultations: Sequence[Consultation]) -> PoliciesShown:
    return PoliciesShown(
        "milepost.policies/v1",
        shelf.rulebook,
        shelf.version,
        tuple(map(_text, shelf.versions)),
        tuple(_proposal(each, consultations) for each in shelf.proposals),
        tuple(map(_measure, shelf.measures)),
    )


def _measure(proposed: MeasureDrafted) -> MeasureShown:
    says = in_words(terms_of(proposed).measure)
    return MeasureShown(proposed.measure, says, proposed.content_hash, proposed.drafted_on, proposed.drafted_by)


def _proposal(told: Told, consultations: Sequence[Consultation]) -> ProposalShown:
    version = told.policy.version
    informing = tuple(each.id for each in consultations if each.asking.informs == version)
    return ProposalShown(**msgspec.structs.asdict(_text(told)), consultations=informing)


def _text(told: Told) -> TextShown:
    policy = told.policy
    return TextShown(
        policy.version,
        policy.title,
        policy.published,
        policy.in_force_from,
        policy.in_force_until,
        told.content_hash,
        told.recorded.event_id,
        told.recorded.actor,
    )


def checked_shown(document: Document, remarks: Iterable[Noted]) -> CheckedShown:
    policy = document.policy
    return CheckedShown(
        "milepost.checked/v1",
        policy.rulebook,
        policy.version,
        len(policy.clauses),
        document.content_hash,
        tuple(PlacedShown(each.place.line, each.place.column, each.words, each.code) for each in remarks),
    )


def tried_shown(tried: Iterable[Tried]) -> TriedShown:
    scenarios = tuple(
        ScenarioShown(
            each.name,
            tuple(PlacedShown(one.place.line, one.place.column, _said(one)) for one in each.differences),
        )
        for each in tried
    )
    return TriedShown("milepost.tried/v1", not any(each.differences for each in scenarios), scenarios)


def _said(difference: Difference) -> str:
    return f"{difference.question}: {difference.message}" if difference.question else difference.message
