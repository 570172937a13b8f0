"""What the service says of itself: a line of JSON for each thing that happened, on standard error.

No line holds what a person wrote or is called by: neither addresses of requests, nor headers, bodies, or callers, nor
the words of an error, in which any of them may stand. Of an error that nobody foresaw there are its kind and its place.
"""

import logging
import traceback
from typing import BinaryIO

import msgspec
import structlog
from gunicorn.config import Config
from gunicorn.glogging import Logger
from structlog.typing import EventDict, WrappedLogger

from milepost.clock import now
from milepost.lines import LINES

_ENCODER = msgspec.json.Encoder(enc_hook=str)
_IN_FULL = "gunicorn.error"
"""Whose words are told whole: they name processes and addresses of the service alone."""


def begin_logging(stream: BinaryIO | None = None) -> None:
    """Write what is logged, by whatever library, as lines of JSON, to the stream or to standard error."""
    LINES.to(stream)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            place_of_error,
            line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: LINES,
        cache_logger_on_first_use=True,
    )
    logging.root.handlers = [Forwarding()]


def place_of_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put the kind of an error and the places it went through in place of the error, without its words."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["places"] = [
            f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)
        ]
    return event


def line(_logger: WrappedLogger, _method: str, event: EventDict) -> bytes:
    """Return what is logged, with the instant, as JSON."""
    event["timestamp"] = now()
    return _ENCODER.encode(event)


class Forwarding(logging.Handler):
    """Hands on what libraries log: of most of them the bare pattern of a message, without what is filled in."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record of the standard library as one of ours."""
        told = record.getMessage() if record.name == _IN_FULL else str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(record.levelno, told, logger=record.name, exc_info=error)


class ServerLog(Logger):
    """Gunicorn's log in the same form; requests are logged by the service, which knows their routes."""

    def setup(self, cfg: Config) -> None:
        """Write through our log, and nothing of accesses."""
        self.cfg = cfg
        begin_logging()
        self._access_log_enabled = False
        self.error_log.setLevel(logging.INFO)
        self.error_log.handlers = [Forwarding()]
