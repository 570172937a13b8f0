"""Whether answers fit the questions that are asked."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from domain.consultation.events import ResponseGiven, ResponseReplaced
from domain.consultation.question import LONGEST_TEXT, Kind, Question
from domain.possible import ImpossibleEvidence

Asking: TypeAlias = Mapping[str, Question]

HELD: dict[Kind, str] = {"choice": "choices", "number": "numbers", "free text": "private.answers"}
"""Where a response holds the answers to questions of each kind."""


def possible_answers(questions: Iterable[Question], response: ResponseGiven | ResponseReplaced) -> None:
    """Raise `ImpossibleEvidence` for the first answer that fits no question, or question that has none and wants one.

    Questions that are optional need no answer. The numbers themselves were looked at before.
    """
    asking = {question.id: question for question in questions}
    words = response.private.answers if response.private else {}
    _asked_for(asking, "choice", response.choices)
    _asked_for(asking, "number", response.numbers)
    _asked_for(asking, "free text", words)
    for name, choice in response.choices.items():
        if choice not in asking[name].choices:
            raise ImpossibleEvidence(choice, f"choices.{name}", "one of " + ", ".join(asking[name].choices))
    for name, text in words.items():
        if not 0 < len(text.strip()) <= LONGEST_TEXT:
            raise ImpossibleEvidence(len(text), f"private.answers.{name}", f"1 to {LONGEST_TEXT:,} letters")


def _asked_for(asking: Asking, kind: Kind, answers: Mapping[str, object]) -> None:
    """Raise `ImpossibleEvidence` unless these answer questions of the kind, and all that want an answer."""
    of_kind = {name: question for name, question in asking.items() if question.kind == kind}
    for name in answers:
        if name not in of_kind:
            known = ", ".join(of_kind) or "nothing"
            raise ImpossibleEvidence(name, HELD[kind], f"answers to questions of this kind: {known}")
    for name, question in of_kind.items():
        if not question.optional and name not in answers:
            raise ImpossibleEvidence(None, f"{HELD[kind]}.{name}", f"an answer to: {question.asks}")
