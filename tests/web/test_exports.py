"""Tables over HTTP: evidence and standings as CSV, workbooks and JSON Lines, in which no text runs as a formula."""

import csv
import io
from typing import Any

import msgspec
import pytest

from application.access import Caller, Role
from application.sheets import Row
from infrastructure.workbooks import workbook_rows
from tests.web.office import Office
from tests.web.test_problems import problem

EXPORTS = "/v1/exports"


def table(office: Office, address: str) -> list[dict[str, str]]:
    response = office.get(f"{EXPORTS}/{address}")
    assert response.status_code == 200, response.json
    assert response.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def lines(office: Office, address: str) -> list[dict[str, Any]]:
    response = office.get(f"{EXPORTS}/{address}")
    return [msgspec.json.decode(line) for line in response.data.splitlines()]


def record(office: Office, pathway: str, **said: object) -> None:
    response = office.post(f"/v1/pathways/{pathway}/evidence", {"evidence": said})
    assert response.status_code == 201, response.json


def test_completions_are_told_as_corrections_leave_them(office: Office) -> None:
    found = table(office, "completions")

    assert [(each["pathway"], each["ref"], each["ended_on"], each["hours"]) for each in found] == [
        ("ada", "course-1", "2019-03-01", "40"),
        ("ben", "course-1", "2019-03-01", "40"),
        ("cleo", "course-1", "2017-11-30", "40"),
    ]
    before = table(office, "completions?known=2020-05-04")
    assert [each["ended_on"] for each in before if each["pathway"] == "ben"] == ["2019-02-28"]


def test_a_logbook_has_no_private_text_and_no_formula(office: Office) -> None:
    role = {"event": "logbook hours added", "started_on": "2021-05-01", "hours": 2.5, "role": "lead"}
    record(office, "ada", **role, ref="m-1", anonymised_case="=1+1", private={"parties": "Mr X"})

    (row,) = table(office, "logbook")
    response = office.get(f"{EXPORTS}/logbook?format=xlsx")
    (read,) = workbook_rows(response.data)
    first, ending = lines(office, "logbook?format=jsonl")

    assert (row["anonymised_case"], row["hours"], row["retracted_on"]) == ("'=1+1", "2.5", "")
    assert isinstance(read, Row)
    assert (read.cells["anonymised_case"], read.cells["hours"]) == ("=1+1", "2.5")
    assert (first["anonymised_case"], first["hours"], first["started_on"]) == ("=1+1", "2.5", "2021-05-01")
    assert ending == {"format": "milepost.table-end/v1", "rows": 1}
    assert "Mr X" not in office.get(f"{EXPORTS}/logbook").text


def test_registrations_and_learning_have_tables_too(office: Office) -> None:
    said = {"event": "registration evidenced", "ref": "r-1", "register": "nmi", "jurisdiction": "AT"}
    record(office, "cleo", **said, since="2020-01-01")
    record(
        office, "ben", event="learning recorded", ref="l-1", held_on="2021-05-01", category="talk", hours=2, live=True
    )
    retraction = {"event": "evidence retracted", "effective_on": "2021-06-01"}
    office.post("/v1/pathways/ben/evidence/l-1/retractions", {"retraction": retraction})

    (registration,) = table(office, "registrations")
    (learning,) = table(office, "learning")

    assert (registration["pathway"], registration["jurisdiction"], registration["until"]) == ("cleo", "AT", "")
    assert (learning["category"], learning["live"], learning["retracted_on"]) == ("talk", "yes", "2021-06-01")


def test_standings_are_those_of_the_coordinates(office: Office) -> None:
    now = {each["pathway"]: each["level"] for each in table(office, "standings")}
    then = {each["pathway"]: each["level"] for each in table(office, "standings?on=2020-12-31&under=2009.10")}

    assert (now["ada"], then["ada"]) == ("qualified", "none")
    assert table(office, "standings")[0]["possibly_listed"] == "no"


def test_values_by_name_stand_in_one_cell(office: Office) -> None:
    course = {"event": "course completed", "ref": "course-9", "program": "basic", "format": "face to face"}
    done = {"ended_on": "2021-03-01", "hours": 41, "result": "passed", "hours_by_topic": {"ethics": 3, "law": 2.5}}
    record(office, "ada", **course, **done)

    found = {each["ref"]: each for each in table(office, "completions") if each["pathway"] == "ada"}
    assert found["course-9"]["hours_by_topic"] == "ethics: 3; law: 2.5"


def test_many_pathways_are_read_a_batch_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.tables.BATCH", 2)
    monkeypatch.setattr("infrastructure.workbooks._AT_ONCE", 1)

    assert [each["pathway"] for each in table(office, "completions")] == ["ada", "ben", "cleo"]
    assert len(list(workbook_rows(office.get(f"{EXPORTS}/completions?format=xlsx").data))) == 3


@pytest.mark.parametrize("query", ["format=pdf", "on=2021-01-01", "known=x"])
def test_a_table_that_cannot_be(office: Office, query: str) -> None:
    problem(office.get(f"{EXPORTS}/completions?{query}"), "query-invalid")
    problem(office.get(f"{EXPORTS}/completions?known=2999-01-01"), "known-in-the-future")


def test_tables_are_for_staff(office: Office) -> None:
    stranger = Office(office.store, Caller("eve", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"})))

    problem(stranger.get(f"{EXPORTS}/logbook"), "not-permitted")
    problem(stranger.get(f"{EXPORTS}/standings"), "not-permitted")
