"""What is asked: a question, and which answers fit it."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from domain.possible import ImpossibleEvidence, possible

Kind: TypeAlias = Literal["free text", "choice", "number"]

LONGEST_TEXT = 10_000
"""Characters of one answer in own words."""

MOST_QUESTIONS = 100
FEWEST_CHOICES = 2


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A question under a name of its own; `choices` are those of a choice, `number_of` tells what a number counts."""

    id: str
    asks: str
    kind: Kind
    choices: tuple[str, ...] = ()
    number_of: str | None = None
    optional: bool = False


class OwnWords(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a respondent wrote, by question, and who wrote it. It never enters a figure, so that it can be erased."""

    name: str | None = None
    email: str | None = None
    answers: dict[str, str] = msgspec.field(default_factory=dict)


def possible_questions(questions: Iterable[Question]) -> None:
    """Raise `ImpossibleEvidence` if there are none, too many, two of one name, or one that cannot be answered."""
    asked: set[str] = set()
    for question in questions:
        possible(question)
        if question.id in asked:
            raise ImpossibleEvidence(question.id, "questions", "a name of its own for each question")
        asked.add(question.id)
        _answerable(question)
    if not 0 < len(asked) <= MOST_QUESTIONS:
        raise ImpossibleEvidence(len(asked), "questions", f"from 1 to {MOST_QUESTIONS} questions")


def _answerable(question: Question) -> None:
    at = f"questions.{question.id}"
    if (question.kind == "choice") != bool(question.choices):
        raise ImpossibleEvidence(question.kind, at, "choices if, and only if, the question is a choice")
    if question.choices and len(set(question.choices)) < max(FEWEST_CHOICES, len(question.choices)):
        raise ImpossibleEvidence(", ".join(question.choices), at, "two choices or more, each once")
    if (question.kind == "number") != (question.number_of is not None):
        raise ImpossibleEvidence(question.kind, at, "what the number counts if, and only if, it asks for a number")
