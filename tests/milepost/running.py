"""The command line as tests run it: in this process, at a fixed instant, on a store of its own."""

import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from msgspec.structs import replace

from milepost.command_line import main
from milepost.command_line.desk import Desk
from milepost.settings import Settings

JANUARY_15 = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
MARCH_1 = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

Row = dict[str, Any]

X: list[Row] = [
    {"event": "program submitted", "program": "X", "kind": "CMTP", "established_on": "2017-01-01"},
    {
        "event": "program approved",
        "program": "X",
        "formats": ["face to face"],
        "min_hours": 40,
        "effective_on": "2019-06-01",
        "retrospective": True,
        "retro_window_months": 12,
    },
]
ADA: list[Row] = [
    {"event": "pathway opened", "pathway": "ada", "opened_on": "2019-03-01"},
    {
        "event": "course completed",
        "pathway": "ada",
        "ref": "course-1",
        "program": "X",
        "format": "face to face",
        "begun_on": "2019-04-01",
        "ended_on": "2019-05-01",
        "hours": 40,
        "result": "passed",
    },
]


SCENARIO = """format: milepost.scenarios/v1
rulebook: {rulebook}
scenarios:
  nobody holds a level without evidence:
    text: Nobody knows anything.
    expect:
      - on: 2026-01-01
        level: none
...
"""


class Cli:
    """A folder with a store, and the command that works on it."""

    def __init__(self, folder: Path, now: datetime = MARCH_1) -> None:
        self.folder = folder
        self.file = folder / "store.sqlite"
        self.url = f"sqlite:///{self.file}"
        self.now = now
        self.actor = "registrar"
        self.settings = Settings(database_url=self.url)

    def run(self, *arguments: object, code: int = 0) -> Result:
        """Return the result of a command that ends with this exit code; a traceback is a failure of the test."""
        desk = Desk(replace(self.settings, database_url=self.url, actor=self.actor), lambda: self.now)
        result = CliRunner().invoke(main, [str(each) for each in arguments], obj=desk)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def says(self, *arguments: object) -> str:
        return self.run(*arguments).stdout

    def refuses(self, *arguments: object, code: int = 1) -> str:
        """Return what a command says that ends without a traceback and without having done it."""
        return self.run(*arguments, code=code).stderr

    def answer(self, *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON says
        return json.loads(self.run(*arguments, "--json").stdout)

    def answer_of(self, *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the JSON that a command prints without being asked to."""
        return json.loads(self.run(*arguments).stdout)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def rows(self, *rows: Iterable[Row], name: str = "rows.jsonl") -> Path:
        """Return a file of JSON Lines."""
        return self.write(name, "".join(f"{json.dumps(row)}\n" for group in rows for row in group))

    def propose_and_adopt(self, draft: Path) -> str:
        """Take a draft through the gate, and return what its adoption by the board says."""
        trivial = SCENARIO.format(rulebook=self.settings.rulebook)
        self.run("policy", "propose", draft, "--scenarios", self.write("trivial.yaml", trivial))
        name = next(line for line in draft.read_text().splitlines() if line.startswith("version:"))
        self.run("policy", "impact", name.removeprefix("version:").strip(' "'))
        proposer, self.actor = self.actor, "board"
        said = self.says("policy", "adopt", draft, "--reason", "as resolved")
        self.actor = proposer
        return said

    def decide(self, *arguments: object) -> str:
        """Take a measure through the gate while nobody can lose by it, and return what its adoption says."""
        *_, of_hash = self.says("policy", *arguments, "--reason", "proposed").split()
        proposer, self.actor = self.actor, "board"
        said = self.says("policy", "adopt", of_hash, "--reason", "as resolved")
        self.actor = proposer
        return said

    def head(self) -> int:
        """Return how many events the store has."""
        return len(self.run("export").stdout.splitlines()) - 1

    def take(self, store: Path) -> "Cli":
        """Begin with a copy of a store."""
        shutil.copyfile(store, self.file)
        for ending in ("-vault.db", "-master.key"):
            shutil.copy(store.with_name(store.stem + ending), self.folder / (self.file.stem + ending))
        return self
