"""Servers that are compared: gunicorn with the same settings, around the service or around a constant."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from socket import create_connection, socket
from time import sleep

from application.access import Role
from application.keys import Scope
from benchmarks.client import HOST
from milepost.clock import now
from milepost.composition import Milepost

_PROJECT = Path(__file__).parents[1]
_PATIENCE = 600
_PAUSE = 0.1


@contextmanager
def service(url: str, folder: Path, workers: int, vault: str = "") -> Iterator[int]:
    """Run the service over a store, and give its port; what it logs goes into a file of the folder.

    The vault is that beside the store, unless another is named.
    """
    named = {"MILEPOST_VAULT_URL": vault} if vault else {}
    with _running(("milepost", "serve"), {"MILEPOST_DATABASE_URL": url, **named}, folder, workers) as port:
        yield port


@contextmanager
def constant(body: bytes, folder: Path, workers: int) -> Iterator[int]:
    """Run a plain Flask view that returns this JSON, and give its port."""
    file = folder / f"constant-{len(body)}.json"
    file.write_bytes(body)
    with _running(("benchmarks.constant", str(file)), {}, folder, workers) as port:
        yield port


def key(milepost: Milepost, *roles: Role) -> dict[str, str]:
    """Make a key of these roles, and return the header that shows it."""
    at = now()
    drawn = sha256(f"{at}".encode()).digest()
    _, text = milepost.keyring.add(Scope("bench", frozenset(roles)), drawn, "bench", at, timedelta(days=1))
    return {"Authorization": f"Bearer {text}"}


@contextmanager
def _running(command: Sequence[str], stores: Mapping[str, str], folder: Path, workers: int) -> Iterator[int]:
    with socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    settings = {
        "MILEPOST_BIND": f"{HOST}:{port}",
        **stores,
        "MILEPOST_WORKERS": str(workers),
        "MILEPOST_RATE_LIMIT": "off",
        "MILEPOST_RECYCLE_AFTER": "0",
    }
    with (folder / f"{port}.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  (our own commands)
            [sys.executable, "-m", *command], cwd=_PROJECT, env=settings, stderr=log
        )
        try:
            _wait(server, port)
            yield port
        finally:
            server.terminate()
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the server listens; who connects then is answered as soon as a worker is there."""
    for _ in range(_PATIENCE):
        try:
            create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            if server.poll() is not None:
                break
            sleep(_PAUSE)
        else:
            return
    message = f"the server at port {port} does not listen"
    raise TimeoutError(message)
