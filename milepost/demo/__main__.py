"""``python -m milepost.demo``: tells the main job, and fails if anything is not as it is told."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from milepost.demo.chapters import CHAPTERS
from milepost.demo.stage import KEY_FILE, NotAsTold, Stage, environment, fresh

FOLDER = Path("build/demo")


def main(folder: Path = FOLDER, chapters: Sequence[Callable[[Stage], None]] = CHAPTERS) -> int:
    """Tell the demo in a folder, which is made anew, and return the exit code."""
    store = fresh(folder)
    stage = Stage(folder, f"sqlite:///{store.name}", environment())
    stage.say(
        f"The commands are run in {folder}, with MILEPOST_DATABASE_URL={stage.url} "
        f"and MILEPOST_LEDGER_KEY_FILE={KEY_FILE}"
    )
    try:
        for chapter in chapters:
            chapter(stage)
    except NotAsTold as not_as_told:
        sys.stderr.write(f"The demo is not as it is told: {not_as_told}\n")
        return 1
    stage.title("Go on")
    stage.say(
        f"The store stays in {store}, and nothing is left running.\n"
        "\n"
        "  make serve                                                   answers over HTTP from this store\n"
        f"  export MILEPOST_DATABASE_URL=sqlite:///{store}\n"
        "  .venv/bin/milepost why ben --on 2022-03-01 --under 2019.10   proves an answer, clause by clause\n"
        "  .venv/bin/milepost timeline IMI-0042                         one of those drawn\n"
        "  .venv/bin/milepost --help                                    all commands\n"
        "\n"
        "docs/tutorial.md goes the same way by hand."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
