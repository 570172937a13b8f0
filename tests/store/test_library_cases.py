"""The test cases that the eventsourcing library publishes for its recorders, factories and applications."""

import gc
import warnings
from collections.abc import Iterator
from itertools import count
from threading import current_thread
from threading import enumerate as enumerate_threads
from unittest import TestCase
from uuid import UUID

import pytest
from eventsourcing.persistence import AggregateRecorder, ApplicationRecorder, ProcessRecorder, TrackingRecorder
from eventsourcing.tests import application, persistence
from eventsourcing.utils import Environment
from sqlalchemy import Engine

from infrastructure.database import Database, database
from infrastructure.engine import open_engine
from infrastructure.factory import SqlFactory
from infrastructure.recorder import (
    SqlAggregateRecorder,
    SqlApplicationRecorder,
    SqlProcessRecorder,
    SqlTrackingRecorder,
)


class OnSqlite:
    @pytest.fixture(autouse=True)
    def given_url(self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = sqlite_url
        monkeypatch.setenv("MILEPOST_DATABASE_URL", sqlite_url)


class OnPostgresql:
    @pytest.fixture(autouse=True)
    def given_url(self, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url = postgresql_url
        monkeypatch.setenv("MILEPOST_DATABASE_URL", postgresql_url)


class Recorders(TestCase):
    url: str
    numbers = count(1)

    def database(self) -> Database:
        engine = open_engine(self.url)
        self.addCleanup(_close, engine)
        return database(engine)

    def new_originator_id(self) -> str:
        return str(UUID(int=next(self.numbers)))


def _close(engine: Engine) -> None:
    """Close the connections, once the readers that a case of the library leaves running have come to their end."""
    for thread in set(enumerate_threads()) - {current_thread()}:
        thread.join(10)
    engine.dispose()


class AggregateRecorders(Recorders, persistence.AggregateRecorderTestCase):
    __test__ = False

    def create_recorder(self) -> AggregateRecorder:
        return SqlAggregateRecorder(self.database())


class ApplicationRecorders(Recorders, persistence.ApplicationRecorderTestCase[SqlApplicationRecorder]):
    __test__ = False

    def create_recorder(self) -> SqlApplicationRecorder:
        return SqlApplicationRecorder(self.database())


class TrackingRecorders(Recorders, persistence.TrackingRecorderTestCase):
    __test__ = False

    def create_recorder(self) -> TrackingRecorder:
        return SqlTrackingRecorder(self.database())


class ProcessRecorders(Recorders, persistence.ProcessRecorderTestCase):
    __test__ = False

    def create_recorder(self) -> ProcessRecorder:
        return SqlProcessRecorder(self.database())


class Notifications(Recorders, persistence.NonInterleavingNotificationIDsBaseCase):
    __test__ = False

    def create_recorder(self) -> ApplicationRecorder:
        return SqlApplicationRecorder(self.database())


class PositionsRecorder(SqlTrackingRecorder):
    """A recorder that an application might bring along."""


class Factories(persistence.InfrastructureFactoryTestCase[SqlFactory]):
    __test__ = False
    url: str

    def setUp(self) -> None:
        self.env = Environment(env={"PERSISTENCE_MODULE": "infrastructure.factory", "MILEPOST_DATABASE_URL": self.url})
        super().setUp()

    def expected_factory_class(self) -> type[SqlFactory]:
        return SqlFactory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return SqlAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return SqlApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return SqlTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return PositionsRecorder

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return SqlProcessRecorder


@pytest.mark.filterwarnings("always:'log' is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning")
class Applications:
    expected_factory_topic = "infrastructure.factory:SqlFactory"

    @pytest.fixture(autouse=True)
    def given_persistence(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Collect at the end what the cases leave open, so that no later test is warned of it."""
        monkeypatch.setenv("PERSISTENCE_MODULE", self.expected_factory_topic)
        yield
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            gc.collect()


class TestAggregateRecorderOnSqlite(OnSqlite, AggregateRecorders):
    __test__ = True


class TestAggregateRecorderOnPostgresql(OnPostgresql, AggregateRecorders):
    __test__ = True


class TestApplicationRecorderOnSqlite(OnSqlite, ApplicationRecorders):
    __test__ = True


class TestApplicationRecorderOnPostgresql(OnPostgresql, ApplicationRecorders):
    __test__ = True


class TestTrackingRecorderOnSqlite(OnSqlite, TrackingRecorders):
    __test__ = True


class TestTrackingRecorderOnPostgresql(OnPostgresql, TrackingRecorders):
    __test__ = True


class TestProcessRecorderOnSqlite(OnSqlite, ProcessRecorders):
    __test__ = True


class TestProcessRecorderOnPostgresql(OnPostgresql, ProcessRecorders):
    __test__ = True


class TestNotificationsOnSqlite(OnSqlite, Notifications):
    __test__ = True


class TestNotificationsOnPostgresql(OnPostgresql, Notifications):
    __test__ = True


class TestFactoryOnSqlite(OnSqlite, Factories):
    __test__ = True


class TestFactoryOnPostgresql(OnPostgresql, Factories):
    __test__ = True


class TestApplicationOnSqlite(Applications, OnSqlite, application.ApplicationTestCase):
    pass


class TestApplicationOnPostgresql(Applications, OnPostgresql, application.ApplicationTestCase):
    pass


class TestExampleOnSqlite(Applications, OnSqlite, application.ExampleApplicationTestCase):
    pass


class TestExampleOnPostgresql(Applications, OnPostgresql, application.ExampleApplicationTestCase):
    pass
