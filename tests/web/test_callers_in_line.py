"""Who gets a thread of which worker, where callers hold threads or keep their connections busy."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from tests.web.running import BY_COMMAND, PATIENCE, PYTHON, Running, running

STALLED = b"POST /v1/pathways HTTP/1.1\r\nHost: milepost\r\nContent-Length: 10\r\n\r\n{"
ASKED = b"GET /livez HTTP/1.1\r\nHost: milepost\r\n\r\n"
ANSWERED = b"HTTP/1.1 200"
AHEAD = 200
KEPT = 6
BY_ONE = (*PYTHON, "milepost", "serve", "--workers", "1", "--bind", "127.0.0.1:0")
WORKERS, THREADS = 2, 8
SOON = 2
"""Seconds within which whoever is not held up is answered, on a machine that is busy."""


@contextmanager
def stalling(service: Running, count: int) -> Iterator[None]:
    """Let so many callers begin a request each, and go on with none."""
    callers = [socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE) for _ in range(count)]
    try:
        for caller in callers:
            caller.sendall(STALLED)
        time.sleep(0.5)
        yield
    finally:
        for caller in callers:
            caller.close()


def waited(service: Running) -> float:
    began = time.monotonic()
    assert service.ask("/livez").status == 200
    return time.monotonic() - began


def asking_again_and_again(service: Running, ended: Event) -> int:
    """Ask ahead, many times at once, on one connection, and return how many answers came."""
    answers = 0
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE) as caller:
        while not ended.is_set():
            caller.sendall(AHEAD * ASKED)
            told = b""
            while told.count(ANSWERED) < AHEAD:
                told += caller.recv(65536)
            answers += AHEAD
    return answers


@pytest.mark.parametrize("count", [THREADS, WORKERS * THREADS - 1])
def test_fewer_stalled_callers_than_threads_hold_up_nobody(url: str, count: int) -> None:
    with running(BY_COMMAND, url, WORKERS) as service, stalling(service, count):
        longest = max(waited(service) for _ in range(40))

    assert longest < SOON


def test_callers_who_keep_their_connections_busy_leave_threads_to_others(url: str) -> None:
    alone = {"MILEPOST_THREADS": "1", "MILEPOST_RATE_LIMIT": "off"}
    ended = Event()
    with running(BY_ONE, url, 1, alone) as service, ThreadPoolExecutor(KEPT) as callers:
        busy = [callers.submit(asking_again_and_again, service, ended) for _ in range(KEPT)]
        try:
            time.sleep(0.5)
            longest = max(waited(service) for _ in range(20))
        finally:
            ended.set()
        answers = [each.result() for each in busy]

    assert longest < SOON
    assert min(answers) * 3 > max(answers), "nobody who is connected is left out for others"
