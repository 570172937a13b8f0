"""JSON Schemas of the documents that people write, so that editors complete them and mark what cannot be."""

from collections.abc import Callable

from infrastructure.schemas.policy import policy
from infrastructure.schemas.scenarios import scenarios
from infrastructure.schemas.shapes import Shape
from infrastructure.schemas.vocabulary import vocabulary
from infrastructure.schemas.words import words

SCHEMAS: dict[str, Callable[[], Shape]] = {
    "policy": policy,
    "scenarios": scenarios,
    "vocabulary": vocabulary,
    "words": words,
}
"""What each kind of document may hold; what only the whole text shows, such as names, is left to the reader."""
