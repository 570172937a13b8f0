"""Rows become events: words as topics, columns as fields, cells as their types."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from application.rows import MORE_THAN_RECORDED, STREAMS, RowsRefused, columns, event_in, without_texts, words
from application.sheets import Row
from domain.event import Event
from domain.evidence import Private
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramApproved
from domain.topics import EVENTS, UPCASTERS

COURSE = {
    "event": "course completed",
    "pathway": "ada",
    "ref": "course-1",
    "program": "X",
    "format": "online",
    "ended_on": "2020-05-01",
    "hours": "40.5",
    "result": "passed",
}
APPROVAL = {
    "event": "program approved",
    "program": "X",
    "effective_on": "2020-01-01",
    "retrospective": "no",
    "formats": "online",
}


def typed(cells: dict[str, Any]) -> tuple[str, Any]:
    return event_in(Row(1, cells, typed=True))


def text(cells: dict[str, Any]) -> tuple[str, Any]:
    return event_in(Row(1, cells, typed=False))


def reasons(cells: dict[str, Any], *, as_text: bool) -> list[str]:
    with pytest.raises(RowsRefused) as refused:
        event_in(Row(1, cells, typed=not as_text))
    assert str(refused.value) == "\n".join(map(str, refused.value.refused))
    return [f"{each.column}: {each.reason}" for each in refused.value.refused]


def test_every_event_of_today_has_words_of_its_own() -> None:
    in_rows = {topic for topic in EVENTS if topic.partition(".")[0] in STREAMS}
    today = in_rows - UPCASTERS.keys() - {each.topic() for each in MORE_THAN_RECORDED}

    assert {event.topic() for event in words().values()} == today


@pytest.mark.parametrize("event", words().values(), ids=list(words()))
def test_every_field_of_an_event_is_a_column(event: type[Event]) -> None:
    assert [column.attribute for column in columns(event).values()] == list(event.__struct_fields__)


def test_cells_of_text_become_what_their_fields_hold() -> None:
    stream, event = text(COURSE | {"attendance_checked": "Yes", "hours_by_topic.ethics": "3", "private.name": "Ada"})

    assert stream == "pathway/ada"
    assert event == CourseCompleted(
        ref="course-1",
        program="X",
        format="online",
        ended_on=date(2020, 5, 1),
        hours=Decimal("40.5"),
        result="passed",
        attendance_checked=True,
        hours_by_topic={"ethics": Decimal(3)},
        private=Private(name="Ada"),
    )


def test_a_list_is_parted_by_strokes() -> None:
    stream, event = text(APPROVAL | {"formats": "online | face to face|", "retro_window_months": "12"})

    assert stream == "program/X"
    assert isinstance(event, ProgramApproved)
    assert event.formats == ("online", "face to face")
    assert event.retro_window_months == 12


def test_fields_that_are_missing_are_named() -> None:
    cells = {"event": "course completed", "pathway": "ada", "ref": "course-1", "program": "X", "format": "online"}

    assert reasons(cells, as_text=True) == ["ended_on: is missing", "hours: is missing", "result: is missing"]


def test_a_field_that_is_null_is_absent() -> None:
    _, event = typed(COURSE | {"site": None})

    assert event.site is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"attendance_checked": "perhaps"}, "attendance_checked: expected yes or no, found 'perhaps'"),
        (
            {"hours_by_topic": "3"},
            "hours_by_topic: expected columns of their own, named 'hours_by_topic.' and what each is",
        ),
        ({"ended_on": ""}, "ended_on: expected a day as YYYY-MM-DD, found ''"),
        ({"ended_on": "2019-02-29"}, "ended_on: there is no 2019-02-29 in the calendar"),
        ({"site.name": "3"}, "site: this column has no parts"),
        ({"ref.name": "3"}, "ref.name: 'course completed' has no column of this name; known are"),
        ({"hours_by_topic.ethics": "much"}, "hours_by_topic: expected a number such as 12.5, found 'much'"),
        ({"hours_by_topic.ethics": "1_0"}, "hours_by_topic: expected a number such as 12.5, found '1_0'"),
        ({"hours": "1_000"}, "hours: expected a number such as 12.5, found '1_000'"),
        ({"hours": "\u0664\u0660"}, "hours: expected a number such as 12.5, found '\u0664\u0660'"),
    ],
)
def test_a_cell_of_text_that_does_not_fit_is_refused(change: dict[str, str], reason: str) -> None:
    (found,) = reasons(COURSE | change, as_text=True)

    assert found.startswith(reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"retro_window_months": "a year"}, "retro_window_months: expected a number such as 12, found 'a year'"),
        ({"formats": "by post"}, "formats: expected one of face to face, online, blended; found 'by post'"),
    ],
)
def test_a_cell_of_an_approval_that_does_not_fit_is_refused(change: dict[str, str], reason: str) -> None:
    assert reasons(APPROVAL | change, as_text=True) == [reason]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event": 7}, "event: '7' is no event; known are "),
        ({"pathway": 7}, "pathway: expected the pathway that this is about"),
        ({"ended_on": 20200501}, "ended_on: expected a day as YYYY-MM-DD, found '20200501'"),
        ({"format": 1}, "format: expected str, got int"),
        ({"private": {"phone": "1"}}, "private: object contains unknown field phone"),
        ({"xyz": 1}, "xyz: 'course completed' has no column of this name; known are "),
    ],
)
def test_a_value_that_does_not_fit_is_refused(change: dict[str, Any], reason: str) -> None:
    (found,) = reasons(COURSE | change, as_text=False)

    assert found.startswith(reason)


def test_a_row_is_told_without_the_texts_about_a_person() -> None:
    private = {"comments": "Bob told me"}
    course = {"event": "course completed", "pathway": "ada", "ref": "c", "private": private}
    waived = {"event": "fee waived", "pathway": "ada", "ref": "f", "reason": "hardship"}
    observed = {"event": "evidence recorded", "pathway": "ada", "kind": "observation", "reason": "read by rules"}
    withdrawn = {"event": "approval withdrawn", "program": "x", "reason": "about a program"}

    assert without_texts(course) == {"event": "course completed", "pathway": "ada", "ref": "c"}
    assert without_texts(waived) == waived | {"reason": "left out"}
    assert (without_texts(observed), without_texts(withdrawn)) == (observed, withdrawn)
    assert without_texts({"event": "unheard of", "reason": "r"}) == {"event": "unheard of", "reason": "r"}
