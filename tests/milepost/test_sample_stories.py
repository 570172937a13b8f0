"""The cast answers as its stories tell, and those drawn stand in all the ways that the rules know."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from application.assessing import Assessor, Coordinates
from domain.answer import Answer
from milepost.command_line import main
from milepost.command_line.desk import Desk
from milepost.composition import Milepost, open_milepost
from milepost.sample.cast import stories
from milepost.settings import Settings

MARCH_1 = date(2022, 3, 1)
END_OF_2021 = date(2021, 12, 31)
PATHWAYS = 300


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.sqlite'}")


@pytest.fixture(scope="module")
def milepost(settings: Settings) -> Milepost:
    for command in (["init"], ["sample", "--pathways", str(PATHWAYS), "--workers", "2"]):
        done = CliRunner().invoke(main, command, obj=Desk(settings))
        assert done.exit_code == 0, done.output
    return open_milepost(settings)


@pytest.fixture(scope="module")
def assessor(milepost: Milepost) -> Assessor:
    return milepost.assessor


@pytest.mark.parametrize(
    ("under", "known", "expected"),
    [
        ("2019.10", END_OF_2021, ("trained_unrecognised", date(2020, 7, 10), "good", {"course"})),
        ("2019.10", None, ("qualified", date(2021, 7, 1), "good", {"retrospective"})),
        (None, END_OF_2021, ("qualified", date(2020, 7, 10), "conditional", {"pandemic course"})),
        (None, None, ("qualified", date(2020, 7, 10), "good", {"pandemic course"})),
    ],
)
def test_ben_stands_in_four_ways_on_one_day(
    assessor: Assessor, under: str | None, known: date | None, expected: tuple[str, date, str, set[str]]
) -> None:
    answer = assessor.answer("ben", Coordinates(on=MARCH_1, known=known, under=under))

    routes = {base.route for base in answer.basis if base.level == answer.level.id}
    assert (answer.level.id, answer.level.since, answer.standing.id, routes) == expected


def test_ada_is_qualified_and_listed_since_her_course(assessor: Assessor) -> None:
    answer = assessor.answer("ada", Coordinates(on=MARCH_1))

    assert (answer.level.id, answer.level.since) == ("qualified", date(2020, 3, 20))
    assert (answer.standing.id, answer.listing.state) == ("good", "listed")


def test_chiara_is_under_review_only_since_the_retraction_was_recorded(assessor: Assessor) -> None:
    on = date(2022, 3, 2)

    before = assessor.answer("chiara", Coordinates(on=on, known=date(2022, 3, 3)))
    after = assessor.answer("chiara", Coordinates(on=on, known=date(2022, 3, 4)))
    earlier = assessor.answer("chiara", Coordinates(on=date(2022, 2, 28)))

    assert [each.level.id for each in (before, after, earlier)] == ["certified"] * 3
    assert [each.standing.id for each in (before, after, earlier)] == ["good", "under review", "good"]


def test_david_is_off_the_list_a_year_after_his_last_fee(assessor: Assessor) -> None:
    *_, listed, last = assessor.timeline("david", Coordinates(on=MARCH_1))

    assert (listed.listing, listed.until) == ("listed", date(2027, 9, 1))
    assert (last.listing, last.from_, last.reasons) == ("unlisted", date(2027, 9, 1), ("FEE_DUE",))


@pytest.mark.parametrize("name", ["elena", "farid", "greta"])
def test_graduates_of_cedar_wait_for_its_approval(assessor: Assessor, name: str) -> None:
    answer = assessor.answer(name, Coordinates(on=date(2026, 10, 1)))

    assert answer.level.id == "trained_unrecognised"
    assert "PROGRAM_NOT_APPROVED" in answer.reasons


def test_hana_is_listed_again_by_an_announcement_of_what_was_in_force_before(assessor: Assessor) -> None:
    on = date(2025, 9, 5)

    before = assessor.answer("hana", Coordinates(on=on, known=date(2025, 9, 10)))
    after = assessor.answer("hana", Coordinates(on=on, known=date(2025, 9, 20)))

    assert (before.listing.state, before.listing.reasons) == ("unlisted", ("FD_STALE",))
    assert after.listing.state == "listed"


def test_the_refresher_of_jonas_is_no_way_in(assessor: Assessor) -> None:
    answer = assessor.answer("jonas", Coordinates(on=date(2020, 12, 1)))

    assert answer.level.id == "trained_unrecognised"
    assert {"REFRESHER_NOT_A_ROUTE", "RETRO_WINDOW_EXCEEDED", "ALT_NOT_IN_FORCE"} <= set(answer.reasons)


def test_every_member_of_the_cast_has_a_story(milepost: Milepost) -> None:
    named = {name.removeprefix("pathway/") for name in milepost.store.streams("pathway/") if "IMI-" not in name}

    assert named == set(stories())


def test_every_event_can_be_read_and_every_pathway_answered(milepost: Milepost) -> None:
    answers = [
        milepost.assessor.answer(name.removeprefix("pathway/"), Coordinates(on=date(2026, 11, 1)))
        for name in milepost.store.streams("pathway/")
    ]

    assert sum(1 for _ in milepost.store.log()) == milepost.store.head()
    assert _routes(answers) >= {
        "approved course",
        "retrospective",
        "pandemic course",
        "assessed experience",
        "assessed online experience",
        "recognition",
    }
    assert {answer.level.id for answer in answers} >= {"trained_unrecognised", "qualified", "certified", "none"}
    assert Counter(answer.standing.id for answer in answers).keys() >= {"good", "conditional", "under review"}
    assert {answer.listing.state for answer in answers} == {"listed", "unlisted"}


def test_rows_written_on_the_way_are_the_answers_worked_out_on_the_spot(milepost: Milepost, settings: Settings) -> None:
    fresh = [name for name in _pathways(milepost) if milepost.store.standing(name)]
    spot = open_milepost(settings).assessor
    head = milepost.store.head()

    for name in fresh:
        kept = milepost.assessor.answer(name, Coordinates(on=MARCH_1))
        assert kept == spot.answer(name, Coordinates(on=MARCH_1, known=head))
    assert fresh


def test_a_store_that_holds_something_is_left_alone(settings: Settings, milepost: Milepost) -> None:
    head = milepost.store.head()

    done = CliRunner().invoke(main, ["sample"], obj=Desk(settings))

    assert done.exit_code == 1
    assert f"the store holds {head} events" in done.output
    assert milepost.store.head() == head


def test_a_history_of_the_sample_can_be_restored(tmp_path: Path) -> None:
    desk = Desk(Settings(database_url=f"sqlite:///{tmp_path / 'restored.sqlite'}"))
    file = tmp_path / "sample.jsonl"

    for command in (["init"], ["sample", "--pathways", "10", "--out", str(file)], ["import", str(file)]):
        done = CliRunner().invoke(main, command, obj=desk)
        assert done.exit_code == 0, done.output

    assert desk.milepost.store.head() == len(file.read_bytes().splitlines()) - 1


def _pathways(milepost: Milepost) -> list[str]:
    return [name.removeprefix("pathway/") for name in milepost.store.streams("pathway/")]


def _routes(answers: list[Answer]) -> set[str]:
    return {base.route for answer in answers for base in answer.basis}
