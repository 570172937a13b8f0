"""Populations of the sample, recorded once under build/ and kept while their events come out the same.

What makes the events decides whether a log is made again: a small sample tells. Standing rows follow from the log, so
they alone are made again where the code that makes them has changed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, text

from benchmarks.graduates import add_graduates
from benchmarks.moving import move
from benchmarks.store import postgresql

_PROJECT = Path(__file__).parents[1]
_KEPT = _PROJECT / "build" / "bench"
_ROWS_MAKERS = ("domain", "application", "infrastructure")
_FILE = "milepost.sqlite"
_WORKERS = "2"
_TELLING = 300
"""So many pathways meet everything that a record can meet."""


class Population(NamedTuple):
    """How many pathways, and how many of a hundred of them practise; whether there are programs to be withdrawn."""

    pathways: int
    practising: int
    graduates: bool = False

    @property
    def name(self) -> str:
        return f"p{self.pathways}_{self.practising}"


SERVED = Population(100_000, 25)
"""Two million events, most of them of logbooks."""
MILLION = Population(int(os.environ.get("BENCH_PATHWAYS", "1000000")), 9, graduates=True)
"""Ten million events, unless BENCH_PATHWAYS says how many pathways there are."""


def population(of: Population = SERVED) -> str:
    """Return the URL of the SQLite store. The first time takes some minutes, and a gigabyte for 100,000 pathways."""
    folder = _KEPT / f"{of.name}_{_events_digest()}"
    url = f"sqlite:///{folder}/{_FILE}"
    if not folder.exists():
        made = _KEPT / "made"
        for other in (made, *_KEPT.glob(f"{of.name}_*/")):
            shutil.rmtree(other, ignore_errors=True)
        made.mkdir(parents=True)
        _make(f"sqlite:///{made}/{_FILE}", of)
        (made / "rows").write_text(_rows_digest())
        made.rename(folder)
    _require_rows(url, folder / "rows")
    return url


@contextmanager
def copied(of: Population) -> Iterator[str]:
    """Give the URL of a copy of the SQLite store, which may be changed."""
    kept = Path(population(of).removeprefix("sqlite:///")).parent
    with tempfile.TemporaryDirectory(prefix="milepost-", dir=_KEPT) as folder:
        for each in kept.iterdir():
            shutil.copy2(each, folder)
        yield f"sqlite:///{folder}/{_FILE}"


@contextmanager
def copied_on_postgresql(of: Population) -> Iterator[str]:
    """Give the URL of a copy of such a database, on a server of this run's own; it is filled from the SQLite store."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    name = f"{of.name}_{_events_digest()}"
    with postgresql(_KEPT) as server:
        url = f"{server}&dbname="
        there = _asked(url, "SELECT datname FROM pg_database WHERE datname LIKE 'p%\\_%'")
        for other in there:
            if other.startswith(f"{of.name}_") and other != name:
                _said(url, f"DROP DATABASE {other}")
        if name not in there:
            _said(url, "DROP DATABASE IF EXISTS made", "CREATE DATABASE made")
            file = population(of).removeprefix("sqlite:///")
            run(f"{url}made", "init")
            move(Path(file), f"{url}made")
            (_KEPT / f"{name}.rows").write_text(_rows_digest())
            _said(url, f"ALTER DATABASE made RENAME TO {name}")
        _require_rows(f"{url}{name}", _KEPT / f"{name}.rows")
        _said(
            url,
            "DROP DATABASE IF EXISTS copied",
            f"CREATE DATABASE copied TEMPLATE {name} STRATEGY FILE_COPY",
        )
        yield f"{url}copied"
        _said(url, "DROP DATABASE copied WITH (FORCE)")


def _make(url: str, of: Population) -> None:
    size = ("--pathways", str(of.pathways), "--practising", str(of.practising))
    run(url, "init")
    run(url, "sample", *size, "--workers", _WORKERS)
    if of.graduates:
        add_graduates(url, of.pathways)


def _require_rows(url: str, made_by: Path) -> None:
    """Make the standing rows again, if other code made those that are there."""
    digest = _rows_digest()
    if made_by.read_text() != digest:
        run(url, "init")
        run(url, "reproject", "--from-events", "--workers", _WORKERS)
        run(url, "reproject", "--discard")
        made_by.write_text(digest)


def run(url: str, *command: str) -> None:
    """Run a command over a store, in a process of its own."""
    subprocess.run(  # noqa: S603  (our own commands)
        [sys.executable, "-m", "milepost", *command],
        env={"MILEPOST_DATABASE_URL": url, "TMPDIR": str(_KEPT)},
        cwd=_PROJECT,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _events_digest() -> str:
    """Return the digest of the events of a small sample."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        run(f"sqlite:///{folder}/none", "sample", "--pathways", str(_TELLING), "--out", str(told))
        return sha256(told.read_bytes()).hexdigest()[:12]


def _rows_digest() -> str:
    """Return the digest of what makes standing rows of events."""
    digest = sha256()
    for maker in _ROWS_MAKERS:
        for path in sorted((_PROJECT / maker).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _asked(url: str, question: str) -> list[str]:
    engine = create_engine(f"{url}postgres".replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = [str(each) for each in connection.execute(text(question)).scalars()]
    engine.dispose()
    return found


def _said(url: str, *statements: str) -> None:
    engine = create_engine(
        f"{url}postgres".replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
