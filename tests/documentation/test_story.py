"""The story of a change is what a shell says to who types it; ``python -m tests.documentation.test_story`` tells it."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.documentation.test_api_walk import ROOT, clone, terminal, typed
from tests.documentation.walked import Step, agrees, steps

PAGE = ROOT / "docs" / "story.md"
BLOCKS = re.compile(r"^```sh\n.*?^```\n(?:\n```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
"""A block of commands, with what it prints."""


def told(folder: Path, environment: dict[str, str]) -> Iterator[tuple[Step, str, bool]]:
    """Yield each step of the story with what it prints, and whether that is what the page shows."""
    with terminal(folder, environment) as shell:
        for step in steps(PAGE):
            printed, well = typed(shell, step.command)
            yield step, printed.rstrip(), well and agrees(step, printed)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_story_is_as_the_page_tells_it(tmp_path: Path) -> None:
    for step, printed, so in told(tmp_path, clone(tmp_path)):
        assert so, f"{step.command}\nshown: {step.shown}\nprinted: {printed}"


def main() -> int:
    """Tell the story in the terminal, in the checkout, and return the exit code."""
    prose = iter(BLOCKS.split(PAGE.read_text(encoding="utf-8")))
    with TemporaryDirectory() as tools:
        for step, printed, so in told(ROOT, clone(Path(tools))):
            command = step.command.rstrip().replace("\n", "\n> ")
            sys.stdout.write("\n".join(filter(None, (next(prose).strip(), f"\n$ {command}", printed, "\n"))))
            sys.stdout.flush()
            if not so:
                sys.stderr.write(f"This is not what docs/story.md shows:\n{step.shown}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
