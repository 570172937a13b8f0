from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient

from application.assessing import Assessor
from application.store import EventStore
from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.web import sample
from tests.web.callers import AUDITOR, add_key, signed_in
from tests.web.office import Office
from tests.web.running import BY_COMMAND, Running, running


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample on an SQLite file; no test writes to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web')}/store.sqlite"
    engine = open_engine(url)
    migrate(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    sample.record(store)
    sample.checkpoint(store)
    add_key(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def store(url: str) -> Iterator[EventStore]:
    engine = open_engine(url)
    yield SqlEventStore(engine, EVENTS, UPCASTERS)
    engine.dispose()


@pytest.fixture(scope="session")
def assessor(store: EventStore) -> Assessor:
    return sample.assessor_of(store)


@pytest.fixture(scope="session")
def client(store: EventStore, assessor: Assessor) -> FlaskClient:
    """Callers who only ask; what they send is refused before anything is recorded."""
    return signed_in(sample.app_of(store, assessor), AUDITOR)


@pytest.fixture
def office(url: str, tmp_path: Path) -> Iterator[Office]:
    """The sample in a store of its own, to which a registrar may write."""
    file = copyfile(url.removeprefix("sqlite:///"), tmp_path / "store.sqlite")
    engine = open_engine(f"sqlite:///{file}")
    yield Office(SqlEventStore(engine, EVENTS, UPCASTERS))
    engine.dispose()


@pytest.fixture(scope="session")
def service(url: str) -> Iterator[Running]:
    """``milepost serve`` with two workers, by the clock of this machine."""
    with running(BY_COMMAND, url) as service:
        yield service
