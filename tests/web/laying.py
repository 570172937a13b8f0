"""What is laid before whoever adopts a proposal: its scenarios, if it is a text, and a report on its impact."""

from datetime import date
from typing import cast

from application.impact_lines import written
from application.impact_reports import KeptImpact
from application.impacts import AskingImpact, Question
from application.recording import Registrar
from application.rulebooks import Rulebooks
from application.sorting import InMemory
from application.store import EventStore
from infrastructure.documents import policy_from
from infrastructure.event_store import SqlEventStore
from milepost.composition import chains
from tests.web.office import Office
from tests.web.policy_texts import AMENDMENT, SCENARIOS
from tests.web.sample import NOW, assessor_of


def rulebooks_of(store: EventStore) -> Rulebooks:
    return Rulebooks(store, Registrar(store, assessor_of(store)), chains(), policy_from, "imi")


def reported(store: EventStore, version: str) -> KeptImpact:
    """Return the report on a proposal as of now, which is kept."""
    kept, assessor, rulebooks = cast("SqlEventStore", store), assessor_of(store), rulebooks_of(store)
    asked = Question(date(2021, 12, 1), store.head())
    proposed = rulebooks.measure(version) or rulebooks.texts().proposed[version]
    lines = AskingImpact(store, kept.rows, assessor, rulebooks).of_proposed(proposed, asked)
    return kept.impacts.keep(map(written, lines.lines(InMemory)), NOW, "olga")


def measured(office: Office, noun: str, member: str, measure: dict[str, str], **said: object) -> str:
    """Propose a measure, have its impact reported, and return the hash by which it is adopted."""
    proposed = office.post(f"/v1/policies/{noun}", {member: measure, **said})
    assert proposed.status_code == 201, proposed.json
    event = (proposed.json or {})["event"]["payload"]
    reported(office.store, event["measure"])
    return str(event["content_hash"])


def laid(office: Office, document: str = AMENDMENT, version: str = "2021.11") -> str:
    """Propose a document, attach scenarios, have its impact reported, and return where it is adopted."""
    proposed = office.send("/v1/policies/drafts?reason=asked+for", document.encode(), "application/yaml")
    assert proposed.status_code == 201, proposed.json
    scenarios = SCENARIOS.format(level="none").encode()
    address = f"/v1/policies/scenarios?version={version}&reason=its+own"
    attached = office.send(address, scenarios, "application/yaml")
    assert attached.status_code == 201, attached.json
    reported(office.store, version)
    return "/v1/policies/adoptions?reason=agreed"
