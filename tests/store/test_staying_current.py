"""A store that is brought to other tables while it is open is used no more, by whichever connection, after a moment."""

import pytest
from sqlalchemy import Engine, text

from application.store import Append, Freshness, StoreNewer, StoreNotInitialised
from infrastructure import staying_current
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import REVISIONS
from infrastructure.staying_current import StayingCurrent
from infrastructure.wal_index import mark_of
from tests.store.events import ANN, EVENTS, NOON, taken
from tests.store.test_commits import Counted


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every question, and not after a moment."""
    monkeypatch.setattr(staying_current, "_MOMENT", 0.0)


def set_to(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


@pytest.mark.usefixtures("impatient")
def test_nothing_is_read_or_recorded_while_the_tables_are_of_another_release(engine: Engine, url: str) -> None:
    other = open_engine(url)
    StayingCurrent(engine)
    store = SqlEventStore(engine, EVENTS)
    store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)

    set_to(other, "9999")
    with pytest.raises(StoreNewer, match="revision 9999"):
        store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)
    with pytest.raises(StoreNewer, match="revision 9999"):
        store.head()
    set_to(other, REVISIONS[-1])

    other.dispose()
    assert store.head() == 1


@pytest.mark.usefixtures("impatient")
def test_a_store_whose_revision_is_gone_is_none(engine: Engine, url: str) -> None:
    other = open_engine(url)
    StayingCurrent(engine)
    with other.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    other.dispose()

    with pytest.raises(StoreNotInitialised):
        SqlEventStore(engine, EVENTS).head()


def test_for_a_moment_the_tables_are_taken_to_be_as_they_were_found(engine: Engine, url: str) -> None:
    other = open_engine(url)
    StayingCurrent(engine)
    set_to(other, "9999")
    other.dispose()

    assert SqlEventStore(engine, EVENTS).head() == 0


def test_a_store_of_another_release_is_refused_at_once(engine: Engine) -> None:
    set_to(engine, "9999")

    with pytest.raises(StoreNewer, match="revision 9999"):
        StayingCurrent(engine)


@pytest.mark.parametrize(("moment", "asked"), [(3600.0, 1), (0.0, 3)])
def test_what_is_remembered_is_told_for_a_moment_alone(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, moment: float, asked: int
) -> None:
    monkeypatch.setattr(staying_current, "_MOMENT", moment)
    engine = open_engine(sqlite_url)
    current = StayingCurrent(engine)
    rows = Counted(database(engine), current.limited(mark_of(engine)))

    told = [rows.freshness("ada") for _ in range(3)]

    engine.dispose()
    assert told == [Freshness(0, "", None)] * 3
    assert rows.asked == asked
