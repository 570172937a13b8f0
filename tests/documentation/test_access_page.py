"""The page about access shows the very table by which the service decides, and names every role.

``python -m tests.documentation.test_access_page`` writes the table into the page.
"""

import re
from pathlib import Path

from application.access import OPERATIONS, Operation, Reach, Role

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
HEADING = "## The table\n"


def table() -> str:
    """Return the table as the page shows it."""
    roles = " | ".join(Role)
    rows = (row(name, operation) for name, operation in OPERATIONS.items())
    return "\n".join([f"| operation | may | {roles} |", "| --- | --- |" + " --- |" * len(Role), *rows, ""])


def row(name: str, operation: Operation) -> str:
    reaches = " | ".join("" if operation.reach(role) is Reach.NONE else operation.reach(role).value for role in Role)
    says = f"**{operation.says}**" if operation.writes else operation.says
    return f"| `{name}` | {says} | {reaches} |"


def test_the_table_is_current() -> None:
    assert PAGE.read_text().endswith(f"\n\n{table()}"), "python -m tests.documentation.test_access_page"


def test_every_role_is_described() -> None:
    assert re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(), re.MULTILINE) == [role.value for role in Role]


if __name__ == "__main__":
    before, _, after = PAGE.read_text().partition("| operation |")
    PAGE.write_text(before + table())
