from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from application.assessing import Assessor
from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.web import sample
from tests.web.running import BY_COMMAND, Running, running
from web.app import create_app


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample on an SQLite file; no test writes to it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web')}/store.sqlite"
    engine = open_engine(url)
    migrate(engine)
    sample.record(SqlEventStore(engine, EVENTS, UPCASTERS))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def assessor(url: str) -> Iterator[Assessor]:
    engine = open_engine(url)
    yield sample.assessor_of(SqlEventStore(engine, EVENTS, UPCASTERS))
    engine.dispose()


@pytest.fixture(scope="session")
def client(assessor: Assessor) -> FlaskClient:
    return create_app(lambda: assessor, lambda: sample.TODAY).test_client()


@pytest.fixture(scope="session")
def service(url: str) -> Iterator[Running]:
    """``milepost serve`` with two workers, by the clock of this machine."""
    with running(BY_COMMAND, url) as service:
        yield service
