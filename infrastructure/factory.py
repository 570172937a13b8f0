"""The library's factory over one engine; name its class in ``PERSISTENCE_MODULE`` to use it with any application."""

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
)
from eventsourcing.popo import POPOAggregateRecorder
from eventsourcing.utils import Environment, EnvType, resolve_topic

from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.recorder import (
    SqlAggregateRecorder,
    SqlApplicationRecorder,
    SqlProcessRecorder,
    SqlTrackingRecorder,
)


class SqlFactory(InfrastructureFactory[SqlTrackingRecorder]):
    """Makes recorders on the engine of ``MILEPOST_DATABASE_URL``; it makes no tables."""

    DATABASE_URL = "MILEPOST_DATABASE_URL"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.engine = open_engine(self.env.get(self.DATABASE_URL, ""))
        self._database = database(self.engine)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Return a recorder of events; snapshots, which can be taken again, stay in this process."""
        return SqlAggregateRecorder(self._database) if purpose == "events" else POPOAggregateRecorder()

    def application_recorder(self) -> ApplicationRecorder:
        """Return a recorder of events and their log."""
        return SqlApplicationRecorder(self._database)

    def tracking_recorder(
        self, tracking_recorder_class: type[SqlTrackingRecorder] | None = None
    ) -> SqlTrackingRecorder:
        """Return a recorder of the class given, or named by ``TRACKING_RECORDER_TOPIC``, or ours."""
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        named: type[SqlTrackingRecorder] = resolve_topic(topic) if topic else SqlTrackingRecorder
        return (tracking_recorder_class or named)(self._database)

    def process_recorder(self) -> ProcessRecorder:
        """Return a recorder of events, their log and their tracking."""
        return SqlProcessRecorder(self._database)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()
