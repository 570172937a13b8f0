"""The service's log: one line of JSON for each thing that happened, and no word of a person in any of them."""

import json
import re
import socket
import subprocess

import pytest

from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.web import sample
from tests.web.callers import KEY, add_key
from tests.web.running import BY_COMMAND, BY_GUNICORN, PATIENCE, Running, running

CANARY = "Wellensittich"
"""Stands wherever a person or a caller may have written."""

BODY = json.dumps({"reason": f"{CANARY} said so", "pathway": {"private": {"name": CANARY}}, CANARY: CANARY}).encode()
HEADERS = {
    "Cookie": f"session={CANARY}",
    "Idempotency-Key": CANARY,
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": CANARY,
    "X-Api-Key": CANARY,
    "X-Forwarded-For": CANARY,
    "X-Request-Id": f"{CANARY} with blanks",
}
CREDENTIALS = (KEY, f"{CANARY}.{CANARY}.{CANARY}", f"mp_{CANARY}", CANARY)
ASKED = (
    ("GET", f"/v1/pathways/{CANARY}/standing", None),
    ("GET", f"/v1/pathways/{CANARY}/standing?on={CANARY}", None),
    ("GET", f"/v1/pathways/ada/standing?under={CANARY}", None),
    ("GET", f"/v1/pathways/{CANARY}/history?known=99999", None),
    ("GET", f"/{CANARY}?{CANARY}={CANARY}", None),
    (CANARY, "/v1/pathways/ada/standing", None),
    ("DELETE", f"/v1/pathways/{CANARY}/standing", None),
    ("POST", "/v1/pathways", BODY),
    ("POST", "/v1/pathways", BODY[:-1]),
    ("POST", f"/v1/pathways/{CANARY}/evidence", BODY),
)
OF_ONES_OWN = (*BY_GUNICORN, "--logger-class", "milepost.logs.ServerLog", "--worker-class", "milepost.worker.Worker")
RAW = (
    f"{CANARY} is no request\r\n\r\n",
    f"GET / HTTP/1.1\r\n{CANARY} {CANARY}: {CANARY}\r\n\r\n",
    f"GET /{CANARY} HTTP/1.1\r\nTransfer-Encoding: {CANARY}\r\n\r\n",
    f"POST /v1/pathways HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is logged while callers give themselves away; the last of them finds no store."""
    file = tmp_path_factory.mktemp("logs") / "store.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    sample.record(SqlEventStore(engine, EVENTS, UPCASTERS))
    add_key(engine)
    engine.dispose()
    with running(BY_COMMAND, f"sqlite:///{file}") as service:
        for method, address, body in ASKED:
            for credential in CREDENTIALS:
                headers = {"Content-Type": "application/json", "Authorization": f"Bearer {credential}"}
                service.ask(address, method, HEADERS | headers, body)
        for sent in RAW:
            _send(service, sent.encode())
        service.ask("/v1/pathways/ada/standing", headers={"X-Request-Id": "an-id-of-ones-own"})
    said = service.said
    with running(OF_ONES_OWN, f"sqlite:///{file.parent}/none.sqlite") as service:
        service.ask(f"/v1/pathways/{CANARY}/standing", headers=HEADERS)
    return [*said, *service.said]


def _send(service: Running, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE) as caller:
        caller.sendall(sent)
        caller.recv(1000)


def test_every_line_is_json_with_the_instant_and_the_level(lines: list[str]) -> None:
    told = [json.loads(line) for line in lines]

    assert all({"event", "level", "timestamp"} <= set(each) for each in told)


def test_no_line_has_a_word_of_a_person(lines: list[str]) -> None:
    secrets = (CANARY.lower(), KEY.rpartition("_")[2])
    assert not [line for line in lines if any(secret in line.lower() for secret in secrets)]


def test_every_request_is_logged_with_its_id_and_route(lines: list[str]) -> None:
    requests = [each for each in map(json.loads, lines) if each["event"] == "request"]

    assert len(requests) == (len(ASKED) - 1) * len(CREDENTIALS) + 2, (
        "the server itself refuses the method, and tells of it without naming it"
    )
    assert all(re.fullmatch(r"[0-9a-f]{32}|an-id-of-ones-own", each["request_id"]) for each in requests)
    (own,) = [each for each in requests if each["request_id"] == "an-id-of-ones-own"]
    assert (own["method"], own["route"], own["status"]) == ("GET", "/v1/pathways/<pathway:pathway>/standing", 200)
    assert own["seconds"] > 0


def test_a_fault_of_the_store_is_logged_under_its_name(lines: list[str]) -> None:
    faults = [each for each in map(json.loads, lines) if each["level"] == "error"]

    assert [each["event"] for each in faults] == ["store-not-initialised"]
    assert faults[0]["request_id"]


def test_an_error_that_nobody_foresaw_is_logged_without_its_words() -> None:
    program = (
        "import sys, structlog\n"
        "from milepost.logs import begin_logging\n"
        "begin_logging()\n"
        "try:\n"
        f"    raise ValueError({CANARY!r})\n"
        "except ValueError as error:\n"
        "    structlog.get_logger().error('unforeseen', exc_info=error)\n"
        "    import logging\n"
        f"    logging.getLogger('another').error('it is %s', {CANARY!r}, exc_info=True)\n"
    )

    ended = subprocess.run([*BY_COMMAND[:1], "-c", program], capture_output=True, text=True, check=True)

    ours, theirs = map(json.loads, ended.stderr.splitlines())
    assert CANARY not in ended.stderr
    assert (ours["error"], ours["places"]) == ("ValueError", ["<string>:5 <module>"])
    assert (theirs["event"], theirs["logger"], theirs["error"]) == ("it is %s", "another", "ValueError")
