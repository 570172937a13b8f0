"""Many standings at once: each as the whole answer has it, all of one position."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from application.assessing import Assessor, Coordinates, KnownInTheFuture
from application.many_standings import Chosen, ManyStandings, StandingsEnding, StandingsHeading, UnknownPathway
from application.renewing import Renewing
from application.store import Recorded
from domain.brief import Brief
from domain.case import NoPolicyInForce
from domain.pathway.opening import PathwayOpened
from domain.program.events import ApprovalWithdrawn, ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.standings import SqlStandings
from tests.application.harbour import APPROVED, MARCH_1, Office, course, published

APRIL = Coordinates(on=date(2020, 4, 1))
WITHDRAWN = ApprovalWithdrawn(effective_on=MARCH_1, mode="ab initio", reason="never fit")


class Roll(Office):
    """An office with three mediators, of whom Ada and Eve are qualified."""

    def __init__(self, folder: Path) -> None:
        engine = open_engine(f"sqlite:///{folder}/milepost.db")
        migrate(engine)
        store = SqlEventStore(engine, EVENTS, UPCASTERS)
        super().__init__(store)
        self.generations, self.renewals = store.generations, store.renewals
        self.database = database(engine)
        self.rows = SqlStandings(self.database)
        self.many = ManyStandings(self.assessor, self.rows)
        self.record("policy/harbour", published("1"))
        self.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
        for name, hours in (("ada", 40), ("ben", 30), ("eve", 50)):
            self.record(f"pathway/{name}", PathwayOpened(opened_on=MARCH_1), course(hours=hours))

    def renewing(self) -> Renewing:
        return Renewing(self.assessor, self.rows, self.generations, self.renewals)

    def levels(self, at: Coordinates = APRIL, chosen: Chosen | None = None) -> dict[str, str]:
        lines = self.many.chosen(chosen or Chosen(), at)
        return {line.pathway: line.level for line in lines if isinstance(line, Brief)}


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    return Roll(tmp_path)


def test_the_lines_stand_between_a_heading_and_their_count(roll: Roll) -> None:
    heading, eve, nobody, ada, ending = roll.many.of(["eve", "nobody", "ada"], APRIL)

    assert isinstance(heading, StandingsHeading)
    assert (heading.on, heading.known.position, heading.under) == (APRIL.on, 9, None)
    assert isinstance(eve, Brief)
    assert isinstance(ada, Brief)
    assert (eve.pathway, nobody, ada.pathway, ending) == ("eve", UnknownPathway("nobody"), "ada", StandingsEnding(3))
    assert msgspec.json.decode(msgspec.json.encode(nobody)) == {
        "format": "milepost.unknown-pathway/v1",
        "pathway": "nobody",
    }


def test_a_line_has_what_the_whole_answer_has(roll: Roll) -> None:
    for day in (date(2020, 3, 1), date(2020, 4, 1)):
        at = Coordinates(on=day)
        for line in roll.many.chosen(Chosen(), at):
            if isinstance(line, Brief):
                whole = roll.assessor.answer(line.pathway, at)
                assert (line.level, line.since, line.until) == (whole.level.id, whole.level.since, whole.level.until)
                assert (line.standing, line.listing) == (whole.standing.id, whole.listing.state)


def test_some_are_chosen(roll: Roll) -> None:
    assert roll.levels() == {"ada": "qualified", "ben": "none", "eve": "qualified"}
    assert list(roll.levels(chosen=Chosen(level="qualified"))) == ["ada", "eve"]
    assert list(roll.levels(chosen=Chosen(standing="none"))) == ["ben"]
    assert list(roll.levels(chosen=Chosen(listing="listed"))) == []


def test_rows_that_are_not_true_are_assessed_on_the_spot(roll: Roll) -> None:
    roll.record("policy/harbour", published("2", hours=45, in_force_from="2019-06-01"))
    assert roll.rows.stale("", 9) == ["ada", "ben", "eve"]
    assert roll.levels() == {"ada": "none", "ben": "none", "eve": "qualified"}
    assert roll.levels(Coordinates(APRIL.on, known=9))["ada"] == "qualified"
    assert roll.levels(Coordinates(APRIL.on, under="1"))["ada"] == "qualified"


def test_what_is_recorded_while_the_lines_are_told_changes_none(roll: Roll) -> None:
    lines: Iterator[object] = roll.many.of(["ada", "ben", "new"], APRIL)
    next(lines)
    roll.record("pathway/ben", course("course-2", hours=41))
    roll.record("pathway/new", PathwayOpened(opened_on=MARCH_1))

    told = [line for line in lines if isinstance(line, Brief | UnknownPathway)]

    assert [getattr(line, "level", "") for line in told] == ["qualified", "none", ""]


def test_coordinates_that_cannot_be_are_refused_before_the_first_line(roll: Roll) -> None:
    with pytest.raises(KnownInTheFuture):
        roll.many.of(["ada"], Coordinates(APRIL.on, known=99))
    with pytest.raises(NoPolicyInForce):
        roll.many.of(["ada"], Coordinates(date(1999, 1, 1)))


def test_more_than_a_batch_is_told_in_order(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.many_standings.BATCH", 2)
    assert list(roll.levels()) == ["ada", "ben", "eve"]
    assert [line.pathway for line in roll.many.of(["eve", "ada", "ben"], APRIL) if isinstance(line, Brief)] == [
        "eve",
        "ada",
        "ben",
    ]


def test_stale_rows_are_made_again(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.renewing.BATCH", 2)
    roll.record("policy/harbour", published("2", hours=45, in_force_from="2019-06-01"))

    assert list(roll.renewing().renew()) == [2, 1]

    assert roll.rows.stale("", 9) == []
    _as_worked_out(roll)


def test_after_the_first_time_only_what_was_moved_is_looked_at(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infrastructure.renewals._BATCH", 2)
    roll.record("program/Y", ProgramSubmitted(kind="CMTP"), APPROVED)
    assert list(roll.renewing().renew()) == []
    monkeypatch.setattr(roll.rows, "stale", None)

    roll.record("pathway/gil", PathwayOpened(opened_on=MARCH_1), msgspec.structs.replace(course(), program="Y"))
    assert list(roll.renewing().renew()) == []
    roll.record("program/Y", WITHDRAWN)
    assert roll.rows.true(["ada", "gil"]).keys() == {"ada"}
    assert list(roll.renewing().renew()) == [1]
    roll.record("program/X", WITHDRAWN)
    assert list(roll.renewing().renew()) == [3]

    assert roll.rows.counted() == (4, 0)
    _as_worked_out(roll)


def test_of_whom_only_what_they_rely_on_was_moved_no_event_is_read(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    list(roll.renewing().renew())
    roll.record("program/X", WITHDRAWN)
    read: list[str] = []
    stream = roll.store.stream

    def watched(name: str, until: int | None = None) -> list[Recorded]:
        read.append(name)
        return stream(name, until)

    monkeypatch.setattr(roll.store, "stream", watched)

    assert list(roll.renewing().renew()) == [3]

    assert [name for name in read if name.startswith("pathway/")] == []
    position = roll.store.head()
    for name, row in roll.rows.true(["ada", "ben", "eve"]).items():
        assert row == roll.assessor.row(name, position)


def test_a_row_that_does_not_know_all_events_of_its_pathway_is_made_from_these(roll: Roll) -> None:
    with roll.database.writing() as transaction:
        transaction.rows("UPDATE standing SET known = 1 WHERE pathway = 'ada' RETURNING pathway")
    assert roll.rows.knowing_own(["ada", "ben", "nobody"]).keys() == {"ben"}

    assert list(roll.renewing().renew()) == [1]

    _as_worked_out(roll)


def test_a_damaged_row_is_made_from_events(roll: Roll) -> None:
    list(roll.renewing().renew())
    roll.record("program/X", WITHDRAWN)
    with roll.database.writing() as transaction:
        transaction.rows("UPDATE standing SET tracks = x'ff' RETURNING pathway")

    assert list(roll.renewing().renew()) == [3]

    _as_worked_out(roll)


def test_rows_of_a_span_are_made_from_events_where_there_are_none(roll: Roll, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.renewing.BATCH", 1)
    with roll.database.writing() as transaction:
        transaction.rows("DELETE FROM standing RETURNING pathway")

    assert list(roll.renewing().make("ada", "eve")) == [1, 1]

    assert roll.rows.pathways("", 9) == ["ben", "eve"]
    _as_worked_out(roll)


def _as_worked_out(roll: Roll) -> None:
    fresh = Assessor(roll.store, roll.assessor._shelf._policy_from, roll.assessor._clock, "harbour")  # noqa: SLF001
    head = roll.store.head()
    for name in ("ada", "ben", "eve"):
        assert roll.assessor.answer(name, APRIL) == fresh.answer(name, Coordinates(APRIL.on, known=head))
