"""Reminders of all pathways: each is put into the outbox once, from rows and on the spot alike."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from application.notices.notice import Kind, Notice
from application.notices.reminding import Reminding
from application.store import StandingRows
from domain.content import content_hash
from domain.pathway.opening import PathwayOpened
from domain.pathway.registration import RegistrationEvidenced
from domain.policy.reading import read_policy
from domain.program.events import ProgramSubmitted
from domain.rulebook import PolicyPublished
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.documents import canonical_bytes, read_yaml
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.standings import SqlStandings
from tests.application.harbour import APPROVED, BASE, MARCH_1, TEXT, Office, course

DECEMBER_20 = datetime(2021, 12, 20, 9, tzinfo=UTC)
HELD = "routes: {course: clause 1.1}"
KEPT = f"{HELD}, kept while: {{for: registration, when: [registration in force on the day]}}"


class OutboxInMemory:
    def __init__(self) -> None:
        self.notices: dict[str, Notice] = {}

    def put(self, notices: Iterable[Notice], at: datetime) -> int:
        new = {each.id: each for each in notices if each.id not in self.notices}
        assert {each.made_at for each in new.values()} <= {at}
        self.notices |= new
        return len(new)


def lapsing() -> PolicyPublished:
    text = TEXT.format(version="1", hours=40, title="Harbour", in_force_from="2019-01-01").replace(HELD, KEPT)
    stored = canonical_bytes(read_policy(read_yaml(text, "harbour.yaml"), BASE))
    day = date(2019, 1, 1)
    document, of = stored.decode(), content_hash(stored)
    return PolicyPublished(version="1", document=document, content_hash=of, published_on=day, effective_from=day)


class Younger(SqlStandings):
    """Rows among which one is of a pathway that was opened only after everybody was looked at."""

    def pathways(self, after: str, limit: int) -> list[str]:
        return [*super().pathways(after, limit), "zoe"] if not after else []


@pytest.fixture
def office(tmp_path: Path) -> tuple[Office, StandingRows]:
    engine = open_engine(f"sqlite:///{tmp_path}/milepost.db")
    migrate(engine)
    office = Office(SqlEventStore(engine, EVENTS, UPCASTERS))
    office.record("policy/harbour", lapsing())
    office.record("program/X", ProgramSubmitted(kind="CMTP"))
    for name, until in (("ada", date(2022, 1, 1)), ("ben", date(2023, 1, 1)), ("eve", date(2022, 1, 10))):
        registered = RegistrationEvidenced(
            ref="r-1", register="R", jurisdiction="NL", since=date(2020, 1, 1), until=until
        )
        office.record(f"pathway/{name}", PathwayOpened(opened_on=MARCH_1), course(), registered)
    office.record("program/X", APPROVED)
    office.record("pathway/eve", course(ref="course-2", hours=41))
    return office, Younger(database(engine))


def test_each_reminder_is_made_once_from_whatever_tells_it(office: tuple[Office, StandingRows]) -> None:
    here, rows = office
    outbox = OutboxInMemory()
    reminding = Reminding(here.assessor, rows, outbox)

    assert rows.true(["ada", "eve"]).keys() == {"eve"}
    assert [sum(reminding.remind(DECEMBER_20)) for _ in range(2)] == [2, 0]

    ada, eve = outbox.notices.values()
    assert (ada.kind, ada.subject, ada.position) == (Kind.REMINDER, "pathway/ada", here.store.head())
    assert ada.says == "ada holds the level qualified up to and without 2022-01-01, if nothing more happens."
    assert ada.data == {"of": "level", "name": "qualified", "lapses_on": "2022-01-01", "days_before": 30}
    assert eve.data["lapses_on"] == "2022-01-10"
    assert sum(reminding.remind(DECEMBER_20, (20, 400))) == 3
