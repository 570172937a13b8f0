"""Every event of a pathway can be recorded over HTTP, at one resource."""

from collections import Counter
from typing import Any

import pytest

from application.access import Caller, Role
from domain.evidence import Remark
from domain.pathway.forgetting import LegalHoldLifted, PersonForgotten
from domain.pathway.opening import PathwayOpened
from tests.web.office import Office
from tests.web.policy_texts import AMENDMENT, going_on
from tests.web.test_problems import problem
from web.events import words_of
from web.pathway_bodies import NOUNS, WRITTEN

ADA = "/v1/pathways/ada"
MEDIATION = {"event": "logbook hours added", "ref": "m-1", "started_on": "2021-05-01", "hours": 3, "role": "lead"}
APPLICATION = {"ref": "a-1", "level": "certified", "submitted_on": "2021-05-01"}
CLERK = Caller("carl", frozenset({Role.REGISTRAR}))
LEAVE = {"event": "leave started", "ref": "leave-1", "from": "2021-05-01"}


def test_every_event_of_a_pathway_has_one_resource() -> None:
    taken = Counter(kind for noun in NOUNS for kind in noun.kinds)

    assert set(taken) == set(WRITTEN) - {PathwayOpened, PersonForgotten}
    assert set(taken.values()) == {1}


def test_whatever_speaks_of_evidence_in_its_address_is_a_remark() -> None:
    for noun in NOUNS:
        if noun.named:
            assert all(issubclass(kind, Remark | LegalHoldLifted) for kind in noun.kinds), noun.rule


@pytest.fixture
def ada(office: Office) -> Office:
    clerk = Office(office.store, CLERK)
    for address, body in (
        ("/evidence", {"evidence": MEDIATION}),
        ("/evidence", {"evidence": LEAVE}),
        ("/applications", {"application": APPLICATION}),
    ):
        assert clerk.post(ADA + address, body).status_code == 201
    return office


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/evidence/course-1/corrections", {"correction": {"event": "evidence corrected", "fields": {"hours": 41}}}),
        ("/evidence/m-1/corrections", {"correction": {"event": "logbook hours amended", "fields": {"hours": "4"}}}),
        ("/evidence/course-1/retractions", {"retraction": {"event": "evidence retracted"}}),
        ("/evidence/m-1/retractions", {"retraction": {"event": "logbook hours retracted", "reason": "not mine"}}),
        ("/evidence/m-1/verifications", {"verification": {"verified_by": "bea", "verified_on": "2021-06-01"}}),
        ("/evidence/m-1/disputes", {"dispute": {"disputed_on": "2021-06-01"}}),
        ("/evidence/leave-1/details", {"detail": {"event": "leave ended", "ended_on": "2021-06-01"}}),
        ("/evidence/course-1/erasures", {"erasure": {"erased_on": "2021-06-01"}}),
        (
            "/applications/a-1/decisions",
            {"decision": {"decided_on": "2021-06-01", "outcome": "granted", "policy_version": "2021.06"}},
        ),
        ("/applications/a-1/withdrawals", {"withdrawal": {"withdrawn_on": "2021-06-01"}}),
        (
            "/decisions",
            {
                "decision": {
                    "event": "waiver granted",
                    "ref": "waiver-1",
                    "requirement": "feedback",
                    "granted_on": "2021-06-01",
                }
            },
        ),
    ],
)
def test_what_is_recorded_is_found_where_the_answer_says(ada: Office, address: str, body: dict[str, Any]) -> None:
    response = ada.post(ADA + address, body)
    found = ada.get(response.headers["Location"])

    assert response.status_code == 201, response.json
    assert response.json
    assert found.json
    assert response.json["event"] in (found.json, found.json.get("recorded"))
    assert response.json["event"]["position"] == ada.store.head()


def test_a_reason_that_the_event_needs_is_that_of_the_write(ada: Office) -> None:
    body = {"reason": "the certificate was forged", "retraction": {"event": "evidence retracted"}}

    response = ada.post(ADA + "/evidence/course-1/retractions", body)

    assert response.json
    assert response.json["event"]["reason"] == response.json["event"]["payload"]["reason"] == body["reason"]


def test_the_address_says_what_it_is_about(ada: Office) -> None:
    correction = {"event": "evidence corrected", "of": "m-1", "fields": {"hours": 41}}
    document = problem(ada.post(ADA + "/evidence/course-1/corrections", {"correction": correction}), "body-invalid")

    assert [error["pointer"] for error in document["errors"]] == ["/correction/of"]


def test_a_correction_is_itself_nothing_to_correct(ada: Office) -> None:
    correction = {"event": "evidence corrected", "ref": "c-1", "fields": {"hours": 41}}
    ada.post(ADA + "/evidence/course-1/corrections", {"correction": correction})

    again = ada.post(ADA + "/evidence/c-1/corrections", {"correction": correction | {"ref": "c-2"}})

    problem(again, "not-evidence")
    unnamed = {"correction": {"event": "evidence corrected", "fields": {"hours": 41}}}
    problem(ada.post(ADA + "/evidence/nothing/corrections", unnamed), "evidence-unknown")


