"""The service for a WSGI server of one's own: ``gunicorn milepost.wsgi:app``.

``app`` is made when it is asked for, which a server does in each worker; importing this module does nothing.
"""

import os
from functools import cache
from wsgiref.types import WSGIApplication

from application.assessing import Assessor
from milepost.clock import now
from milepost.composition import open_milepost, translations
from milepost.settings import Settings, settings_from
from web.app import create_app


def service(settings: Settings) -> WSGIApplication:
    """Return the service over the store of the settings, which is opened by the first question that finds it usable."""

    @cache
    def assessor() -> Assessor:
        return open_milepost(settings).assessor

    return create_app(assessor, lambda: now().date(), translations(settings))


def __getattr__(name: str) -> WSGIApplication:
    if name != "app":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return service(settings_from(os.environ))
