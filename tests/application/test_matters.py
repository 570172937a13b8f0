"""Every event that is recorded on behalf of a caller belongs to one operation."""

from datetime import date
from decimal import Decimal

import pytest

from application.access import OPERATIONS, Owned
from application.matters import operation_of, program_of
from domain import reprojections
from domain.declared import declared
from domain.event import Event
from domain.pathway.esteem import FeedbackReceived
from domain.pathway.practice import LogbookHoursAdded
from domain.pathway.training import CourseCompleted
from domain.reprojections import ReprojectionRequested
from domain.topics import EVENTS, UPCASTERS

COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)
NOBODYS = {*declared([reprojections]), *UPCASTERS}


@pytest.mark.parametrize("kind", [kind for topic, kind in EVENTS.items() if topic not in NOBODYS])
def test_every_event_has_an_operation_that_writes(kind: type[Event]) -> None:
    assert OPERATIONS[operation_of(kind)].writes


@pytest.mark.parametrize(
    ("kind", "operation"),
    [
        (FeedbackReceived, "evidence.record"),
        (CourseCompleted, "evidence.record-training"),
        (LogbookHoursAdded, "evidence.record-logbook"),
    ],
)
def test_evidence_is_of_an_operation_of_its_own_or_any_evidence(kind: type[Event], operation: str) -> None:
    assert operation_of(kind) == operation


def test_a_re_projection_is_recorded_for_no_caller() -> None:
    with pytest.raises(KeyError):
        operation_of(ReprojectionRequested)


def test_what_a_provider_records_of_a_program_names_it_or_is_in_its_stream() -> None:
    """A response names its respondent instead; what is said of it afterwards names the response."""
    for topic, kind in EVENTS.items():
        if topic in NOBODYS or topic.startswith("consultation."):
            continue
        if OPERATIONS[operation_of(kind)].owned is not Owned.PROGRAM:
            continue
        assert topic.startswith("program.") or "program" in kind.__struct_fields__, topic


def test_a_course_names_its_program_and_feedback_names_none() -> None:
    assert program_of(COURSE) == "X"
    assert program_of(FeedbackReceived(ref="feedback-1", received_on=date(2024, 1, 1))) is None
