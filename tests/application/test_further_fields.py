"""Fields that a rulebook adds to a kind stand with those of the event, or are given later; so is what was not known."""

from datetime import date
from decimal import Decimal

import pytest

from application.scenario_reading import read_scenarios
from application.scenarios import Given, play
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded
from domain.pathway.training import CourseCompleted
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.scenarios.shelf import read_texts

HARBOUR = """format: milepost.policy/v1
rulebook: harbour
version: "1"
title: Harbour
published: 2020-01-01
in force from: 2020-01-01
vocabulary:
  course:
    fields: {live: yes or no, tutors: number, hours_by_topic_boats: number of hours}
  workshop:
    words: a workshop
    counts from: held_on
    fields: {held_on: date, live: yes or no, level: 'one of first, second'}
clauses:
  1.1:
    text: A live course.
    source: invented
    for: course
    when: [course.live is yes]
  1.2:
    text: A live workshop.
    source: invented
    for: workshop
    when: [workshop.live is yes]
levels:
  sailor: {rank: 1, title: Sailor, routes: {course: clause 1.1, workshop: clause 1.2}}
...
"""
LATER = """format: milepost.policy/v1
rulebook: harbour
version: "2"
amends: "1"
title: Harbour
published: 2021-01-01
in force from: 2021-01-01
vocabulary:
  course:
    fields: {town: text}
...
"""
COURSE = "course completed: c, program: X, format: online, ended_on: 2020-05-01, hours: 40, result: passed"
WORKSHOP = "evidence recorded: w, kind: workshop, held_on: 2020-05-01"
NONE = "{on: 2020-06-01, level: none}"


def scenario(events: str, expect: str = NONE) -> str:
    return (
        "format: milepost.scenarios/v1\nrulebook: harbour\nscenarios:\n  ada:\n    text: Ada.\n"
        f"    expect: [{expect}]\n    given: [{events}]\n"
    )


def given(events: str) -> tuple[Given, ...]:
    (ada,) = read_scenarios(read_yaml(scenario(events), "trial.yaml"), read_texts(HARBOUR, LATER))
    return ada.given


def played(events: str, expect: str) -> list[str]:
    documents = read_texts(HARBOUR, LATER)
    (ada,) = read_scenarios(read_yaml(scenario(events, expect), "trial.yaml"), documents)
    return [each.message for each in play(ada, documents)]


def faults(events: str) -> list[str]:
    with pytest.raises(DocumentRefused) as refused:
        given(events)
    return [str(fault).removeprefix("trial.yaml:") for fault in refused.value.faults]


def test_they_stand_with_the_fields_of_the_event() -> None:
    course, detail = given(f"{{{COURSE}, live: yes, tutors: 2, town: Utrecht}}")
    assert isinstance(course.event, CourseCompleted)
    assert detail.event == EvidenceDetailed(
        of="c", numbers={"tutors": Decimal(2)}, texts={"town": "Utrecht"}, flags={"live": True}
    )
    assert (course.recorded, detail.recorded) == (date(2020, 5, 1), date(2020, 5, 1))
    assert (course.says, course.place) == (detail.says, detail.place)


def test_an_event_without_them_stands_alone() -> None:
    assert len(given(f"{{{COURSE}}}")) == 1


@pytest.mark.parametrize("event", [COURSE, WORKSHOP])
def test_the_rulebook_reads_them_from_the_day_on_which_they_become_known(event: str) -> None:
    name = event.partition(": ")[2].partition(",")[0]
    later = f"{{evidence detailed: {name}, live: yes, recorded: 2020-09-01}}"
    asked = (
        "{on: 2020-06-01, known: 2020-08-31, level: none, possible levels: [sailor]}, {on: 2020-06-01, level: sailor}"
    )
    assert played(f"{{{event}}}, {later}", asked) == []
    assert played(f"{{{event}, live: yes}}", "{on: 2020-06-01, level: sailor}") == []


def test_without_a_day_they_become_known_with_the_evidence() -> None:
    _, detail = given(f"{{{WORKSHOP}}}, {{evidence detailed: w, ref: d, level: second}}")
    assert detail.event == EvidenceDetailed(of="w", ref="d", texts={"level": "second"})
    assert detail.recorded == date(2020, 5, 1)


def test_a_correction_without_a_day_becomes_known_with_the_evidence_too() -> None:
    _, corrected = given(f"{{{COURSE}}}, {{evidence corrected: c, fields: {{hours: 60}}}}")
    assert corrected.recorded == date(2020, 5, 1)


def test_they_are_corrected_once_they_were_given() -> None:
    events = f"{{{COURSE}, live: yes}}, {{evidence corrected: c, fields: {{live: no}}, recorded: 2020-09-01}}"
    assert played(events, "{on: 2020-06-01, known: 2020-08-31, level: sailor}, {on: 2020-06-01, level: none}") == []


@pytest.mark.parametrize(("event", "name"), [(COURSE, "c"), (WORKSHOP, "w")])
def test_what_was_never_given_is_given_and_not_corrected(event: str, name: str) -> None:
    (fault,) = faults(f"{{{event}}}, {{evidence corrected: {name}, fields: {{live: no}}}}")
    said = f"'live' was not given before: say it of '{name}' as 'evidence detailed', and not as a correction"
    assert fault.endswith(said)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (f"{{{COURSE}, life: yes}}", "the key of 'course completed' 'life' is not known; did you mean 'live'?"),
        (f"{{{COURSE}, live: perhaps}}", "the answer 'perhaps' is not known; known: no, yes"),
        (f"{{{COURSE}}}, {{evidence detailed: c, hours: 3}}", "the further field of 'course' 'hours' is not known"),
        (
            f"{{{COURSE}}}, {{evidence detailed: c, hours_by_topic_boats: 3}}",
            "the further field of 'course' 'hours_by_",
        ),
        (
            f"{{{WORKSHOP}}}, {{evidence detailed: w, level: third}}",
            "the level 'third' is not known; known: first, sec",
        ),
        (
            "{profile completed: p, completed_on: 2020-05-01}, {evidence detailed: p, live: yes}",
            "the further field of 'profile' 'live' is not known; known: recorded, ref, times",
        ),
        ("{evidence recorded: x, kind: work}", "the kind of evidence 'work' is not known; did you mean 'workshop'?"),
        ("{evidence recorded: x}", "'kind' is missing from 'evidence recorded': workshop"),
        (f"{{{WORKSHOP}}}, {{evidence detailed: w, live: [yes]}}", "expected 'live', yes or no, as one line of text"),
    ],
)
def test_what_the_kind_does_not_have_is_named(events: str, expected: str) -> None:
    (fault,) = faults(events)
    assert fault.split(": ", 1)[1].startswith(expected)


def test_of_evidence_that_is_not_there_nothing_is_recorded() -> None:
    (found,) = played("{evidence detailed: nothing, live: yes}", NONE)
    assert found == "'evidence detailed: nothing' cannot be recorded: nothing is recorded under the name nothing"


def test_what_a_workshop_said_itself_is_corrected_instead() -> None:
    (found,) = played(f"{{{WORKSHOP}, live: yes}}, {{evidence detailed: w, live: no}}", NONE)
    assert found.endswith("w has live of its own, and not as a further field; correct it instead")


def test_evidence_of_a_kind_of_a_rulebook_is_still_one_event() -> None:
    (workshop,) = given(f"{{{WORKSHOP}, live: yes}}")
    assert isinstance(workshop.event, EvidenceRecorded)
