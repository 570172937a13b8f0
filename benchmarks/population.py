"""A hundred thousand pathways: the sample, recorded once under build/ and kept while what makes it stays as it is."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

PATHWAYS = 100_000

_PROJECT = Path(__file__).parents[1]
_KEPT = _PROJECT / "build" / "bench"
_MAKERS = ("domain", "application", "infrastructure", "milepost/sample", "rulebooks")


def population() -> str:
    """Return the URL of the store. The first time takes some minutes, and a gigabyte."""
    folder = _KEPT / _digest()
    file = folder / "milepost.sqlite"
    if not file.exists():
        rmtree(_KEPT, ignore_errors=True)
        folder.mkdir(parents=True)
        made = folder / "made.sqlite"
        for command in (["init"], ["sample", "--pathways", str(PATHWAYS)], ["renew"]):
            subprocess.run(  # noqa: S603  (our own commands)
                [sys.executable, "-m", "milepost", *command],
                env={"MILEPOST_DATABASE_URL": f"sqlite:///{made}"},
                cwd=_PROJECT,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        made.rename(file)
    return f"sqlite:///{file}"


def _digest() -> str:
    digest = sha256(str(PATHWAYS).encode())
    for maker in _MAKERS:
        for path in sorted((_PROJECT / maker).rglob("*.[py]*")):
            if path.suffix in {".py", ".yaml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
