"""What a caller has already is not sent again."""

import pytest
from flask.testing import FlaskClient

from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.web import sample
from tests.web.callers import AUDITOR, signed_in

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

    response = client.get(address, headers={"If-None-Match": had.format(tag)})

    assert response.status_code == 304
    assert response.data == b""
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ADDRESSES)
def test_anything_else_is_sent(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"If-None-Match": '"other", "another"'})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_the_tag_is_strong_and_that_of_the_bytes(client: FlaskClient) -> None:
    ada = client.get("/v1/pathways/ada/standing")
    ben = client.get("/v1/pathways/ben/standing")
    at_a_position = client.get("/v1/pathways/ada/standing", query_string={"known": "19", "on": "2021-12-01"})

    assert ada.get_etag()[1] is False
    assert ada.headers["ETag"] != ben.headers["ETag"]
    assert at_a_position.data == ada.data
    assert at_a_position.headers["ETag"] == ada.headers["ETag"]


def test_another_process_gives_the_same_tag(client: FlaskClient, url: str) -> None:
    engine = open_engine(url)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    other = signed_in(sample.app_of(store, sample.assessor_of(store)), AUDITOR)

    tags = {each.get("/v1/pathways/ada/standing").headers["ETag"] for each in (client, other)}

    engine.dispose()
    assert len(tags) == 1
