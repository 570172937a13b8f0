"""A read after a write sees it, from whichever worker, also where the write touches many; whoever asks meanwhile too.

``python -m tests.web.test_never_stale 10000`` tells how long each takes with so many graduates.
"""

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Signal
from time import perf_counter
from typing import NamedTuple

import pytest

from application.access import Role
from application.adopting import Adopting
from application.keys import Keyring, Scope
from application.recording import Registrar
from application.store import Command, EventStore
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.documents import read_yaml
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.keys import SqlKeys
from infrastructure.migrations import migrate
from tests.web import sample
from tests.web.callers import MADE_AT
from tests.web.laying import reported, rulebooks_of
from tests.web.policy_texts import AMENDMENT, SCENARIOS, going_on
from tests.web.running import BY_COMMAND, Answered, Running, running

DAY = "2021-12-01"
ENDED = date(2021, 11, 20)
AT = datetime(2021, 12, 1, 12, tzinfo=UTC)
APPROVAL = {"formats": ["face to face"], "min_hours": 40, "effective_on": "2021-01-01", "retrospective": False}
FIFTY_HOURS = going_on(
    AMENDMENT,
    """
takes away:
  courses of forty hours:
    level: qualified
    text: Whoever has a course of less than fifty hours is qualified no more.
    source: the board
    reasons: [HOURS_SHORT]
clauses:
  2.1:
    text: A course of fifty hours.
    source: the board
    for: course
    when:
      - require: course.hours at least 50 hours
        else: HOURS_SHORT
    reason: COMPLETED_APPROVED
    else: COURSE_MISSING
""",
)


class Heard(NamedTuple):
    """An answer: when it was asked for, what was known by it, and the level that it tells."""

    asked_at: float
    position: int
    level: str


class Office:
    """Somebody at a running service, who may ask and record."""

    def __init__(self, service: Running, store: EventStore, key: str, graduates: int) -> None:
        self._service = service
        self._store = store
        self._key = {"Authorization": f"Bearer {key}"}
        self._names = [name_of(number) for number in range(graduates)]
        self._keys = count(1)

    def write(self, address: str, body: str, media_type: str) -> int:
        """Return the position at which something is recorded."""
        headers = {"Content-Type": media_type, "If-Match": "*", "Idempotency-Key": f"key-{next(self._keys)}"}
        response = self._service.ask(address, "POST", self._key | headers, body)
        assert response.status == 201, response.body
        return int(json.loads(response.body)["event"]["position"])

    def approve(self) -> int:
        body = {"reason": "decided", "cause": None, "approval": APPROVAL}
        return self.write("/v1/programs/large/approvals", json.dumps(body), "application/json")

    def adopt(self) -> int:
        reported(self._store, "2021.11")
        return self.write("/v1/policies/adoptions?reason=decided", FIFTY_HOURS, "application/yaml")

    def levels(self) -> set[tuple[int, str]]:
        """Return the levels of all graduates, each with what was known, asked for at once."""
        levels = set()
        for begin in range(0, len(self._names), 1000):
            asked = json.dumps({"pathways": self._names[begin : begin + 1000], "on": DAY})
            headers = self._key | {"Content-Type": "application/json"}
            heading, *lines, end = map(
                json.loads, self._service.ask("/v1/standings", "POST", headers, asked).body.splitlines()
            )
            assert end["lines"] == len(lines)
            levels |= {(heading["known"]["position"], line["level"]) for line in lines}
        return levels

    def ask_on(self, ended: Signal, first: int) -> list[Heard]:
        """Ask for one graduate after another until it ends."""
        heard: list[Heard] = []
        for number in count(first):
            if ended.is_set():
                return heard
            heard.append(self.hear(number * 7 % len(self._names)))
        raise AssertionError

    def hear(self, number: int) -> Heard:
        """Ask for one graduate."""
        asked_at = perf_counter()
        address = f"/v1/pathways/{self._names[number]}/standing?on={DAY}"
        answer: Answered = self._service.ask(address, headers=self._key)
        found = json.loads(answer.body)
        return Heard(asked_at, found["known"]["position"], found["level"]["id"])


