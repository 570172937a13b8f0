"""The service under gunicorn, as whoever runs it starts and stops it."""

import http.client
import json
import os
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from application.assessing import Assessor, Coordinates
from infrastructure.engine import open_engine
from infrastructure.migrations import migrate
from tests.infrastructure.issuer import AUDIENCE, ISSUER, claims, key_set, token
from tests.web import sample
from tests.web.callers import KEY
from tests.web.running import BY_COMMAND, BY_GUNICORN, HERE, PATIENCE, Running, running

ADA = "/v1/pathways/ada/standing"


def test_concurrent_questions_get_the_answers_of_the_assessor(service: Running, assessor: Assessor) -> None:
    asked = [
        (pathway, Coordinates(on, known, under, hindsight=True))
        for pathway in ("ada", "ben", "cleo")
        for on in (date(2020, 2, 29), date(2020, 3, 1), sample.TODAY)
        for known in (None, 13, date(2020, 6, 1))
        for under in (None, "2019.10", "alternatives")
    ]

    def answered(question: tuple[str, Coordinates]) -> tuple[int, bytes]:
        pathway, at = question
        given = {"on": at.on, "known": at.known, "under": at.under, "hindsight": "true"}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        response = service.ask(f"/v1/pathways/{pathway}/standing?{query}")
        return response.status, response.body

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(answered, asked * 2))

    expected = [(200, msgspec.json.encode(assessor.answer(pathway, at))) for pathway, at in asked]
    assert answers == expected * 2


def test_the_day_is_todays_if_none_is_named(service: Running) -> None:
    response = service.ask(ADA)

    assert date.fromisoformat(json.loads(response.body)["on"]) > sample.TODAY


def test_what_the_caller_has_is_not_sent_again(service: Running) -> None:
    had = service.ask(ADA + "?on=2020-03-01", "HEAD")

    response = service.ask(ADA + "?on=2020-03-01", headers={"If-None-Match": had.headers["ETag"]})

    assert (had.status, had.body) == (200, b"")
    assert int(had.headers["Content-Length"]) > 1000
    assert (response.status, response.body) == (304, b"")


def test_each_header_stands_once(service: Running) -> None:
    names = [name.lower() for name in service.ask(ADA).headers]

    assert len(names) == len(set(names))


def test_bytes_that_are_no_utf_8_are_refused_by_name(service: Running) -> None:
    response = service.ask("/v1/pathways/a%FFda/standing")

    assert response.status == 404
    assert json.loads(response.body)["type"] == "/problems/resource-unknown"


@pytest.mark.parametrize("asked", ["/v1/pathways/a%2Fb?on=2021-01-01", "/v1/pathways/a%FFda/standing"])
def test_a_problem_tells_the_address_as_it_was_asked(service: Running, asked: str) -> None:
    assert json.loads(service.ask(asked).body)["instance"] == asked


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=lambda by: by.name)
def test_it_answers_what_it_accepted_and_then_leaves_nothing_running(url: str, by: signal.Signals) -> None:
    with running(BY_COMMAND, url) as service:
        caller = socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)
        caller.sendall(f"GET {ADA} HTTP/1.1\r\nHost: milepost\r\nAuthorization: Bearer {KEY}\r\n".encode())
        service.ask(ADA)
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
        response = service.ask(ADA + "?on=2020-03-01")
        service.process.terminate()
        ended = service.process.wait(PATIENCE)

    assert response.status == 200
    assert response.body == msgspec.json.encode(assessor.answer("ada", Coordinates(date(2020, 3, 1))))
    assert ended == 0
    assert_nothing_runs(service)


def assert_nothing_runs(service: Running) -> None:
    for worker in service.workers():
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    with pytest.raises(ConnectionRefusedError):
        service.ask(ADA)


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
        response = service.ask(ADA)

    assert response.status == 503
    assert json.loads(response.body)["type"] == "/problems/store-not-initialised"
    assert list(tmp_path.iterdir()) == []


def test_whoever_starts_a_service_that_nobody_may_ask_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()

    with running(BY_COMMAND, url) as service:
        response = service.ask(ADA)

    assert "only the public is answered: milepost keys add" in "".join(service.said)
    assert json.loads(response.body)["type"] == "/problems/key-refused"


def test_a_token_of_the_issuer_that_the_settings_trust_is_taken(url: str, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_bytes(key_set("ES256"))
    expires = int(datetime.now(UTC).timestamp()) + 600  # noqa: TID251  (the service's own clock)
    by_token = {"Authorization": f"Bearer {token(claims(roles=['auditor'], iat=None, exp=expires))}"}
    trust = {"ISSUER": ISSUER, "AUDIENCE": AUDIENCE, "KEYS": str(keys)}

    with running(
        BY_COMMAND, url, settings={f"MILEPOST_OIDC_{name}": value for name, value in trust.items()}
    ) as service:
        assert service.ask(ADA, headers=by_token).status == 200
        assert service.ask(ADA, headers={"Authorization": by_token["Authorization"][:-8]}).status == 401
