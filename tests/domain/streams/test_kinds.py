"""Every kind of fact is described as it turns out."""

from pathlib import Path

import msgspec
import pytest

from domain.evidence import Evidence
from domain.facts import pathway_facts
from domain.kinds import kinds
from domain.pathway.families import EVIDENCE
from domain.pathway.record import EvidenceRecorded
from tests.domain.streams.history import given

GOLDEN = Path(__file__).parents[2] / "golden"
OWN = [evidence for evidence in EVIDENCE if evidence is not EvidenceRecorded]


@pytest.mark.parametrize("evidence", OWN, ids=lambda evidence: evidence.__name__)
def test_a_fact_has_only_fields_of_its_kind_and_all_that_are_required(evidence: type[Evidence]) -> None:
    golden = msgspec.json.decode((GOLDEN / f"{evidence.topic()}.json").read_bytes(), type=evidence)
    [fact] = pathway_facts(given(golden))[evidence.gives]
    described = kinds()[evidence.gives].fields
    spread = tuple(f"{field.name}_" for field in described if field.type in {"texts", "numbers"})
    names = {name for name in fact if name not in {"id", "event"} and not name.startswith(spread)}
    assert names <= {field.name for field in described}
    assert names >= {field.name for field in described if field.required}


def test_every_evidence_becomes_a_kind() -> None:
    assert {event for kind in kinds().values() for event in kind.events} == set(OWN)


def test_a_kind_knows_its_stream() -> None:
    streams = {name: kind.stream for name, kind in kinds().items()}
    assert (streams["course"], streams["approval"], streams["listed register"]) == ("pathway", "program", "register")


def test_a_kind_of_two_events_requires_what_both_require() -> None:
    fields = {field.name: field for field in kinds()["fee"].fields}
    assert fields["paid_on"].required
    assert not fields["amount"].required
    assert fields["paid_on"].topics == ("pathway.fee-paid.v1", "pathway.fee-waived.v1")


def test_a_field_that_a_remark_adds_is_not_required() -> None:
    [verified_on] = [field for field in kinds()["mediation"].fields if field.name == "verified_on"]
    assert not verified_on.required
    assert verified_on.topics == ("pathway.logbook-hours-verified.v1",)
