"""Which release of Milepost this is."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def release() -> str:
    """Return the version of the package as it is installed, or of the checkout that it is run from."""
    try:
        return version("milepost")
    except PackageNotFoundError:
        found: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
        return found
