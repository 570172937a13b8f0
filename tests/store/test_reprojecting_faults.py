"""A re-projection that is broken off, begun twice, or finds what it cannot read: each is named, and nothing is lost."""

import pickle
from datetime import timedelta
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError
from sqlalchemy import Engine, event

from application.building import Building
from application.crew import Alone
from application.generations import NotKept
from application.jobs import LEASE, Claim, ClaimLost, JobHeld
from application.reprojecting import AskedOtherwise, NothingKept, Unfinished
from application.store import Command, Idempotency, StoreFull, UnreadableEvent
from application.working import Reprojections
from domain.pathway.training import CourseCompleted
from domain.topics import EVENTS
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.generations import SqlGenerations
from infrastructure.jobs import SqlJobs
from tests.application.harbour import REGISTRAR, course, published
from tests.store.killing import NAMES, prepare
from tests.store.reprojections import NOON, OPENED, Harbour, slowly

ALL = ["ada", "ben", "eve"]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def harbour(engine: Engine) -> Harbour:
    found = Harbour(engine).open()
    found.record("policy/harbour", published("2", hours=45))
    return found


def broken_off(harbour: Harbour) -> None:
    """Build one row, and go away."""
    found = harbour.reprojecting(slowly())
    with found.begun(REGISTRAR, "ann", from_events=False) as run:
        next(found.build(run, Alone(found.builder())))


def test_what_was_broken_off_goes_on_where_it_stopped(harbour: Harbour) -> None:
    broken_off(harbour)
    found = harbour.reprojecting(slowly())
    assert found.status().live == 1

    with found.begun(REGISTRAR, "bob", from_events=False) as run:
        assert [each.done for each in harbour.built(found, run)][:2] == [2, 3]
        found.bring_in(run, REGISTRAR)

    assert harbour.true() == ALL
    assert found.status().job is not None


def test_a_second_one_is_refused_while_the_first_gives_signs(harbour: Harbour) -> None:
    first, second = harbour.reprojecting(), harbour.reprojecting(lambda: NOON + timedelta(seconds=14))
    with (
        first.begun(REGISTRAR, "ann", from_events=False),
        pytest.raises(JobHeld, match="a re-projection is under way, held by ann until 2026-03-01T12:00:15"),
        second.begun(REGISTRAR, "bob", from_events=False),
    ):
        pass


def test_who_has_lost_the_claim_writes_nothing_more(harbour: Harbour) -> None:
    first, later = harbour.reprojecting(), harbour.reprojecting(lambda: NOON + MINUTE)
    with first.begun(REGISTRAR, "ann", from_events=False) as lost:
        with later.begun(REGISTRAR, "bob", from_events=False) as taken:
            with pytest.raises(ClaimLost):
                harbour.built(first, lost)
            harbour.built(later, taken)
            with pytest.raises(ClaimLost):
                first.bring_in(lost, REGISTRAR)
            assert first.status().live == 1
            later.bring_in(taken, REGISTRAR)
        with pytest.raises(ClaimLost):
            first.bring_in(lost, REGISTRAR)

    assert harbour.true() == ALL


def test_a_part_that_two_are_at_is_built_and_counted_once(harbour: Harbour) -> None:
    found = harbour.reprojecting(slowly())
    with found.begun(REGISTRAR, "ann", from_events=False) as run:
        building = Building(run.claim, run.asked.generation, from_events=False)
        next(found.build(run, Alone(found.builder())))
        (part,) = harbour.kept.generations.parts(run.claim.job)
        first, second = found.builder().build(building, part), found.builder().build(building, part)
        assert (next(first), next(second), list(first)) == (1, 1, [])

        harbour.built(found, run)
        tally = found.bring_in(run, REGISTRAR).tally

    assert (tally.rows, tally.rows_before, tally.changed) == (3, 3, 1)
    assert tally.digest == harbour.reproject().tally.digest
    assert harbour.kept.jobs.progress(1) == (3, 3)


def test_who_builds_what_was_begun_anew_or_let_go_of_writes_nothing_more(harbour: Harbour) -> None:
    found, generations = harbour.reprojecting(slowly()), harbour.kept.generations
    with found.begun(REGISTRAR, "ann", from_events=False) as run:
        building = Building(run.claim, run.asked.generation, from_events=False)
        (before,) = generations.parts(run.claim.job)
        lost = found.builder().build(building, before)
        next(lost)
        generations.begin(run.claim, run.asked.generation, NOON, from_events=False)
        (again,) = generations.parts(run.claim.job)
        with pytest.raises(ClaimLost, match="begun anew"):
            next(lost)
        assert generations.tally(run.claim.job).rows == 0

    with pytest.raises(ClaimLost, match="taken over, or given up"):
        next(found.builder().build(building, again))
    assert generations.tally(run.claim.job).rows == 0


