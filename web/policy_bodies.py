"""The bodies of writes to the rulebook: documents, and what becomes of texts."""

from domain import rulebook
from web.nouns import Noun

YAML = "application/yaml"

POLICY_NOUNS = (
    Noun(
        rule="/refusals",
        member="refusal",
        component="NewRefusal",
        kinds=(rulebook.PolicyRefused,),
        says="Refuse a proposal, for reasons; it is kept.",
    ),
    Noun(
        rule="/suspensions",
        member="suspension",
        component="NewPolicySuspension",
        kinds=(rulebook.PolicySuspended,),
        says="Suspend a version: it is not applied on these days.",
    ),
    Noun(
        rule="/supersessions",
        member="supersession",
        component="NewSupersession",
        kinds=(rulebook.PolicySuperseded,),
        says="End the force of a version from a day on, when another takes its place.",
    ),
    Noun(
        rule="/readings",
        member="reading",
        component="NewReading",
        kinds=(rulebook.InterpretationChosen,),
        says="Choose how a parameter is read that the text leaves open, in one version or in all that have it.",
    ),
)
