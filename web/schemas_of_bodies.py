"""The schemas of the events that bodies have."""

from functools import cache
from typing import Any

from web.pathway_bodies import NOUNS, OPENED


@cache
def schemas_of_bodies() -> dict[str, Any]:
    """Return them by the names of components."""
    fields = (OPENED, *(noun.field for noun in NOUNS))
    return {name: schema for field in fields for name, schema in field.schemas.items()}
