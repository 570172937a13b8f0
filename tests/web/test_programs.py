"""Programs and registers over HTTP: submitted, approved, amended, adapted, suspended, withdrawn in three ways."""

from collections import Counter
from typing import Any

import pytest

from application.access import Caller, Role
from application.matters import operation_of
from domain import register
from domain.program import state as program
from tests.web.office import Office
from tests.web.test_problems import problem
from web.program_bodies import PROGRAM_NOUNS, REGISTER_NOUNS

PROGRAMS, REGISTERS = "/v1/programs", "/v1/registers"
NEW = {"id": "new", "program": {"kind": "CMTP", "title": "A course", "established_on": "2018-01-01"}}
APPROVAL = {"formats": ["online"], "effective_on": "2021-01-01", "retrospective": False, "min_hours": 40}
WITHDRAWAL = {"effective_on": "2021-06-01", "mode": "prospective"}
JURISDICTION = {"event": "jurisdiction listed", "jurisdiction": "NL", "from": "2019-01-01"}
OFFICE = Caller("olga", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def programs(office: Office) -> Office:
    olga = Office(office.store, OFFICE)
    assert olga.post(PROGRAMS, NEW, match=None).status_code == 201
    assert olga.post(PROGRAMS + "/new/approvals", {"approval": APPROVAL}, match='"1"').status_code == 201
    return olga


def test_every_event_of_programs_and_registers_has_one_resource() -> None:
    taken = Counter(kind for noun in (*PROGRAM_NOUNS, *REGISTER_NOUNS) for kind in noun.kinds)
    opened = {
        kind for kind in (*program.EVOLVE, *register.EVOLVE) if kind.__name__ in ("ProgramSubmitted", "RegisterOpened")
    }

    assert set(taken) | opened == {*program.EVOLVE, *register.EVOLVE}
    assert set(taken.values()) == {1}
    assert all(operation_of(kind) for kind in taken)


def test_a_program_is_told_as_its_events_leave_it(programs: Office) -> None:
    found = programs.get(PROGRAMS + "/new")

    assert found.json
    assert (found.json["id"], found.json["version"], found.json["kind"]) == ("new", 2, "CMTP")
    assert found.headers["ETag"] == '"2"'
    (approval,) = found.json["approvals"].values()
    assert (approval["format"], approval["from"], approval["min_hours"]) == ("online", "2021-01-01", "40")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        (
            "/amendments",
            {"amendment": {"event": "scope amended", "effective_on": "2021-03-01", "add_sites": ["A"]}},
        ),
        (
            "/amendments",
            {"amendment": {"event": "approval effective date corrected", "effective_on": "2020-12-01"}},
        ),
        (
            "/adaptations",
            {"adaptation": {"event": "adaptation document filed", "document": "d", "filed_on": "2021-02-01"}},
        ),
        (
            "/adaptations",
            {"adaptation": {"event": "adaptation document accepted", "document": "d", "accepted_on": "2021-02-02"}},
        ),
        ("/offers", {"offer": {"offered_on": "2021-03-01"}}),
        ("/audits", {"audit": {"event": "audit passed", "audited_on": "2021-03-01"}}),
        ("/suspensions", {"suspension": {"effective_on": "2021-03-01"}}),
        ("/withdrawals", {"withdrawal": WITHDRAWAL}),
        ("/withdrawals", {"withdrawal": WITHDRAWAL | {"mode": "teach-out", "teach_out_days": 90}}),
        ("/withdrawals", {"withdrawal": WITHDRAWAL | {"mode": "ab initio"}}),
        ("/listings", {"listing": {"event": "listing lapsed", "effective_on": "2021-03-01"}}),
        ("/renamings", {"renaming": {"title": "Another", "renamed_on": "2021-03-01"}}),
    ],
)
def test_what_happens_to_a_program_is_found_where_the_answer_says(
    programs: Office, address: str, body: dict[str, Any]
) -> None:
    response = programs.post(PROGRAMS + "/new" + address, body, match='"2"')
    found = programs.get(response.headers["Location"])

    assert response.status_code == 201, response.json
    assert response.json
    assert found.json == response.json["event"]
    assert response.headers["ETag"] == '"3"'


def test_a_withdrawal_moves_a_graduate_at_once(office: Office) -> None:
    olga = Office(office.store, OFFICE)
    before = office.get("/v1/pathways/ada/standing?on=2021-12-01").json

    withdrawn = olga.post(PROGRAMS + "/basic/withdrawals", {"withdrawal": WITHDRAWAL | {"mode": "ab initio"}})

    after = office.get("/v1/pathways/ada/standing?on=2021-12-01").json
    assert withdrawn.status_code == 201
    assert before
    assert after
    assert before["level"] != after["level"]


def test_what_speaks_against_it_is_named(programs: Office) -> None:
    at = PROGRAMS + "/new"
    problem(programs.post(PROGRAMS, NEW, match=None), "program-already-submitted")
    problem(programs.post(at + "/approvals", {"approval": APPROVAL}), "already-approved")
    problem(programs.post(at + "/reinstatements", {"reinstatement": {"effective_on": "2021-03-01"}}), "not-suspended")
    problem(programs.post(at + "/withdrawals", {"withdrawal": WITHDRAWAL | {"version": "9"}}), "approval-unknown")
    problem(programs.post(PROGRAMS + "/none/approvals", {"approval": APPROVAL}), "program-unknown")
    problem(programs.get(PROGRAMS + "/none"), "program-unknown")
    problem(programs.get(at + "/events/9"), "event-unknown")
    problem(programs.post(at + "/approvals", {"approval": APPROVAL}, match='"1"'), "precondition-failed")


def test_a_provider_speaks_of_its_own_program_alone(programs: Office) -> None:
    own = Office(programs.store, Caller("academy", frozenset({Role.PROVIDER}), programs=frozenset({"new"})))
    other = Office(programs.store, Caller("school", frozenset({Role.PROVIDER}), programs=frozenset({"other"})))
    offer = {"offer": {"offered_on": "2021-03-01"}}

    assert own.post(PROGRAMS + "/new/offers", offer).status_code == 201
    assert own.get(PROGRAMS + "/new").status_code == 200
    problem(own.post(PROGRAMS + "/new/approvals", {"approval": APPROVAL}), "not-permitted")
    problem(other.post(PROGRAMS + "/new/offers", offer), "not-permitted")
    problem(other.get(PROGRAMS + "/new"), "not-permitted")
    problem(other.get(PROGRAMS + "/none"), "not-permitted")


def test_a_register_is_opened_and_relied_on(office: Office) -> None:
    olga = Office(office.store, OFFICE)
    opened = olga.post(REGISTERS, {"id": "nmi", "register": {"name": "NMI"}}, match=None)
    listed = olga.post(REGISTERS + "/nmi/jurisdictions", {"jurisdiction": JURISDICTION}, match='"1"')
    found = olga.get(opened.headers["Location"])

    assert (opened.status_code, listed.status_code) == (201, 201)
    assert found.json
    assert (found.json["name"], found.json["version"]) == ("NMI", 2)
    assert [each["from"] for each in found.json["listings"]["NL"]] == ["2019-01-01"]
    assert olga.get(listed.headers["Location"]).status_code == 200
    problem(olga.post(REGISTERS + "/nmi/jurisdictions", {"jurisdiction": JURISDICTION}), "already-listed")
    problem(olga.get(REGISTERS + "/none"), "register-unknown")
    problem(olga.get(REGISTERS + "/nmi/events/9"), "event-unknown")