def name_of(number: int) -> str:
    return f"graduate-{number}"


@contextmanager
def office_of(folder: Path, graduates: int) -> Iterator[Office]:
    """Give an office of a store with so many graduates of one program, which is not approved yet."""
    url = f"sqlite:///{folder}/store.sqlite"
    engine = open_engine(url)
    migrate(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    sample.record(store)
    registrar = Registrar(store, sample.assessor_of(store))
    submission = registrar.submission()
    submission.add("program/large", ProgramSubmitted(kind="CMTP"))
    for number in range(graduates):
        course = CourseCompleted(
            ref="c", program="large", format="face to face", ended_on=ENDED, hours=Decimal(40), result="passed"
        )
        for event in (PathwayOpened(opened_on=ENDED), course):
            submission.add(f"pathway/{name_of(number)}", event)
    registrar.keep(submission, Command("ann", "graduates", reason="a list"), AT)
    scope = Scope("board", frozenset({Role.ADMINISTRATOR}))
    _, key = Keyring(SqlKeys(database(engine))).add(scope, bytes(32), "ann", MADE_AT, timedelta(days=36500))
    adopting = Adopting(store, registrar, rulebooks_of(store), store.impacts, read_yaml)
    scenarios = SCENARIOS.format(level="none")
    adopting.propose(read_yaml(FIFTY_HOURS, "fifty.yaml"), [scenarios], Command("ann", "fifty"), AT)
    with running(BY_COMMAND, url, settings={"MILEPOST_RATE_LIMIT": "off"}) as service:
        yield Office(service, store, key, graduates)
    engine.dispose()


@contextmanager
def asked_meanwhile(office: Office, callers: int) -> Iterator[list[Heard]]:
    """Let so many ask on while something is done, and give what they have heard once that is over."""
    ended = Signal()
    heard: list[Heard] = []
    with ThreadPoolExecutor(callers) as pool:
        asking = [pool.submit(office.ask_on, ended, number) for number in range(callers)]
        try:
            yield heard
        finally:
            ended.set()
        heard += [each for one in asking for each in one.result()]


@pytest.mark.slow
def test_a_read_after_a_write_sees_it_however_many_it_touches(tmp_path: Path) -> None:
    with office_of(tmp_path, 300) as office:
        assert {level for _, level in office.levels()} == {"trained_unrecognised"}
        writes: tuple[Callable[[], int], ...] = (office.approve, office.adopt)
        for write, before, after in zip(
            writes, ("trained_unrecognised", "qualified"), ("qualified", "trained_unrecognised"), strict=True
        ):
            with asked_meanwhile(office, 4) as heard:
                position = write()
                written_at = perf_counter()
                assert office.levels() == {(position, after)}

            assert {each.position for each in heard if each.asked_at > written_at} == {position}
            assert {each.level for each in heard if each.position >= position} == {after}
            assert {each.level for each in heard if each.position < position} <= {before}


@pytest.mark.slow
def test_a_read_after_a_write_of_another_process_sees_it_from_every_worker(tmp_path: Path) -> None:
    with office_of(tmp_path, 2) as office:
        engine = open_engine(f"sqlite:///{tmp_path}/store.sqlite")
        registrar = Registrar(store := SqlEventStore(engine, EVENTS, UPCASTERS), sample.assessor_of(store))
        for number in range(60):
            submission = registrar.submission()
            submission.add(f"pathway/another-{number}", PathwayOpened(opened_on=ENDED))
            registrar.keep(submission, Command("ann", f"another-{number}", reason="late"), AT)
            position = store.head()
            assert {office.hear(asked % 2).position for asked in range(4)} == {position}
        engine.dispose()


if __name__ == "__main__":
    with TemporaryDirectory() as folder, office_of(Path(folder), int(sys.argv[1])) as office:
        for act in (office.levels, office.approve, office.levels, office.levels, office.adopt, office.levels):
            begun = perf_counter()
            act()
            sys.stdout.write(f"{act.__name__} {perf_counter() - begun:.2f} s\n")
