"""The schemas of the events that bodies have."""

from functools import cache
from typing import Any

from web.pathway_bodies import NOUNS, OPENED
from web.program_bodies import PROGRAM_NOUNS, REGISTER_NOUNS, REGISTERED, SUBMITTED


@cache
def schemas_of_bodies() -> dict[str, Any]:
    """Return them by the names of components."""
    nouns = (*NOUNS, *PROGRAM_NOUNS, *REGISTER_NOUNS)
    fields = (OPENED, SUBMITTED, REGISTERED, *(noun.field for noun in nouns))
    return {name: schema for field in fields for name, schema in field.schemas.items()}
