"""A course recorded over HTTP on PostgreSQL, beside the same through the use case in one process."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import msgspec

from application.access import Role
from application.store import Command
from benchmarks.client import CONNECTIONS, asked, burst, request
from benchmarks.recording import DOZEN, NOON, pathways, prepare
from benchmarks.row import Row
from benchmarks.servers import key, service
from benchmarks.serving import JSON
from benchmarks.store import ROUNDS, postgresql
from domain.pathway.training import CourseCompleted
from milepost.composition import initialise, open_milepost
from milepost.settings import Settings

TURN = 24
WORKERS = 2
OPENED = Command("registrar", "command-1", reason="as applied for")
"""A pathway is opened over HTTP for a reason: the texts of its person have a key from then on."""

OPENED_AND_TRAINED = 2
"""Events of a pathway before its pieces of learning."""

COURSE = CourseCompleted(
    ref="course-2",
    program="basic",
    format="face to face",
    ended_on=date(2026, 1, 30),
    hours=Decimal(40),
    result="passed",
)


def rows() -> list[Row]:
    """Return what part of the recorder's own rate is left over HTTP."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, ExitStack() as end:
        server = end.enter_context(postgresql(Path(folder)))
        settings = Settings(database_url=f"{server}&dbname=postgres", vault_url=f"sqlite:///{folder}/milepost-vault.db")
        initialise(settings)
        milepost = open_milepost(settings)
        end.callback(milepost.close)
        prepare(milepost.registrar)
        streams = iter(pathways(milepost.registrar, 2 * (ROUNDS + 1) * TURN, OPENED))
        courses = _courses(streams, key(milepost, Role.REGISTRAR))
        port = end.enter_context(service(settings.database_url, Path(folder), WORKERS, settings.vault_url))

        def recorded() -> float:
            began = perf_counter()
            for stream in islice(streams, TURN):
                milepost.registrar.record(stream, [COURSE], Command("registrar", "command-1"), NOON)
            return perf_counter() - began

        asked(port, islice(courses, TURN), 201)
        recorded()
        pairs = [(burst(port, list(islice(courses, TURN)), 201), recorded()) for _ in range(ROUNDS)]
    ratio = median(their / our for our, their in pairs)
    our, their = (TURN / median(each) for each in zip(*pairs, strict=True))
    detail = f"{our:,.0f}/s by {CONNECTIONS} clients of {WORKERS} workers; recorder {their:,.0f}/s in one process"
    return [Row("record one course over HTTP, PostgreSQL", ratio, 0.5, detail)]


def _courses(streams: Iterator[str], headers: dict[str, str]) -> Iterator[bytes]:
    """Yield requests that each record the course on another pathway."""
    evidence = msgspec.to_builtins(COURSE) | {"event": "course completed"}
    del evidence["topic"]
    body = msgspec.json.encode({"reason": "as certified", "cause": None, "evidence": evidence})
    version = {"If-Match": f'"{OPENED_AND_TRAINED + DOZEN}"'}
    for stream in streams:
        own = {"Idempotency-Key": stream.replace("/", "-")}
        yield request(
            "POST", f"/v1/{stream.replace('pathway', 'pathways', 1)}/evidence", headers | JSON | version | own, body
        )
