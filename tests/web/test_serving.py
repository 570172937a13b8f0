"""The service under gunicorn, as whoever runs it starts and stops it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from application.assessing import Assessor, Coordinates
from tests.web import sample

HERE = Path(__file__).parents[2]
PYTHON = (sys.executable, "-m")
ON_A_FREE_PORT = ("--workers", "2", "--bind", "127.0.0.1:0")
BY_COMMAND = (*PYTHON, "milepost", "serve", *ON_A_FREE_PORT)
BY_GUNICORN = (*PYTHON, "gunicorn", "milepost.wsgi:app", "--no-control-socket", *ON_A_FREE_PORT)
PATIENCE = 30


@dataclass
class Running:
    """A service that listens, and what it has said."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return [int(line.rpartition(": ")[2]) for line in self.said if "Booting worker" in line]


@contextmanager
def running(command: tuple[str, ...], url: str, workers: int = 2) -> Iterator[Running]:
    process = subprocess.Popen(command, cwd=HERE, env={"MILEPOST_DATABASE_URL": url}, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    service = Running(process, 0)
    try:
        for line in process.stderr:
            service.said.append(line)
            if "Listening at: " in line:
                service.port = int(line.partition("http://127.0.0.1:")[2].split()[0])
            if len(service.workers()) == workers:
                break
        assert service.port, service.said
        yield service
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stderr.close()


@pytest.fixture(scope="module")
def service(url: str) -> Iterator[Running]:
    with running(BY_COMMAND, url) as service:
        yield service


def test_concurrent_questions_get_the_answers_of_the_assessor(service: Running, assessor: Assessor) -> None:
    asked = [
        (pathway, Coordinates(on, known, under))
        for pathway in ("ada", "ben", "cleo")
        for on in (date(2020, 2, 29), date(2020, 3, 1), sample.TODAY)
        for known in (None, 13, date(2020, 6, 1))
        for under in (None, "2019.10", "alternatives")
    ]

    def answered(question: tuple[str, Coordinates]) -> tuple[int, bytes]:
        pathway, at = question
        given = {"on": at.on, "known": at.known, "under": at.under}
        query = "&".join(f"{name}={quote(str(value))}" for name, value in given.items() if value is not None)
        return service.get(f"/v1/pathways/{pathway}/standing?{query}")

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(answered, asked * 2))

    expected = [(200, msgspec.json.encode(assessor.answer(pathway, at))) for pathway, at in asked]
    assert answers == expected * 2


def test_the_day_is_todays_if_none_is_named(service: Running) -> None:
    _, body = service.get("/v1/pathways/ada/standing")

    assert date.fromisoformat(json.loads(body)["on"]) > sample.TODAY


def test_what_the_caller_has_is_not_sent_again(service: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    connection.request("HEAD", "/v1/pathways/ada/standing?on=2020-03-01")
    head = connection.getresponse()
    assert head.read() == b""
    tag = head.headers["ETag"]

    status, body = service.get("/v1/pathways/ada/standing?on=2020-03-01", **{"If-None-Match": tag})

    connection.close()
    assert (status, body) == (304, b"")
    assert head.status == 200
    assert int(head.headers["Content-Length"]) > 1000
    assert len(head.headers.get_all("Date", [])) == 1


def test_bytes_that_are_no_utf_8_are_refused_by_name(service: Running) -> None:
    status, body = service.get("/v1/pathways/a%FFda/standing")

    assert status == 404
    assert json.loads(body)["type"] == "/problems/pathway-unknown"


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda by: by.name)
def test_it_answers_what_it_accepted_and_then_leaves_nothing_running(url: str, by: signal.Signals) -> None:
    with running(BY_COMMAND, url) as service:
        caller = socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)
        caller.sendall(b"GET /v1/pathways/ada/standing HTTP/1.1\r\nHost: milepost\r\n")
        service.get("/v1/pathways/ada/standing")
        service.process.send_signal(by)
        with pytest.raises(subprocess.TimeoutExpired):
            service.process.wait(0.5)
        caller.sendall(b"\r\n")
        response = http.client.HTTPResponse(caller)
        response.begin()
        answer = json.loads(response.read())
        response.close()
        caller.close()
        ended = service.process.wait(PATIENCE)

    assert answer["pathway"] == "ada"
    assert ended == 0
    assert_nothing_runs(service)


def test_a_server_of_ones_own_serves_it_too(url: str, assessor: Assessor) -> None:
    with running(BY_GUNICORN, url) as service:
        status, body = service.get("/v1/pathways/ada/standing?on=2020-03-01")
        service.process.terminate()
        ended = service.process.wait(PATIENCE)

    assert status == 200
    assert body == msgspec.json.encode(assessor.answer("ada", Coordinates(date(2020, 3, 1))))
    assert ended == 0
    assert_nothing_runs(service)


def assert_nothing_runs(service: Running) -> None:
    for worker in service.workers():
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    with pytest.raises(ConnectionRefusedError):
        service.get("/v1/pathways/ada/standing")


def test_it_refuses_to_start_without_a_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none.sqlite"

    ended = subprocess.run(
        BY_COMMAND,
        cwd=HERE,
        env={"MILEPOST_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert ended.returncode == 3
    assert "milepost init" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_under_a_server_of_ones_own_a_missing_store_is_a_problem_and_is_not_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none.sqlite"

    with running(BY_GUNICORN, url) as service:
        status, body = service.get("/v1/pathways/ada/standing")

    assert status == 503
    assert json.loads(body)["type"] == "/problems/store-not-initialised"
    assert list(tmp_path.iterdir()) == []
