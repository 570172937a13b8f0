"""What comes of a consultation: figures of every response counted, and own words as far as they may be published."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

import msgspec

from domain.consultation.question import Question
from domain.consultation.state import Consultation, Response


class Numbers(msgspec.Struct, frozen=True):
    """The numbers that were answered: the least, the middle and the most of them, and all of them added up."""

    least: Decimal
    median: Decimal
    most: Decimal
    total: Decimal


class Written(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody wrote, and who, if that may be published as well."""

    text: str
    name: str | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered to a question: how often each choice was made, in the order in which they were offered.

    `answered` counts the responses that answer it; of free texts, `written` has those that may be published.
    """

    question: Question
    answered: int
    choices: dict[str, int] | None = None
    numbers: Numbers | None = None
    written: tuple[Written, ...] | None = None


def results(consultation: Consultation, published: Consultation | None = None) -> tuple[Result, ...]:
    """Return the results by question.

    Figures are those of the responses that were counted when results were published, of those that stand until then.
    Own words are shown as they may be published now; where they are sealed, `published` has them as they can be read.
    """
    counted = consultation.standing if consultation.counted is None else consultation.counted
    standing = (published or consultation).standing
    return tuple(_result(question, counted, standing) for question in consultation.asking.questions)


def _result(question: Question, counted: Sequence[Response], standing: Sequence[Response]) -> Result:
    if question.kind == "choice":
        made = [each.choices[question.id] for each in counted if question.id in each.choices]
        choices = {choice: made.count(choice) for choice in question.choices}
        return Result(question=question, answered=len(made), choices=choices)
    if question.kind == "number":
        numbers = [each.numbers[question.id] for each in counted if question.id in each.numbers]
        return Result(question=question, answered=len(numbers), numbers=_numbers(numbers))
    answered = sum(1 for each in counted if _words(each, question.id))
    written = [each for each in standing if "own words" in each.may_publish and _words(each, question.id)]
    return Result(question=question, answered=answered, written=tuple(_written(each, question.id) for each in written))


def _numbers(numbers: Sequence[Decimal]) -> Numbers | None:
    if not numbers:
        return None
    return Numbers(min(numbers), median(numbers), max(numbers), sum(numbers, Decimal(0)))


def _words(response: Response, question: str) -> str:
    return response.private.answers.get(question, "") if response.private else ""


def _written(response: Response, question: str) -> Written:
    named = response.private is not None and "name" in response.may_publish
    return Written(_words(response, question), response.private.name if response.private and named else None)
