"""The public register over HTTP: who is listed on a day, for anybody; no name is shown unasked."""

from typing import Any

import pytest

from application.access import ANYONE
from tests.web.office import Office
from tests.web.test_problems import problem

REGISTER = "/v1/register"


@pytest.fixture
def anyone(office: Office) -> Office:
    """Somebody who does not say who they are, where Ada and Ben paid for the list, and Ada wants her name on it."""
    for name in ("ada", "ben"):
        pay(office, name)
    wish(office, "ada", "wish-1", "Áda  Lovelace")
    wish(office, "ben", "wish-1")
    return Office(office.store, ANYONE)


def record(office: Office, pathway: str, member: str, said: dict[str, Any], address: str = "evidence") -> None:
    response = office.post(f"/v1/pathways/{pathway}/{address}", {member: said})
    assert response.status_code == 201, response.json


def pay(office: Office, pathway: str) -> None:
    fee = {"event": "fee paid", "ref": "fee-1", "purpose": "listing", "paid_on": "2021-05-01"}
    record(office, pathway, "evidence", fee | {"amount": 100, "currency": "EUR"})


def wish(office: Office, pathway: str, ref: str, name: str | None = None, on: str = "2021-05-01") -> None:
    private = {"private": {"name": name, "email": "a@b.example"}} if name else {}
    said = {"event": "listing requested", "ref": ref, "requested_on": on}
    record(office, pathway, "evidence", said | private)


def found(anyone: Office, **query: str) -> list[str]:
    response = anyone.get(REGISTER, query_string=query)
    assert response.status_code == 200, response.json
    return [each["id"] for each in (response.json or {})["entries"]]


def name_of(anyone: Office, pathway: str) -> object:
    return (anyone.get(f"{REGISTER}/{pathway}").json or {})["name"]


def test_an_entry_has_what_is_public_and_nothing_else(anyone: Office) -> None:
    assert anyone.get(f"{REGISTER}/ada").json == {
        "format": "milepost.public-entry/v1",
        "on": "2021-12-01",
        "id": "ada",
        "name": "Áda  Lovelace",
        "level": "qualified",
        "title": "IMI Qualified Mediator",
        "since": "2020-03-01",
        "until": None,
        "specialisations": [],
        "listing": "listed",
        "country": "NL",
        "jurisdictions": [],
    }


def test_those_are_found_who_are_listed(anyone: Office) -> None:
    assert found(anyone) == ["ada", "ben"]
    assert found(anyone, country="NL") == ["ada", "ben"]
    assert found(anyone, country="DE") == []
    assert found(anyone, level="qualified", on="2021-11-30") == ["ada", "ben"]
    assert found(anyone, level="certified") == []
    problem(anyone.get(f"{REGISTER}?level=certifed"), "level-unknown")


@pytest.mark.parametrize("part", ["áda lovelace", "ADA L", "lace", "LOVE"])
def test_a_shown_name_is_found_by_any_part_of_it(anyone: Office, part: str) -> None:
    assert found(anyone, name=part) == ["ada"]
    assert found(anyone, name=part, country="NL") == ["ada"]
    assert found(anyone, name=part, country="DE") == []


def test_a_name_that_nobody_wanted_shown_is_neither_found_nor_told(anyone: Office) -> None:
    assert found(anyone, name="Ben") == []
    assert name_of(anyone, "ben") is None
    assert "Ben" not in anyone.get(REGISTER).text
    assert "example" not in anyone.get(REGISTER).text


def test_a_day_before_is_told_as_it_is_known_now(anyone: Office) -> None:
    assert found(anyone, on="2019-12-31") == []
    problem(anyone.get(f"{REGISTER}/ada?on=2019-12-31"), "entry-unknown")
    problem(anyone.get(f"{REGISTER}/ada?on=1999-12-31"), "no-policy-in-force")


def test_whoever_is_not_listed_is_not_found_whoever_they_are(anyone: Office) -> None:
    cleo, nobody = (anyone.get(f"{REGISTER}/{name}") for name in ("cleo", "nobody"))

    problem(cleo, "entry-unknown")
    problem(nobody, "entry-unknown")
    assert cleo.json
    assert nobody.json
    assert cleo.json["detail"].replace("cleo", "") == nobody.json["detail"].replace("as nobody", "as ")


