"""Something is recorded over HTTP: once, upon what its caller has seen, with its reason, and given back as recorded."""

import json
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from application.access import Caller, Role
from tests.web.office import Office
from tests.web.test_problems import problem
from web.preconditions import digest_of

PATHWAYS = "/v1/pathways"
EVIDENCE = "/v1/pathways/dora/evidence"
DORA = {"id": "dora", "pathway": {"opened_on": "2021-02-01", "private": {"name": "Dora"}}}
COURSE = {
    "event": "course completed",
    "ref": "course-1",
    "program": "basic",
    "format": "face to face",
    "ended_on": "2021-03-01",
    "hours": "40.5",
    "result": "passed",
}


@pytest.fixture
def dora(office: Office) -> Office:
    assert office.post(PATHWAYS, DORA, match=None).status_code == 201
    return office


def test_a_pathway_is_opened_with_its_reason_and_cause(office: Office) -> None:
    response = office.post(
        PATHWAYS,
        DORA | {"reason": "her letter of 1 February", "cause": "letter-17"},
        match=None,
        headers={"X-Request-Id": "desk-7"},
    )

    (recorded,) = office.store.stream("pathway/dora")
    assert response.status_code == 201
    assert (recorded.actor, recorded.command_id) == ("ann", "desk-7")
    assert (recorded.reason, recorded.cause) == ("her letter of 1 February", "letter-17")
    assert response.headers["X-Request-Id"] == "desk-7"
    assert response.headers["Location"] == "/v1/pathways/dora"
    assert response.headers["ETag"] == '"1"'
    assert response.json
    assert response.json["event"]["event_id"] == recorded.event_id
    assert "Dora" not in response.text


def test_what_was_recorded_is_where_the_answer_says(dora: Office) -> None:
    response = dora.post(EVIDENCE, {"evidence": COURSE})
    found = dora.get(response.headers["Location"])

    assert response.json
    assert found.json
    assert found.json["recorded"] == response.json["event"]
    assert found.json["event"] == "course completed"
    assert found.headers["ETag"] == response.headers["ETag"] == '"2"'


def test_the_pathway_has_the_version_that_the_next_write_names(dora: Office) -> None:
    first = dora.post(EVIDENCE, {"evidence": COURSE}, match=dora.get("/v1/pathways/dora").headers["ETag"])
    state = dora.get("/v1/pathways/dora")

    assert first.status_code == 201
    assert state.json == {
        "format": "milepost.pathway/v1",
        "id": "dora",
        "version": 2,
        "opened_on": "2021-02-01",
        "country": None,
        "evidence": 1,
        "forgotten_on": None,
    }
    assert dora.get("/v1/pathways/dora", headers={"If-None-Match": '"2"'}).status_code == 304


def test_a_write_that_is_sent_again_is_recorded_once_and_answered_to_the_byte(dora: Office) -> None:
    first = dora.post(EVIDENCE, {"evidence": COURSE}, key="course", match='"1"')
    dora.post(EVIDENCE, {"evidence": COURSE | {"ref": "course-2", "ended_on": "2021-04-01"}})
    again = dora.post(EVIDENCE, {"evidence": COURSE}, key="course", match='"1"')

    assert (again.status_code, again.data) == (201, first.data)
    assert [again.headers[name] for name in ("ETag", "Location")] == [
        first.headers[name] for name in ("ETag", "Location")
    ]
    assert len(dora.store.stream("pathway/dora")) == 3


def test_a_key_belongs_to_one_request(dora: Office) -> None:
    dora.post(EVIDENCE, {"evidence": COURSE}, key="course")
    other_body = dora.post(EVIDENCE, {"evidence": COURSE | {"ref": "course-2"}}, key="course")
    other_pathway = dora.post("/v1/pathways/ada/evidence", {"evidence": COURSE}, key="course")

    problem(other_body, "idempotency-key-reused")
    problem(other_pathway, "idempotency-key-reused")
    assert len(dora.store.stream("pathway/dora")) == 2


