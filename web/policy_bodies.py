"""The bodies of writes to the rulebook: what becomes of texts, and measures."""

from typing import Any

from marshmallow import Schema, fields, validate

from domain import measures, rulebook
from domain.measures import Taking, Terms
from web.coordinates import LONGEST, Day
from web.nouns import Noun
from web.reason import OF_A_REASON, described
from web.writing import Body

YAML = "application/yaml"
_MOST_TAKINGS = 100
_MOST_REASONS = 100

REFUSAL = Noun(
    rule="/refusals",
    member="refusal",
    component="NewRefusal",
    kinds=(rulebook.PolicyRefused,),
    says="Refuse a proposal, of a text or of a measure, for reasons; it is kept.",
)
MEASURES = (
    Noun(
        rule="/suspensions",
        member="suspension",
        component="NewPolicySuspension",
        kinds=(measures.PolicySuspended,),
        says="Propose to suspend a version: it is not applied on these days. Another person adopts it.",
    ),
    Noun(
        rule="/liftings",
        member="lifting",
        component="NewPolicyLifting",
        kinds=(measures.PolicySuspensionLifted,),
        says="Propose to lift the suspension of a version: it is applied again from then on. Another person adopts it.",
    ),
    Noun(
        rule="/supersessions",
        member="supersession",
        component="NewSupersession",
        kinds=(measures.PolicySuperseded,),
        says="Propose to end the force of a version from a day on, when another takes its place. Another person adopts "
        "it.",
    ),
    Noun(
        rule="/readings",
        member="reading",
        component="NewReading",
        kinds=(measures.InterpretationChosen,),
        says="Propose how a parameter is read that the text leaves open, in one version or in all that have it. "
        "Another person adopts it.",
    ),
)
POLICY_NOUNS = (REFUSAL, *MEASURES)


class TakingBody(Schema):
    """Days of a level that a measure takes away on purpose."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    level = fields.String(required=True, validate=validate.Length(1, LONGEST))
    from_ = Day(required=True, data_key="from", metadata={"description": "The first day that is taken."})
    text = fields.String(
        required=True, validate=OF_A_REASON, metadata=described("What is taken and why, to those who lose it.")
    )
    reasons = fields.List(
        fields.String(validate=validate.Length(1, LONGEST)),
        load_default=(),
        validate=validate.Length(max=_MOST_REASONS),
        metadata={
            "description": "The codes of which those concerned are told one on the first day on which they do not "
            "have the level; any, if left out."
        },
    )


class TermsBody(Schema):
    """What is said with a measure."""

    takes_away = fields.List(
        fields.Nested(TakingBody),
        load_default=(),
        validate=validate.Length(max=_MOST_TAKINGS),
        metadata={"description": "What it takes on purpose, from those who would otherwise lose it unseen."},
    )
    retroactive = fields.String(
        load_default="",
        validate=validate.Length(max=2000),
        metadata={"description": "Why it changes days that are over; empty, if it does not."},
    )


class SignedBody(Schema):
    """What is signed."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    content_hash = fields.String(
        required=True,
        validate=validate.Regexp(r"^sha256:[0-9a-f]{64}\Z", error="The hash of a measure is expected."),
        metadata={
            "description": "The hash of the measure, as its proposal gave it and `/v1/policies` gives it.",
            "pattern": "^sha256:[0-9a-f]{64}$",
        },
    )


class AdoptionBody(Body):
    """The measure that is adopted, and why."""

    adoption = fields.Nested(SignedBody, required=True)


def terms_in(given: dict[str, Any], member: str) -> Terms:
    """Return a measure as a body proposes it."""
    takings = tuple(Taking(**(each | {"reasons": tuple(each["reasons"])})) for each in given["takes_away"])
    return Terms(measure=given[member], takes_away=takings, retroactive=given["retroactive"].strip())