@pytest.mark.parametrize(
    ("address", "member", "said"),
    [
        ("retractions", "retraction", {"event": "evidence retracted", "effective_on": "2021-06-01"}),
        ("details", "detail", {"event": "listing ended", "ended_on": "2021-11-01"}),
        ("erasures", "erasure", {"erased_on": "2021-06-01"}),
    ],
)
def test_a_name_is_taken_back_with_the_wish(
    office: Office, anyone: Office, address: str, member: str, said: dict[str, str]
) -> None:
    record(office, "ada", member, said, f"evidence/wish-1/{address}")

    assert found(anyone, on="2021-05-15") == ["ada", "ben"]
    assert found(anyone, on="2021-05-15", name="lovelace") == []
    assert name_of(anyone, "ada?on=2021-05-15") is None


def test_the_latest_wish_says_which_name_is_shown(office: Office, anyone: Office) -> None:
    wish(office, "ada", "a-later-wish", "A. Lovelace")
    wish(office, "ben", "a-later-wish", "Ben")
    assert (name_of(anyone, "ada"), name_of(anyone, "ben")) == ("A. Lovelace", "Ben")

    wish(office, "ben", "another-wish", on="2021-05-02")
    assert name_of(anyone, "ben") is None


def test_what_programs_do_is_seen_at_once(office: Office, anyone: Office) -> None:
    declared = {"effective_on": "2021-06-01", "mode": "prospective"}
    assert office.post("/v1/programs/basic/withdrawals", {"withdrawal": declared}).status_code == 201

    assert found(anyone) == ["ada", "ben"]
    assert found(anyone, name="lovelace") == ["ada"]


def test_a_jurisdiction_is_one_in_which_a_registration_holds_on_the_day(office: Office, anyone: Office) -> None:
    for ref, jurisdiction, ends in (("r-1", "AT", {}), ("r-2", "DE", {"until": "2021-06-01"})):
        said = {"event": "registration evidenced", "ref": ref, "register": "nmi", "jurisdiction": jurisdiction}
        record(office, "ben", "evidence", said | {"since": "2020-01-01"} | ends)

    assert found(anyone, jurisdiction="AT") == ["ben"]
    assert found(anyone, jurisdiction="DE") == []
    assert found(anyone, jurisdiction="DE", on="2021-05-31") == ["ben"]
    assert (anyone.get(f"{REGISTER}/ben").json or {})["jurisdictions"] == ["AT"]


def test_pages_are_of_one_day_and_one_position(office: Office, anyone: Office) -> None:
    first = anyone.get(f"{REGISTER}?limit=1&level=qualified").json or {}
    office.post("/v1/pathways", {"id": "bea", "pathway": {"opened_on": "2021-02-01"}}, match=None)
    course = {"event": "course completed", "ref": "course-1", "program": "basic", "format": "face to face"}
    record(office, "bea", "evidence", course | {"ended_on": "2021-03-01", "hours": 41, "result": "passed"})
    pay(office, "bea")
    wish(office, "bea", "wish-1")
    second = anyone.get(REGISTER, query_string={"limit": 1, "level": "qualified", "cursor": first["next"]}).json or {}

    assert [each["id"] for each in (*first["entries"], *second["entries"])] == ["ada", "ben"]
    assert (second["next"], second["known"], second["on"]) == (None, first["known"], first["on"])
    assert found(anyone) == ["ada", "bea", "ben"]
    problem(anyone.get(f"{REGISTER}?cursor={first['next']}"), "cursor-refused")


def test_a_page_ends_where_so_many_were_looked_at(anyone: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.public_register.LOOKED_AT", 2)
    first = anyone.get(REGISTER).json or {}
    second = anyone.get(REGISTER, query_string={"cursor": first["next"]}).json or {}

    assert [[each["id"] for each in page["entries"]] for page in (first, second)] == [["ada", "ben"], []]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["name=", "on=2021-02-30", "known=1", "limit=501", "level=" + "x" * 201])
def test_a_search_that_cannot_be(anyone: Office, query: str) -> None:
    problem(anyone.get(f"{REGISTER}?{query}"), "query-invalid")
