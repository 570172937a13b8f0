"""Only `milepost` reads the environment and the clock."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
READS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.environ",
    "os.getenv",
    "time.localtime",
    "time.time",
    "time.time_ns",
}


def modules() -> list[Path]:
    return [
        path
        for room in ("domain", "application", "infrastructure", "web", "verifier")
        for path in (HERE / room).rglob("*.py")
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HERE)))
def test_a_module_reads_neither_clock_nor_environment(path: Path) -> None:
    read = {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not {name for name in read if any(name == one or name.endswith(f".{one}") for one in READS)}
