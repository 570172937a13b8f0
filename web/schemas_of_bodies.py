"""The schemas of the events that bodies have."""

from functools import cache
from typing import Any

from web import consultation_bodies as consultations
from web.pathway_bodies import NOUNS, OPENED
from web.persons import FORGETTING
from web.policy_bodies import POLICY_NOUNS
from web.program_bodies import PROGRAM_NOUNS, REGISTER_NOUNS, REGISTERED, SUBMITTED


@cache
def schemas_of_bodies() -> dict[str, Any]:
    """Return them by the names of components."""
    nouns = (
        *(*NOUNS, FORGETTING, *PROGRAM_NOUNS, *REGISTER_NOUNS, *POLICY_NOUNS),
        *(*consultations.KEPT, *consultations.ANSWERED, *consultations.ANNOUNCED),
    )
    opening = (OPENED, SUBMITTED, REGISTERED, consultations.OPENED, consultations.PUBLISHED)
    fields = (*opening, *(noun.field for noun in nouns))
    return {name: schema for field in fields for name, schema in field.schemas.items()}
