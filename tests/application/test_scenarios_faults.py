"""What a document of scenarios does not accept, each at its place."""

import pytest

from application.scenario_reading import read_scenarios
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.scenarios.shelf import RULEBOOKS, documents_of, written

ADA = """scenarios:
  ada:
    text: Ada.
    expect: [{on: 2020-01-01, level: none}]
    given:
"""
COURSE = """      - course completed: course-1
        program: X
        format: face to face
        ended_on: 2020-03-20
        hours: 40
        result: passed
"""
NUMBER = "expected a number from zero up with at most three decimals, found"
DATE = "expected a date as YYYY-MM-DD, found"
LENGTH = (
    "expected a length such as '6 months' or '1 year', found 'a week'; lengths are of days, weeks, months and years"
)


def faults_of(text: str) -> list[str]:
    """Return the faults of a document, without the name of its file."""
    with pytest.raises(DocumentRefused) as refused:
        written(text)
    return [str(fault).removeprefix("trial.yaml:") for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("{}", "8:9: expected an event, such as 'course completed: course-1'"),
        ("course completed", "8:9: expected an event, as a mapping"),
        ("course complete: course-1", "8:9: the event 'course complete' is not known; did you mean "),
        ("pathway opened: ada", "8:9: the event 'pathway opened' is not known; known: "),
        ("course completed: [1]", "8:27: expected what 'course completed' is about, as one line of text"),
        ("evidence corrected: course-1", "8:9: 'fields' is missing from 'evidence corrected': what is put right"),
        ("{evidence corrected: a, fields: {hours: [1]}}", "8:49: expected 'hours', as one line of text"),
        ("{program submitted: X, kind: [CMTP]}", "8:38: expected 'kind', text, as one line of text"),
        ("{program approved: X, formats: online}", "8:40: expected a list of what 'formats' holds"),
        ("interpretation chosen: pandemic", "8:32: the parameter 'pandemic' is not known; "),
        ("{application submitted: a, level: qualifed, submitted_on: 2020-01-01}", "8:43: no version of the rulebook"),
        ("policy suspended: '2020'", "8:27: the version '2020' is not known; did you mean "),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read(event: str, expected: str) -> None:
    (fault,) = faults_of(f"{ADA}      - {event}\n")
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stars: 5", "14:9: the key of 'course completed' 'stars' is not known; known: "),
        ("times: many", "14:16: expected a whole number from 1 to 1000, found 'many'"),
        ("times: 0", "14:16: expected a whole number from 1 to 1000, found '0'"),
        ("times: 1001", "14:16: expected a whole number from 1 to 1000, found '1001'"),
        ("recorded: soon", f"14:19: {DATE} 'soon'"),
        ("carries_logo: true", "14:23: the answer 'true' is not known; did you mean 'yes'?"),
        ("private: {comment: none}", "14:19: the key of private text 'comment' is not known; did you mean 'comments'?"),
        ("private: {reflections: [none]}", "14:32: expected 'reflections', as one line of text"),
        ("hours_by_topic: 40", "14:25: expected 'hours_by_topic', as a mapping"),
        ("hours_by_topic: {ethics: four}", f"14:34: {NUMBER} 'four'"),
    ],
)
def test_a_field_that_cannot_be_read(line: str, expected: str) -> None:
    (fault,) = faults_of(f"{ADA}{COURSE}        {line}\n")
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("said", "instead", "expected"),
    [
        ("face to face", "face-to-face", "10:17: the format 'face-to-face' is not known; did you mean 'face to face'?"),
        ("hours: 40", "hours: 40 hours", "12:16: expected a number alone, found '40 hours'"),
        ("03-20", "02-30", f"11:19: {DATE} '2020-02-30' (day is out of range for month)"),
        (
            "03-20",
            "03-20 + a week",
            f"11:19: {LENGTH}",
        ),
        ("        hours: 40\n", "", "8:9: 'hours' is missing from 'course completed': number"),
        ("        result: passed\n", "", "8:9: 'result' is missing from 'course completed': one of passed, failed"),
    ],
)
def test_a_value_that_cannot_be_or_is_missing(said: str, instead: str, expected: str) -> None:
    assert faults_of(ADA + COURSE.replace(said, instead)) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("hour: 40", "15:18: the field of 'course-1' 'hour' is not known; did you mean 'hours'?"),
        ("hours: all", f"15:25: {NUMBER} 'all'"),
    ],
)
def test_a_correction_that_cannot_be_read(fields: str, expected: str) -> None:
    text = f"{ADA}{COURSE}      - evidence corrected: course-1\n        fields: {{{fields}}}\n"
    assert faults_of(text) == [expected]