def test_what_is_kept_of_a_request_tells_nothing_of_its_text_without_the_key() -> None:
    """The same text under another key leaves another digest, and neither is one of the text alone."""
    digests = [digest_under(key, b"a text") for key in ("one", "two")]

    assert len({*digests, sha256(b"POST\n/v1\na text").hexdigest()}) == 3


def digest_under(key: str, body: bytes) -> str:
    with Flask("digests").test_request_context("/v1", method="POST", headers={"Idempotency-Key": key}, data=body):
        return digest_of(b"POST", b"/v1", body)


def test_a_key_is_its_callers_own(dora: Office) -> None:
    bob = Office(dora.store, Caller("bob", frozenset({Role.REGISTRAR})))
    dora.post(EVIDENCE, {"evidence": COURSE}, key="course")

    response = bob.post(EVIDENCE, {"evidence": COURSE | {"ref": "course-2", "ended_on": "2021-04-01"}}, key="course")

    assert response.status_code == 201


@pytest.mark.parametrize("key", [None, "two words", "x" * 129, "ключ"])
def test_a_write_without_a_key_is_refused(dora: Office, key: str | None) -> None:
    headers = {"If-Match": "*"} | ({"Idempotency-Key": key.encode().decode("latin-1")} if key else {})
    body = {"reason": "r", "cause": None, "evidence": COURSE}

    problem(dora.client.post(EVIDENCE, json=body, headers=headers), "idempotency-key-missing")
    assert len(dora.store.stream("pathway/dora")) == 1


@pytest.mark.parametrize(
    ("match", "name"),
    [
        (None, "precondition-missing"),
        ("1", "precondition-unreadable"),
        ('"1', "precondition-unreadable"),
        ("", "precondition-unreadable"),
        ('"2"', "precondition-failed"),
        ('W/"1"', "precondition-failed"),
        ('"one"', "precondition-failed"),
    ],
)
def test_a_write_upon_what_is_not_there_is_refused(dora: Office, match: str | None, name: str) -> None:
    problem(dora.post(EVIDENCE, {"evidence": COURSE}, match=match), name)
    assert len(dora.store.stream("pathway/dora")) == 1


@pytest.mark.parametrize("match", ['W/"1"', '"one"', '""'])
def test_a_tag_that_is_of_no_version_is_told_so(dora: Office, match: str) -> None:
    refused = problem(dora.post(EVIDENCE, {"evidence": COURSE}, match=match), "precondition-failed")

    assert refused["detail"].startswith('pathway/dora is at version 1, and no version was named: its tag is "1"')
    assert refused["found"] == 1


@pytest.mark.parametrize("match", ['"1"', '"7", "1"', "*", ' "1" '])
def test_a_write_upon_what_is_there_is_recorded(dora: Office, match: str) -> None:
    assert dora.post(EVIDENCE, {"evidence": COURSE}, match=match).status_code == 201


def test_nobody_writes_unless_permitted_and_is_not_told_what_exists(dora: Office) -> None:
    stranger = Office(dora.store, Caller("eve", frozenset({Role.MEDIATOR}), pathways=frozenset({"eve"})))

    known = problem(stranger.post(EVIDENCE, {"evidence": COURSE}), "not-permitted")
    unknown = problem(stranger.post("/v1/pathways/nobody/evidence", {"evidence": COURSE}), "not-permitted")

    assert known["detail"] == unknown["detail"]
    problem(stranger.get("/v1/pathways/dora"), "not-permitted")
    problem(stranger.get(EVIDENCE + "/course-1"), "not-permitted")
    problem(stranger.get("/v1/pathways/nobody"), "not-permitted")


def test_a_provider_records_courses_of_its_own_program(dora: Office) -> None:
    academy = Office(dora.store, Caller("academy", frozenset({Role.PROVIDER}), programs=frozenset({"basic"})))

    problem(academy.post(EVIDENCE, {"evidence": COURSE | {"program": "other"}}), "not-permitted")
    assert academy.post(EVIDENCE, {"evidence": COURSE}).status_code == 201


