"""Which third parties a room may speak to; `pyproject.toml` holds the arrows between the rooms themselves."""

import sys

import grimp
import pytest

ROOMS = ("domain", "application", "infrastructure", "web", "milepost", "verifier")

THIRD_PARTIES = {
    "domain": {"msgspec"},
    "application": {"eventsourcing", "lz4", "msgspec"},
    "infrastructure": {
        *("alembic", "cryptography", "eventsourcing", "joserfc", "msgspec", "openpyxl", "psycopg", "rfc8785"),
        *("sqlalchemy", "standardwebhooks", "urllib3", "yaml"),
    },
    "web": {
        *("flask", "flask_smorest", "itsdangerous", "marshmallow", "msgspec", "prometheus_client", "structlog"),
        "werkzeug",
    },
    "verifier": {"cryptography"},
    "milepost": {"click", "distributed", "gunicorn", "limits", "msgspec", "prometheus_client", "rich", "structlog"},
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_only_to_the_third_parties_it_is_allowed(room: str, graph: grimp.ImportGraph) -> None:
    modules = {room} | graph.find_descendants(room)
    imported = {
        name.partition(".")[0] for module in modules for name in graph.find_modules_directly_imported_by(module)
    }
    assert imported - set(ROOMS) - sys.stdlib_module_names <= THIRD_PARTIES[room]
