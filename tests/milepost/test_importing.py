"""Files that are imported: JSON Lines, CSV and workbooks, tried or recorded."""

import re
from datetime import date

from openpyxl import Workbook

from infrastructure.workbooks import workbook_of
from tests.milepost.running import ADA, Cli, X

CSV = """event,pathway,ref,program,format,ended_on,hours,result,attendance_checked,hours_by_topic.ethics,private.name
course completed,bea,course-1,X,face to face,2020-05-01,40.5,passed,yes,3,"Bea ""B"" Smith"
code accepted,bea,code-1,,,,,,,,
"""


def test_rows_are_recorded_in_their_order(imi: Cli) -> None:
    said = imi.says("import", imi.rows(X, ADA))

    assert said == "4 events in 2 streams recorded, at positions 11 to 14.\n"
    assert imi.answer("status", "ada")["level"]["id"] == "qualified"


def test_a_table_says_the_same_with_commas_semicolons_and_a_byte_order_mark(cli: Cli) -> None:
    table = CSV.splitlines(keepends=True)[:2]
    exported = []
    for number, content in enumerate(
        [
            "".join(table),
            "\ufeff" + "".join(table),
            "".join(table).replace(",", ";"),
            "".join(table).replace("\n", "\r\n"),
        ]
    ):
        cli.run("import", cli.write(f"{number}.csv", content.replace("bea", f"bea-{number}")), "--open")
        line = cli.says("export", "--pathway", f"bea-{number}").splitlines()[1]
        exported.append(re.sub(r"sealed:v1:[\w=-]+", "sealed", line[line.index('"payload"') :]))

    assert len(set(exported)) == 1
    assert '"hours":"40.5"' in exported[0]
    assert '"attendance_checked":true' in exported[0]
    assert '"hours_by_topic":{"ethics":"3"}' in exported[0]
    assert '"private":{"name":"sealed"}' in exported[0]


def test_a_workbook_says_the_same_as_the_table(cli: Cli) -> None:
    header, row = (line.split(",") for line in CSV.splitlines()[:2])
    cells = [date(2020, 5, 1) if cell == "2020-05-01" else cell for cell in row[:-1]]
    cli.run("import", cli.write("bea.csv", f"{','.join(header[:-1])}\n{','.join(row[:-1])}\n"), "--open")
    cli.run("import", cli.write("cora.xlsx", workbook_of(header[:-1], [[cells[0], "cora", *cells[2:]]])), "--open")
    courses = [line[line.index('"payload"') :] for line in cli.says("export").splitlines() if "course-1" in line]

    assert len(courses) == 2
    assert courses[0] == courses[1]


def test_a_workbook_with_a_formula_is_refused_by_line_and_column(cli: Cli) -> None:
    book = Workbook()
    for row in (["event", "pathway"], ["pathway opened", "=A1"]):
        book.worksheets[0].append(row)
    book.save(cli.folder / "rows.xlsx")

    said = cli.refuses("import", cli.folder / "rows.xlsx")

    assert "line 2, pathway: this is a formula: give its value" in said
    assert cli.head() == 0


def test_pathways_that_are_not_there_are_opened_if_asked(cli: Cli) -> None:
    cli.run("import", cli.rows(X, ADA[1:]), "--open")

    assert '"opened_on":"2026-03-01"' in cli.says("export", "--pathway", "ada")


def test_a_dry_run_shows_each_pathway_before_and_after_and_records_nothing(imi: Cli) -> None:
    imi.run("import", imi.rows(X, ADA[:1]))

    said = imi.says("import", imi.rows(ADA[1:], name="course.jsonl"), "--dry-run")

    assert "1 event in 1 stream would be recorded; nothing was." in said
    assert "pathway.course-completed.v1  1" in said
    assert [
        line for line in said.splitlines() if line.startswith("ada") and "none, none" in line and "qualified" in line
    ]
    assert imi.head() == 13


def test_a_dry_run_that_moves_nobody_says_so(imi: Cli) -> None:
    imi.run("import", imi.rows(X, ADA))
    fee = {"event": "profile completed", "pathway": "ada", "ref": "profile-1", "completed_on": "2020-01-01"}

    assert "the same" in imi.says("import", imi.rows([fee]), "--dry-run")


def test_a_dry_run_of_programs_alone_has_no_pathways_to_show(imi: Cli) -> None:
    assert "before" not in imi.says("import", imi.rows(X), "--dry-run")


def test_a_dry_run_refuses_what_an_import_refuses(imi: Cli) -> None:
    assert "pathway/ada was never opened" in imi.refuses("import", imi.rows(X, ADA[1:]), "--dry-run")
