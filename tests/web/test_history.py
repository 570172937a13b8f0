from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from application.assessing import Assessor
from web.schemas import history_schema

VALIDATOR = Draft202012Validator(history_schema())


def test_a_history_has_what_moved_the_pathway_in_the_order_of_the_log(client: FlaskClient, assessor: Assessor) -> None:
    response = client.get("/v1/pathways/ben/history")

    VALIDATOR.validate(response.json)
    assert response.json
    assert response.json["format"] == "milepost.history/v1"
    assert response.json["known"] == 19
    events = response.json["events"]
    assert [event["event_id"] for event in events] == [each.event_id for each in assessor.history("ben")]
    assert [event["position"] for event in events] == sorted(event["position"] for event in events)
    assert {event["stream"] for event in events} == {"pathway/ben", "program/basic", "policy/imi"}


def test_an_event_comes_in_its_envelope(client: FlaskClient) -> None:
    response = client.get("/v1/pathways/ben/history")

    assert response.json
    assert response.json["events"][-1] == {
        "position": 15,
        "event_id": "pathway/ben@3",
        "stream": "pathway/ben",
        "version": 3,
        "topic": "pathway.evidence-corrected.v1",
        "recorded_at": "2020-09-01T12:00:00Z",
        "actor": "ann",
        "command_id": "desk-12",
        "cause": None,
        "reason": "the certificate says 1 March",
        "payload": {
            "topic": "pathway.evidence-corrected.v1",
            "ref": "correction-1",
            "of": "course-1",
            "fields": {"ended_on": "2019-03-01"},
        },
    }


def test_what_was_recorded_later_is_not_part_of_it(client: FlaskClient) -> None:
    before = client.get("/v1/pathways/ben/history", query_string={"known": "2020-06-01"})
    by_position = client.get("/v1/pathways/ben/history", query_string={"known": "13"})

    assert before.data == by_position.data
    assert before.json
    assert before.json["known"] == 13
    assert before.json["events"][-1]["event_id"] == "program/basic@2"


def test_private_text_about_persons_is_left_out(client: FlaskClient) -> None:
    response = client.get("/v1/pathways/ada/history")

    assert b"Ada" not in response.data
    assert b"private" not in response.data
