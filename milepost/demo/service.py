"""The service under gunicorn, for as long as the demo asks it."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse

import msgspec

from milepost.demo.stage import PATIENCE, NotAsTold, Stage

HOST = "127.0.0.1"


class Said(msgspec.Struct, frozen=True):
    """What the service answered."""

    status: int
    etag: str
    body: bytes


class Service:
    """Asks the service on a port."""

    def __init__(self, port: int, key: str) -> None:
        self.port = port
        self._key = key

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Said:
        with closing(HTTPConnection(HOST, self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self._key}", **(headers or {})})
            response: HTTPResponse = connection.getresponse()
            return Said(response.status, response.getheader("ETag") or "", response.read())


@contextmanager
def serving(stage: Stage) -> Iterator[Service]:
    """Start the service on a free port, and stop it however the demo ends."""
    add = "keys add demo --role auditor --days 1"
    stage.out.print(f"$ milepost {add} > demo.key", style="bold")
    key = stage.quietly(add).strip()
    port = _free_port()
    command = f"serve --bind {HOST}:{port}"
    stage.out.print(f"$ milepost {command} &", style="bold")
    process = subprocess.Popen(  # noqa: S603 - the demo's own command
        stage.command(command),
        cwd=stage.folder,
        env=stage.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Service(port, key)
    finally:
        process.terminate()
        process.wait(PATIENCE)
    stage.check(not _answers(port), "the service still answers after it was stopped")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            message = "the service does not answer"
            raise NotAsTold(message)
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex((HOST, port)) == 0
