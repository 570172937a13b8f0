"""The service for a WSGI server of one's own: ``gunicorn milepost.wsgi:app``.

``app`` is made when it is asked for, which a server does in each worker; importing this module does nothing.
"""

import os
from collections.abc import Iterable
from functools import cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from application.access import Caller
from milepost.chance import any_id
from milepost.clock import now
from milepost.composition import Milepost, open_milepost
from milepost.logs import begin_logging
from milepost.probing import Probe
from milepost.rates import OFF, Rates
from milepost.settings import Settings, settings_from
from web.app import create_app
from web.metrics import Metrics
from web.operation import Operation
from web.turns import Turns


def service(settings: Settings, metrics: Metrics | None = None) -> WSGIApplication:
    """Return the service over the store of the settings, which is opened by the first question that finds it usable.

    What is counted is served at the address that the settings give it, and at no other.
    """

    @cache
    def milepost() -> Milepost:
        return open_milepost(settings, counting=metrics, lasting=True)

    def caller(credential: str) -> Caller:
        return milepost().authentication.caller(credential)

    probe = Probe(lambda: milepost().inspection, lambda: milepost().vault, settings.lag_limit)
    app = create_app(
        lambda: milepost().desks,
        lambda: now().date(),
        authenticate=caller,
        cursor_key=lambda: milepost().cursor_key(),
        draw=any_id,
        operation=Operation(
            readiness=probe.readiness,
            metrics=metrics,
            wait=None if settings.rate_limit == OFF else Rates(settings.rate_limit).wait,
            origins=frozenset(settings.cors_origins.split(",")) - {""},
            proxies=settings.proxies,
        ),
    )
    if metrics is None:
        return Turns(app, settings.body_limit)
    page = metrics.page(probe.condition)
    return Turns(AtPort(settings.metrics_bind.rpartition(":")[2], page, app), settings.body_limit)


class AtPort:
    """Two applications: what comes in at the port is for the first."""

    def __init__(self, port: str, at_port: WSGIApplication, elsewhere: WSGIApplication) -> None:
        """Take both."""
        self._port = port
        self._at_port = at_port
        self._elsewhere = elsewhere

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = self._at_port if environ["SERVER_PORT"] == self._port else self._elsewhere
        return asked(environ, start_response)


def __getattr__(name: str) -> WSGIApplication:
    if name != "app":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    begin_logging()
    return service(settings_from(os.environ))
