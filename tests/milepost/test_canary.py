"""Whoever is forgotten is in no byte of what the commands and the service leave, whatever way their texts went in."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from msgspec.structs import replace

from infrastructure.workbooks import workbook_of
from milepost.clock import now
from tests.canaries import Canary
from tests.milepost.running import ADA, Cli, X
from tests.web.running import BY_COMMAND, Answered, Running, running

SEALED = Canary("Zaunkönig", "zaunkonig")
"""Stands in whatever is sealed: in no file, from the beginning."""
SHOWN = Canary("Zeisigmännchen", "zeisigmannchen")
"""Is the name that the public register shows, until the person is forgotten."""
WORD = SEALED.word
PRIVATE = {
    "name": f"Ada {WORD}",
    "email": f"{WORD}@example.org",
    "parties": f"{WORD} v. the city",
    "reflections": f'"{WORD}", I thought',
    "comments": f"{WORD}\n{WORD}",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONE, BETA = "/v1/pathways/ada", "/v1/consultations/beta"


class Service:
    """The service, as somebody asks it."""

    def __init__(self, asked: Running, key: str, port: int) -> None:
        self._asked = asked
        self._key = key
        self._port = port
        self._numbers = count(1)

    def post(self, address: str, body: Mapping[str, Any], reason: str = f"told by {WORD}") -> Answered:
        """Post a write with a reason, under a key that has the word in it."""
        said = json.dumps({"reason": reason, "cause": None, **body})
        return self.send(address, said.encode(), "application/json")

    def send(self, address: str, body: bytes, media_type: str, key: str = "") -> Answered:
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Content-Type": media_type,
            "Idempotency-Key": key or f"{SEALED.folded}-{next(self._numbers)}",
            "If-Match": "*",
        }
        return self._asked.ask(address, "POST", headers, body)

    def get(self, address: str) -> Answered:
        return self._asked.ask(address, headers={"Authorization": f"Bearer {self._key}"})

    def metrics(self) -> str:
        return Running(self._asked.process, self._port).ask("/metrics").body.decode()


@pytest.fixture
def here(tmp_path: Path, adopted_store: Path) -> Cli:
    """The command over a store with IMI's rulebook, a ledger and all the files that a service may write."""
    folder = tmp_path / "store"
    folder.mkdir()
    cli = Cli(folder, now()).take(adopted_store)
    cli.settings = replace(
        cli.settings,
        ledger_key_file=str(folder / "ledger.key"),
        ledger_checkpoint_file=str(folder / "checkpoint"),
        notices_file=str(folder / "notices.jsonl"),
    )
    cli.run("init")
    cli.run("ledger", "key", folder / "ledger.key")
    return cli


@contextmanager
def served(cli: Cli) -> Iterator[tuple[Service, Service]]:
    """Give the service as an office and as Ada ask it; what it logged lies in a file beside the store in the end."""
    key = cli.says("keys", "add", "desk", "--role", "registrar", "--role", "administrator").strip()
    hers = cli.says("keys", "add", "ada", "--role", "mediator", "--pathway", "ada").strip()
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = {
        "MILEPOST_LEDGER_KEY_FILE": cli.settings.ledger_key_file,
        "MILEPOST_METRICS_BIND": f"127.0.0.1:{port}",
        "MILEPOST_REQUEST_SECONDS": "5",
    }
    with running(BY_COMMAND, cli.url, settings=settings) as asked:
        yield Service(asked, key, port), Service(asked, hers, port)
    (cli.folder / "service.log").write_text("".join(asked.said))


