"""What stands in addresses: ids that can be asked for, text alone, and what was asked, told as it was."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.office import Office

LONGEST_LINE = 4094
LEARNT = {"held_on": "2021-01-09", "category": "conference", "hours": 6}


def opened(office: Office, pathway: str) -> int:
    body = {"id": pathway, "pathway": {"opened_on": "2020-01-01"}}
    return office.post("/v1/pathways", body, match=None).status_code


@pytest.mark.parametrize("name", ["x" * 200, '"' * 200, "\N{EURO SIGN}" * 200, "\N{GRINNING FACE}" * 150])
def test_whatever_has_names_that_are_taken_can_be_asked_for(office: Office, name: str) -> None:
    assert opened(office, name) == 201

    evidence = office.post(
        f"/v1/pathways/{quote(name)}/evidence", {"evidence": {"event": "learning recorded", "ref": name, **LEARNT}}
    )

    assert evidence.status_code == 201
    address = evidence.headers["Location"]
    assert len(f"POST {address}/verifications HTTP/1.1\r\n") < LONGEST_LINE
    assert office.get(f"/v1/pathways/{quote(name)}/evidence/{quote(name)}").json["ref"] == name  # type: ignore[index]


@pytest.mark.parametrize("name", ["x" * 201, "\N{GRINNING FACE}" * 151])
def test_a_name_that_is_too_long_for_an_address_is_refused(office: Office, name: str) -> None:
    assert opened(office, name) in {400, 422}

    evidence = office.post(
        "/v1/pathways/ada/evidence", {"evidence": {"event": "learning recorded", "ref": name, **LEARNT}}
    )

    assert (evidence.status_code, evidence.json["field"]) == (422, "ref")  # type: ignore[index]


def test_a_path_that_is_no_utf_8_is_of_nothing_even_where_a_pathway_has_replacement_characters(office: Office) -> None:
    assert opened(office, "z\N{REPLACEMENT CHARACTER}") == 201

    assert office.get("/v1/pathways/z%EF%BF%BD").status_code == 200
    for path in ("/v1/pathways/z\xff", "/v1/pathways/z\xef\xbf\xbd\xff", "/v1/announcements/\xff"):
        answer = office.get("/", environ_overrides={"PATH_INFO": path})
        assert (answer.status_code, answer.json["type"]) == (404, "/problems/resource-unknown")  # type: ignore[index]
    posted = office.client.post("/", environ_overrides={"PATH_INFO": "/v1/pathways/z\xff/evidence"})
    assert posted.status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/v1/pathways/a%2Fb", "/v1/pathways/a%2Fb"),
        ("/v1/pathways/eve%7E?on=2021-01-01&x=%C3%A9", "/v1/pathways/eve%7E?on=2021-01-01&x=%C3%A9"),
        ("/v1/pathways/%zz", "/v1/pathways/%25zz"),
        ("/v1/pathways/eve?x=|", "/v1/pathways/eve?x=%7C"),
        ('/v1/"', "/v1/%22"),
    ],
)
def test_a_problem_tells_what_was_asked_as_a_reference(client: FlaskClient, asked: str, told: str) -> None:
    path, _, query = asked.partition("?")

    answer = client.get(path, query_string=query, environ_overrides={"RAW_URI": asked})

    assert answer.json["instance"] == told  # type: ignore[index]
