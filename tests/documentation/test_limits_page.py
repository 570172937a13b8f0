"""The page about the language tells of every limit."""

import re
from pathlib import Path

from domain.policy.limits import INSIDE, LIMITS, PARTS

PAGE = (Path(__file__).parents[2] / "docs" / "policy-language.md").read_text()


def test_every_limit_is_told_and_no_other() -> None:
    section = PAGE.partition("\n## Limits\n")[2].partition("\n## ")[0]

    assert re.findall(r"^\| ([0-9,]+) \| (.+) \|$", section, re.MULTILINE) == [
        (f"{each.most:,}", each.what) for each in (*LIMITS, *PARTS.values(), *INSIDE.values())
    ]