def by_command(cli: Cli, elsewhere: Path) -> None:
    """Bring texts in as files at the command line; what is wrong with one is told, and not kept."""
    opened = {**ADA[0], "private": PRIVATE}
    entry = {"event": "logbook hours added", "pathway": "ada", "ref": "m-1", "started_on": "2021-05-02", "hours": 3}
    wish = {"event": "listing requested", "pathway": "ada", "ref": "w-1", "requested_on": "2021-05-01"}
    rows = [opened, ADA[1], entry | {"role": "lead", "private": PRIVATE}, wish | {"private": {"name": SHOWN.word}}]
    cli.run("import", cli.rows(X))
    file = elsewhere / "rows.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in rows))
    cli.run("import", file, "--reason", f"a letter of {WORD}")
    file.write_text(json.dumps({**entry, "private": {WORD: WORD}}))
    cli.run("import", file, "--reason", WORD, code=1)
    file.write_text(
        "event,pathway,ref,started_on,hours,role,private.parties\n"
        f"logbook hours added,ada,m-2,2021-06-02,4,lead,{WORD} v. Bob\n"
    )
    cli.run("import", file, "--reason", WORD)
    cli.run("hold", "place", "ada", "court", "--reason", f"{WORD} appeals")


def over_http(service: Service, ada: Service) -> None:
    """Bring texts in by every kind of write that takes some, and by files of every kind."""
    evidence = {"event": "feedback received", "ref": "f-1", "received_on": "2021-05-01", "private": PRIVATE}
    waived = {"event": "fee waived", "ref": "fee-9", "purpose": "listing", "waived_on": "2021-06-01"}
    opens = {
        "title": "The logbook",
        "asked": ["mediators"],
        "opens_on": "2020-11-25",
        "questions": [{"id": "wishes", "asks": "What else?", "kind": "free text"}],
    }
    words = {"name": WORD, "email": f"{WORD}@example.org", "answers": {"wishes": f"Less of {WORD}"}}
    said = {"ref": "r-1", "respondent": "pathway/ada", "given_on": f"{now():%Y-%m-%d}", "private": words}
    writes: list[tuple[str, dict[str, Any]]] = [
        (f"{ONE}/evidence", {"evidence": evidence}),
        (f"{ONE}/evidence/m-1/disputes", {"dispute": {"disputed_on": "2021-06-01", "reason": WORD}}),
        (
            f"{ONE}/evidence/m-1/corrections",
            {"correction": {"event": "logbook hours amended", "fields": {"hours": "4"}, "reason": WORD}},
        ),
        (
            f"{ONE}/evidence/m-2/retractions",
            {"retraction": {"event": "logbook hours retracted", "reason": f"of {WORD}"}},
        ),
        (f"{ONE}/evidence", {"evidence": waived | {"reason": f"hardship of {WORD}"}}),
    ]
    assert service.post("/v1/consultations", {"id": "beta", "consultation": opens}, "to learn").status == 201
    refused = [each.body for address, body in writes if (each := service.post(address, body)).status != 201]
    assert b"".join(refused).decode() == ""
    given = ada.post(f"{BETA}/responses", {"response": said | {"may_publish": ["own words"]}})
    assert given.status == 201, given.body
    header = ["event", "pathway", "ref", "started_on", "hours", "role", "private.parties"]
    row = ["logbook hours added", "ada", "m-3", "2021-07-02", "5", "lead", f"{WORD} v. Carl"]
    table = f"{','.join(header)}\n{','.join(row).replace('m-3', 'm-4').replace('-07-', '-08-')}\n".encode()
    lines = json.dumps(dict(zip(header[:-1], row, strict=False)) | {"ref": "m-5", "private": PRIVATE}).encode()
    lines = lines.replace(b'"5"', b"6")
    for number, (content, kind) in enumerate(
        [(table, "text/csv"), (lines, "application/jsonl"), (workbook_of(header, [row]), XLSX)]
    ):
        for address in ("/v1/uploads/checks?", f"/v1/uploads?reason=list%20of%20{SEALED.folded}&"):
            sent = service.send(f"{address}open=true", content, kind, f"{SEALED.folded}-{number}{address}"[:60])
            assert sent.status in {200, 201}, (kind, sent.body)
    assert service.post(f"{ONE}/evidence", {"evidence": evidence | {WORD: WORD}}).status == 400
    course = {**ADA[1], "ref": "course-9", "ended_on": "2019-05-04", "private": PRIVATE}
    fee = {**waived, "pathway": "ada", "ref": "fee-3", "waived_on": "2021-07-01", "reason": WORD}
    asked = service.send("/v1/impacts", json.dumps({"rows": [fee, course]}).encode(), "application/json")
    assert asked.status == 202, asked.body


