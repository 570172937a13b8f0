"""Reports on what a change would do, read over HTTP by staff."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from jsonschema import Draft202012Validator

from application.access import Caller, Role
from application.impact_lines import written
from application.impact_reports import KeptImpact
from application.impacts import AskingImpact, Question
from application.recording import Registrar
from application.rulebooks import Rulebooks
from application.sorting import InMemory
from infrastructure.documents import policy_from
from infrastructure.event_store import SqlEventStore
from milepost.composition import chains
from tests.milepost.tampering import sql
from tests.web.office import Office
from tests.web.sample import assessor_of
from tests.web.test_problems import problem
from web.schemas import components

AUDITOR = Caller("ann", frozenset({Role.AUDITOR}))
MEDIATOR = Caller("ada", frozenset({Role.MEDIATOR}))
NOON = datetime(2021, 11, 1, 12, tzinfo=UTC)


def kept_in(office: Office) -> KeptImpact:
    store = cast("SqlEventStore", office.store)
    assessor = assessor_of(store)
    rulebooks = Rulebooks(store, Registrar(store, assessor), chains(), policy_from, "imi")
    draft = rulebooks.texts().proposed["alternatives"]
    asked = Question(date(2021, 10, 1), store.head())
    lines = AskingImpact(store, store.rows, assessor, rulebooks).of_draft(draft, asked).lines(InMemory)
    return store.impacts.keep(map(written, lines), NOON, "olga")


def test_a_report_is_found_by_the_text_and_read_by_its_hash(office: Office) -> None:
    kept = kept_in(office)
    staff = Office(office.store, AUDITOR)
    assert kept.heading.draft
    found = staff.get(f"/v1/impacts/of/{kept.heading.draft.content_hash}")
    assert found.json
    assert [each["hash"] for each in found.json["impacts"]] == [kept.hash]
    report = staff.get(f"/v1/impacts/{kept.hash}")
    assert (report.status_code, report.mimetype) == (200, "application/jsonl")
    lines = [json.loads(line) for line in report.data.splitlines()]
    assert [lines[0]["line"], lines[-1]["line"]] == ["heading", "end"]
    named = components()
    one = {"$ref": "#/$defs/ImpactLine", "$defs": json.loads(json.dumps(named).replace("components/schemas", "$defs"))}
    for line in lines:
        Draft202012Validator(one).validate(line)


def test_a_report_that_was_changed_is_not_given(office: Office, tmp_path: Path) -> None:
    kept = kept_in(office)
    sql("UPDATE impacts SET ending = replace(ending, '\"touched\":', '\"touched\":7')")(tmp_path / "store.sqlite")
    problem(Office(office.store, AUDITOR).get(f"/v1/impacts/{kept.hash}"), "store-unreadable")


def test_a_report_that_is_not_kept_and_callers_who_are_no_staff_are_refused(office: Office) -> None:
    unknown = f"/v1/impacts/sha256:{'0' * 64}"
    problem(Office(office.store, AUDITOR).get(unknown), "impact-unknown")
    problem(Office(office.store, MEDIATOR).get(unknown), "not-permitted")
