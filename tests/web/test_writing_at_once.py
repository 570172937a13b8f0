"""Writers to the service as it runs: several at once upon the same version, and those who never finish."""

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from shutil import copyfile
from typing import NamedTuple

import pytest

from application.keys import Keyring, Scope
from application.store import EventStore
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.keys import SqlKeys
from milepost.settings import Settings
from milepost.vault import make_vault
from tests.web.callers import ANN, MADE_AT
from tests.web.running import BY_COMMAND, PATIENCE, Answered, Running, running

EVIDENCE = "/v1/pathways/ada/evidence"
WRITERS = 8


class Desk(NamedTuple):
    """The service that listens, its store, and a registrar's key."""

    service: Running
    store: EventStore
    key: str

    def headers(self, key: str, match: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "If-Match": match,
        }


@pytest.fixture(scope="module")
def desk(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    file = copyfile(url.removeprefix("sqlite:///"), tmp_path_factory.mktemp("at-once") / "store.sqlite")
    make_vault(Settings(database_url=f"sqlite:///{file}"))
    engine = open_engine(f"sqlite:///{file}")
    keyring = Keyring(SqlKeys(database(engine)))
    _, key = keyring.add(Scope(ANN.name, ANN.roles), b"ann" * 11, "ann", MADE_AT, timedelta(days=36500))
    with running(BY_COMMAND, f"sqlite:///{file}", settings={"MILEPOST_REQUEST_SECONDS": "2"}) as service:
        yield Desk(service, SqlEventStore(engine, EVENTS, UPCASTERS), key)
    engine.dispose()


def feedback(number: int) -> bytes:
    said = {"event": "feedback received", "ref": f"f-{number}", "received_on": f"2021-05-{number:02}"}
    return json.dumps({"reason": "as told by letter", "cause": None, "evidence": said}).encode()


def test_of_those_who_write_upon_the_same_version_one_is_recorded(desk: Desk) -> None:
    head = desk.store.head()
    match = desk.service.ask("/v1/pathways/ada").headers["ETag"]

    def write(number: int) -> tuple[int, str]:
        headers = desk.headers(f"at-once-{number}", match)
        answer = desk.service.ask(EVIDENCE, "POST", headers, feedback(number))
        return answer.status, json.loads(answer.body).get("type", "")

    with ThreadPoolExecutor(WRITERS) as writers:
        answers = sorted(writers.map(write, range(1, WRITERS + 1)))

    assert answers == [(201, "")] + (WRITERS - 1) * [(412, "/problems/precondition-failed")]
    assert desk.store.head() == head + 1


def test_the_same_write_at_once_is_recorded_once_and_answered_alike(desk: Desk) -> None:
    head = desk.store.head()

    def write(_: int) -> Answered:
        return desk.service.ask(EVIDENCE, "POST", desk.headers("the-same", "*"), feedback(20))

    with ThreadPoolExecutor(WRITERS) as writers:
        answers = list(writers.map(write, range(WRITERS)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert desk.store.head() == head + 1


def cut_off(desk: Desk, path: str, headers: dict[str, str], came: bytes, length: int, *, ends: bool) -> tuple[int, str]:
    """Return the status and the type of the answer to a body of which so much came; its caller ends it, or waits."""
    named = {**headers, "Host": "milepost", "Content-Length": str(length)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    with socket.create_connection(("127.0.0.1", desk.service.port), timeout=PATIENCE) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + came)
        if ends:
            line.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        told = json.loads(answer.read())
        answer.close()
    return answer.status, told["type"]


def test_of_a_write_that_never_ends_nothing_is_recorded(desk: Desk) -> None:
    head, body, headers = desk.store.head(), feedback(21), desk.headers("slow", "*")

    assert cut_off(desk, EVIDENCE, headers, body[:-1], len(body), ends=False) == (408, "/problems/request-too-slow")
    assert desk.store.head() == head
    assert desk.service.ask(EVIDENCE, "POST", headers, body).status == 201
    assert desk.store.head() == head + 1


@pytest.mark.parametrize("whole", [feedback(22), b"event,pathway,opened_on\r\n"], ids=["evidence", "rows"])
def test_of_a_body_that_ends_before_its_length_nothing_is_recorded_and_its_key_is_free(
    desk: Desk, whole: bytes
) -> None:
    """What came looks like a whole one: the rest of a file of rows, or blanks after JSON."""
    rows = whole.startswith(b"event")
    path = "/v1/uploads?open=true&reason=our+list" if rows else EVIDENCE
    headers = desk.headers("cut", "*") | ({"Content-Type": "text/csv"} if rows else {})
    came = whole + (b"pathway opened,cut-1,2020-01-01\r\n" if rows else b"")
    rest = b"pathway opened,cut-2,2020-01-01\r\n" if rows else b"  "
    head, length = desk.store.head(), len(came + rest)

    assert cut_off(desk, path, headers, came, length, ends=True) == (400, "/problems/request-malformed")
    assert desk.store.head() == head
    assert desk.service.ask(path, "POST", headers, came + rest).status == 201