ASKED = (
    *(f"{ONE}{part}" for part in ("", "/standing", "/timeline", "/why", "/history", "/evidence", "/evidence/m-1")),
    *(f"{ONE}{part}" for part in ("/changes?from=2020-01-01", "/dossier", "/personal-data", "/readings")),
    *(f"/v1/register{part}on=2021-12-01" for part in ("?", "/ada?", "/ada/receipt?", f"?name={SHOWN.folded}&")),
    *(f"{BETA}{part}" for part in ("", "/results", "/responses", "/responses/r-1")),
    *(
        "/v1/exports/completions",
        "/v1/jobs",
        "/v1/jobs/1",
        "/v1/determinations",
        "/v1/ledger/proof?event=pathway/ada@1",
    ),
)
LEFT = ("export.jsonl", "dossier.json", "logbook.csv", "determinations.json", "report.jsonl", "log.db", "vault.db")
"""What commands write that is handed on: histories, dossiers, tables, reports, backups."""


def used(cli: Cli, service: Service) -> None:
    """Let everything work on it that there is, each leaving what it says and writes in the folder."""
    cli.run("notices", "subscribe", "office", "office@example.org")
    texts = [cli.says(*command) for command in (["determine"], ["notices", "send"], ["work", "--once"], ["renew"])]
    texts += [cli.says("reproject", "--from-events"), cli.says("checkpoint"), cli.says("verify")]
    texts += [cli.says("status", "ada"), cli.says("timeline", "ada"), cli.says("ledger", "prove", "pathway/ada@1")]
    cli.write("commands.log", "".join([*texts, service.metrics()]))
    cli.run("export", "--out", cli.folder / "export.jsonl")
    cli.run("table", "logbook", "--out", cli.folder / "logbook.csv")
    cli.write("dossier.json", cli.says("dossier", "ada"))
    cli.write("determinations.json", json.dumps(cli.answer("determinations", "--pathway", "ada")))
    tried: dict[str, Any] = {**ADA[1], "ref": "course-8", "ended_on": "2019-05-06", "private": PRIVATE}
    rows = cli.rows([tried], name="tried.jsonl")
    cli.write("report.jsonl", cli.says("policy", "impact", "--if", rows))
    rows.unlink()
    cli.run("backup", cli.folder / "log.db", "--vault", cli.folder / "vault.db")
    assert WORD in cli.says("subject-access", "ada")
    statuses = {address: service.get(address).status for address in ASKED}
    assert {address: status for address, status in statuses.items() if status != 200} == {}


def test_whoever_is_forgotten_is_in_no_byte_whatever_way_their_texts_went_in(here: Cli, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    by_command(here, elsewhere)
    with served(here) as (service, ada):
        over_http(service, ada)
        used(here, service)
        assert SEALED.files([here.folder]) == [], "texts are sealed from the beginning"
        assert SHOWN.files([here.folder])
        assert SHOWN.stands_in(service.get("/v1/register?on=2021-12-01").body)
        here.run("hold", "lift", "ada", "court", "--reason", f"{WORD} withdrew")
        here.actor = "another"
        here.run("forget", "ada", "--reason", "Article 17")
        told = [(address, service.get(address).body) for address in ASKED]
        assert [address for address, body in told if SEALED.stands_in(body) or SHOWN.stands_in(body)] == []

    assert (SEALED.files([here.folder]), SHOWN.files([here.folder])) == ([], [])
    assert "Verified." in here.says("verify")
