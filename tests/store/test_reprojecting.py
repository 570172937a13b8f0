"""A new generation of standing rows: built beside the live one, compared, brought in, and rolled back."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import pytest
from sqlalchemy import Engine

from application import building
from application.assessing import Coordinates
from application.building import NOTHING_RECORDED, OWN_EVIDENCE
from application.differing import Differing, Differs
from application.generations import Difference
from application.reprojecting import NothingKept, Reprojecting
from application.store import StandingRow
from domain.change import Effect
from domain.pathway.record import EvidenceRetracted
from domain.program.events import ApprovalWithdrawn
from domain.reprojections import ReprojectionCompleted, ReprojectionRequested
from tests.application.harbour import MARCH_1, REGISTRAR, course, published
from tests.store.reprojections import NOON, OPENED, Disturbed, Harbour, slowly

ALL = ["ada", "ben", "eve"]
ON = date(2020, 4, 1)
WITHDRAWN = ApprovalWithdrawn(effective_on=MARCH_1, mode="ab initio", reason="a false paper")


@pytest.fixture
def harbour(engine: Engine) -> Harbour:
    return Harbour(engine).open()


def disturbed(harbour: Harbour, disturb: object) -> Reprojecting:
    found = harbour.reprojecting(slowly())
    with found.begun(REGISTRAR, "ann", from_events=False) as run:
        assert callable(disturb)
        list(found.build(run, Disturbed(found, disturb)))
        found.bring_in(run, REGISTRAR)
    return found


def test_a_new_text_is_answered_from_rows_again_and_what_it_changed_is_known(harbour: Harbour) -> None:
    position = harbour.record("policy/harbour", published("2", hours=45))
    assert harbour.true() == []

    result = harbour.reproject()

    assert harbour.true() == ALL
    assert (result.generation, result.before, result.tally.rows, result.tally.rows_before) == (2, 1, 3, 3)
    assert (result.tally.changed, result.tally.causes) == (1, {"policy/harbour@2": 1})
    assert result.tally.digest != result.tally.digest_before
    due_to = ("policy/harbour@2",)
    assert list(harbour.reprojecting().differences(1)) == [Difference("ada", due_to)]
    assert list(harbour.reprojecting().differing(ON)) == [Differs("ada", (Effect.LOSES,), due_to)]
    assert list(harbour.reprojecting().differing(date(2018, 1, 1))) == [Differs("ada", (), due_to)]
    assert [each.event for each in harbour.kept.stream("policy/harbour")[-2:]] == [
        ReprojectionRequested(reprojection=result.name, known=position, requested_by="registrar"),
        ReprojectionCompleted(
            reprojection=result.name, known=position, pathways=3, changed=1, changes_hash=result.changes_hash
        ),
    ]


def test_differences_of_generations_that_are_gone_are_told_without_effects(harbour: Harbour) -> None:
    assert list(harbour.reprojecting().differing(ON)) == []
    harbour.record("policy/harbour", published("2", hours=45))
    harbour.reproject()
    harbour.reprojecting().discard("ann", "ann")

    assert list(harbour.reprojecting().differing(ON)) == [Differs("ada", (), ("policy/harbour@2",))]


def test_rows_that_are_alike_have_no_effects(harbour: Harbour) -> None:
    harbour.reproject()
    differing = Differing(harbour.assessor, harbour.kept.generations, 1, 2, ON)

    told = differing.of(iter([Difference("ben", ()), Difference("eve", ())]))
    assert list(told) == [Differs("ben", (), ()), Differs("eve", (), ())]


def test_rows_built_from_events_are_those_that_were_kept_with_them(harbour: Harbour) -> None:
    tally = harbour.reproject(from_events=True).tally

    assert (tally.changed, tally.read_anew, tally.digest) == (0, 3, tally.digest_before)
    assert harbour.reproject().tally == harbour.reproject().tally
    assert [each.number for each in harbour.kept.generations.all()] == [3, 4]


@pytest.mark.parametrize(("size", "clock"), [(2, lambda: NOON), (1, slowly())])
def test_batches_of_any_size_build_the_same(
    harbour: Harbour, monkeypatch: pytest.MonkeyPatch, size: int, clock: Callable[[], datetime]
) -> None:
    at_once = harbour.reproject(from_events=True).tally
    monkeypatch.setattr(building, "BATCH", size)
    found = harbour.reprojecting(clock)

    with found.begun(REGISTRAR, "ann", from_events=True) as run:
        harbour.built(found, run)
        assert found.bring_in(run, REGISTRAR).tally == at_once


def test_facts_that_a_program_moved_are_read_anew(harbour: Harbour) -> None:
    harbour.record("program/X", WITHDRAWN)

    tally = harbour.reproject().tally

    assert (tally.read_anew, tally.changed, tally.causes) == (3, 2, {"program/X@3": 2})


def test_of_several_causes_those_are_told_that_moved_somebody(harbour: Harbour) -> None:
    harbour.record("policy/harbour", published("2", hours=45))
    harbour.record("program/X", WITHDRAWN)
    harbour.record("policy/harbour", published("3", hours=46))

    harbour.reproject()

    found = {each.pathway: each.causes for each in harbour.reprojecting().differences(1)}
    assert found == {"ada": ("policy/harbour@2",), "eve": ("program/X@3",)}


def test_a_row_that_is_missing_or_told_otherwise_now_is_made_from_events(harbour: Harbour) -> None:
    generations = harbour.kept.generations
    eve = generations.row(1, "eve")
    assert eve is not None
    ben = generations.row(1, "ben")
    assert ben is not None
    generations.mend(1, [StandingRow("ben", ben.known, eve.tracks, ben.relies_on)])
    with harbour.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM standing WHERE pathway = 'eve'")

    result = harbour.reproject(from_events=True)

    assert harbour.true() == ALL
    assert (result.tally.rows, result.tally.rows_before, result.tally.causes) == (3, 2, {NOTHING_RECORDED: 1})


@pytest.mark.parametrize("from_events", [False, True])
@pytest.mark.parametrize("facts", [None, b"abcd"])
def test_a_row_that_is_damaged_is_made_from_events(harbour: Harbour, facts: object, *, from_events: bool) -> None:
    generations = harbour.kept.generations
    whole = generations.row(1, "ada")
    assert whole is not None
    held: dict[str, object] = msgspec.msgpack.decode(whole.tracks)
    damaged = msgspec.msgpack.encode(held | {"facts": facts}) if facts else b"\xff"
    generations.mend(1, [msgspec.structs.replace(whole, tracks=damaged)])

    tally = harbour.reproject(from_events=from_events).tally

    mended = generations.row(2, "ada")
    assert mended is not None
    assert mended.tracks == whole.tracks
    assert tally.digest != tally.digest_before
    assert tally.causes == ({} if facts else {NOTHING_RECORDED: 1})


def test_what_is_recorded_meanwhile_is_caught_up_with(harbour: Harbour) -> None:
    def disturb() -> None:
        harbour.record("pathway/new", OPENED)
        harbour.record("pathway/ada", EvidenceRetracted(of="course-1", reason="another's"))
        harbour.record("program/X", WITHDRAWN)

    harbour.record("policy/harbour", published("2", hours=45))
    found = disturbed(harbour, disturb)

    assert harbour.true() == [*ALL, "new"]
    assert found.status().live == 2
    assert harbour.assessor.answer("ada", Coordinates(MARCH_1)).level.id == "none"


def test_a_rulebook_that_moves_meanwhile_has_all_built_again(harbour: Harbour) -> None:
    found = disturbed(harbour, lambda: harbour.record("policy/harbour", published("2", hours=45)))

    assert harbour.true() == ALL
    assert list(found.differences(1)) == [Difference("ada", ("policy/harbour@3",))]


def test_the_generation_before_is_brought_back_and_knows_who_was_recorded_since(harbour: Harbour) -> None:
    harbour.reproject()
    harbour.record("pathway/new", OPENED)

    assert harbour.reprojecting().roll_back(REGISTRAR) == 1
    assert harbour.true() == [*ALL, "new"]
    harbour.record("pathway/ben", course("course-2", hours=60))

    assert harbour.reprojecting().roll_back(REGISTRAR) == 2
    assert harbour.true() == [*ALL, "new"]
    assert harbour.kept.rows.pathways("", 9) == [*ALL, "new"]


def test_a_generation_that_is_kept_can_be_discarded(harbour: Harbour) -> None:
    with pytest.raises(NothingKept, match="no generation is kept beside the live one, 1"):
        harbour.reprojecting().roll_back(REGISTRAR)

    harbour.reproject()
    assert harbour.reprojecting().discard("ann", "ann") == 1

    with pytest.raises(NothingKept):
        harbour.reprojecting().roll_back(REGISTRAR)
    assert harbour.true() == ALL


def test_the_row_of_one_pathway_is_made_again_in_its_place(harbour: Harbour) -> None:
    one = harbour.reprojecting().one
    assert one("ada") is None

    harbour.record("policy/harbour", published("2", hours=45))

    assert one("ada") == Difference("ada", ("policy/harbour@2",))
    assert harbour.true() == ["ada"]


def test_a_row_that_knew_less_of_its_own_evidence_differs_by_that(harbour: Harbour) -> None:
    before = harbour.kept.generations.row(1, "ben")
    assert before is not None
    harbour.record("pathway/ben", course("course-2", hours=60))
    with harbour.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM standing WHERE pathway = 'ben'")
    harbour.kept.generations.mend(1, [before])

    assert harbour.reproject().tally.causes == {OWN_EVIDENCE: 1}
