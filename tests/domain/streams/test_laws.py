"""Laws of the pathway's fold, on random histories."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import given as over
from hypothesis import strategies as st

from domain.evidence import Evidence, Private, Remark
from domain.facts import pathway_facts
from domain.pathway.decisions import (
    AlreadyRecorded,
    AlreadyRetracted,
    CorrectionOfACorrection,
    EvidenceUnknown,
    FieldOfItsOwn,
    FieldUnknown,
    SameEvidenceTwice,
    record,
)
from domain.pathway.learning import LearningRecorded
from domain.pathway.listing import FeePaid, FeeWaived
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursVerified
from domain.pathway.record import (
    EvidenceCorrected,
    EvidenceDetailed,
    EvidenceRecorded,
    EvidenceRetracted,
    PersonalDataErased,
)
from domain.pathway.registration import RegistrationEnded, RegistrationEvidenced
from domain.pathway.state import evolve
from domain.pathway.training import CourseCompleted
from domain.possible import ImpossibleEvidence
from tests.domain.streams.history import given, without_events

REFS = st.sampled_from(["a", "b", "c", "d"])
DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))
HOURS = st.decimals(Decimal("0.25"), Decimal(60), places=2)
WORDS = st.sampled_from(["ethics", "law", "family"])
PRIVATE = st.none() | st.builds(Private, reflections=WORDS)

COURSES = st.builds(
    CourseCompleted,
    ref=REFS,
    program=WORDS,
    format=st.sampled_from(["face to face", "online", "blended"]),
    ended_on=DAYS,
    hours=HOURS,
    result=st.sampled_from(["passed", "failed"]),
    hours_by_topic=st.dictionaries(WORDS, HOURS),
)
ENTRIES = st.builds(
    LogbookHoursAdded,
    ref=REFS,
    started_on=DAYS,
    hours=st.none() | HOURS,
    role=st.sampled_from(["lead", "co"]),
    medium=st.none() | st.sampled_from(["in room", "online"]),
    private=PRIVATE,
)
EVIDENCE: st.SearchStrategy[Evidence] = st.one_of(
    COURSES,
    ENTRIES,
    st.builds(LearningRecorded, ref=REFS, held_on=DAYS, category=WORDS, hours=HOURS, topics=st.tuples(WORDS)),
    st.builds(RegistrationEvidenced, ref=REFS, register=WORDS, jurisdiction=WORDS, since=DAYS),
    st.builds(FeePaid, ref=REFS, purpose=WORDS, paid_on=DAYS, amount=HOURS, currency=st.just("EUR")),
    st.builds(FeeWaived, ref=REFS, purpose=WORDS, waived_on=DAYS, reason=WORDS),
    st.builds(EvidenceRecorded, ref=REFS, kind=st.just("observation"), days=st.dictionaries(WORDS, DAYS)),
)
FIELDS = st.dictionaries(
    st.sampled_from(["hours", "ended_on", "program", "until", "topics", "law", "held_on"]),
    st.none() | st.sampled_from(["7.5", "2020-02-29", "0", "law", True, 3, ("law",)]),
)
REMARKS: st.SearchStrategy[Remark] = st.one_of(
    st.builds(EvidenceCorrected, of=REFS, ref=st.none() | REFS, fields=FIELDS),
    st.builds(EvidenceDetailed, of=REFS, days=st.dictionaries(WORDS, DAYS), numbers=st.dictionaries(WORDS, HOURS)),
    st.builds(EvidenceRetracted, of=REFS, reason=WORDS, effective_on=st.none() | DAYS),
    st.builds(LogbookHoursVerified, of=REFS, verified_by=WORDS, verified_on=DAYS),
    st.builds(RegistrationEnded, of=REFS, ended_on=DAYS),
    st.builds(PersonalDataErased, of=REFS),
)
HISTORIES = st.lists(EVIDENCE, max_size=4, unique_by=lambda evidence: evidence.ref)


@over(HISTORIES.flatmap(lambda evidence: st.tuples(st.just(evidence), st.permutations(evidence))))
def test_the_order_of_recording_does_not_matter(orders: tuple[list[Evidence], list[Evidence]]) -> None:
    one, other = orders
    assert without_events(pathway_facts(given(*one))) == without_events(pathway_facts(given(*other)))


@over(HISTORIES, EVIDENCE)
def test_what_was_retracted_is_as_if_never_recorded(others: list[Evidence], evidence: Evidence) -> None:
    others = [other for other in others if other.ref != evidence.ref]
    retracted = given(evidence, *others, EvidenceRetracted(of=evidence.ref, reason="by mistake"))
    assert without_events(pathway_facts(retracted)) == without_events(pathway_facts(given(*others)))


@over(COURSES, COURSES)
def test_evidence_corrected_in_every_field_is_as_if_recorded_so(wrong: CourseCompleted, right: CourseCompleted) -> None:
    right = msgspec.structs.replace(right, ref=wrong.ref)
    every = dict.fromkeys(CourseCompleted.__struct_encode_fields__) | msgspec.to_builtins(right, str_keys=True)
    fields = {
        name: value for name, value in every.items() if name not in {"topic", "ref", "private", "program_version"}
    }
    corrected = EvidenceCorrected(of=wrong.ref, fields=fields)
    assert pathway_facts(given(wrong, corrected)) == pathway_facts(given(right))


@over(HISTORIES, REFS)
def test_erasing_private_text_changes_no_fact(evidence: list[Evidence], ref: str) -> None:
    assert pathway_facts(given(*evidence, PersonalDataErased(of=ref))) == pathway_facts(given(*evidence))


@over(st.lists(EVIDENCE | REMARKS, max_size=12))
def test_whatever_was_let_in_can_be_folded_and_read(attempts: list[Evidence | Remark]) -> None:
    pathway = given()
    for attempt in attempts:
        try:
            event = record(pathway, attempt)
        except (
            AlreadyRecorded,
            AlreadyRetracted,
            CorrectionOfACorrection,
            EvidenceUnknown,
            FieldOfItsOwn,
            FieldUnknown,
            ImpossibleEvidence,
            SameEvidenceTwice,
        ):
            continue
        evolve(pathway, event)
    for items in pathway_facts(pathway).values():
        for item in items:
            assert all(isinstance(value, str | int) for value in item.values())