def test_what_speaks_against_it_is_named(dora: Office) -> None:
    dora.post(EVIDENCE, {"evidence": COURSE})

    problem(dora.post(PATHWAYS, DORA, match=None), "pathway-already-open")
    problem(dora.post(EVIDENCE, {"evidence": COURSE}), "already-recorded")
    problem(dora.post(EVIDENCE, {"evidence": COURSE | {"ref": "course-2"}}), "same-evidence-twice")
    problem(dora.post("/v1/pathways/nobody/evidence", {"evidence": COURSE}), "pathway-unknown")
    problem(dora.post("/v1/pathways/nobody/evidence", {"evidence": COURSE}, match='"3"'), "pathway-unknown")
    problem(dora.get(EVIDENCE + "/course-9"), "evidence-unknown")
    problem(dora.get("/v1/pathways/nobody"), "pathway-unknown")
    assert len(dora.store.stream("pathway/dora")) == 2


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"certificate_issued_on": "1066-10-14"}, "impossible-value"),
        ({"ended_on": "9999-12-31"}, "impossible-value"),
        ({"ended_on": "2022-01-01"}, "not-yet-happened"),
        ({"ended_on": "2017-04-30"}, "course-before-program"),
        ({"hours": 0}, "impossible-value"),
        ({"hours": "-1"}, "impossible-value"),
        ({"hours": "NaN"}, "body-invalid"),
        ({"hours": "40.1234"}, "impossible-value"),
        ({"hours": 1e300}, "impossible-value"),
        ({"begun_on": "2021-03-02"}, "impossible-value"),
        ({"ref": " "}, "impossible-value"),
        ({"ref": "x" * 201}, "impossible-value"),
    ],
)
def test_what_cannot_be_is_refused_by_name(dora: Office, changed: dict[str, Any], name: str) -> None:
    problem(dora.post(EVIDENCE, {"evidence": COURSE | changed}), name)
    assert len(dora.store.stream("pathway/dora")) == 1


@pytest.mark.parametrize("pathway", ["a/b", "a@1", " ada", "a\u0007", "a\nb", "a\ufeff"])
def test_an_id_that_cannot_be_one(office: Office, pathway: str) -> None:
    problem(office.post(PATHWAYS, DORA | {"id": pathway}, match=None), "id-impossible")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/evidence"]),
        ({"reason": ""}, ["/evidence", "/reason"]),
        ({"reason": " \n "}, ["/evidence", "/reason"]),
        ({"reason": 7, "evidence": COURSE}, ["/reason"]),
        ({"reason": "r" * 2001, "evidence": COURSE}, ["/reason"]),
        ({"cause": "", "evidence": COURSE}, ["/cause"]),
        ({"evidence": COURSE, "because": 1}, ["/because"]),
        ({"evidence": None}, ["/evidence"]),
        ({"evidence": []}, ["/evidence"]),
        ({"evidence": {}}, ["/evidence/event"]),
        ({"evidence": COURSE | {"event": "course dreamt"}}, ["/evidence/event"]),
        ({"evidence": COURSE | {"event": ["course completed"]}}, ["/evidence/event"]),
        ({"evidence": COURSE | {"event": "pathway opened"}}, ["/evidence/event"]),
        ({"evidence": COURSE | {"topic": "pathway.course-completed.v1"}}, ["/evidence/topic"]),
        ({"evidence": COURSE | {"result": "nearly"}}, ["/evidence/result"]),
        ({"evidence": COURSE | {"ended_on": "2021-02-29"}}, ["/evidence/ended_on"]),
        ({"evidence": COURSE | {"ended_on": "0000-01-01"}}, ["/evidence/ended_on"]),
        ({"evidence": COURSE | {"ended_on": "12021-01-01"}}, ["/evidence/ended_on"]),
        ({"evidence": COURSE | {"ended_on": 20210101}}, ["/evidence/ended_on"]),
        ({"evidence": COURSE | {"hours": "forty"}}, ["/evidence/hours"]),
        ({"evidence": COURSE | {"hours": True}}, ["/evidence/hours"]),
        ({"evidence": COURSE | {"private": {"name": 1}}}, ["/evidence/private/name"]),
        ({"evidence": COURSE | {"private": {"a/b": 1}}}, ["/evidence/private"]),
        ({"evidence": {key: value for key, value in COURSE.items() if key != "ref"}}, ["/evidence"]),
    ],
)
def test_a_body_that_is_not_as_the_resource_takes_it(dora: Office, body: dict[str, Any], pointers: list[str]) -> None:
    document = problem(dora.post(EVIDENCE, body), "body-invalid")

    assert [error["pointer"] for error in document["errors"]] == pointers
    assert all(error["detail"] for error in document["errors"])
    assert len(dora.store.stream("pathway/dora")) == 1


