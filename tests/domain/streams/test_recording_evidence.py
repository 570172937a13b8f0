"""What may be recorded on a pathway, and what may not."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.pathway.decisions import (
    AlreadyRecorded,
    CourseBeforeProgram,
    PathwayAlreadyOpen,
    PathwayUnknown,
    SameEvidenceTwice,
    complete_course,
    open_pathway,
    record,
)
from domain.pathway.practice import LogbookHoursVerified
from domain.pathway.record import EvidenceRecorded, EvidenceRetracted
from domain.pathway.state import Pathway, fold
from domain.possible import ImpossibleEvidence
from domain.program.state import Program
from tests.domain.streams.history import COURSE, MEDIATION, OPENED, given, given_program


def test_a_pathway_is_opened_once() -> None:
    assert open_pathway(Pathway("pathway/ada"), OPENED) is OPENED
    assert record(Pathway("pathway/ada"), OPENED) is OPENED
    with pytest.raises(PathwayAlreadyOpen, match="pathway/ada"):
        open_pathway(given(), OPENED)


def test_a_pathway_opens_on_a_day_of_our_time() -> None:
    with pytest.raises(ImpossibleEvidence):
        open_pathway(Pathway("pathway/ada"), msgspec.structs.replace(OPENED, opened_on=date(1815, 12, 10)))


def test_nothing_is_recorded_on_a_pathway_that_was_never_opened() -> None:
    with pytest.raises(PathwayUnknown, match="pathway/ada"):
        record(fold("pathway/ada", ()), COURSE)


def test_a_decision_returns_the_event_and_changes_nothing() -> None:
    pathway = given()
    assert record(pathway, COURSE) is COURSE
    assert pathway == given()


def test_a_name_is_used_once() -> None:
    other = msgspec.structs.replace(MEDIATION, ref=COURSE.ref)
    with pytest.raises(AlreadyRecorded, match="course-1"):
        record(given(COURSE), other)


def test_a_name_that_a_remark_bears_is_taken() -> None:
    verified = LogbookHoursVerified(of="mediation-1", ref="proof", verified_by="court", verified_on=date(2021, 6, 1))
    with pytest.raises(AlreadyRecorded, match="proof"):
        record(given(MEDIATION, verified), msgspec.structs.replace(COURSE, ref="proof"))


def test_the_same_content_is_not_recorded_under_another_name() -> None:
    with pytest.raises(SameEvidenceTwice, match="course-1 says; if they are two, a field beside the name"):
        record(given(MEDIATION, COURSE), msgspec.structs.replace(COURSE, ref="again"))


def test_of_two_mediations_alike_it_is_said_how_to_tell_them_apart() -> None:
    said = "mediation-2 says what mediation-1 says; if they are two, tell them apart by anonymised_case"
    with pytest.raises(SameEvidenceTwice, match=said):
        record(given(MEDIATION), msgspec.structs.replace(MEDIATION, ref="mediation-2"))


def test_content_that_was_retracted_may_be_recorded_again() -> None:
    retracted = EvidenceRetracted(of="course-1", reason="certificate was illegible")
    again = msgspec.structs.replace(COURSE, ref="again")
    assert record(given(COURSE, retracted), again) is again


def test_two_mediations_alike_but_for_their_case_are_two() -> None:
    first = msgspec.structs.replace(MEDIATION, anonymised_case="a")
    second = msgspec.structs.replace(MEDIATION, ref="mediation-2", anonymised_case="b")
    assert record(given(first), second) is second


def test_a_course_cannot_end_before_its_program_existed() -> None:
    early = msgspec.structs.replace(COURSE, begun_on=None, ended_on=date(2014, 12, 31))
    said = "course-1 ended on 2014-12-31, before program/harbour existed, on 2015-01-01"
    with pytest.raises(CourseBeforeProgram, match=said):
        complete_course(given(), early, given_program())


def test_a_course_may_end_on_the_day_its_program_came_into_being() -> None:
    first = msgspec.structs.replace(COURSE, begun_on=None, ended_on=date(2015, 1, 1))
    assert complete_course(given(), first, given_program()) is first


def test_a_course_of_a_program_of_unknown_age_is_not_doubted() -> None:
    assert complete_course(given(), COURSE, Program("program/harbour")) is COURSE


def test_a_kind_that_only_a_rulebook_knows_is_recorded_as_such() -> None:
    observation = EvidenceRecorded.of("o-1", "observation", {"seen_on": date(2021, 2, 3), "points": 5})
    assert record(given(), observation).numbers == {"points": Decimal(5)}


def test_a_kind_with_an_event_of_its_own_is_not_recorded_otherwise() -> None:
    with pytest.raises(ImpossibleEvidence, match="a kind that has no event of its own"):
        record(given(), EvidenceRecorded.of("c-1", "course", {"hours": 40}))


@pytest.mark.parametrize(
    "evidence",
    [
        EvidenceRecorded(ref="o", kind="observation", texts={"place": "Leiden"}, flags={"place": True}),
        EvidenceRecorded(ref="o", kind="observation", texts={"event": "pathway/ada@1"}),
        EvidenceRecorded(ref="o", kind="observation", texts={" ": "Leiden"}),
    ],
)
def test_the_fields_of_such_a_kind_have_names_of_their_own(evidence: EvidenceRecorded) -> None:
    with pytest.raises(ImpossibleEvidence, match="names that differ"):
        record(given(), evidence)
