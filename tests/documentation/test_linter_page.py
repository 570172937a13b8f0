"""The page about the linter tells of every remark there is, and of no other."""

import re
from pathlib import Path

from infrastructure.documents import read_yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "linter.md").read_text()


def test_every_remark_is_explained_and_no_other() -> None:
    checks = "".join(path.read_text() for path in sorted((ROOT / "domain" / "policy").glob("lint*.py")))

    assert sorted(re.findall(r"^### ([a-z-]+)$", PAGE, re.MULTILINE)) == sorted(
        set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', checks))
    )


def test_the_examples_can_be_read() -> None:
    for example in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        read_yaml(example, "example.yaml")
