"""What may be said of evidence: corrections, retractions, endings, decisions."""

from datetime import date

import pytest

from domain.evidence import Remark, Written
from domain.facts import pathway_facts
from domain.pathway.decisions import (
    AlreadyRecorded,
    AlreadyRetracted,
    CorrectionOfACorrection,
    DecidedBefore,
    EvidenceUnknown,
    FieldTakenAway,
    FieldUnknown,
    record,
)
from domain.pathway.practice import LogbookHoursAmended, LogbookHoursRetracted, LogbookHoursVerified
from domain.pathway.recognition import ApplicationDecided, ApplicationSubmitted, ApplicationWithdrawn
from domain.pathway.record import EvidenceCorrected, EvidenceRecorded, EvidenceRetracted, PersonalDataErased
from domain.pathway.registration import RegistrationEnded
from domain.possible import ImpossibleEvidence
from tests.domain.streams.history import COURSE, MEDIATION, REGISTRATION, given

CORRECTED = EvidenceCorrected(of="course-1", ref="correction-1", fields={"hours": "38.5"})
RETRACTED = EvidenceRetracted(of="course-1", reason="entered twice")
OBSERVATION = EvidenceRecorded.of("o-1", "observation", {"seen_on": date(2021, 2, 3), "points": 5})


@pytest.mark.parametrize(
    "remark",
    [
        CORRECTED,
        RETRACTED,
        EvidenceRetracted(of="nothing", reason="never was"),
        PersonalDataErased(of="nothing"),
    ],
)
def test_nothing_can_be_said_of_what_is_not_there(remark: Remark) -> None:
    with pytest.raises(EvidenceUnknown, match=remark.of):
        record(given(MEDIATION), remark)


@pytest.mark.parametrize("name", ["correction-1", "pathway/ada@3"])
def test_a_correction_of_a_correction_has_to_name_the_evidence(name: str) -> None:
    with pytest.raises(CorrectionOfACorrection, match=name):
        record(given(COURSE, CORRECTED), EvidenceCorrected(of=name, fields={"hours": "40"}))


def test_evidence_may_be_corrected_twice() -> None:
    again = EvidenceCorrected(of="course-1", fields={"hours": "39"})
    assert record(given(COURSE, CORRECTED), again) is again


def test_the_same_is_not_said_twice_in_a_row() -> None:
    with pytest.raises(AlreadyRecorded, match="course-1"):
        record(given(COURSE, CORRECTED), EvidenceCorrected(of="course-1", fields={"hours": "38.5"}))


@pytest.mark.parametrize("effective_on", [None, date(2022, 5, 1)])
def test_nothing_more_is_said_of_evidence_that_was_retracted(effective_on: date | None) -> None:
    pathway = given(COURSE, EvidenceRetracted(of="course-1", reason="entered twice", effective_on=effective_on))
    with pytest.raises(AlreadyRetracted, match="course-1"):
        record(pathway, RETRACTED)
    with pytest.raises(AlreadyRetracted, match="course-1"):
        record(pathway, CORRECTED)


def test_an_application_is_taken_back_before_it_is_decided() -> None:
    applied = ApplicationSubmitted(ref="a-1", level="certified", submitted_on=date(2021, 5, 1))
    decided = ApplicationDecided(of="a-1", decided_on=date(2021, 6, 1), outcome="refused", policy_version="2021.06")
    before = ApplicationWithdrawn(of="a-1", withdrawn_on=date(2021, 5, 31))
    assert record(given(applied, decided), before) is before
    with pytest.raises(DecidedBefore, match="a-1 was decided on 2021-06-01"):
        record(given(applied, decided), ApplicationWithdrawn(of="a-1", withdrawn_on=date(2021, 6, 1)))


def test_private_text_of_retracted_evidence_may_be_erased() -> None:
    erased = PersonalDataErased(of="course-1")
    assert record(given(COURSE, RETRACTED), erased) is erased


