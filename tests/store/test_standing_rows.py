"""Standing rows many at a time: which are true, which are stale, and that keeping one never loses a newer one."""

import pytest
from sqlalchemy import Engine

from application.store import Append, EventStore, Freshness, StandingRow, StandingRows
from infrastructure.database import database
from infrastructure.standings import SqlStandings
from tests.store.events import ANN, NOON, taken

INSTANT = "2026-03-01T12:00:00Z"


@pytest.fixture
def rows(engine: Engine) -> StandingRows:
    return SqlStandings(database(engine))


@pytest.fixture
def three(store: EventStore) -> EventStore:
    """Ada and Eve rely on a program each, Ben on none; their rows are true up to position 4."""
    store.append([Append("program/basic", 0, taken(1))], ANN, NOON)
    for known, (name, relies_on) in enumerate([("ada", ("program/basic",)), ("ben", ()), ("eve", ("program/other",))]):
        row = StandingRow(name, known + 1, name.encode(), relies_on)
        store.append([Append(f"pathway/{name}", 0, taken(1))], ANN, NOON, standing=[row])
    return store


def test_an_empty_log_has_no_instant(rows: StandingRows) -> None:
    assert rows.freshness("ada") == Freshness(0, "", None)


def test_freshness_tells_how_far_the_log_and_the_row_have_come(three: EventStore, rows: StandingRows) -> None:
    assert rows.freshness("ada") == Freshness(4, INSTANT, 2)
    assert rows.freshness("nobody") == Freshness(4, INSTANT, None)

    three.append([Append("program/basic", 1, taken(1))], ANN, NOON)

    assert rows.freshness("ada") == Freshness(5, INSTANT, None)
    assert rows.freshness("ben") == Freshness(5, INSTANT, 3)


def test_those_rows_are_read_that_are_true(three: EventStore, rows: StandingRows) -> None:
    three.append([Append("program/basic", 1, taken(1))], ANN, NOON)

    assert rows.true(["eve", "nobody", "ada"]) == {"eve": StandingRow("eve", 4, b"eve", ("program/other",))}
    assert rows.true([]) == {}


def test_pathways_are_told_in_order_a_few_at_a_time(three: EventStore, rows: StandingRows) -> None:
    assert three.head() == 4
    assert rows.pathways("", 2) == ["ada", "ben"]
    assert rows.pathways("ben", 2) == ["eve"]
    assert rows.pathways("eve", 2) == []


def test_what_is_stale_is_told_in_order_a_few_at_a_time(three: EventStore, rows: StandingRows) -> None:
    assert rows.stale("", 9) == []

    three.append([Append("program/basic", 1, taken(1))], ANN, NOON)
    assert rows.stale("", 9) == ["ada"]

    three.append([Append("policy/imi", 0, taken(1))], ANN, NOON)
    assert rows.stale("", 2) == ["ada", "ben"]
    assert rows.stale("ben", 2) == ["eve"]


def test_a_row_that_is_made_again_is_true_up_to_what_it_knew(three: EventStore, rows: StandingRows) -> None:
    three.append([Append("program/basic", 1, taken(1))], ANN, NOON)
    again = StandingRow("ada", 5, b"again", ("program/basic",))

    rows.keep([again, StandingRow("new", 5, b"new")])

    assert rows.true(["ada", "new"]) == {"ada": again, "new": StandingRow("new", 5, b"new")}
    three.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)
    assert rows.true(["ada"]) == {}


def test_a_row_never_takes_the_place_of_one_that_knows_as_much(three: EventStore, rows: StandingRows) -> None:
    newer = StandingRow("ada", 4, b"newer")
    three.append([Append("pathway/ada", 1, taken(1))], ANN, NOON, standing=[newer])

    rows.keep([StandingRow("ada", 4, b"older")])

    assert rows.true(["ada"]) == {"ada": StandingRow("ada", 5, b"newer")}
