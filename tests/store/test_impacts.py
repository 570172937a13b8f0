"""Impact reports, kept on either database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from application.impact_lines import DraftShown, ImpactEnding, ImpactHeading, written
from application.store import StoreFull
from domain.answer import Known
from infrastructure import impacts
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.impacts import SqlImpacts

JUNE_1 = date(2021, 6, 1)
NOON, LATER = datetime(2021, 6, 1, 12, tzinfo=UTC), datetime(2021, 6, 2, tzinfo=UTC)
DRAFT = DraftShown("draft", "A draft", "sha256:d", JUNE_1, JUNE_1)
ENDING = ImpactEnding(3, 0, {}, 0, 0, 0, 0)


def report(known: int = 7) -> Iterator[bytes]:
    yield written(ImpactHeading(JUNE_1, Known(known, ""), "guild", DRAFT, None, JUNE_1, 31, 100))
    yield from (b'{"line":"touched"}\n' for _ in range(9))
    yield written(ENDING)


@pytest.fixture
def kept(engine: Engine) -> SqlImpacts:
    return SqlImpacts(database(engine))


def test_a_report_is_kept_in_parts_under_the_hash_of_its_bytes(
    kept: SqlImpacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impacts, "PART", 60)
    found = kept.keep(report(), NOON, "ada")
    assert b"".join(kept.content(found.hash)) == b"".join(report())
    assert len(list(kept.content(found.hash))) > 1
    assert kept.find(found.hash) == found
    assert (found.heading.draft, found.ending, found.made_at, found.made_by) == (DRAFT, ENDING, NOON, "ada")


def test_the_same_bytes_are_kept_once_and_stay_as_they_were(kept: SqlImpacts) -> None:
    first = kept.keep(report(), NOON, "ada")
    assert kept.keep(report(), LATER, "ben") == first
    assert b"".join(kept.content(first.hash)) == b"".join(report())
    newer = kept.keep(report(8), LATER, "ben")
    assert kept.of_draft("sha256:d") == [newer, first]
    assert kept.find("sha256:nothing") is None


def test_of_a_report_that_finds_no_room_nothing_is_kept(sqlite_url: str) -> None:
    roomy, full = open_engine(sqlite_url), open_engine(sqlite_url)
    with roomy.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 2
    event.listen(full, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}").close())
    heading, *_, ending = report()
    lines = [heading, *(f"{sha256(bytes(number)).hexdigest()}\n".encode() for number in range(5000)), ending]

    with pytest.raises(StoreFull, match="make room"):
        SqlImpacts(database(full)).keep(lines, NOON, "ann")

    kept = SqlImpacts(database(roomy))
    content_hash = f"sha256:{sha256(b''.join(lines)).hexdigest()}"
    assert kept.find(content_hash) is None
    assert kept.keep(lines, NOON, "ann").hash == content_hash
    assert b"".join(kept.content(content_hash)) == b"".join(lines)
    roomy.dispose()
    full.dispose()


def test_no_report_is_changed(kept: SqlImpacts, engine: Engine) -> None:
    kept.keep(report(), NOON, "ada")
    for table in ("impacts", "impact_parts"):
        for change in (f"UPDATE {table} SET hash = 'x'", f"DELETE FROM {table}"):  # noqa: S608  (names alone)
            with pytest.raises(DBAPIError), engine.begin() as connection:
                connection.exec_driver_sql(change)
