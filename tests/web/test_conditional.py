"""What a caller has already is not sent again."""

import pytest
from flask.testing import FlaskClient

from application.assessing import Assessor
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.web import sample
from tests.web.callers import AUDITOR, signed_in
from tests.web.office import Office

ADDRESSES = (
    "/v1/pathways/ada/standing",
    "/v1/pathways/ada/history",
    "/problems/pathway-unknown",
    "/schemas/milepost.answer.v1.json",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("had", ["{}", 'W/{}, "other"', '"other", {}', "*"])
def test_what_is_still_right_is_not_sent_again(client: FlaskClient, address: str, had: str) -> None:
    tag = client.get(address).headers["ETag"]

    response = client.get(address, headers={"If-None-Match": had.format(tag.removeprefix("W/"))})

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ADDRESSES)
def test_anything_else_is_sent(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"If-None-Match": '"other", "another"'})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_the_tag_is_of_all_but_how_much_was_known(client: FlaskClient) -> None:
    ada = client.get("/v1/pathways/ada/standing")
    ben = client.get("/v1/pathways/ben/standing")
    at_a_position = client.get("/v1/pathways/ada/standing", query_string={"known": "19", "on": "2021-12-01"})

    assert ada.get_etag()[1] is True
    assert ada.headers["ETag"] != ben.headers["ETag"]
    assert at_a_position.data == ada.data
    assert at_a_position.headers["ETag"] == ada.headers["ETag"]


def test_an_answer_that_later_events_leave_as_it_is_is_not_sent_again(office: Office) -> None:
    before = office.get("/v1/pathways/ada/standing")
    office.post("/v1/pathways", {"id": "eve", "pathway": {"opened_on": "2021-11-30"}}, match=None)
    after = office.get("/v1/pathways/ada/standing")

    assert before.json is not None
    assert after.json is not None
    assert after.json["known"]["position"] == before.json["known"]["position"] + 1
    again = office.get("/v1/pathways/ada/standing", headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 304


def test_another_process_gives_the_same_tag(client: FlaskClient, url: str) -> None:
    engine = open_engine(url)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    other = signed_in(sample.app_of(store, Assessor(store, policy_from, lambda: sample.NOW)), AUDITOR)

    tags = {each.get("/v1/pathways/ada/standing").headers["ETag"] for each in (client, other)}

    engine.dispose()
    assert len(tags) == 1


def test_the_rulebook_is_given_whole_as_it_is_described(client: FlaskClient) -> None:
    described = client.get("/openapi.json").json["paths"]["/v1/policies"]["get"]  # type: ignore[index]
    tag = client.get("/v1/policies").headers["ETag"]

    assert client.get("/v1/policies", headers={"If-None-Match": tag}).status_code == 200
    assert "304" not in described["responses"]
    assert "If-None-Match" not in [each["name"] for each in described.get("parameters", ())]
