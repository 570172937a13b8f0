"""Bad input ends with a sentence that names the case, an exit code other than zero, and nothing recorded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.milepost.running import ADA, Cli, X

COURSE = ADA[1]


def course(**changes: object) -> dict[str, Any]:
    changed = {**COURSE, "ref": "course-2", **changes}
    return {key: value for key, value in changed.items() if value is not None}


def remark(what: str, **said: object) -> dict[str, Any]:
    return {"event": what, "pathway": "ada", **said}


ROWS = [
    (
        "an unknown key",
        course(hors=40),
        "line 3, hors: 'course completed' has no column of this name; did you mean 'hours'?",
    ),
    (
        "an event that nobody knows",
        course(event="course finished"),
        "line 3, event: 'course finished' is no event; did you mean 'course",
    ),
    ("no event", course(event=None), "line 3, event: expected what happened"),
    ("no pathway", course(pathway=None), "line 3, pathway: expected the pathway that this is about"),
    ("a name that no stream can have", course(pathway="a/b"), "line 3, pathway: 'pathway/a/b' cannot name a stream"),
    ("a field that is missing", course(ended_on=None), "line 3, ended_on: is missing"),
    ("an impossible day", course(ended_on="2020-04-31"), "line 3, ended_on: there is no 2020-04-31 in the calendar"),
    (
        "29 February in a common year",
        course(ended_on="2019-02-29"),
        "line 3, ended_on: there is no 2019-02-29 in the calendar",
    ),
    (
        "a day written otherwise",
        course(ended_on="1.5.2019"),
        "line 3, ended_on: expected a day as YYYY-MM-DD, found '1.5.2019'",
    ),
    ("a number that is none", course(hours="forty"), "line 3, hours: expected a number such as 12.5, found 'forty'"),
    (
        "a number with too many decimals",
        course(hours=1.2345),
        "line 3, hours: 1.2345 cannot be; expected at most 3 decimals",
    ),
    (
        "a word of none of the choices",
        course(format="onlin"),
        "line 3, format: expected one of face to face, online, blended; found 'onlin'",
    ),
    ("a name that is empty", course(ref=""), "line 3, ref: '' cannot be; expected a text that is not empty"),
    ("a text that is a number", course(ref=7), "line 3, ref: expected str, got int"),
    ("a course that ends before it begins", course(begun_on="2019-05-02"), "line 3, ended_on: 2019-05-01 cannot be"),
    (
        "a course before its program existed",
        course(begun_on=None, ended_on="2016-12-31"),
        "line 3, ended_on: course-2 ended on 2016-12-31",
    ),
    (
        "a course that is still to come",
        course(ended_on="2099-05-01"),
        "line 3, ended_on: 2099-05-01 is still to come; it is recorded on 2026-03-01",
    ),
    (
        "a correction to a day that is still to come",
        remark("evidence corrected", of="course-1", fields={"ended_on": "2026-03-03"}),
        "line 3, ended_on: 2026-03-03 is still to come",
    ),
    (
        "an approval from before its program existed",
        {**X[1], "effective_on": "2016-12-31", "formats": ["online"]},
        "line 3, effective_on: program/X cannot be approved from 2016-12-31, because it exists since 2017-01-01",
    ),
    ("an event for a pathway never opened", course(pathway="bob"), "line 3, pathway: pathway/bob was never opened"),
    ("a name that is taken", course(ref="course-1", hours=41), "line 3, ref: course-1: this is recorded already"),
    ("a duplicate under another name", course(ref="course-2"), "line 3: course-2 says what course-1 says"),
    ("the very same row", COURSE, "line 3: this is recorded already, word for word, as pathway/ada@2"),
    ("a name that no address can have", course(ref="2020/17"), "line 3, ref: 2020/17 cannot be; expected a name that"),
    ("a null character", course(site="a\x00b"), "line 3, site: expected a text without null characters"),
    (
        "half a surrogate pair",
        course(site=["\ud800"]),
        "line 3, site: expected a text without null characters and halves of surrogate pairs",
    ),
    (
        "a text that looks sealed",
        remark("pathway opened", private={"name": "sealed:v1:AAAA"}, opened_on="2020-01-01"),
        "line 3, private.name: sealed:v1:AAAA cannot be; expected a text that does not begin with 'sealed:v1:'",
    ),
    (
        "a person who is to be forgotten, whose key a row does not destroy",
        remark("person forgotten", forgotten_on="2026-03-01"),
        "line 3, event: 'person forgotten' is no event",
    ),
    (
        "a retraction of what is not there",
        remark("evidence retracted", of="course-9", reason="mistyped"),
        "line 3, of: nothing is recorded under the name course-9",
    ),
    (
        "a correction of a field that is not there",
        remark("evidence corrected", of="course-1", fields={"colour": "red"}),
        "line 3: course-1 has no field colour",
    ),
]


@pytest.mark.parametrize(("row", "said"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_that_cannot_be_is_named_with_its_line_and_reason(cli: Cli, row: dict[str, Any], said: str) -> None:
    cli.run("import", cli.rows(X, ADA))
    before = cli.head()
    good = remark("profile completed", ref="profile-1", completed_on="2020-01-01")
    other = {**good, "ref": "profile-2", "completed_on": "2021-01-01"}

    refused = cli.refuses("import", cli.rows([good, other, row]))

    assert said in refused
    assert "nothing was recorded; 1 of 3 rows cannot be" in refused
    assert cli.head() == before


def test_a_correction_of_a_correction_is_refused(cli: Cli) -> None:
    first = remark("evidence corrected", ref="correction-1", of="course-1", fields={"hours": "41"})
    cli.run("import", cli.rows(X, ADA, [first]))

    refused = cli.refuses("import", cli.rows([remark("evidence corrected", of="correction-1", fields={"hours": "42"})]))

    assert "correction-1" in refused
    assert cli.head() == 5


def test_a_cell_of_a_table_that_is_still_to_come_is_named(cli: Cli) -> None:
    cli.run("import", cli.rows(X, ADA))
    table = "event,pathway,ref,purpose,amount,currency,paid_on,of,fields.ended_on\n"
    fee = "fee paid,ada,fee-1,listing,80,EUR,2062-01-01,,\n"
    correction = "evidence corrected,ada,,,,,,course-1,2091-05-01\n"

    refused = cli.refuses("import", cli.write("fees.csv", table + fee + correction))

    assert "line 2, paid_on: 2062-01-01 is still to come" in refused
    assert "line 3, ended_on: 2091-05-01 is still to come" in refused


def test_a_course_of_tomorrow_is_recorded_because_it_may_be_tomorrow_where_it_was_held(cli: Cli) -> None:
    cli.run("import", cli.rows(X, ADA, [course(ended_on="2026-03-02")]))


@pytest.mark.parametrize("together", [True, False])
def test_a_program_that_is_submitted_after_older_courses_is_refused(cli: Cli, *, together: bool) -> None:
    late = {**X[0], "established_on": "2019-05-02"}
    if not together:
        cli.run("import", cli.rows(ADA))

    refused = cli.refuses("import", cli.rows(ADA if together else [], [late]))

    said = "established_on: program/X cannot exist only since 2019-05-02: course-1 of pathway/ada (2019-05-01) ended"
    assert said in refused
    assert cli.head() == (0 if together else 2)


def test_every_bad_row_is_named_and_not_the_first_alone(cli: Cli) -> None:
    refused = cli.refuses("import", cli.rows(X, ADA, [course(hours="forty", ended_on="x"), course(result="won")]))

    assert "2 of 6 rows" in refused
    assert [line.removeprefix("Error: ").partition(":")[0] for line in refused.splitlines()[1:]] == [
        "line 5, ended_on",
        "line 5, hours",
        "line 6, result",
    ]


def test_the_same_file_a_second_time_is_refused_row_by_row(cli: Cli) -> None:
    file = cli.rows(X, ADA)
    cli.run("import", file)

    refused = cli.refuses("import", file)

    assert refused.count("this is recorded already, word for word") == 4
    assert cli.head() == 4


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_file_cut_in_half_is_refused(cli: Cli, cut: int) -> None:
    lines = "".join(f"{json.dumps(row)}\n" for row in (*X, *ADA))

    refused = cli.refuses("import", cli.write("cut.jsonl", lines[:-cut]))

    assert "the file was cut in this line" in refused
    assert cli.head() == 0


@pytest.mark.parametrize(("count", "has"), [(5, 4), (3, 4)])
def test_a_table_of_another_number_of_rows_than_said_is_refused(cli: Cli, count: int, has: int) -> None:
    refused = cli.refuses("import", cli.rows(X, ADA), "--rows", count)

    assert f"the file has {has} rows, and was said to have {count}: it may have been cut" in refused
    assert cli.head() == 0
    cli.run("import", cli.rows(X, ADA), "--rows", has)


def test_a_list_is_no_file_of_rows(cli: Cli) -> None:
    refused = cli.refuses("import", cli.write("list.json", "[1,2]"))

    assert "line 1: expected an object on each line, from { to }; this is a list" in refused


def test_a_file_without_rows_is_refused(cli: Cli) -> None:
    assert "the file has no rows" in cli.refuses("import", cli.write("empty.jsonl", "\n"))


def test_a_file_of_another_kind_is_refused(cli: Cli) -> None:
    assert "this is not UTF-8 text" in cli.refuses("import", cli.write("letter.pdf", b"%PDF\n\xff\xfe"))


def test_a_file_that_is_not_there_is_named(cli: Cli) -> None:
    assert "does not exist" in cli.refuses("import", "nowhere.jsonl", code=2)


def test_a_store_that_was_never_made_says_how_to_make_it(tmp_path: Path) -> None:
    refused = Cli(tmp_path).refuses("status", "ada", code=3)

    assert "milepost init" in refused
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_read_only_records_nothing(imi: Cli) -> None:
    imi.url += "?mode=ro"

    refused = imi.refuses("import", imi.rows(X, ADA), code=3)

    assert "can be read but not written" in refused
    assert imi.head() == 10


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Every store in this process finds that there is no room beyond what it has."""

    def limit(connection: Any, _: object) -> None:  # noqa: ANN401 - a connection of SQLite
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_records_nothing(imi: Cli) -> None:
    rows = [{"event": "pathway opened", "pathway": f"p{number}", "opened_on": "2020-01-01"} for number in range(2000)]

    refused = imi.refuses("import", imi.rows(rows), code=3)

    assert "there is no room left for the store" in refused
    assert imi.head() == 10


def test_a_store_cut_in_half_is_named(imi: Cli) -> None:
    content = imi.file.read_bytes()
    imi.file.write_bytes(content[: len(content) // 2])

    assert "damaged" in imi.refuses("status", "ada", code=3)


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "sqlite://", "nonsense"])
def test_a_store_of_another_kind_is_refused(cli: Cli, url: str) -> None:
    cli.url = url

    assert "neither sqlite:///FILE nor postgresql://" in cli.refuses("init", code=3)
