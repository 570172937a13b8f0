"""The service as a process of its own, on a free port of this machine."""

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from tests.web.callers import KEY

HERE = Path(__file__).parents[2]
PYTHON = (sys.executable, "-m")
ON_A_FREE_PORT = ("--workers", "2", "--bind", "127.0.0.1:0")
BY_COMMAND = (*PYTHON, "milepost", "serve", *ON_A_FREE_PORT)
BY_GUNICORN = (*PYTHON, "gunicorn", "milepost.wsgi:app", "--no-control-socket", *ON_A_FREE_PORT)
PATIENCE = 30


class Answered(NamedTuple):
    """A response, read to its end."""

    status: int
    phrase: str
    headers: Message
    body: bytes


@dataclass
class Running:
    """A service that listens, and what it has said: someone has to read that, or it could say no more."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def ask(
        self,
        address: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
    ) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            given = {"Authorization": f"Bearer {KEY}"} | dict(headers or {})
            connection.request(method, address, body, {name: value for name, value in given.items() if value})
            response = connection.getresponse()
            return Answered(response.status, response.reason, response.headers, response.read())
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return [int(found[1]) for line in self.said if (found := re.search(r"Booting worker with pid: (\d+)", line))]


@contextmanager
def running(
    command: tuple[str, ...], url: str, workers: int = 2, settings: Mapping[str, str] | None = None
) -> Iterator[Running]:
    environment = {"MILEPOST_DATABASE_URL": url, **(settings or {})}
    process = subprocess.Popen(command, cwd=HERE, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    service = Running(process, 0)
    listening = Thread(target=service.said.extend, args=(process.stderr,))
    try:
        for line in process.stderr:
            service.said.append(line)
            if "Listening at: " in line:
                service.port = int(re.findall(r"http://127.0.0.1:(\d+)", line)[0])
            if len(service.workers()) == workers:
                break
        assert service.port, service.said
        listening.start()
        yield service
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if listening.ident:
            listening.join(PATIENCE)
        process.stderr.close()
