"""The lines of the log on their way out."""

import sys
from threading import Lock
from typing import BinaryIO

TOGETHER = 4096
"""Bytes that a pipe takes as one piece, which the lines of another worker do not come between (POSIX's PIPE_BUF)."""


class Lines:
    """Writes each line at once, or those of what goes well together, once someone looks after them.

    To write is to let go of the interpreter, which a thread gets back only after another; at a line for each request
    that costs a tenth of the requests. What is amiss is always written at once, with all that came before it.
    """

    def __init__(self) -> None:
        self.looked_after = False
        self._stream: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._taken = 0
        self._turn = Lock()

    def to(self, stream: BinaryIO | None) -> None:
        """Write to the stream from here on, or to standard error."""
        self.write_out()
        self._stream = stream

    def msg(self, line: bytes) -> None:
        """Write a line, after those that wait."""
        with self._turn:
            self._add(line)
            self._write()

    def info(self, line: bytes) -> None:
        """Write a line, now or with the next ones."""
        with self._turn:
            if self._taken + len(line) >= TOGETHER:
                self._write()
            self._add(line)
            if not self.looked_after:
                self._write()

    debug = info
    log = warn = warning = fatal = failure = err = error = critical = exception = msg

    def wait(self) -> bool:
        """Tell whether there are lines to be written out."""
        return bool(self._waiting)

    def write_out(self) -> None:
        """Write the lines that wait."""
        with self._turn:
            self._write()

    def _add(self, line: bytes) -> None:
        self._waiting += (line, b"\n")
        self._taken += len(line) + 1

    def _write(self) -> None:
        if self._waiting:
            together = b"".join(self._waiting)
            self._waiting.clear()
            self._taken = 0
            stream = self._stream or sys.stderr.buffer
            stream.write(together)
            stream.flush()


LINES = Lines()
"""Those of this process, of which there is one log."""
