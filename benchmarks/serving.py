"""The service beside a Flask view that returns a constant JSON of the same size, over a hundred thousand pathways."""

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from application.access import Role
from benchmarks.client import CONNECTIONS, HOST, asked, burst, request
from benchmarks.population import population
from benchmarks.row import Row
from benchmarks.servers import constant, key, service
from milepost.composition import open_milepost
from milepost.settings import Settings

ROUNDS = 25
TURN = 200
KEPT = 2_000
"""Pathways, spread evenly over all, that are asked about again and again."""
LENGTH = 100
SOME = 300
"""Answers about the past from which it is told how long they are."""
MEGABYTE = 2**20
BULK = 20_000
"""Standings a second that one worker has to give."""
JSON = {"Content-Type": "application/json"}

_TAG = re.compile(rb"\r\netag: (.*?)\r\n", re.IGNORECASE)
_TOLD = re.compile(rb"\"pathway\":\"(.*?)\"")
_LONG = """
SELECT substr(stream, 9), max(position) FROM events WHERE stream >= 'pathway/' AND stream < 'pathway0'
GROUP BY stream HAVING max(version) = ? ORDER BY 1 LIMIT 1
"""


class Beside:
    """The service and the constant, each at its port, which take turns at being asked."""

    def __init__(self, ours: int, theirs: int, constants: Iterable[bytes], where: str) -> None:
        """Take the requests that the constant is asked with, and where all this is measured, in words."""
        self._ours = ours
        self._theirs = theirs
        self._constants = cycle(constants)
        self._where = where

    def row(self, name: str, asks: Iterator[bytes], target: float | None, status: int = 200, turn: int = TURN) -> Row:
        """Return what part of the constant's rate is ours; the first turn is not counted."""
        pairs = [self._pair(list(islice(asks, turn)), status) for _ in range(ROUNDS + 1)][1:]
        our, their = (1 / median(each) for each in zip(*pairs, strict=True))
        ratio = median(their / our for our, their in pairs)
        return Row(name, ratio, target, f"{our:,.0f}/s; constant view {their:,.0f}/s; {self._where}")

    def _pair(self, asks: list[bytes], status: int) -> tuple[float, float]:
        constants = list(islice(self._constants, TURN))
        return burst(self._ours, asks, status) / len(asks), burst(self._theirs, constants) / TURN


def rows() -> list[Row]:
    """Return what one worker answers, in parts of what it answers from a constant, and its standings in bulk."""
    url = population()
    _brought_to_memory(Path(url.removeprefix("sqlite:///")))
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, ExitStack() as end:
        milepost = open_milepost(Settings(database_url=url))
        end.callback(milepost.close)
        caller = key(milepost, Role.SERVICE)
        names = [name.removeprefix("pathway/") for name in milepost.store.streams("pathway/")]
        ours = end.enter_context(service(url, Path(folder), 1))
        step = len(names) // KEPT
        kept = [_standing(name, caller) for name in names[::step]]

        def beside(answers: list[bytes]) -> Beside:
            """Return the service beside a constant as long as these answers."""
            size = int(median(len(answer.partition(b"\r\n\r\n")[2]) for answer in answers))
            theirs = end.enter_context(constant(_of_size(size), Path(folder), 1))
            where = f"one worker, {CONNECTIONS} connections, {len(names):,} pathways, {size:,} bytes"
            return Beside(ours, theirs, kept, where)

        answers = asked(ours, kept)
        usual = beside(answers)
        never = (_standing(name, caller) for name in names[step // 2 :: step])
        coordinates = _past(url, milepost.store.head(), caller)
        long = beside(asked(ours, islice(coordinates, SOME)))
        current = usual.row("GET standing, asked for before", cycle(kept), 0.6)
        had = usual.row("GET standing that the caller has: 304", cycle(_had(answers, caller)), 0.75, 304)
        new = usual.row("GET standing, never asked for before", never, None, turn=60)
        past = long.row(f"GET standing at any past coordinate, {LENGTH} events", coordinates, 0.25, turn=60)
        of_current = f"{past.ratio / current.ratio:.2f} of what is asked for before; {past.detail}"
        return [current, had, new, replace(past, detail=of_current), _bulk(ours, caller)]


def _brought_to_memory(file: Path) -> None:
    """Read the file once: a service that has been up for a while does not wait for the disk."""
    with file.open("rb") as store:
        while store.read(MEGABYTE):
            pass


def _standing(pathway: str, headers: dict[str, str], query: str = "") -> bytes:
    return request("GET", f"/v1/pathways/{pathway}/standing{query}", headers)


def _had(answers: Iterable[bytes], headers: dict[str, str]) -> Iterator[bytes]:
    """Yield the questions of a caller who has these answers."""
    for answer in answers:
        tag, pathway = _TAG.search(answer), _TOLD.search(answer)
        if tag and pathway:
            yield _standing(pathway[1].decode(), {**headers, "If-None-Match": tag[1].decode()})


def _of_size(size: int) -> bytes:
    return b'{"constant":"%s"}' % (b"x" * (size - 15))


def _past(url: str, head: int, headers: dict[str, str]) -> Iterator[bytes]:
    """Yield questions about days of a dozen years, known at positions since its last event; none comes twice."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as store:
        pathway, since = store.execute(_LONG, (LENGTH,)).fetchone()
    for number in range(head):
        on = date(2014, 1, 1) + timedelta(days=number * 1_597 % 4_380)
        known = since + number * 75_937 % (head - since)
        yield _standing(pathway, headers, f"?on={on}&known={known}")


def _bulk(port: int, headers: dict[str, str]) -> Row:
    seconds, lines = zip(*(_all(port, headers) for _ in range(3)), strict=True)
    rate = lines[0] / median(seconds)
    detail = f"{rate:,.0f} standings/s, streamed over one connection: all {lines[0]:,} by POST /v1/standings"
    return Row(f"bulk standings on one worker, against {BULK:,}/s", rate / BULK, 1.0, detail)


def _all(port: int, headers: dict[str, str]) -> tuple[float, int]:
    """Return the seconds until the end of all standings, and how many they are, without heading and ending."""
    connection = HTTPConnection(HOST, port)
    began = perf_counter()
    connection.request("POST", "/v1/standings", b'{"where":{}}', {**headers, **JSON})
    response = connection.getresponse()
    lines = 0
    while piece := response.read1():
        lines += piece.count(b"\n")
    taken = perf_counter() - began
    connection.close()
    return taken, lines - 2
