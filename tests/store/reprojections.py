"""A store with a rulebook and three mediators, of whom its first text qualifies two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Engine

from application.assessing import Assessor
from application.building import Building
from application.crew import Alone
from application.generations import Part
from application.recording import Registrar
from application.reprojecting import Progress, Reprojecting, Result, Run
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.program.events import ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.event_store import SqlEventStore
from tests.application.harbour import APPROVED, MARCH_1, REGISTRAR, Office, course, published

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPENED = PathwayOpened(opened_on=MARCH_1)


def slowly(since: datetime = NOON) -> Callable[[], datetime]:
    """Return a clock on which every look takes ten seconds, so that each batch has one row."""
    looks = count()
    return lambda: since + timedelta(seconds=10) * next(looks)


class Harbour(Office):
    """The office of a harbour's mediators, over a store that keeps rows."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(SqlEventStore(engine, EVENTS, UPCASTERS))
        self.engine = engine

    def open(self) -> "Harbour":
        """Record the rulebook, a program and the three."""
        self.record("policy/harbour", published("1"))
        self.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
        for name, hours in (("ada", 40), ("ben", 30), ("eve", 50)):
            self.record(f"pathway/{name}", OPENED, course(hours=hours))
        return self

    @property
    def kept(self) -> SqlEventStore:
        assert isinstance(self.store, SqlEventStore)
        return self.store

    def reprojecting(
        self, clock: Callable[[], datetime] = lambda: NOON, events: Mapping[str, type[Event]] = EVENTS
    ) -> Reprojecting:
        """Return what a process of its own has; by default its clock stands still."""
        store = SqlEventStore(self.engine, events, UPCASTERS)
        assessor = Assessor(store, policy_from, clock, "harbour")
        return Reprojecting(
            store, Registrar(store, assessor), assessor, store.generations, store.jobs, clock, "harbour"
        )

    def reproject(self, *, from_events: bool = False) -> Result:
        """Return what a re-projection came to that nobody disturbed."""
        found = self.reprojecting()
        with found.begun(REGISTRAR, "ann", from_events=from_events) as run:
            self.built(found, run)
            return found.bring_in(run, REGISTRAR)

    def built(self, found: Reprojecting, run: Run) -> list[Progress]:
        return list(found.build(run, Alone(found.builder())))

    def true(self) -> list[str]:
        """Return those whose live row is true."""
        return sorted(self.kept.rows.true(["ada", "ben", "eve", "new"]))


class Disturbed:
    """One builder, who is disturbed after the first batch."""

    def __init__(self, found: Reprojecting, disturb: Callable[[], object]) -> None:
        self._alone = Alone(found.builder())
        self._disturb = [disturb]

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        for _ in self._alone.work(building, parts):
            if self._disturb:
                self._disturb.pop()()
            yield
