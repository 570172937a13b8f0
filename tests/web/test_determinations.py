"""What changed where anybody stands, read over HTTP by staff, a page at a time."""

from typing import cast

from application.access import Caller, Role
from application.determining import Following
from infrastructure.event_store import SqlEventStore
from tests.web.office import Office
from tests.web.sample import assessor_of
from tests.web.test_problems import problem
from tests.web.test_writing import COURSE

AUDITOR = Caller("ann", frozenset({Role.AUDITOR}))
MEDIATOR = Caller("ada", frozenset({Role.MEDIATOR}))


def followed(office: Office) -> Office:
    store = cast("SqlEventStore", office.store)
    list(Following(store, assessor_of(store), store.determinations).follow())
    return Office(store, AUDITOR)


def test_they_are_told_in_the_order_of_the_log_a_page_at_a_time(office: Office) -> None:
    staff = followed(office)
    whole = staff.get("/v1/determinations").json
    assert whole
    assert whole["followed"] == whole["head"] == office.store.head()
    told = whole["determinations"]
    assert len(told) > 2
    assert [each["position"] for each in told] == sorted(each["position"] for each in told)

    pages, address = [], "/v1/determinations?limit=1"
    while address:
        page = staff.get(address).json
        assert page
        pages += page["determinations"]
        address = f"/v1/determinations?limit=1&cursor={page['next']}" if page["next"] else ""
    assert pages == told


def test_they_are_chosen_by_person_cause_and_period(office: Office) -> None:
    staff = followed(office)
    whole = staff.get("/v1/determinations").json
    assert whole
    for each in whole["determinations"][:3]:
        asked = f"pathway={each['pathway']}&because={each['category']}&from={each['on']}&to={each['on']}"
        found = staff.get(f"/v1/determinations?{asked}").json
        assert found
        assert each in found["determinations"]
        assert {one["pathway"] for one in found["determinations"]} == {each["pathway"]}
    problem(staff.get("/v1/determinations?because=luck"), "query-invalid")
    problem(Office(office.store, MEDIATOR).get("/v1/determinations"), "not-permitted")


def test_what_was_never_there_is_refused_by_name(office: Office) -> None:
    staff = followed(office)

    pathway, program = (staff.get(f"/v1/determinations?{name}=nobody") for name in ("pathway", "program"))
    version = staff.get("/v1/determinations?version=nope")

    assert (pathway.status_code, program.status_code, version.status_code) == (404, 404, 422)
    assert problem(pathway, "pathway-unknown")["detail"] == "no pathway 'nobody' was opened"
    assert problem(program, "program-unknown")["detail"] == "program/nobody was never submitted"
    assert problem(version, "version-unknown")["detail"].startswith("no version or proposal 'nope' is recorded in")


def test_a_proposal_has_brought_nothing_so_far(office: Office) -> None:
    found = followed(office).get("/v1/determinations?version=alternatives&program=basic").json

    assert found
    assert found["determinations"] == []


def test_those_with_a_course_of_a_program_that_was_never_submitted_are_found(office: Office) -> None:
    course = COURSE | {"ref": "course-9", "program": "elsewhere"}
    assert office.post("/v1/pathways/ada/evidence", {"evidence": course}).status_code == 201

    assert followed(office).get("/v1/determinations?program=elsewhere").status_code == 200
