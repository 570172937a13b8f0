"""The service for a WSGI server of one's own: ``gunicorn milepost.wsgi:app``.

``app`` is made when it is asked for, which a server does in each worker; importing this module does nothing.
"""

import os
from functools import cache
from uuid import uuid4
from wsgiref.types import WSGIApplication

from application.access import Caller
from milepost.clock import now
from milepost.composition import Milepost, open_milepost
from milepost.settings import Settings, settings_from
from web.app import create_app
from web.turns import Turns


def service(settings: Settings) -> WSGIApplication:
    """Return the service over the store of the settings, which is opened by the first question that finds it usable."""

    @cache
    def milepost() -> Milepost:
        return open_milepost(settings)

    def caller(credential: str) -> Caller:
        return milepost().authentication.caller(credential)

    app = create_app(
        lambda: milepost().desks,
        lambda: now().date(),
        authenticate=caller,
        cursor_key=lambda: milepost().cursor_key(),
        draw=lambda: uuid4().hex,
    )
    return Turns(app, settings.body_limit)


def __getattr__(name: str) -> WSGIApplication:
    if name != "app":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return service(settings_from(os.environ))
