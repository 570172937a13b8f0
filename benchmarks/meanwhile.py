"""How long callers wait who ask one after the other, at a steady pace: at rest, and while something else is done."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter, sleep
from typing import NamedTuple

from benchmarks.client import HOST, Unexpected

PACE = 0.01
"""Seconds from one question to the next."""
_OK = 200


class Latencies(NamedTuple):
    """Seconds that answers took."""

    asked: int
    median: float
    p99: float


def latencies(port: int, names: Iterator[str], headers: dict[str, str], enough: Callable[[], bool]) -> Latencies:
    """Ask about one pathway after the other until it is enough. Raises Unexpected."""
    connection = HTTPConnection(HOST, port)
    taken: list[float] = []
    due = perf_counter()
    for name in names:
        if enough():
            break
        sleep(max(0.0, due - perf_counter()))
        due = max(due + PACE, perf_counter())
        began = perf_counter()
        connection.request("GET", f"/v1/pathways/{name}/standing", headers=headers)
        response = connection.getresponse()
        body = response.read()
        taken.append(perf_counter() - began)
        if response.status != _OK:
            raise Unexpected(body)
    connection.close()
    return Latencies(len(taken), median(taken), quantiles(taken, n=100)[98])


def latencies_meanwhile(
    port: int, names: Iterator[str], headers: dict[str, str], work: Callable[[], object]
) -> Latencies:
    """Ask while work is done in another process."""
    done = Event()

    def worked() -> None:
        try:
            work()
        finally:
            done.set()

    thread = Thread(target=worked)
    thread.start()
    found = latencies(port, names, headers, done.is_set)
    thread.join()
    return found


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Return what tells that so many seconds have passed."""
    until = perf_counter() + seconds
    return lambda: perf_counter() >= until
