"""Further fields of evidence: they join its facts, and say nothing that the evidence says itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.evidence import Evidence
from domain.facts import pathway_facts
from domain.happening import happened
from domain.item import Item
from domain.pathway.decisions import (
    AlreadyRecorded,
    AlreadyRetracted,
    EvidenceUnknown,
    FieldOfItsOwn,
    FieldUnknown,
    record,
)
from domain.pathway.listing import FeePaid
from domain.pathway.record import (
    EvidenceCorrected,
    EvidenceDetailed,
    EvidenceRecorded,
    EvidenceRetracted,
    sorted_by_type,
)
from domain.pathway.state import evolve
from domain.possible import ImpossibleEvidence
from tests.domain.streams.history import COURSE, MEDIATION, given

OBSERVATION = EvidenceRecorded.of("o-1", "observation", {"seen_on": date(2021, 2, 3), "points": 5})
FEE = FeePaid(ref="fee-1", purpose="listing", paid_on=date(2021, 2, 3), amount=Decimal(80), currency="EUR")


def detail(of: str = "course-1", **fields: Any) -> EvidenceDetailed:  # noqa: ANN401 - values of any type
    return EvidenceDetailed(of=of, **sorted_by_type(fields))


def fact_after(evidence: Evidence, *remarks: EvidenceDetailed | EvidenceCorrected) -> Item:
    """Return the one fact that remarks leave, each of which could be recorded."""
    pathway = given(evidence)
    for remark in remarks:
        evolve(pathway, record(pathway, remark))
    [[item]] = pathway_facts(pathway).values()
    return item


def test_they_join_the_facts_of_the_evidence() -> None:
    item = fact_after(COURSE, detail(live=True, tutors=2, town="Utrecht", moderated_on=date(2020, 4, 2)))
    assert {name: item[name] for name in ("live", "tutors", "town", "moderated_on", "hours")} == {
        "live": True,
        "tutors": 2000,
        "town": "Utrecht",
        "moderated_on": date(2020, 4, 2).toordinal(),
        "hours": 40000,
    }


def test_what_is_given_later_replaces_what_was_given_before() -> None:
    item = fact_after(COURSE, detail(live=True, town="Utrecht"), detail(live=False))
    assert (item["live"], item["town"]) == (False, "Utrecht")


def test_what_was_not_known_of_a_kind_of_a_rulebook_is_supplied() -> None:
    assert fact_after(OBSERVATION, detail("o-1", live=False)) == {
        "id": "o-1",
        "event": "pathway/ada@2",
        "seen_on": date(2021, 2, 3).toordinal(),
        "points": 5000,
        "live": False,
    }


@pytest.mark.parametrize("evidence", [COURSE, OBSERVATION])
def test_they_are_corrected_and_taken_away_as_other_facts_are(evidence: Evidence) -> None:
    given_once = detail(evidence.ref, live=True, seen_again=date(2022, 1, 1))
    correction = EvidenceCorrected(of=evidence.ref, fields={"live": None, "seen_again": "2022-01-02"})
    item = fact_after(evidence, given_once, correction)
    assert "live" not in item
    assert item["seen_again"] == date(2022, 1, 2).toordinal()


def test_the_last_word_is_the_one_that_counts_whether_it_corrects_or_adds() -> None:
    corrected = EvidenceCorrected(of="course-1", fields={"town": "Leiden"})
    assert fact_after(COURSE, detail(town="Utrecht"), corrected)["town"] == "Leiden"
    assert fact_after(COURSE, detail(town="Utrecht"), corrected, detail(town="Delft"))["town"] == "Delft"


@pytest.mark.parametrize("field", ["live", "seen_again"])
def test_what_was_never_given_is_not_corrected(field: str) -> None:
    with pytest.raises(FieldUnknown, match="that could be corrected; a further one is given as 'evidence detailed'"):
        record(given(COURSE), EvidenceCorrected(of="course-1", fields={field: True}))


@pytest.mark.parametrize(
    ("evidence", "fields"),
    [
        (COURSE, {"hours": 60}),
        (COURSE, {"site": "Hall 2"}),
        (COURSE, {"hours_by_topic_ethics": 6}),
        (FEE, {"waived": True}),
        (FEE, {"refunded_on": date(2021, 3, 1)}),
        (MEDIATION, {"verified_on": date(2021, 6, 1)}),
        (OBSERVATION, {"points": 6}),
    ],
)
def test_what_the_evidence_has_of_its_own_is_corrected_instead(evidence: Evidence, fields: dict[str, Any]) -> None:
    [name] = fields
    with pytest.raises(FieldOfItsOwn, match=f"{evidence.ref} has {name} of its own, and not as a further field"):
        record(given(evidence), detail(evidence.ref, **fields))


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (detail(), "^fields: nothing cannot be; expected at least one field$"),
        (detail(id="course-2"), "fields: id cannot be; expected names that differ, none of event, id, retracted_on"),
        (EvidenceDetailed(of="course-1", flags={"live": True}, texts={"live": "yes"}), "expected names that differ"),
        (detail(tutors=-1), "numbers: .* cannot be; expected zero or more"),
        (detail(seen_on=date(1750, 1, 1)), "days: .* expected a day from 1900-01-01"),
    ],
)
def test_they_could_be_true(remark: EvidenceDetailed, expected: str) -> None:
    with pytest.raises(ImpossibleEvidence, match=expected):
        record(given(COURSE), remark)


def test_they_are_of_evidence_that_is_there() -> None:
    with pytest.raises(EvidenceUnknown):
        record(given(COURSE), detail("course-2", live=True))
    with pytest.raises(AlreadyRetracted):
        record(given(COURSE, EvidenceRetracted(of="course-1", reason="twice")), detail(live=True))
    with pytest.raises(AlreadyRecorded):
        record(given(COURSE, detail(live=True)), detail(live=True))


def test_evidence_that_was_retracted_has_no_facts_whatever_was_added() -> None:
    pathway = given(COURSE, detail(live=True), EvidenceRetracted(of="course-1", reason="twice"))
    assert pathway_facts(pathway) == {}


def test_their_days_may_lie_ahead() -> None:
    ahead = date(2099, 1, 1)
    happened(detail(due=ahead), date(2021, 1, 1))
    happened(EvidenceCorrected(of="course-1", fields={"due": "2099-01-01"}), date(2021, 1, 1), COURSE)
    happened(EvidenceCorrected(of="o-1", fields={"seen_on": "2099-01-01"}), date(2021, 1, 1), OBSERVATION)
