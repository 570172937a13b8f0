"""Responses to a consultation: given, replaced, withdrawn, and what of them may be published."""

from decimal import Decimal

import msgspec
import pytest

from domain.consultation.decisions import (
    AlreadyAnswered,
    ConsentNotGiven,
    NotAsked,
    ResponseAlreadyWithdrawn,
    ResponseNameTaken,
    ResponsesNotTaken,
    ResponseUnknown,
    record,
)
from domain.consultation.events import (
    ConsentWithdrawn,
    ConsultationChanged,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from domain.consultation.question import OwnWords
from domain.consultation.results import Numbers, Result, Written, results
from domain.consultation.state import fold
from domain.event import Event
from domain.possible import ImpossibleEvidence
from tests.domain.streams.asking import (
    ADAS,
    CLOSED,
    DECEMBER_1,
    DECEMBER_2,
    FEBRUARY_1,
    GRACES,
    HOURS,
    JANUARY_31,
    LESSONS,
    NOVEMBER_20,
    NOVEMBER_25,
    OPENED,
    PART,
    given,
)

REPLACED = ResponseReplaced(
    of="response-1",
    replaced_on=DECEMBER_2,
    choices={"part": "some of it"},
    may_publish=("own words",),
    private=OwnWords(answers={"lessons": "Smaller groups."}),
)
WITHDRAWN = ResponseWithdrawn(of="response-1", withdrawn_on=DECEMBER_2)
NO_NAME = ConsentWithdrawn(of="response-1", withdrawn_on=DECEMBER_2, no_longer=("name",))
SILENCED = ConsentWithdrawn(of="response-1", withdrawn_on=FEBRUARY_1, no_longer=("own words",))
PUBLISHED = ResultsPublished(published_on=FEBRUARY_1, responses=1)
AN_ORGANISATION = msgspec.structs.replace(ADAS, respondent="program/harbour")


@pytest.mark.parametrize(
    ("history", "event"),
    [
        ((), ADAS),
        ((), msgspec.structs.replace(ADAS, given_on=NOVEMBER_25, numbers={})),
        ((), msgspec.structs.replace(ADAS, given_on=JANUARY_31, may_publish=())),
        ((ADAS,), GRACES),
        ((ADAS, WITHDRAWN), msgspec.structs.replace(ADAS, ref="response-2")),
        ((ADAS,), REPLACED),
        ((ADAS, REPLACED), REPLACED),
        ((ADAS,), NO_NAME),
        ((ADAS, CLOSED), WITHDRAWN),
        ((ADAS, CLOSED, PUBLISHED), SILENCED),
        ((ADAS, CLOSED, PUBLISHED), WITHDRAWN),
    ],
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((), msgspec.structs.replace(ADAS, respondent="ada"), ImpossibleEvidence),
        ((), msgspec.structs.replace(ADAS, respondent="pathway/"), ImpossibleEvidence),
        ((), msgspec.structs.replace(ADAS, respondent="register/mfn"), ImpossibleEvidence),
        ((), AN_ORGANISATION, NotAsked),
        ((ADAS,), msgspec.structs.replace(GRACES, ref="response-1"), ResponseNameTaken),
        ((ADAS, WITHDRAWN), ADAS, ResponseNameTaken),
        ((ADAS,), msgspec.structs.replace(ADAS, ref="response-2"), AlreadyAnswered),
        ((), msgspec.structs.replace(ADAS, given_on=NOVEMBER_20), ResponsesNotTaken),
        ((), msgspec.structs.replace(ADAS, given_on=FEBRUARY_1), ResponsesNotTaken),
        ((CLOSED,), ADAS, ResponsesNotTaken),
        ((ADAS, PUBLISHED), REPLACED, ResponsesNotTaken),
        ((), REPLACED, ResponseUnknown),
        ((ADAS, WITHDRAWN), REPLACED, ResponseAlreadyWithdrawn),
        ((ADAS, WITHDRAWN), WITHDRAWN, ResponseAlreadyWithdrawn),
        ((ADAS, WITHDRAWN), NO_NAME, ResponseAlreadyWithdrawn),
        ((ADAS, NO_NAME), NO_NAME, ConsentNotGiven),
        ((ADAS,), msgspec.structs.replace(NO_NAME, no_longer=()), ImpossibleEvidence),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given(*history), event)


@pytest.mark.parametrize(
    ("response", "field"),
    [
        (msgspec.structs.replace(ADAS, choices={}), "choices.part"),
        (msgspec.structs.replace(ADAS, choices={"part": "none of it"}), "choices.part"),
        (msgspec.structs.replace(ADAS, choices={"part": "all of it", "hours": "40"}), "choices"),
        (msgspec.structs.replace(ADAS, numbers={"part": Decimal(1)}), "numbers"),
        (msgspec.structs.replace(ADAS, numbers={"hours": Decimal(-1)}), "numbers"),
        (msgspec.structs.replace(ADAS, private=None), "private.answers.lessons"),
        (msgspec.structs.replace(ADAS, private=OwnWords(answers={"lessons": " "})), "private.answers.lessons"),
        (
            msgspec.structs.replace(ADAS, private=OwnWords(answers={"lessons": "x" * 10_001})),
            "private.answers.lessons",
        ),
        (msgspec.structs.replace(ADAS, private=OwnWords(answers={"wishes": "None."})), "private.answers"),
    ],
)
def test_an_answer_that_fits_no_question_is_refused(response: ResponseGiven, field: str) -> None:
    with pytest.raises(ImpossibleEvidence) as refused:
        record(given(), response)
    assert refused.value.field == field


def test_where_nothing_is_asked_in_a_way_no_answer_of_that_way_is_expected() -> None:
    opened = fold("consultation/training", [msgspec.structs.replace(OPENED, questions=(PART,))])
    with pytest.raises(ImpossibleEvidence, match="answers to questions of this kind: nothing"):
        record(opened, msgspec.structs.replace(ADAS, numbers={"hours": Decimal(1)}, private=None))


def test_an_organisation_answers_where_organisations_are_asked() -> None:
    both = ConsultationChanged(changed_on=NOVEMBER_20, asked=("mediators", "organisations"))
    assert record(given(both), AN_ORGANISATION) is AN_ORGANISATION


def test_a_replaced_response_keeps_its_name_and_nothing_else() -> None:
    [response] = given(ADAS, REPLACED).standing
    assert (response.ref, response.respondent, response.event) == (
        "response-1",
        "pathway/ada",
        "consultation/training@3",
    )
    assert (response.given_on, response.choices, response.numbers) == (DECEMBER_2, {"part": "some of it"}, {})
    assert (response.may_publish, response.private) == (("own words",), REPLACED.private)


def test_the_results_count_every_response_and_show_the_words_that_may_be_published() -> None:
    silent = msgspec.structs.replace(
        GRACES, ref="response-3", respondent="pathway/joan", numbers={}, may_publish=(), given_on=DECEMBER_1
    )
    assert results(given(ADAS, GRACES, silent)) == (
        Result(question=PART, answered=3, choices={"all of it": 1, "some of it": 2}),
        Result(
            question=HOURS,
            answered=2,
            numbers=Numbers(Decimal(20), Decimal("30.25"), Decimal("40.5"), Decimal("60.5")),
        ),
        Result(question=LESSONS, answered=3, written=(Written("Small groups.", "Ada"), Written("Longer breaks."))),
    )


def test_without_responses_there_are_only_zeros() -> None:
    assert results(given()) == (
        Result(question=PART, answered=0, choices={"all of it": 0, "some of it": 0}),
        Result(question=HOURS, answered=0),
        Result(question=LESSONS, answered=0, written=()),
    )


@pytest.mark.parametrize("since", [WITHDRAWN, SILENCED])
def test_published_figures_stay_and_words_go_with_the_consent(since: Event) -> None:
    [part, _, lessons] = results(given(ADAS, CLOSED, PUBLISHED, since))
    assert (part.answered, lessons.answered, lessons.written) == (1, 1, ())


def test_a_response_withdrawn_before_figures_are_published_is_not_counted() -> None:
    [part, _, lessons] = results(given(ADAS, GRACES, WITHDRAWN))
    assert part.choices == {"all of it": 0, "some of it": 1}
    assert lessons.written == (Written("Longer breaks."),)


def test_optional_words_may_be_left_out() -> None:
    optional = msgspec.structs.replace(LESSONS, optional=True)
    wordless = fold(
        "consultation/training",
        [msgspec.structs.replace(OPENED, questions=(PART, optional)), msgspec.structs.replace(ADAS, private=None)],
    )
    [_, lessons] = results(wordless)
    assert (lessons.answered, lessons.written) == (0, ())
