"""Values that cannot be true, whatever a rulebook says."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.evidence import Evidence
from domain.pathway.conduct import ComplaintRaised, SuspensionImposed
from domain.pathway.decisions import record
from domain.pathway.learning import LearningRecorded
from domain.pathway.listing import FeePaid
from domain.pathway.undertaking import InsuranceEvidenced
from domain.possible import ImpossibleEvidence
from tests.domain.streams.history import COURSE, MEDIATION, REGISTRATION, given

PAID = FeePaid(ref="fee-1", purpose="listing", paid_on=date(2020, 10, 5), amount=Decimal(50), currency="EUR")
LEARNT = LearningRecorded(ref="l", held_on=date(2021, 1, 9), category="conference", hours=Decimal(6))
COVERED = InsuranceEvidenced(ref="insurance-1", from_=date(2021, 1, 1))


@pytest.mark.parametrize(
    ("evidence", "field", "expected"),
    [
        (msgspec.structs.replace(COURSE, ref=""), "ref", "a text that is not empty"),
        (msgspec.structs.replace(COURSE, ref="x" * 201), "ref", "at most 200 characters"),
        (msgspec.structs.replace(COURSE, ref="\N{GRINNING FACE}" * 151), "ref", "at most 600 bytes of UTF-8"),
        (msgspec.structs.replace(COURSE, program=" "), "program", "a text that is not empty"),
        (msgspec.structs.replace(COURSE, format="postal"), "format", "one of face to face, online, blended"),
        (msgspec.structs.replace(COURSE, hours=Decimal(0)), "hours", "more than zero"),
        (msgspec.structs.replace(COURSE, hours=Decimal(-1)), "hours", "more than zero"),
        (msgspec.structs.replace(COURSE, hours=Decimal("40.1234")), "hours", "at most 3 decimals"),
        (msgspec.structs.replace(COURSE, hours=Decimal("NaN")), "hours", "a number below 1000000000"),
        (msgspec.structs.replace(COURSE, hours=Decimal("Infinity")), "hours", "a number below 1000000000"),
        (msgspec.structs.replace(COURSE, hours=Decimal("1E+999999")), "hours", "a number below 1000000000"),
        (msgspec.structs.replace(COURSE, hours_by_topic={"ethics": Decimal(-1)}), "hours_by_topic", "zero or more"),
        (msgspec.structs.replace(COURSE, ended_on=date(2020, 2, 2)), "ended_on", "begun_on (2020-02-03) or later"),
        (msgspec.structs.replace(COURSE, ended_on=date(2201, 1, 1)), "ended_on", "a day from 1900-01-01 to 2200-12-31"),
        (
            msgspec.structs.replace(COURSE, begun_on=date(1899, 12, 31)),
            "begun_on",
            "a day from 1900-01-01 to 2200-12-31",
        ),
        (msgspec.structs.replace(MEDIATION, parties_count=0), "parties_count", "more than zero"),
        (msgspec.structs.replace(REGISTRATION, until=date(2017, 12, 31)), "until", "since (2018-01-01) or later"),
        (msgspec.structs.replace(PAID, amount=Decimal("-0.01")), "amount", "zero or more"),
        (msgspec.structs.replace(LEARNT, topics=("ethics", "")), "topics", "a text that is not empty"),
        (msgspec.structs.replace(COVERED, until=date(2020, 12, 31)), "until", "from (2021-01-01) or later"),
        (SuspensionImposed(ref="s", imposed_on=date(2022, 9, 1), months=0), "months", "more than zero"),
        (
            ComplaintRaised(ref="c", aware_on=date(2022, 4, 1), raised_on=date(2022, 3, 31)),
            "raised_on",
            "aware_on (2022-04-01) or later",
        ),
    ],
)
def test_a_value_that_cannot_be_true_is_refused(evidence: Evidence, field: str, expected: str) -> None:
    with pytest.raises(ImpossibleEvidence) as raised:
        record(given(), evidence)
    assert (raised.value.field, raised.value.expected) == (field, expected)


@pytest.mark.parametrize(
    "evidence",
    [
        msgspec.structs.replace(COURSE, begun_on=COURSE.ended_on),
        msgspec.structs.replace(COURSE, hours=Decimal("40.1230")),
        msgspec.structs.replace(COURSE, hours=Decimal("4E1"), attendance_checked=False),
        msgspec.structs.replace(COURSE, hours_in_room=Decimal(0)),
        msgspec.structs.replace(REGISTRATION, until=REGISTRATION.since),
        msgspec.structs.replace(PAID, amount=Decimal(0)),
        msgspec.structs.replace(PAID, paid_on=date(2200, 12, 31)),
    ],
)
def test_a_value_at_the_edge_is_taken(evidence: Evidence) -> None:
    assert record(given(), evidence) is evidence


def test_the_message_names_the_field_the_value_and_what_was_expected() -> None:
    with pytest.raises(ImpossibleEvidence, match=r"^hours: 0 cannot be; expected more than zero$"):
        record(given(), msgspec.structs.replace(COURSE, hours=Decimal(0)))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"n": Decimal(-1)}, '{"n":-1}'),
        ((), "[]"),
        (None, "null"),
        (True, "true"),
        (("a", "b"), '["a","b"]'),
        (10**30, "1" + 30 * "0"),
        (Decimal("NaN"), "NaN"),
        (date(1899, 12, 31), "1899-12-31"),
        (" \n", "' \\n'"),
    ],
)
def test_a_value_is_told_as_it_was_written(value: object, told: str) -> None:
    assert str(ImpossibleEvidence(value, "field", "another")) == f"field: {told} cannot be; expected another"
