"""What is written in a scenario becomes events as they are recorded."""

from datetime import date
from decimal import Decimal

from application.event_reading import own_day
from application.scenarios import Given
from domain.evidence import Private
from domain.measures import InterpretationChosen
from domain.pathway.conduct import ComplaintRaised
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursAmended
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.possible import FIRST_DAY
from domain.program.events import ProgramApproved, ProgramSubmitted
from domain.register import RegisterOpened
from tests.scenarios.shelf import written

EXPECT = "    expect: [{on: 2020-01-01, level: none}]\n"


def given(events: str) -> tuple[Given, ...]:
    (scenario,) = written(f"scenarios:\n  ada:\n    text: Ada.\n{EXPECT}    given:\n{events}")
    return scenario.given


def test_a_program_has_a_stream_of_its_own() -> None:
    submitted, approved = given(
        "      - {program submitted: X, kind: CMTP}\n"
        "      - {program approved: X, formats: [online, blended], effective_on: 2020-02-29 + 1 year,\n"
        "         retrospective: no}\n"
    )
    assert (submitted.stream, submitted.event, submitted.recorded) == (
        "program/X",
        ProgramSubmitted(kind="CMTP"),
        FIRST_DAY,
    )
    assert approved.event == ProgramApproved(
        formats=("online", "blended"), effective_on=date(2021, 2, 28), retrospective=False
    )
    assert approved.recorded == date(2021, 2, 28)


def test_a_register_has_a_stream_of_its_own() -> None:
    (opened,) = given("      - {register opened: nl, opened_on: 2019-05-01, recorded: 2019-06-01}\n")
    assert (opened.stream, opened.event) == ("register/nl", RegisterOpened(opened_on=date(2019, 5, 1)))
    assert opened.recorded == date(2019, 6, 1)


def test_a_choice_of_reading_belongs_to_the_rulebook() -> None:
    (chosen,) = given(
        "      - {interpretation chosen: relisting, value: automatic, chosen_by: council, chosen_on: 2025-10-01}\n"
    )
    assert (chosen.stream, chosen.says) == ("policy/imi", "interpretation chosen: relisting")
    assert chosen.event == InterpretationChosen(
        parameter="relisting", value="automatic", chosen_by="council", chosen_on=date(2025, 10, 1)
    )


def test_an_event_that_is_repeated_carries_its_number() -> None:
    found = given(
        "      - logbook hours added: case-{n}\n        times: 2\n        started_on: 2020-12-31 + {n} days\n"
        "        hours: 1.5\n        role: co\n        parties_count: 2\n        co_mediators: [grace, 'number {n}']\n"
        "        private: {reflections: On case {n}.}\n".replace("On case {n}.", "'On case {n}.'")
    )
    assert [each.event for each in found] == [
        LogbookHoursAdded(
            ref=f"case-{n}",
            started_on=date(2021, 1, n),
            hours=Decimal("1.5"),
            role="co",
            parties_count=2,
            co_mediators=("grace", f"number {n}"),
            private=Private(reflections=f"On case {n}."),
        )
        for n in (1, 2)
    ]


def test_a_correction_holds_what_the_fields_of_its_evidence_hold() -> None:
    _, amended = given(
        "      - {logbook hours added: case-1, started_on: 2020-01-01, hours: 3, role: lead, area: family}\n"
        "      - logbook hours amended: case-1\n        recorded: 2020-02-01\n"
        "        fields: {hours: 4, parties_count: 3, fee_paid: yes, started_on: 2020-01-02, area: absent}\n"
    )
    assert amended.event == LogbookHoursAmended(
        of="case-1",
        fields={"hours": "4", "parties_count": 3, "fee_paid": True, "started_on": "2020-01-02", "area": None},
    )


def test_a_correction_in_a_scenario_knows_evidence_of_the_background() -> None:
    (scenario,) = written(
        "background:\n  - {logbook hours added: case-1, started_on: 2020-01-01, hours: 3, role: lead}\n"
        f"scenarios:\n  ada:\n    text: Ada.\n{EXPECT}    given:\n"
        "      - {evidence corrected: case-1, fields: {fee_paid: no}}\n"
    )
    assert scenario.given[1].event == EvidenceCorrected(of="case-1", fields={"fee_paid": False})


def test_what_is_said_of_evidence_without_a_day_is_known_after_what_was_said_before() -> None:
    (scenario,) = written(
        "background:\n  - {logbook hours added: case-1, started_on: 2020-01-01, hours: 3, role: lead}\n"
        "  - {logbook hours verified: case-1, verified_by: grace, verified_on: 2020-03-01}\n"
        f"scenarios:\n  ada:\n    text: Ada.\n{EXPECT}    given:\n"
        "      - {evidence corrected: case-1, fields: {verified_on: 2020-04-01}}\n"
        "      - {logbook hours retracted: case-1, reason: of somebody else}\n"
    )
    assert [given.recorded for given in scenario.given] == [date(2020, 1, 1), *[date(2020, 3, 1)] * 3]


def test_a_correction_of_what_is_not_there_stays_as_it_is_written() -> None:
    (corrected,) = given("      - {evidence corrected: case-9, fields: {fee_paid: no, area: absent}}\n")
    assert corrected.event == EvidenceCorrected(of="case-9", fields={"fee_paid": "no", "area": None})


def test_the_day_of_recording_is_the_last_that_the_event_has_to_have() -> None:
    raised = ComplaintRaised(ref="complaint-1", aware_on=date(2020, 4, 1), raised_on=date(2020, 4, 20))
    assert own_day(raised) == date(2020, 4, 20)


def test_without_such_a_day_it_is_the_first_that_the_event_has() -> None:
    assert own_day(EvidenceRetracted(of="case-1", reason="wrong", effective_on=date(2020, 4, 1))) == date(2020, 4, 1)
