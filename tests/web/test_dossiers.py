"""A dossier over HTTP is checked as an auditor would check it."""

from application.access import Caller, Role
from domain.ledger.note import read_note
from tests.web import sample
from tests.web.callers import AUDITOR
from tests.web.office import Office
from tests.web.test_problems import problem
from tests.web.test_public_register import pay
from verifier.checks import Checks

KEYS = sample.KEY.verifier.written()


def verdict(content: bytes, earlier: str) -> str:
    report = Checks(content, KEYS, earlier).run()
    return str(report.problem or report.verdict)


def test_the_dossier_is_verified_and_goes_on_from_a_checkpoint_that_was_kept(office: Office) -> None:
    auditor = Office(office.store, AUDITOR)
    kept = (auditor.get("/v1/ledger/checkpoints/latest").json or {})["note"]
    size = int(read_note(kept).text.splitlines()[1])
    pay(office, "ada")
    for query in (f"since={size}", f"since={size}&on=2020-06-01&known={size}", f"since={size}&under=2020.04"):
        given = auditor.get(f"/v1/pathways/ada/dossier?{query}")
        assert given.status_code == 200, given.json
        assert verdict(given.data, kept) == "VERIFIED", query
    problem(auditor.get("/v1/pathways/ada/dossier?since=4000"), "not-in-tree")


def test_a_mediator_takes_the_own_dossier_alone(office: Office) -> None:
    ada = Office(office.store, Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"})))
    assert ada.get("/v1/pathways/ada/dossier").status_code == 200
    problem(ada.get("/v1/pathways/ben/dossier"), "not-permitted")
