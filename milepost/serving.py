"""Gunicorn, started from here: one process that keeps workers, each with a service and a store's engine of its own."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker as AnyWorker

from application.store import StoreUnusable
from infrastructure.engine import hold_file, open_engine
from infrastructure.migrations import require_current
from milepost.composition import open_milepost
from milepost.logs import ServerLog
from milepost.settings import Settings
from milepost.slots import Slots
from milepost.vault import Place
from milepost.worker import Worker
from milepost.wsgi import service
from web.metrics import Metrics

_GRACE = 10
"""Seconds that a worker that stops has beyond those of a request: to answer what came in whole."""


class Server(BaseApplication):
    """Answers over HTTP until it is told to stop; a request that was accepted is answered first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._slots = Slots() if settings.metrics_bind else None
        self._chosen = {
            "bind": [bind for bind in (settings.bind, settings.metrics_bind) if bind],
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": Worker,
            "max_requests": settings.recycle_after,
            "max_requests_jitter": settings.recycle_after // 10,
            "graceful_timeout": settings.request_seconds + _GRACE,
            "proc_name": "milepost",
            "logger_class": ServerLog,
            "control_socket_disable": True,
            "when_ready": _stop_gracefully_on_interrupt,
            "pre_fork": self._before_fork,
            "post_fork": self._prepare,
            "child_exit": self._after_exit,
            "on_exit": self._at_the_end,
            "post_worker_init": _leave_interrupts_to_the_master,
        }
        super().__init__()

    def load_config(self) -> None:
        """Set what was chosen; nothing is read from files or the environment."""
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401  (its type of a WSGI application is not that of the standard library)
        """Return the service; gunicorn calls this in each worker."""
        return service(self._settings, Metrics(self._slots.folder) if self._slots else None)

    def _before_fork(self, arbiter: Arbiter, worker: Worker) -> None:
        if self._slots:
            self._slots.give(worker, cast("Iterable[Worker]", arbiter.WORKERS.values()))

    def _prepare(self, _: Arbiter, worker: Worker) -> None:
        worker.request_seconds = self._settings.request_seconds
        if self._slots:
            self._slots.count_in(worker)

    def _after_exit(self, _: Arbiter, worker: Worker) -> None:
        if self._slots:
            self._slots.leave(worker)

    def _at_the_end(self, _: Arbiter) -> None:
        if self._slots:
            self._slots.close()


def require_store(settings: Settings) -> None:
    """Raise StoreUnusable unless there is a store of this release; no connection is left for workers to inherit.

    Every worker keeps to the files of the store and its vault that are there now, however late it begins.
    """
    engine = open_engine(settings.database_url)
    try:
        require_current(engine)
    finally:
        engine.dispose()
    hold_file(settings.database_url)
    if vault := Place(settings).url:
        with suppress(StoreUnusable):
            hold_file(vault)


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