def test_an_event_that_is_misspelt_is_told_with_the_nearest(dora: Office) -> None:
    document = problem(dora.post(EVIDENCE, {"evidence": COURSE | {"event": "course complete"}}), "body-invalid")

    assert document["errors"][0]["detail"].endswith(". Did you mean 'course completed'?")


def test_a_number_is_read_exactly(dora: Office) -> None:
    body = json.dumps({"reason": "r", "cause": None, "evidence": COURSE}).replace('"40.5"', "40.123")

    response = dora.send(EVIDENCE, body.encode())

    assert response.json
    assert response.json["event"]["payload"]["hours"] == "40.123"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"NaN",
        b"\xff\xfe",
        b'{"reason": "\xc3"}',
        b'\xef\xbb\xbf{"reason": "r"}',
        b'{"reason": "r", "reason": "s"}',
        b'{"evidence": {"ref": "a", "ref": "b"}}',
        b'{"reason": "\\u0000"}',
        b'{"reason": "\\ud800"}',
        b'{"evidence": ["\\udfff"]}',
        b'{"\\u0000": 1}',
        b'{"reason": "a\x00b"}',
        b"1" * 5000,
        b"1e99999999999999999999999",
        b"[" * 100_000,
        b'{"a":' * 17 + b"1" + b"}" * 17,
    ],
)
def test_a_body_that_is_no_json_to_be_read(dora: Office, body: bytes) -> None:
    document = problem(dora.send(EVIDENCE, body), "body-invalid")

    assert document["errors"]
    assert len(dora.store.stream("pathway/dora")) == 1


def test_brackets_within_a_text_are_no_nesting(dora: Office) -> None:
    body = {"reason": "[" * 50 + '\\"{', "evidence": COURSE}

    assert dora.post(EVIDENCE, body).status_code == 201


def test_a_body_that_is_too_large(dora: Office) -> None:
    problem(dora.send(EVIDENCE, b" " * 262_145), "body-too-large")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/yaml", ""])
def test_a_body_of_another_type(dora: Office, media_type: str) -> None:
    problem(dora.send(EVIDENCE, b"{}", media_type), "media-type-unknown")


@pytest.mark.parametrize("given", ["two words", "x" * 65, ""])
def test_an_id_that_cannot_stand_in_a_log_is_replaced(office: Office, given: str) -> None:
    response = office.get("/v1/pathways/ada", headers={"X-Request-Id": given})

    assert response.headers["X-Request-Id"].startswith("request-")


@pytest.mark.parametrize("prefer", ["return=minimal", "handling=strict, Return=Minimal; wait=1"])
def test_whoever_prefers_it_is_given_nothing_but_where_it_is(dora: Office, prefer: str) -> None:
    first, again = (
        dora.post(EVIDENCE, {"evidence": COURSE}, key="course", headers={"Prefer": prefer}) for _ in range(2)
    )

    assert (first.status_code, first.data) == (204, b"")
    assert first.headers["Preference-Applied"] == "return=minimal"
    assert (first.headers["ETag"], first.headers["Location"]) == ('"2"', f"{EVIDENCE}/course-1")
    assert (again.status_code, again.headers["ETag"]) == (204, '"2"')
    assert dora.post(EVIDENCE, {"evidence": COURSE}, key="course", headers={"Prefer": "wait=1"}).status_code == 201