def test_what_was_retracted_says_so(ada: Office) -> None:
    retraction = {"retraction": {"event": "evidence retracted"}}
    ada.post(ADA + "/evidence/course-1/retractions", retraction)

    found = ada.get(ADA + "/evidence/course-1").json

    assert found
    assert found["retracted"] is True
    assert [each["topic"] for each in found["remarks"]] == ["pathway.evidence-retracted.v1"]
    problem(ada.post(ADA + "/evidence/course-1/retractions", retraction), "already-retracted")


@pytest.mark.parametrize("version", ["0", "99"])
def test_an_event_that_there_is_not(office: Office, version: str) -> None:
    problem(office.get(f"{ADA}/events/{version}"), "event-unknown")


def test_an_event_never_changes(office: Office) -> None:
    found = office.get(ADA + "/events/2")

    assert found.json
    assert found.json["event_id"] == "pathway/ada@2"
    assert office.get(ADA + "/events/2", headers={"If-None-Match": found.headers["ETag"]}).status_code == 304


def test_words_are_those_of_topics() -> None:
    assert words_of(PathwayOpened) == "pathway opened"


def test_who_entered_a_mediation_does_not_verify_it(ada: Office) -> None:
    verification = {"verification": {"verified_by": "bea", "verified_on": "2021-06-01"}}

    refused = Office(ada.store, CLERK).post(ADA + "/evidence/m-1/verifications", verification)

    assert problem(refused, "another-person-needed")["detail"].startswith("pathway/ada@3 was recorded by carl")
    assert ada.post(ADA + "/evidence/m-1/verifications", verification).status_code == 201


def test_a_level_that_no_rulebook_has_is_not_applied_for(ada: Office) -> None:
    misspelt = {"ref": "a-2", "level": "certifed", "submitted_on": "2021-05-02"}
    granted = {"event": "recognition granted", "ref": "r-2", "level": "diamond", "granted_on": "2021-05-02"}
    corrected = {"correction": {"event": "evidence corrected", "fields": {"level": "certifed"}}}
    row = b"event,pathway,ref,level,submitted_on\napplication submitted,ada,a-2,certifed,2021-05-02\n"
    correction = b'{"event": "evidence corrected", "pathway": "ada", "of": "a-1", "fields": {"level": "certifed"}}\n'

    told = [
        problem(ada.post(ADA + "/applications", {"application": misspelt}), "level-unknown")["detail"],
        problem(ada.post(ADA + "/evidence/a-1/corrections", corrected), "level-unknown")["detail"],
        *(
            problem(ada.send("/v1/uploads/checks", rows, of), "rows-refused")["errors"][0]["detail"]
            for rows, of in ((row, "text/csv"), (correction, "application/jsonl"))
        ),
    ]

    assert told == 4 * ["no version of the rulebook has a level 'certifed'; did you mean 'certified'?"]
    assert "known are" in problem(ada.post(ADA + "/decisions", {"decision": granted}), "level-unknown")["detail"]


def test_what_no_rulebook_declares_is_not_recorded(ada: Office) -> None:
    vocabulary = "vocabulary:\n  peer circle: {words: a circle, counts from: held_on, fields: {held_on: date}}\n"
    declaring = going_on(AMENDMENT, vocabulary).encode()
    board = Office(ada.store, Caller("board", frozenset({Role.ADMINISTRATOR})))
    circle = {"event": "evidence recorded", "ref": "c-1", "kind": "peer circle", "days": {"held_on": "2021-05-01"}}
    misspelt = {"evidence": circle | {"ref": "c-2", "kind": "per circle"}}
    further = {"detail": {"event": "evidence detailed", "texts": {"room": "blue"}}}

    before = problem(ada.post(ADA + "/evidence", {"evidence": circle}), "kind-not-declared")
    assert board.send("/v1/policies/drafts?reason=asked", declaring, "application/yaml").status_code == 201
    assert ada.post(ADA + "/evidence", {"evidence": circle}, key="circle").status_code == 201
    after = problem(ada.post(ADA + "/evidence", misspelt), "kind-not-declared")
    refusal = {"refusal": {"version": "2021.11", "reasons": ["no"], "refused_on": "2021-12-01"}}
    assert board.post("/v1/policies/refusals", refusal).status_code == 201

    assert before["detail"].endswith("declares the kind 'peer circle', nor any other; adopt the one that does")
    assert after["detail"].endswith("did you mean 'peer circle'?")
    assert ada.post(ADA + "/evidence", {"evidence": circle}, key="circle").status_code == 201
    problem(ada.post(ADA + "/evidence/course-1/details", further), "field-not-declared")
