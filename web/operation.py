"""What is put around the resources so that the service can be run: limits, headers, logs, metrics and probes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from application.readiness import Readiness
from web.admission import limit_requests
from web.health import health
from web.metrics import Metrics
from web.origins import admit_origins
from web.reception import Reception


def nothing_checked() -> Readiness:
    """Return that nothing is amiss where nothing is checked."""
    return Readiness({})


@dataclass(frozen=True, slots=True)
class Operation:
    """How the service is run.

    `wait` gives the seconds that an address has to wait, 0 if none; `proxies` is how many of them tell, one after
    another, whom they speak for; pages of `origins` may read answers.
    """

    readiness: Callable[[], Readiness] = nothing_checked
    metrics: Metrics | None = None
    wait: Callable[[str], int] | None = None
    origins: frozenset[str] = field(default_factory=frozenset)
    proxies: int = 0


def operate(app: Flask, operation: Operation, draw: Callable[[], str]) -> None:
    """Put around the service what runs it; `draw` draws ids of requests."""
    app.extensions["operation"] = operation
    if operation.metrics is not None:
        operation.metrics.measure(app)
    if operation.wait is not None:
        limit_requests(app, operation.wait, operation.metrics.rejected if operation.metrics else lambda: None)
    if operation.origins:
        admit_origins(app, operation.origins)
    received = Reception(app.wsgi_app, draw)
    proxied = ProxyFix(received, x_for=operation.proxies, x_proto=operation.proxies) if operation.proxies else received
    app.wsgi_app = proxied  # type: ignore[method-assign]  # (Flask's documented way to put something around it)
    app.register_blueprint(health(operation.readiness))
