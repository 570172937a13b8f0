"""What outsiders check the log by, over HTTP: every text is checked as they would check it."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from application.access import ANYONE, Caller, Role
from domain.ledger.checkpoint import opened
from domain.ledger.draw import drawn, seed_of
from domain.ledger.note import VerifierKey, read_note, read_verifier_key, require_signed
from domain.ledger.proof_text import read_consistency, read_inclusion
from domain.ledger.proofs import require_consistent, require_included
from domain.ledger.receipt import Receipt, read_receipt
from domain.ledger.tree import leaf_hash
from domain.topics import EVENTS, UPCASTERS
from infrastructure.ed25519 import verified
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.milepost.tampering import sql
from tests.web import sample
from tests.web.callers import AUDITOR
from tests.web.office import Office
from tests.web.test_problems import problem
from tests.web.test_public_register import pay, wish

LEDGER = "/v1/ledger"
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
PORTAL = Caller("portal", frozenset({Role.SERVICE}))
EXPLANATIONS = "/v1/receipts/explanations"


def given(office: Office, address: str) -> dict[str, Any]:
    response = office.get(address)
    assert response.status_code == 200, response.json
    found: dict[str, Any] = response.json or {}
    return found


def key(office: Office) -> VerifierKey:
    (each,) = given(office, f"{LEDGER}/keys")["keys"]
    return read_verifier_key(each["verifier"])


def later(office: Office) -> None:
    pay(office, "ada")
    sample.checkpoint(office.store)


def test_anybody_checks_that_the_log_goes_on_from_what_it_was(office: Office) -> None:
    anyone = Office(office.store, ANYONE)
    before = given(anyone, f"{LEDGER}/checkpoints/latest")
    later(office)
    after = given(anyone, f"{LEDGER}/checkpoints/latest")
    proof = read_consistency(given(anyone, f"{LEDGER}/consistency?from={before['size']}")["proof"])
    old, new = (opened(each["note"], before["origin"], [key(anyone)], verified)[0] for each in (before, after))

    require_consistent(old.size, new.size, proof.path, old.root, new.root)

    assert given(anyone, f"{LEDGER}/checkpoints/{old.size}") == before
    page = given(anyone, f"{LEDGER}/checkpoints?limit=1")
    assert page["checkpoints"] == [after]
    rest = given(anyone, f"{LEDGER}/checkpoints?limit=1&cursor={page['next']}")
    assert (rest["checkpoints"], rest["next"]) == ([before], None)


def test_an_event_is_proved_to_whoever_may_read_it(office: Office) -> None:
    ada = Office(office.store, ADA)
    shown = given(ada, f"{LEDGER}/proof?event=pathway/ada@1")
    proof = read_inclusion(shown["proof"])
    checkpoint, _ = opened(proof.note, "body.example/log", [key(ada)], verified)
    require_included(leaf_hash(shown["leaf"].encode()), proof.index, checkpoint.size, proof.path, checkpoint.root)
    assert '"event_id":"pathway/ada@1"' in shown["leaf"]
    for event in ("pathway/ben@1", "program/basic@1"):
        assert ada.get(f"{LEDGER}/proof?event={event}").status_code == 403
        assert given(Office(office.store, AUDITOR), f"{LEDGER}/proof?event={event}")["event"] == event


def test_an_audit_sample_can_be_drawn_again(office: Office) -> None:
    auditor = Office(office.store, AUDITOR)
    found = given(auditor, f"{LEDGER}/sample?count=2")
    checkpoint, _ = opened(found["checkpoint"], "body.example/log", [key(auditor)], verified)
    everybody = given(auditor, f"{LEDGER}/pathways")["pathways"]
    assert found["pathways"] == drawn(seed_of(checkpoint), everybody, 2)
    assert found["open"] == len(everybody) == 3


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/checkpoints/999", "checkpoint-unknown"),
        ("/proof?event=pathway/ada@99", "event-unknown"),
        ("/consistency?from=999", "not-in-tree"),
        ("/sample?count=0", "query-invalid"),
    ],
)
def test_what_cannot_be_proved_is_named(office: Office, address: str, name: str) -> None:
    problem(office.get(f"{LEDGER}{address}"), name)


def test_a_size_beyond_all_is_told_as_it_was_asked(office: Office) -> None:
    refused = problem(office.get(f"{LEDGER}/checkpoints/{10**22}"), "checkpoint-unknown")

    assert refused["detail"] == f"there is no checkpoint of size {10**22}"


def test_what_was_recorded_after_the_checkpoint_is_not_under_it(office: Office) -> None:
    pay(office, "ada")
    problem(office.get(f"{LEDGER}/proof?event=pathway/ada@3"), "not-under-checkpoint")


def test_a_receipt_for_an_answer_is_explained_later(office: Office) -> None:
    portal = Office(office.store, PORTAL)
    answer = portal.get("/v1/pathways/ada/standing?on=2021-12-01")
    text = given(portal, f"{answer.headers['Content-Location']}/receipt")["receipt"]
    assert sha256(answer.data).digest() == read(office, text).hash
    office.post("/v1/pathways/ada/evidence/course-1/retractions", {"retraction": {"event": "evidence retracted"}})

    told = explained(office, text)
    to_portal = explained(portal, text)

    assert (told["as_told"], told["then"]) == (True, answer.json)
    assert told["now"] == office.get("/v1/pathways/ada/standing?on=2021-12-01").json != told["then"]
    assert [step["category"] for step in told["changes"]["steps"]] == ["correction"]
    assert to_portal == told | {"changes": None}
    problem(Office(office.store, ANYONE).post(EXPLANATIONS, {"receipt": text}, bare=True), "credentials-missing")


def test_a_receipt_for_an_entry_of_the_register_is_explained_to_anybody(office: Office) -> None:
    anyone = Office(office.store, ANYONE)
    problem(anyone.get("/v1/register/ada/receipt"), "entry-unknown")
    pay(office, "ada")
    wish(office, "ada", "wish-1", "Ada")
    entry = anyone.get("/v1/register/ada?on=2021-12-01")
    text = given(anyone, "/v1/register/ada/receipt?on=2021-12-01")["receipt"]
    assert read(office, text).hash == sha256(entry.data).digest()

    ended = {"event": "listing ended", "ended_on": "2021-11-01"}
    assert office.post("/v1/pathways/ada/evidence/wish-1/details", {"detail": ended}).status_code == 201

    told = explained(anyone, text)
    assert (told["as_told"], told["then"], told["now"], told["changes"]) == (True, entry.json, None, None)


@pytest.mark.parametrize(
    ("said", "instead"),
    [("pathway ada", "pathway ben"), ("body.example", "other.example"), ("receipt/v1", "receipt/v0"), ("\n\n", "\n")],
)
def test_a_receipt_that_is_not_as_it_was_given_is_refused(office: Office, said: str, instead: str) -> None:
    answer = office.get("/v1/pathways/ada/standing")
    text = given(office, f"{answer.headers['Content-Location']}/receipt")["receipt"]
    changed = text.replace(said, instead, 1)
    problem(office.post(EXPLANATIONS, {"receipt": changed}, bare=True), "receipt-refused")


def test_a_receipt_for_what_the_log_has_no_more_is_evidence(office: Office, tmp_path: Path) -> None:
    pay(office, "ada")
    answer = office.get("/v1/pathways/ada/standing")
    text = given(office, f"{answer.headers['Content-Location']}/receipt")["receipt"]
    sql(
        "DELETE FROM events WHERE position = (SELECT position FROM head)",
        "UPDATE head SET position = position - 1, recorded_at = (SELECT max(recorded_at) FROM events)",
    )(tmp_path / "store.sqlite")
    anew = Office(SqlEventStore(open_engine(f"sqlite:///{tmp_path}/store.sqlite"), EVENTS, UPCASTERS))
    problem(anew.post(EXPLANATIONS, {"receipt": text}, bare=True), "log-contradicted")


def read(office: Office, text: str) -> Receipt:
    note = read_note(text)
    require_signed(note, [key(office)], verified)
    return read_receipt(note)


def explained(office: Office, text: str) -> dict[str, Any]:
    response = office.post(EXPLANATIONS, {"receipt": text}, bare=True)
    assert response.status_code == 200, response.json
    found: dict[str, Any] = response.json or {}
    return found