def test_a_number_that_has_to_be_whole() -> None:
    entry = "{logbook hours added: a, started_on: 2020-01-01, hours: 3, role: lead, parties_count: 2.5}"
    assert faults_of(f"{ADA}      - {entry}\n") == ["8:95: expected a whole number alone, found '2.5'"]


@pytest.mark.parametrize(
    ("expectation", "expected"),
    [
        ("level: none", "6:14: 'on' is missing from 'an expectation'"),
        ("on: 2020-01-01", "6:14: nothing is expected here; what can be: "),
        ("on: 2020-01-01, levle: none", "6:31: the key of an expectation 'levle' is not known; did you mean "),
        ("on: 2020-01-01, level: qualifed", "6:38: 'level': 'qualifed' is not known; "),
        ("on: 2020-01-01, level: [none]", "6:38: expected 'level', as one line of text"),
        ("on: 2020-01-01, not reasons: [RETRO_WINDW]", "6:45: 'not reasons': 'RETRO_WINDW' is not known; "),
        ("on: 2020-01-01, not reasons: RETRO_WINDOW", "6:44: expected a list of words for 'not reasons'"),
        ("on: 2020-01-01, missing: {by luck: 1 day}", "6:41: 'missing': 'by luck' is not known; known: "),
        ("on: 2020-01-01, missing: 1 day", "6:40: expected 'missing', as a mapping"),
        ("on: 2020-01-01, missing reasons: {course: [RETRO]}", "6:58: 'missing reasons': 'RETRO' is not known; "),
        ("on: 2020-01-01, basis since: {course: then}", f"6:53: {DATE} 'then'"),
        ("on: 2020-01-01, gaps: [[2020-01-01]]", "6:38: expected two days: the first, and the first no longer"),
        ("on: 2020-01-01, under: alternative", "6:38: 'under': 'alternative' is not known; "),
        ("on: 2020-01-01, readings: {relisting: never}", "6:53: 'the reading of relisting': 'never' is not known; "),
        ("on: 2020-01-01, readings: {pandemic: no}", "6:42: the key of readings 'pandemic' is not known; "),
        ("on: 2020-01-01, same as: {known: 2020-01-01}", "6:40: 'on' is missing from 'same as'"),
        ("on: 2020-01-01, same as: {on: 2020-01-01, level: none}", "6:57: the key of 'same as' 'level' is not known; "),
    ],
)  # fmt: skip
def test_an_expectation_that_cannot_be_read(expectation: str, expected: str) -> None:
    anything = ", standing: none" if "under" in expectation or "readings" in expectation else ""
    (fault,) = faults_of(f"scenarios:\n  ada:\n    text: Ada.\n    expect: [{{{expectation}{anything}}}]\n")
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scenarios: {}\nscenario: {}", "4:1: the key of a document of scenarios 'scenario' is not known; "),
        ("background: []", "1:1: 'scenarios' is missing from 'the document'"),
        ("scenarios: []", "3:12: expected scenarios, as a mapping"),
        ("scenarios:\n  ada: later", "4:8: expected the scenario 'ada', as a mapping"),
        ("scenarios:\n  ada: {text: Ada.}", "4:3: 'expect' is missing from 'ada'"),
        ("scenarios:\n  ada: {text: Ada., expect: []}", "4:3: 'ada' expects nothing"),
        ("scenarios:\n  ada: {expect: [{on: 2020-01-01, level: none}]}", "4:3: 'text' is missing from 'ada'"),
        ("scenarios:\n  ada: {expects: []}", "4:9: the key of the scenario 'ada' 'expects' is not known; "),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read(text: str, expected: str) -> None:
    (fault,) = faults_of(text)
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scenarios: {}", "1:1: 'format' is missing from 'the document'"),
        ("format: milepost.scenarios/v2", "1:9: expected 'milepost.scenarios/v1', found 'milepost.scenarios/v2'"),
        ("format: milepost.scenarios/v1\nrulebook: adrg", "2:11: expected 'imi', found 'adrg'"),
    ],
)
def test_a_document_of_another_format_or_rulebook(text: str, expected: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_scenarios(read_yaml(text, "trial.yaml"), documents_of(RULEBOOKS / "imi"))
    assert str(refused.value) == f"trial.yaml:{expected}"


def test_all_faults_are_told_at_once_in_their_order() -> None:
    found = faults_of("""background:
  - course: 1
scenarios:
  ada:
    text: Ada.
    given:
      - fee: 1
      - coffee: 1
    expect:
      - {on: 2020-01-01, levle: none}
      - {on: then, level: none}
  bob: {}
""")
    assert [fault.partition(": ")[0] for fault in found] == ["4:5", "9:9", "10:9", "12:26", "13:14", "14:3"]
