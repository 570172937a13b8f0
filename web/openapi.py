"""The description of the service (OpenAPI 3.1) as docs/openapi.json keeps it: ``python -m web.openapi`` writes it."""

from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from web.app import create_app
from web.breaking import breaking

KEPT = Path(__file__).parent.parent / "docs" / "openapi.json"
CHANGES = Path(__file__).parent.parent / "CHANGELOG.md"


class Unannounced(Exception):
    """The description breaks promises that the changes do not speak of."""


def description() -> dict[str, Any]:
    """Return the description, of a service that nobody can ask anything."""
    app = create_app(_never, lambda: date.min, authenticate=_never, cursor_key=_never)
    found: dict[str, Any] = msgspec.json.decode(app.test_client().get("/openapi.json").data)
    return found


def unannounced() -> list[str]:
    """Return what the description breaks of the one that is kept, and CHANGELOG.md does not say word for word."""
    announced = CHANGES.read_text()
    return [each for each in breaking(msgspec.json.decode(KEPT.read_bytes()), description()) if each not in announced]


def written() -> bytes:
    """Return the description as it is kept."""
    return msgspec.json.format(msgspec.json.encode(description(), order="sorted"), indent=1) + b"\n"


def _never(*_: object) -> NoReturn:
    raise AssertionError


if __name__ == "__main__":
    if KEPT.exists() and (broken := unannounced()):
        raise Unannounced("\n".join(broken))
    KEPT.write_bytes(written())
