"""Rows of evidence that only a rulebook's vocabulary declares have a column for each field of its kind."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from application.assessing import Assessor
from application.declared_rows import DETAILED, WORDS, declared_event_in, detail_in
from application.importing import Importing
from application.levels import Levels
from application.memory import MemoryStore
from application.recording import Registrar
from application.refusals import FileRefused
from application.rows import RowsRefused
from application.sheets import Row
from domain.event import Event
from domain.evidence import Evidence
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded
from domain.pathway.training import CourseCompleted
from domain.pathway.undertaking import ProfileCompleted
from domain.policy.reading import read_vocabulary
from domain.policy.vocabulary import Field, Kind
from infrastructure.documents import policy_from, read_yaml

KINDS = read_vocabulary(
    read_yaml(
        """
peer circle:
  words: a meeting of a peer circle
  counts from: held_on
  fields:
    id: text
    held_on: date
    minutes: number of minutes
    host: text
    mode: one of in room, online
    hosted: yes or no
""",
        "vocabulary.yaml",
    )
)
CIRCLE = {"event": WORDS, "pathway": "ada", "ref": "circle-1", "kind": "peer circle"}
MEETING = EvidenceRecorded(
    ref="circle-1",
    kind="peer circle",
    days={"held_on": date(2024, 5, 1)},
    numbers={"minutes": Decimal(90)},
    texts={"mode": "online"},
    flags={"hosted": True},
)


def reasons(cells: dict[str, Any], *, typed: bool = False) -> list[str]:
    with pytest.raises(RowsRefused) as refused:
        declared_event_in(Row(1, cells, typed=typed), KINDS)
    return [f"{each.column}: {each.reason}" for each in refused.value.refused]


@pytest.mark.parametrize(
    ("cells", "typed"),
    [
        ({"held_on": "2024-05-01", "minutes": "90", "mode": "online", "hosted": "yes"}, False),
        ({"held_on": "2024-05-01", "minutes": 90, "mode": "online", "hosted": True, "host": None}, True),
        ({"days.held_on": "2024-05-01", "numbers.minutes": "90", "mode": "online", "flags.hosted": "yes"}, False),
        (
            {
                "days": {"held_on": "2024-05-01"},
                "numbers": {"minutes": 90},
                "texts": {"mode": "online"},
                "flags": {"hosted": True},
            },
            True,
        ),
    ],
)
def test_a_field_has_a_column_of_its_name_alone_or_after_what_it_holds(cells: dict[str, Any], *, typed: bool) -> None:
    assert declared_event_in(Row(1, CIRCLE | cells, typed=typed), KINDS) == ("pathway/ada", MEETING)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"held": "2024-05-01"}, "held: 'evidence recorded' has no column of this name; did you mean 'held_on'?"),
        ({"days.held": "2024-05-01"}, "held: 'evidence recorded' has no column of this name; did you mean 'held_on'?"),
        ({"days": "2024-05-01"}, "days: 'evidence recorded' has no column of this name; known are "),
        ({"held_on": "1.5.2024"}, "held_on: expected a day as YYYY-MM-DD, found '1.5.2024'"),
        ({"minutes": "an hour"}, "minutes: expected a number such as 12.5, found 'an hour'"),
        ({"mode": "by letter"}, "mode: expected one of in room, online; found 'by letter'"),
        ({"hosted": "maybe"}, "hosted: expected yes or no, found 'maybe'"),
        ({"kind": "per circle"}, "kind: no version of the rulebook declares the kind 'per circle'; did you mean 'peer"),
        ({"kind": "course"}, "kind: 'course' is recorded by an event of its own, and not as 'evidence recorded'"),
        ({"kind": None}, "kind: is missing"),
        ({"ref": None}, "ref: is missing"),
        ({"pathway": ""}, "pathway: expected the pathway that this is about"),
    ],
)
def test_what_the_kind_does_not_have_is_named(cells: dict[str, Any], expected: str) -> None:
    (reason,) = reasons(CIRCLE | cells)

    assert reason.startswith(expected)


def test_a_rulebook_that_declares_no_kinds_says_so() -> None:
    with pytest.raises(RowsRefused, match="declares the kind 'peer circle', nor any other; adopt the one that does"):
        declared_event_in(Row(1, CIRCLE, typed=False), {})


COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2024, 5, 1), hours=Decimal(40), result="passed"
)
FURTHER = KINDS | {"course": Kind("a course", "ended_on", {"live": Field("yes or no"), "tutors": Field("number")})}
PROFILE = ProfileCompleted(ref="profile-1", completed_on=date(2024, 5, 1))
SAID: dict[str, Evidence] = {"course-1": COURSE, "circle-1": MEETING, "profile-1": PROFILE}
NO = {"live": False}
DETAIL = {"event": DETAILED, "pathway": "ada", "of": "course-1"}


def detail(cells: dict[str, Any], *, typed: bool = False) -> tuple[str, Event]:
    return detail_in(Row(1, cells, typed=typed), FURTHER, lambda _, ref: SAID.get(ref))


@pytest.mark.parametrize(
    ("cells", "event"),
    [
        ({"live": "no", "tutors": "2"}, EvidenceDetailed(of="course-1", numbers={"tutors": Decimal(2)}, flags=NO)),
        ({"ref": "d", "flags.live": "no"}, EvidenceDetailed(of="course-1", ref="d", flags=NO)),
        ({"of": "circle-1", "host": "Grace"}, EvidenceDetailed(of="circle-1", texts={"host": "Grace"})),
    ],
)
def test_further_fields_have_a_column_of_their_name(cells: dict[str, Any], event: Event) -> None:
    assert detail(DETAIL | cells) == ("pathway/ada", event)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"life": "no"}, "life: 'evidence detailed' has no column of this name; did you mean 'live'?"),
        (
            {"hours": "41"},
            "hours: 'evidence detailed' has no column of this name; known are live, of, private, ref, tutors",
        ),
        ({"live": "perhaps"}, "live: expected yes or no, found 'perhaps'"),
        ({"of": "course-2"}, "of: nothing is recorded under the name course-2"),
        ({"of": None}, "of: is missing"),
        ({"pathway": None}, "pathway: expected the pathway that this is about"),
        (
            {"of": "profile-1", "live": "no"},
            "live: 'evidence detailed' has no column of this name; known are of, private, ref",
        ),
    ],
)
def test_what_the_rulebook_does_not_add_is_named(cells: dict[str, Any], expected: str) -> None:
    with pytest.raises(RowsRefused) as refused:
        detail(DETAIL | cells)
    assert [f"{each.column}: {each.reason}" for each in refused.value.refused] == [expected]


def test_rows_give_declared_evidence_and_further_fields_of_evidence_of_rows_before_them() -> None:
    store = MemoryStore()
    assessor = Assessor(store, policy_from, lambda: datetime(2024, 6, 1, tzinfo=UTC))
    importing = Importing(Registrar(store, assessor), lambda: FURTHER, lambda: Levels(frozenset()))
    opened = {"event": "pathway opened", "pathway": "ada", "opened_on": "2024-01-01"}
    course = {"event": "course completed", "pathway": "ada", "ref": "course-1", "program": "X", "format": "online"}
    course |= {"ended_on": "2024-05-01", "hours": "40", "result": "passed"}
    circle = CIRCLE | {"held_on": "2024-05-01", "minutes": "90", "mode": "online", "hosted": "yes"}
    given = [opened, course, DETAIL | {"live": "yes"}, circle]
    rows = [Row(line, cells, typed=False) for line, cells in enumerate(given, 1)]

    submission = importing.read(rows, date(2024, 6, 1))

    *_, detailed, met = submission.appends
    assert (detailed.events, met.events) == ((EvidenceDetailed(of="course-1", flags={"live": True}),), (MEETING,))
    with pytest.raises(FileRefused, match="of: nothing is recorded under the name course-1"):
        importing.read([rows[0], rows[2]], date(2024, 6, 1))
