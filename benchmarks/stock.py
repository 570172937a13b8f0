"""Standing rows in the way that the library's documentation shows: a projection that takes one event after the other.

Each event is read and decoded; what the view holds of its pathway is read, and the event added; the pathway is
assessed, and its row is written together with the position that the projection has come to. The facts of programs and
registers are kept in memory, so that none is read again.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent, datetime_now_with_tzinfo
from eventsourcing.persistence import InfrastructureFactory, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder
from eventsourcing.utils import Environment
from psycopg.sql import SQL

from application.store import Recorded
from application.tracks import Tracks
from domain.facts import Facts, referenced_streams, stream_facts
from domain.policy.rules import Rules
from domain.topics import EVENTS

_PATIENCE = 600
_BATCH = 500
_SAVED = 50
"""Events saved at once: of thousands, the library waits for PostgreSQL while PostgreSQL waits for it."""
_PATHWAY = "pathway/"


@dataclass(frozen=True)
class Told(DomainEvent):
    """An event of ours as one of the library's; `stated` holds its fields."""

    stream: str
    stated: dict[str, Any]


class Histories(Application[UUID]):
    """Events that are read by a projection."""


class View(Protocol):
    """Where the rows are kept."""

    def told(self, pathway: str) -> bytes:
        """Return what was told of a pathway so far, as a list in JSON."""

    def keep(self, pathway: str, told: bytes, tracks: bytes, tracking: Tracking) -> None:
        """Keep what was told, the row, and the position they follow from, in one transaction."""


class SqliteView(SQLiteTrackingRecorder):
    def construct_create_table_statements(self) -> list[str]:
        made = super().construct_create_table_statements()
        return [*made, "CREATE TABLE IF NOT EXISTS standing (pathway TEXT PRIMARY KEY, told BLOB, tracks BLOB)"]

    def told(self, pathway: str) -> bytes:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT told FROM standing WHERE pathway = ?", (pathway,))
            found = cursor.fetchone()
        return found["told"] if found else b"[]"

    def keep(self, pathway: str, told: bytes, tracks: bytes, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute("INSERT OR REPLACE INTO standing VALUES (?, ?, ?)", (pathway, told, tracks))

    def rows(self) -> dict[str, bytes]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT pathway, tracks FROM standing")
            return {row["pathway"]: row["tracks"] for row in cursor.fetchall()}


class PostgresView(PostgresTrackingRecorder):
    def __init__(self, *arguments: Any, **settings: Any) -> None:  # noqa: ANN401  (as the library makes it)
        super().__init__(*arguments, **settings)
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS stock_standing (pathway text PRIMARY KEY, told bytea, tracks bytea)"
            ).format()
        )

    def told(self, pathway: str) -> bytes:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT told FROM stock_standing WHERE pathway = %s", (pathway,), prepare=True)
            found = cursor.fetchone()
        return found["told"] if found else b"[]"

    def keep(self, pathway: str, told: bytes, tracks: bytes, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO stock_standing VALUES (%s, %s, %s) "
                "ON CONFLICT (pathway) DO UPDATE SET told = excluded.told, tracks = excluded.tracks",
                (pathway, told, tracks),
                prepare=True,
            )

    def rows(self) -> dict[str, bytes]:
        with self.datastore.get_connection() as connection:
            found = connection.cursor().execute("SELECT pathway, tracks FROM stock_standing").fetchall()
        return {row["pathway"]: bytes(row["tracks"]) for row in found}


class Standings:
    """Tells where pathways stand."""

    def __init__(self, rules: Rules, shared: Mapping[str, Facts]) -> None:
        """Take the rules, and the facts of the streams that pathways rely on."""
        self._rules = rules
        self._shared = shared
        self._tracks = Tracks()

    def tracks(self, stream: str, told: Iterable[Mapping[str, Any]]) -> bytes:
        """Return the row of a pathway, given all that was told of it."""
        facts = stream_facts(stream, [msgspec.convert(each, EVENTS[each["topic"]]) for each in told])
        for other in referenced_streams(facts):
            for kind, items in self._shared[other].items():
                facts[kind] = [*facts.get(kind, ()), *items]
        return self._tracks.of(facts, self._rules.assess(facts))[0]


def projection_over(standings: Standings) -> type[Projection[Any]]:
    """Return the projection as a class, which the runner makes one of by itself."""

    class Standing(Projection[Any]):
        def process_event(self, domain_event: Any, tracking: Tracking) -> None:  # noqa: ANN401  (the library's own)
            stream = domain_event.stream
            pathway = stream.removeprefix(_PATHWAY)
            told = [*msgspec.json.decode(self.view.told(pathway)), domain_event.stated]
            tracks = standings.tracks(stream, told)
            self.view.keep(pathway, msgspec.json.encode(told), tracks, tracking)

    return Standing


def run_on_sqlite(events: Sequence[Recorded], standings: Standings, folder: Path) -> tuple[float, dict[str, bytes]]:
    """Return the seconds that the projection takes, and its rows.

    The runner needs a subscription, which the library has not on SQLite: so its loop is run here.
    """
    with tempfile.TemporaryDirectory(dir=folder) as own:
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
        with Histories({**env, "SQLITE_DBNAME": f"{own}/log.sqlite"}) as app:
            _fill(app, events)
            viewed = Environment("Standing", {**env, "SQLITE_DBNAME": f"{own}/view.sqlite"})
            view = InfrastructureFactory[SqliteView].construct(env=viewed).tracking_recorder(SqliteView)
            projection = projection_over(standings)(view=view)
            began, last = perf_counter(), 0
            while notifications := app.recorder.select_notifications(last + 1, _BATCH):
                for notification in notifications:
                    told: Any = app.mapper.to_domain_event(notification)
                    projection.process_event(told, Tracking(app.name, notification.id))
                    last = notification.id
            return perf_counter() - began, view.rows()


def run_on_postgresql(
    events: Sequence[Recorded], standings: Standings, settings: Mapping[str, str]
) -> tuple[float, dict[str, bytes]]:
    """Return the seconds that the runner takes, and its rows; the database is one for this alone."""
    with Histories(dict(settings)) as app:
        last = _fill(app, events)
    began = perf_counter()
    with ProjectionRunner(
        application_class=Histories,
        projection_class=projection_over(standings),
        view_class=PostgresView,
        env=dict(settings),
    ) as runner:
        runner.wait(last, timeout=_PATIENCE)
        seconds = perf_counter() - began
        return seconds, runner.view.rows()


def _fill(app: Histories, events: Iterable[Recorded]) -> int:
    """Record our events through the library, and return the position of the last."""
    told = [
        Told(
            originator_id=uuid5(NAMESPACE_URL, each.stream),
            originator_version=each.version,
            timestamp=datetime_now_with_tzinfo(),
            stream=each.stream,
            stated=msgspec.to_builtins(each.event),
        )
        for each in events
    ]
    for start in range(0, len(told), _SAVED):
        app.save(*told[start : start + _SAVED])
    return app.recorder.max_notification_id() or 0
