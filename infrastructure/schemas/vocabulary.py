"""What a vocabulary may hold: kinds of evidence, each with its fields."""

from domain.policy.kinds import ABSENCES, PLAIN
from infrastructure.schemas.shapes import DRAFT, Shape, closed, line, named

FIELD = line(
    "what the field holds, and what it means if it is missing",
    anyOf=[
        {"enum": sorted(PLAIN)},
        {
            "pattern": rf"^({'|'.join(sorted(PLAIN))}|number of \S.*?|one of \S.*?)"
            rf"(; absent means ({'|'.join(sorted(ABSENCES))}))?$"
        },
    ],
)
KIND = closed(
    {
        "words": line("the kind in words, such as 'a completed course'"),
        "counts from": line("the date field from which on it counts"),
        "until": line("of a span: the date field whose day is the first no longer in it"),
        "fields": named(FIELD, "each field with its type"),
    },
    ["words", "counts from", "fields"],
)
FURTHER = KIND | {"required": ["fields"], "anyOf": [{"required": ["words", "counts from"]}, {"maxProperties": 1}]}
KINDS = named(FURTHER, "kinds of evidence, by name; of a kind that is known already, 'fields' alone adds to it")


def vocabulary() -> Shape:
    """Return the schema of a vocabulary document."""
    return {"$schema": DRAFT, "title": "A vocabulary of kinds of evidence", **named(KIND)}