@pytest.mark.parametrize("last", ["complete", "bring_in"])
def test_where_the_rulebook_moves_at_the_last_moment_all_is_built_once_more(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    step, texts = getattr(SqlGenerations, last), iter([published("3", hours=35)])

    def preceded(of: SqlGenerations, *given: Any) -> None:  # noqa: ANN401  (of either step)
        for text in texts:
            harbour.record("policy/harbour", text)
        step(of, *given)

    monkeypatch.setattr(SqlGenerations, last, preceded)
    found, command = harbour.reprojecting(), Command("ann", "c-1")
    job = found.ask(command, Idempotency("again", "digest"), from_events=False)
    taken = harbour.kept.jobs.take("ann", NOON, LEASE)
    assert taken is not None

    Reprojections(found, lambda: Alone(found.builder())).all(job, Claim(job.number, "ann"), lambda: None)

    assert harbour.true() == ALL
    assert harbour.kept.generations.live() == 2
    assert harbour.kept.rows.counted() == (3, 0)
    assert harbour.kept.generations.tally(job.number).rows == 3


def test_one_that_ended_between_the_swap_and_its_record_is_finished_when_begun_again(harbour: Harbour) -> None:
    found = harbour.reprojecting()
    with found.begun(REGISTRAR, "ann", from_events=False) as run:
        harbour.built(found, run)
        harbour.kept.generations.bring_in(2, run.claim, NOON)
    with pytest.raises(Unfinished, match=f"{run.asked.name} is not finished"):
        found.discard("ann", "ann")

    with found.begun(REGISTRAR, "ann", from_events=False) as again:
        assert harbour.built(found, again) == []
        assert found.bring_in(again, REGISTRAR).generation == 2
    topics = [each.event.topic() for each in harbour.kept.stream("policy/harbour")]
    assert topics[2:] == ["policy.reprojection-requested.v1", "policy.reprojection-completed.v1"]


def test_what_is_built_is_held_back_or_discarded(harbour: Harbour) -> None:
    broken_off(harbour)
    found = harbour.reprojecting()
    with pytest.raises(Unfinished):
        found.roll_back(REGISTRAR)
    with (
        pytest.raises(AskedOtherwise, match="a re-projection from facts is not finished"),
        found.begun(REGISTRAR, "ann", from_events=True),
    ):
        pass

    assert found.discard("ann", "ann") == 2

    assert [each.number for each in harbour.kept.generations.all()] == [1]
    assert harbour.reproject(from_events=True).tally.rows == 3


def test_an_event_that_cannot_be_read_stops_it_with_its_position(harbour: Harbour) -> None:
    less = harbour.reprojecting(events={topic: kind for topic, kind in EVENTS.items() if kind is not CourseCompleted})
    with (
        pytest.raises(UnreadableEvent, match="pathway/ada@2 at position 5 cannot be read") as stopped,
        less.begun(REGISTRAR, "ann", from_events=True) as run,
    ):
        harbour.built(less, run)

    job = less.status().job
    assert job is not None
    assert job.stage == f"stopped: {stopped.value}"
    assert str(pickle.loads(pickle.dumps(stopped.value))) == str(stopped.value)  # noqa: S301  (our own bytes)
    assert harbour.reproject(from_events=True).tally.rows == 3


def test_a_disk_that_is_full_stops_it_and_the_live_generation_answers(sqlite_url: str) -> None:
    prepare(sqlite_url)
    roomy, full = open_engine(sqlite_url), open_engine(sqlite_url)
    with roomy.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 2
    event.listen(full, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}").close())
    found = Harbour(full).reprojecting(slowly())

    with (
        pytest.raises(StoreFull, match="make room"),
        found.begun(REGISTRAR, "ann", from_events=False) as run,
    ):
        list(found.build(run, Alone(found.builder())))

    assert (found.status().live, found.status().generations[1].complete) == (1, False)
    assert Harbour(roomy).reproject().tally.rows == len(NAMES) + 3
    roomy.dispose()
    full.dispose()


def test_answers_come_from_the_generation_before_and_the_log_says_so_or_neither(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    harbour = Harbour(engine).open()
    harbour.reproject()
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER broken_off BEFORE INSERT ON events WHEN NEW.topic LIKE '%rolled-back%' "
            "BEGIN SELECT RAISE(ABORT, 'broken off'); END"
        )
    with pytest.raises(IntegrityError, match="broken off"):
        harbour.reprojecting().roll_back(REGISTRAR)
    assert harbour.kept.generations.live() == 2
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER broken_off")

    assert harbour.reprojecting().roll_back(REGISTRAR) == 1
    engine.dispose()


def test_a_generation_of_which_rows_are_deleted_is_not_brought_back(harbour: Harbour) -> None:
    harbour.reproject()
    next(harbour.kept.generations.drop(1, 1))
    with pytest.raises(NothingKept):
        harbour.reprojecting().roll_back(REGISTRAR)
    with pytest.raises(NotKept, match="no generation 1 is kept"):
        harbour.reprojecting().roll_back(REGISTRAR, 1)

    assert harbour.reprojecting().discard("ann", "ann") == 1
    assert [each.number for each in harbour.kept.generations.all()] == [2]


def test_a_store_without_pathways_is_reprojected_at_once(harbour: Harbour, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM standing")

    assert harbour.reproject().tally.rows == 0
    assert harbour.true() == []


def test_who_was_recorded_on_before_the_first_row_was_written_is_built_by_what_is_known_then(harbour: Harbour) -> None:
    found = harbour.reprojecting()
    with found.begun(REGISTRAR, "ann", from_events=True) as run:
        harbour.record("pathway/ada", course("course-2", hours=60))
        harbour.record("pathway/new", OPENED)
        harbour.built(found, run)
        found.bring_in(run, REGISTRAR)

    assert harbour.true() == [*ALL, "new"]


def test_a_claim_of_nobody_is_lost(engine: Engine, harbour: Harbour) -> None:
    jobs = SqlJobs(database(engine))
    assert harbour.true() == []
    assert jobs.last("re-projection") is None

    with pytest.raises(ClaimLost):
        jobs.state(Claim(1, "ann"), "building", NOON)
