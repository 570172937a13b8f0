"""Which release of Milepost this is."""

import tomllib
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_ROOMS = ("domain", "application", "infrastructure", "milepost")
"""The rooms whose code decides what comes out of an assessment, and how it is kept."""


def release() -> str:
    """Return the version of the package as it is installed, or of the checkout that it is run from."""
    try:
        return version("milepost")
    except PackageNotFoundError:
        found: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
        return found


@cache
def build() -> str:
    """Return the release with a hash of its code, which two machines compare to know that they run the same."""
    hashed = sha256()
    for path in sorted(path for room in _ROOMS for path in (PROJECT.parent / room).rglob("*.py")):
        content = path.read_bytes()
        hashed.update(f"{path.relative_to(PROJECT.parent).as_posix()} {len(content)}\n".encode())
        hashed.update(content)
    return f"{release()} (code {hashed.hexdigest()[:12]})"