@pytest.mark.parametrize("field", ["hour", "ref", "private", "verified_on", "retracted_on"])
def test_a_correction_names_fields_that_the_evidence_has(field: str) -> None:
    with pytest.raises(FieldUnknown, match=f"course-1 has no field {field} that could be corrected"):
        record(given(COURSE), EvidenceCorrected(of="course-1", fields={field: "2020-01-01"}))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("hours", "forty", "a number"),
        ("hours", True, "a number"),
        ("hours", None, "a number"),
        ("hours", "0", "more than zero"),
        ("ended_on", "2020-02-30", "a date"),
        ("ended_on", "2020-02-01", "begun_on (2020-02-03) or later"),
        ("format", "postal", "face to face, online, blended"),
        ("carries_logo", "yes", "a yes or no"),
        ("program", 7, "a text"),
    ],
)
def test_a_correction_gives_values_that_could_have_been_recorded(field: str, value: Written, expected: str) -> None:
    with pytest.raises(ImpossibleEvidence) as raised:
        record(given(COURSE), EvidenceCorrected(of="course-1", fields={field: value}))
    assert (raised.value.field, raised.value.expected) == (field, expected)


def test_what_has_to_be_there_is_not_taken_away() -> None:
    with pytest.raises(FieldTakenAway, match=r"^hours has to be there; it cannot be taken away$"):
        record(given(COURSE), EvidenceCorrected(of="course-1", fields={"hours": None}))


def test_hours_of_a_mediation_may_turn_out_not_to_be_known() -> None:
    corrected = record(given(MEDIATION), EvidenceCorrected(of="mediation-1", fields={"hours": None}))
    [mediation] = pathway_facts(given(MEDIATION, corrected))["mediation"]
    assert "hours" not in mediation


def test_a_correction_corrects_something() -> None:
    with pytest.raises(ImpossibleEvidence, match=r"^fields: nothing cannot be; expected at least one field$"):
        record(given(COURSE), EvidenceCorrected(of="course-1", fields={}))


@pytest.mark.parametrize(
    "remark",
    [
        LogbookHoursVerified(of="course-1", verified_by="court", verified_on=date(2021, 6, 2)),
        LogbookHoursAmended(of="course-1", fields={"hours": "1"}),
        LogbookHoursRetracted(of="course-1", reason="not mine"),
    ],
)
def test_a_remark_is_made_of_the_evidence_it_is_about(remark: Remark) -> None:
    with pytest.raises(ImpossibleEvidence, match="evidence of the kind 'mediation'"):
        record(given(COURSE), remark)


def test_a_registration_cannot_end_before_it_began() -> None:
    with pytest.raises(ImpossibleEvidence, match="until"):
        record(given(REGISTRATION), RegistrationEnded(of="registration-1", ended_on=date(2017, 12, 31)))


def test_a_mediation_cannot_be_verified_before_it_took_place() -> None:
    with pytest.raises(ImpossibleEvidence, match="verified_on"):
        record(given(MEDIATION), LogbookHoursVerified(of="mediation-1", verified_by="c", verified_on=date(2021, 5, 16)))


def test_what_a_remark_added_can_be_corrected_too() -> None:
    ended = RegistrationEnded(of="registration-1", ended_on=date(2022, 1, 1))
    undone = EvidenceCorrected(of="registration-1", fields={"until": None})
    [registration] = pathway_facts(given(REGISTRATION, ended, record(given(REGISTRATION, ended), undone)))[
        "registration"
    ]
    assert "until" not in registration


def test_evidence_of_a_kind_of_a_rulebook_is_corrected_by_its_own_fields() -> None:
    corrected = record(
        given(OBSERVATION), EvidenceCorrected(of="o-1", fields={"seen_on": "2021-02-04", "points": None})
    )
    [observation] = pathway_facts(given(OBSERVATION, corrected))["observation"]
    assert observation == {"id": "o-1", "event": "pathway/ada@2", "seen_on": date(2021, 2, 4).toordinal()}
    with pytest.raises(FieldUnknown):
        record(given(OBSERVATION), EvidenceCorrected(of="o-1", fields={"days": "2021-02-04"}))
