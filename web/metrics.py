"""What is counted and timed, for Prometheus: of all workers together where they share a folder."""

from collections.abc import Callable, Iterable
from datetime import datetime
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from application.readiness import Condition
from application.store import StoreUnusable
from web.problems import READING
from web.request_log import route

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counts of one worker; those of a folder are kept there for whichever worker is asked."""

    def __init__(self, folder: str | None = None) -> None:
        """Begin to count."""
        self._folder = folder
        self._own = CollectorRegistry()
        self._seconds = Histogram(
            "milepost_request_seconds",
            "Time to answer a request.",
            ("route", "method", "status"),
            registry=self._own,
            buckets=_SECONDS,
        )
        self._in_flight = Gauge(
            "milepost_requests_in_flight",
            "Requests being answered.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self._rejected = Counter("milepost_requests_rejected", "Requests beyond the rate limit.", registry=self._own)
        self._faults = Counter(
            "milepost_store_errors", "Requests that the store could not serve.", ("problem",), registry=self._own
        )
        for kind in StoreUnusable.__subclasses__():
            self._faults.labels(READING[kind].name)
        self._appended = Counter("milepost_events_appended", "Events recorded.", registry=self._own)
        self._assessed = Histogram(
            "milepost_assessment_seconds", "Time to assess a pathway.", registry=self._own, buckets=_SECONDS
        )

    def rejected(self) -> None:
        """Count a request beyond the rate limit."""
        self._rejected.inc()

    def fault(self, problem: str) -> None:
        """Count a request that the store could not serve."""
        self._faults.labels(problem).inc()

    def appended(self, events: int) -> None:
        """Count events that were recorded."""
        self._appended.inc(events)

    def assessed(self, seconds: float) -> None:
        """Count an assessment."""
        self._assessed.observe(seconds)

    def measure(self, app: Flask) -> None:
        """Time every request of the service by its route."""

        @app.before_request
        def begin() -> None:
            g.measured_from = perf_counter()
            self._in_flight.inc()

        @app.after_request
        def end(response: Response) -> Response:
            taken = perf_counter() - g.measured_from
            method = request.method if request.url_rule else ""
            self._seconds.labels(route(), method, str(response.status_code)).observe(taken)
            return response

        @app.teardown_request
        def leave(_: BaseException | None) -> None:
            if "measured_from" in g:
                self._in_flight.dec()

    def page(self, condition: Callable[[], Condition]) -> Callable[..., Iterable[bytes]]:
        """Return the application that gives the metrics, with a look at the store."""
        shown = CollectorRegistry()
        if self._folder:
            MultiProcessCollector(shown, self._folder)  # type: ignore[no-untyped-call]
        else:
            shown = self._own
        shown.register(Looks(condition))
        return make_wsgi_app(shown)


class Looks(Collector):
    """What a look at the store tells, each time the metrics are asked for; nothing while there is no store."""

    def __init__(self, condition: Callable[[], Condition]) -> None:
        self._condition = condition

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Return the metrics by name, without looking."""
        return _looked(Condition(0, 0, 0, {}))

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the metrics."""
        try:
            return _looked(self._condition())
        except StoreUnusable:
            return ()


def _looked(found: Condition) -> list[GaugeMetricFamily]:
    lag = GaugeMetricFamily(
        "milepost_projection_lag_events", "Events by which a projection is behind the log.", labels=["projection"]
    )
    for projection, behind in found.lag.items():
        lag.add_metric([projection], behind)
    jobs = GaugeMetricFamily("milepost_jobs_unfinished", "Jobs that are asked for and not finished.", labels=["kind"])
    since = [each.since for each in found.jobs.values() if each.since is not None]
    for kind, unfinished in found.jobs.items():
        jobs.add_metric([kind], unfinished.count)
    return [
        GaugeMetricFamily("milepost_log_position", "Last position of the log.", value=found.position),
        GaugeMetricFamily("milepost_standings", "Standing rows.", value=found.standings),
        GaugeMetricFamily("milepost_standings_marked", "Standing rows that are outdated.", value=found.marked),
        lag,
        GaugeMetricFamily("milepost_notices_waiting", "Notices that wait to be told.", value=found.notices.count),
        _when("milepost_notices_waiting_since", "When the oldest notice that waits was made.", found.notices.since),
        jobs,
        _when("milepost_jobs_unfinished_since", "When the oldest job was asked for.", min(since, default=None)),
        _when("milepost_worker_seen", "When a worker was there last.", found.worker_seen_at),
    ]


def _when(name: str, says: str, instant: datetime | None) -> GaugeMetricFamily:
    """Return an instant in seconds since 1970, or nothing where there is none."""
    found = GaugeMetricFamily(f"{name}_timestamp_seconds", says, labels=[])
    if instant is not None:
        found.add_metric([], instant.timestamp())
    return found
