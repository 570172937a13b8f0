"""What the server does with callers who are connected when it has to stop, and with those who are slow."""

import http.client
import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.web.callers import KEY
from tests.web.running import BY_COMMAND, PATIENCE, Answered, Running, running
from web.security_headers import HEADERS

ADA = "/v1/pathways/ada/standing"
ASKED = f"GET {ADA} HTTP/1.1\r\nHost: milepost\r\nAuthorization: Bearer {KEY}\r\n\r\n".encode()


def connected(service: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)


def answered(caller: socket.socket) -> Answered:
    with caller:
        response = http.client.HTTPResponse(caller)
        response.begin()
        return Answered(response.status, response.reason, response.headers, response.read())


def _last_byte(caller: socket.socket) -> bytes:
    with caller:
        return caller.recv(1)


def test_all_who_asked_before_it_stops_are_answered(url: str) -> None:
    with running(BY_COMMAND, url) as service:
        callers = [connected(service) for _ in range(300)]
        for caller in callers:
            caller.sendall(ASKED)
        service.process.send_signal(signal.SIGTERM)
        answers = [answered(caller) for caller in callers]
        ended = service.process.wait(PATIENCE)

    assert [answer.status for answer in answers] == 300 * [200]
    assert len({answer.body for answer in answers}) == 1
    assert ended == 0


def test_who_keeps_a_connection_is_told_that_it_ends(url: str) -> None:
    with running(BY_COMMAND, url) as service:
        kept = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        kept.request("GET", ADA, headers={"Authorization": f"Bearer {KEY}"})
        kept.getresponse().read()
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        kept.request("GET", ADA, headers={"Authorization": f"Bearer {KEY}"})
        last = kept.getresponse()
        body = last.read()
        kept.close()
        ended = service.process.wait(PATIENCE)

    assert (last.status, last.headers["Connection"]) == (200, "close")
    assert json.loads(body)["pathway"] == "ada"
    assert ended == 0


def test_workers_that_make_way_for_new_ones_lose_nobody(url: str) -> None:
    often = {"MILEPOST_RECYCLE_AFTER": "20"}
    with running(BY_COMMAND, url, settings=often) as service, ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: service.ask(ADA).status, range(200)))

    assert answers == 200 * [200]


def test_callers_who_never_finish_do_not_keep_others_waiting(url: str) -> None:
    with running(BY_COMMAND, url, settings={"MILEPOST_REQUEST_SECONDS": "1"}) as service:
        slow = [connected(service) for _ in range(6)]
        for caller in slow:
            caller.sendall(ASKED[:40])
        answer = service.ask(ADA)
        late = [answered(caller) for caller in slow]

    assert answer.status == 200
    assert [each.status for each in late] == 6 * [408]
    assert json.loads(late[0].body)["type"] == "/problems/request-too-slow"


def test_callers_who_say_nothing_do_not_keep_others_waiting(url: str) -> None:
    alone = {"MILEPOST_REQUEST_SECONDS": "60", "MILEPOST_THREADS": "1"}
    with running(BY_COMMAND, url, settings=alone) as service:
        silent = [connected(service) for _ in range(40)]
        answer = service.ask(ADA)
        for caller in silent[:20]:
            caller.sendall(ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        late = [answered(caller) for caller in silent[:20]]
        service.process.send_signal(signal.SIGTERM)
        ended = service.process.wait(PATIENCE)
        said = [_last_byte(caller) for caller in silent[20:]]

    assert answer.status == 200
    assert [each.status for each in late] == 20 * [200]
    assert said == 20 * [b""]
    assert ended == 0


def test_a_byte_now_and_then_is_not_enough(url: str) -> None:
    with running(BY_COMMAND, url, settings={"MILEPOST_REQUEST_SECONDS": "1"}) as service:
        caller = connected(service)
        began = time.monotonic()
        for byte in ASKED[:20]:
            with suppress(OSError):
                caller.sendall(bytes([byte]))
            time.sleep(0.1)
        answer = answered(caller)

    assert answer.status == 408
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    ("sent", "status", "name"),
    [
        (b"shopping list\r\n\r\n", 400, "request-malformed"),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "request-malformed"),
        (b"GET / HTTP/1.1\r\nNa me: x\r\n\r\n", 400, "request-malformed"),
        (b"GET /" + 5000 * b"a" + b" HTTP/1.1\r\n\r\n", 414, "address-too-long"),
        (b"GET / HTTP/1.1\r\nName: " + 9000 * b"a" + b"\r\n\r\n", 431, "headers-too-large"),
        (b"GET / HTTP/1.1\r\n" + 200 * b"Name: x\r\n" + b"\r\n", 431, "headers-too-large"),
    ],
)
def test_what_is_no_request_is_answered_with_a_problem(service: Running, sent: bytes, status: int, name: str) -> None:
    caller = connected(service)
    caller.sendall(sent)

    answer = answered(caller)

    assert answer.status == status
    told = json.loads(answer.body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.headers.items()) >= set(HEADERS.items())
    assert told["type"] == f"/problems/{name}"
    assert len(told["request_id"]) == 32
    assert told["request_id"] == answer.headers["X-Request-Id"]


def test_a_body_that_never_comes_is_given_up_and_holds_up_nobody(url: str) -> None:
    with running(BY_COMMAND, url, settings={"MILEPOST_REQUEST_SECONDS": "6"}) as service:
        service.ask(ADA)
        slow = [connected(service) for _ in range(4)]
        for caller in slow:
            caller.sendall(b"POST /v1/pathways HTTP/1.1\r\nHost: milepost\r\nContent-Length: 100\r\n\r\n{")
        began = time.monotonic()
        answer = service.ask(ADA)
        waited = time.monotonic() - began
        late = [answered(caller) for caller in slow]

    assert answer.status == 200
    assert waited < 5
    assert [each.status for each in late] == 4 * [408]
    assert json.loads(late[0].body)["type"] == "/problems/request-too-slow"


def test_who_reads_slowly_holds_up_nobody(url: str) -> None:
    with running(BY_COMMAND, url, workers=2) as service:
        slow = [connected(service) for _ in range(6)]
        for caller in slow:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            caller.sendall(ASKED * 50)
        answer = service.ask(ADA)
        for caller in slow:
            caller.close()

    assert answer.status == 200


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 5000", b"Transfer-Encoding: chunked"],
    ids=["length", "chunked"],
)
def test_a_body_that_is_too_large_is_refused_unread_as_anything_is(url: str, head: bytes) -> None:
    settings = {"MILEPOST_BODY_LIMIT": "2000", "MILEPOST_CORS_ORIGINS": "https://app.example"}
    known = b"X-Request-Id: too-much\r\nOrigin: https://app.example\r\n"
    with running(BY_COMMAND, url, settings=settings) as service:
        caller = connected(service)
        caller.sendall(b"POST /v1/pathways HTTP/1.1\r\nHost: milepost\r\n" + known + head + b"\r\n\r\n")
        caller.sendall(b"1000\r\n" + 4096 * b" " + b"\r\n0\r\n\r\n")
        answer = answered(caller)

    told = json.loads(answer.body)
    assert answer.status == 413
    assert (told["type"], told["request_id"]) == ("/problems/body-too-large", "too-much")
    assert set(answer.headers.items()) >= set(HEADERS.items())
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
