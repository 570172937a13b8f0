"""Gunicorn, started from here: one process that keeps workers, each with a service and a store's engine of its own."""

import os
import signal
from datetime import datetime
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as AnyWorker

from infrastructure.engine import open_engine
from infrastructure.migrations import require_current
from milepost.composition import open_milepost
from milepost.settings import Settings
from milepost.worker import Worker
from milepost.wsgi import service

_GRACE = 10
"""Seconds that a worker that stops has beyond those of a request: to answer what came in whole."""


class Server(BaseApplication):
    """Answers over HTTP until it is told to stop; a request that was accepted is answered first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._chosen = {
            "bind": settings.bind,
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": Worker,
            "max_requests": settings.recycle_after,
            "max_requests_jitter": settings.recycle_after // 10,
            "graceful_timeout": settings.request_seconds + _GRACE,
            "proc_name": "milepost",
            "control_socket_disable": True,
            "when_ready": _stop_gracefully_on_interrupt,
            "post_fork": self._prepare,
            "post_worker_init": _leave_interrupts_to_the_master,
        }
        super().__init__()

    def load_config(self) -> None:
        """Set what was chosen; nothing is read from files or the environment."""
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401  (its type of a WSGI application is not that of the standard library)
        """Return the service; gunicorn calls this in each worker."""
        return service(self._settings)

    def _prepare(self, _: Arbiter, worker: Worker) -> None:
        worker.request_seconds = self._settings.request_seconds


def require_store(settings: Settings) -> None:
    """Raise StoreUnusable unless there is a store of this release; no connection is left for workers to inherit."""
    engine = open_engine(settings.database_url)
    try:
        require_current(engine)
    finally:
        engine.dispose()


def has_keys(settings: Settings, at: datetime) -> bool:
    """Tell whether anyone has a key; no connection is left for workers to inherit."""
    milepost = open_milepost(settings)
    try:
        return any(key.state(at) == "valid" for key in milepost.keyring.list())
    finally:
        milepost.close()


def _stop_gracefully_on_interrupt(_: Arbiter) -> None:
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _leave_interrupts_to_the_master(_: AnyWorker) -> None:
    """Ignore the interrupt that a terminal sends to every process of a command."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
