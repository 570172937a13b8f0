"""Pages neither repeat nor skip, whatever is recorded while they are turned."""

from collections.abc import Iterator
from itertools import count
from string import ascii_letters, digits
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.access import Caller, Role
from tests.web.office import Office
from tests.web.test_problems import problem

OLGA = Caller("olga", frozenset({Role.ADMINISTRATOR}))
NAMES = st.text("abyzÄß- 9", min_size=1, max_size=6).map(lambda name: f"p{name}q")
RUN = count(1)
DIGITS_OF_BASE64 = ascii_letters + digits + "-_"


def opened(office: Office, name: str) -> None:
    body = {"id": name, "pathway": {"opened_on": "2021-02-01"}}
    assert office.post("/v1/pathways", body, match=None).status_code == 201


def recorded(office: Office, name: str, number: int) -> None:
    evidence = {"event": "logbook hours added", "ref": f"m-{number}", "started_on": "2021-05-01", "role": "lead"}
    body = {"evidence": evidence | {"anonymised_case": f"case {number}"}}
    assert office.post(f"/v1/pathways/{name}/evidence", body).status_code == 201


def pages(office: Office, address: str, limit: int) -> Iterator[dict[str, Any]]:
    """Yield each page, with whatever the caller does in between."""
    query: dict[str, str] = {"limit": str(limit)}
    while True:
        response = office.get(address, query_string=query)
        assert response.status_code == 200, response.json
        page: dict[str, Any] = response.json or {}
        assert ("Link" in response.headers) is bool(page.get("next"))
        yield page
        if not page.get("next"):
            return
        query["cursor"] = page["next"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.sets(NAMES, max_size=6), during=st.lists(NAMES, max_size=6, unique=True), limit=st.integers(1, 4))
def test_pathways_opened_meanwhile_neither_shift_nor_repeat_a_page(
    office: Office, before: set[str], during: list[str], limit: int
) -> None:
    run = next(RUN)
    for name in before:
        opened(office, f"{name}{run}")
    open_now = sorted(name.removeprefix("pathway/") for name in office.store.streams("pathway/"))
    later = iter([name for name in during if name not in before])

    found: list[str] = []
    for page in pages(office, "/v1/pathways", limit):
        assert len(page["ids"]) <= limit
        found += page["ids"]
        for name in later:
            opened(office, f"{name}{run}")
            break

    assert found == open_now


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 5), limit=st.integers(1, 3), collection=st.sampled_from(["evidence", "history"]))
def test_what_is_recorded_meanwhile_neither_shifts_nor_repeats_a_page(
    office: Office, before: int, limit: int, collection: str
) -> None:
    name = f"zoe{next(RUN)}"
    opened(office, name)
    for number in range(before):
        recorded(office, name, number)
    address = f"/v1/pathways/{name}/{collection}"
    member = {"evidence": "evidence", "history": "events"}[collection]
    first = office.get(address).json or {}

    found: list[Any] = []
    for turned, page in enumerate(pages(office, address, limit)):
        assert len(page[member]) <= limit
        assert page["known"] == first["known"]
        found += page[member]
        recorded(office, name, before + turned)

    assert found == first[member]


def test_programs_and_registers_have_pages_too(office: Office) -> None:
    olga = Office(office.store, OLGA)
    for name in ("c", "a", "b"):
        olga.post("/v1/registers", {"id": name, "register": {}}, match=None)

    assert [page["ids"] for page in pages(olga, "/v1/registers", 2)] == [["a", "b"], ["c"]]
    assert [page["ids"] for page in pages(olga, "/v1/programs", 2)] == [["basic"]]


@pytest.mark.parametrize("address", ["/v1/pathways", "/v1/pathways/ada/history", "/v1/pathways/ada/evidence"])
@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=1.5",
        "limit=1_0",
        "limit=%D9%A1",
        "limit=%2B5",
        "cursor=",
        "page=2",
        "limit=1&limit=1",
    ],
)
def test_a_page_that_cannot_be(office: Office, address: str, query: str) -> None:
    problem(office.get(f"{address}?{query}"), "query-invalid")


def test_a_cursor_is_of_its_collection_and_its_filters(office: Office) -> None:
    cursor = (office.get("/v1/pathways?limit=1").json or {})["next"]
    of_history = (office.get("/v1/pathways/ada/history?limit=1&known=13").json or {})["next"]

    problem(office.get(f"/v1/pathways/ada/evidence?cursor={cursor}"), "cursor-refused")
    problem(office.get(f"/v1/pathways?cursor={cursor[:-1]}"), "cursor-refused")
    problem(office.get(f"/v1/pathways?cursor=x.{cursor}"), "cursor-refused")
    problem(office.get(f"/v1/pathways?cursor={cursor}="), "cursor-refused")
    same_signature = {cursor[:-1] + last for last in DIGITS_OF_BASE64} - {cursor}
    for changed in same_signature:
        problem(office.get(f"/v1/pathways?cursor={changed}"), "cursor-refused")
    problem(office.get(f"/v1/pathways/ada/history?cursor={of_history}"), "cursor-refused")
    problem(office.get(f"/v1/pathways/ada/history?cursor={of_history}&known=12"), "cursor-refused")
    assert office.get(f"/v1/pathways/ada/history?cursor={of_history}&known=13&limit=3").status_code == 200


def test_a_list_is_not_for_everyone(office: Office) -> None:
    stranger = Office(office.store, Caller("eve", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"})))

    problem(stranger.get("/v1/pathways"), "not-permitted")
    problem(stranger.get("/v1/pathways/ben/evidence"), "not-permitted")
    assert stranger.get("/v1/pathways/ada/evidence").status_code == 200
