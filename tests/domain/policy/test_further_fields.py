"""A rulebook adds fields to kinds that are recorded for every rulebook, and changes nothing about them."""

import pytest

from domain.policy.vocabulary import Field
from tests.domain.policy.texts import KINDS, asking, faults_of, policy, read, written

LIVE = "vocabulary:\n  course:\n    fields:\n      live: yes or no\n      tutors: number\n"
ASKED = asking("for: course\nwhen:\n  - course.live is yes\n  - course.tutors at least 2\n")
HALL = "  hall:\n    words: a hall\n    counts from: seen_on\n    fields: {seen_on: date}\n"


def amending(body: str, extra: str = "") -> str:
    return written(body, "2", "2001-01-01", extra=f'amends: "1"\n{extra}')


def added(fields: str, kind: str = "course") -> str:
    return f"vocabulary:\n  {kind}:\n    fields: {{{fields}}}\n"


def test_a_kind_has_the_fields_that_the_text_adds() -> None:
    course = policy(LIVE + ASKED).vocabulary["course"]
    assert course.fields == {**KINDS["course"].fields, "live": Field("yes or no"), "tutors": Field("number")}
    assert (course.words, course.since, course.until) == (KINDS["course"].words, "ended_on", "")


def test_a_kind_is_declared_although_no_condition_reads_it() -> None:
    assert set(policy(LIVE).vocabulary) == {"course"}


def test_a_field_may_be_said_again_and_a_text_may_get_its_closed_list() -> None:
    fields = policy(added("hours: number of hours, program: 'one of X, Y'")).vocabulary["course"].fields
    assert fields["program"] == Field("text", values=("X", "Y"))
    assert fields["hours"] == KINDS["course"].fields["hours"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            "vocabulary:\n  course:\n    words: a class\n    fields: {live: yes or no}\n",
            "9:5: 'course' is recorded by events of its own: only 'fields' may be added to it",
        ),
        (added("hours: text"), "9:21: 'course' has the field 'hours' already, and it stays as it is"),
        (added("hours: number of days"), "9:21: 'course' has the field 'hours' already, and it stays as it is"),
        (
            added("ended_on: date"),
            "9:24: 'course' has the field 'ended_on' already, and it stays as it is",
        ),
        (added("live: perhaps"), "9:20: expected one of: date, text, number, number of UNIT, yes or no, one of A, "),
        ("vocabulary:\n  course: {}\n", "8:3: 'fields' is missing from 'course'"),
        (added("good: yes or no", "approval"), "8:3: 'approval' is stated by programs or registers: nothing gives it "),
        (added("live: yes or no", "curse"), "8:3: 'words' is missing from 'curse'"),
    ],
)
def test_nothing_else_is_said_of_it(body: str, fault: str) -> None:
    (found,) = faults_of(written(body))
    assert found.startswith(fault)


def test_an_amendment_adds_to_what_the_text_before_it_added() -> None:
    first = policy(f"{LIVE}{HALL}")
    body = added("town: text") + added("rows: number", "hall").removeprefix("vocabulary:\n")
    second = read(amending(body), first)
    assert second.vocabulary["course"].fields.keys() - KINDS["course"].fields == {"live", "tutors", "town"}
    assert second.vocabulary["hall"].fields.keys() == {"seen_on", "rows"}
    assert second.vocabulary["hall"].words == "a hall"


@pytest.mark.parametrize("kind", ["course", "hall"])
def test_an_amendment_keeps_what_the_text_before_it_may_read(kind: str) -> None:
    first = policy(LIVE + HALL.replace("date}", "date, live: yes or no}"))
    said = f"'{kind}' has to keep the field 'live' as it is of the text before it"
    assert [said in each for each in faults_of(amending(added("live: text", kind)), first)] == [True]


def test_an_overlay_may_add_fields() -> None:
    first = policy(LIVE + ASKED)
    assert faults_of(amending(added("town: text"), "only tightens: yes\n"), first) == []
