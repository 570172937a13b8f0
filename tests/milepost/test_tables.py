"""``milepost table`` writes evidence and standings for spreadsheets."""

from pathlib import Path

from infrastructure.workbooks import is_workbook
from tests.milepost.running import ADA, Cli, X


def test_tables_are_written_as_files(cli: Cli, tmp_path: Path) -> None:
    cli.run("import", cli.rows(X))
    cli.run("import", cli.rows(ADA))

    assert "ada,course-1,X," in cli.says("table", "completions").replace("\r", "")
    assert cli.says("table", "completions", "--format", "jsonl").endswith(
        '{"format":"milepost.table-end/v1","rows":1}\n'
    )
    assert "no policy is in force" in cli.refuses("table", "standings")
    book = tmp_path / "completions.xlsx"
    cli.run("table", "completions", "--format", "xlsx", "--out", str(book))
    assert is_workbook(book.read_bytes())
