"""``milepost reproject``: built, shown, compared, rolled back and discarded from the command line."""

from datetime import timedelta
from itertools import count
from multiprocessing import active_children
from threading import Thread

import pytest
from msgspec.structs import replace

from application.building import Building
from application.crew import WorkerLost
from application.generations import Part
from application.jobs import Claim
from milepost.command_line.desk import Desk
from milepost.crew import Processes
from milepost.settings import Settings
from tests.milepost.running import ADA, MARCH_1, Cli, X


@pytest.fixture
def office(imi: Cli) -> Cli:
    """The command over a store with one program and one pathway, whose row is true."""
    imi.run("import", imi.rows(X))
    imi.run("import", imi.rows(ADA))
    return imi


def test_a_generation_is_built_told_and_rolled_back(office: Cli) -> None:
    assert office.says("reproject").startswith("Generation 2 is live: 1 standing rows.\n")
    assert office.answer("reproject", "--status")["last"]["state"] == "live"
    assert office.says("reproject", "--roll-back") == (
        "Answers come from generation 1 again; the one that was live is kept.\n"
    )
    assert office.answer("reproject", "--roll-back") == {"live": 2}
    assert office.answer("reproject", "--discard") == {"discarded": 1}
    assert "no generation is kept" in office.refuses("reproject", "--roll-back")
    assert office.says("reproject", "--status").startswith("Answers come from generation 2.\n")


def test_what_is_held_back_is_brought_in_by_the_same_command(office: Cli) -> None:
    assert office.answer("reproject", "--from-events", "--hold")["live"] is False
    assert "generation 2  not finished" not in office.says("reproject", "--status")
    assert "from events is not finished" in office.refuses("reproject")

    assert office.answer("reproject", "--from-events")["live"] is True


def test_several_processes_build_what_one_does(office: Cli) -> None:
    one = office.answer("reproject", "--from-events")["tally"]

    assert office.answer("reproject", "--from-events", "--workers", "2")["tally"] == one
    assert office.says("reproject", "--differences") == ""


def test_a_job_is_held_by_a_clock_that_goes_on(office: Cli) -> None:
    seconds = count()
    desk = Desk(replace(office.settings, database_url=office.url), lambda: MARCH_1 + timedelta(seconds=next(seconds)))

    assert desk.running.clock() < desk.running.clock()
    assert desk.milepost.clock() == desk.milepost.clock()
    desk.close()


def test_a_cluster_is_not_given_a_file_to_work_on(office: Cli) -> None:
    said = office.refuses("reproject", "--scheduler", "tcp://x:1")

    assert "--scheduler needs PostgreSQL; --workers spreads the work over processes of this machine" in said
    assert office.answer("reproject", "--status")["last"] is None
    assert "--scheduler names no address" in office.refuses("reproject", "--scheduler", " ", code=2)
    assert "leave out one" in office.refuses("reproject", "--scheduler", "tcp://x:1", "--workers", "2", code=2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["--status"], ["--discard"]),
        (["--roll-back"], ["--discard"]),
        (["--pathway", "ada"], ["--discard"]),
        (["--pathway", "ada"], ["--roll-back"]),
        (["--pathway", "ada"], ["--hold"]),
        (["--pathway", "ada"], ["--workers", "2"]),
        (["--pathway", "ada"], ["--from-events"]),
        (["--roll-back"], ["--hold"]),
        (["--differences"], ["--from-events"]),
        (["--status"], ["--scheduler", "tcp://x:1"]),
    ],
    ids=lambda given: given[0],
)
def test_options_of_which_it_would_do_only_one_are_refused_and_nothing_is_done(
    office: Cli, one: list[str], other: list[str]
) -> None:
    office.run("reproject")
    before = office.answer("reproject", "--status")

    for given in ([*one, *other], [*other, *one]):
        said = office.refuses("reproject", *given, code=2)
        assert f"{one[0]} and {other[0]} do not go together: leave out one" in " ".join(said.split())

    assert office.answer("reproject", "--status") == before


def test_one_pathway_is_made_again(office: Cli) -> None:
    assert office.says("reproject", "--pathway", "ada") == "The row of ada was made again, and says what it said.\n"
    assert office.answer("reproject", "--pathway", "ada") == {"pathway": "ada", "changed": False, "causes": []}
    assert "no pathway 'bob' was opened" in office.refuses("reproject", "--pathway", "bob")


def test_a_worker_that_is_killed_is_told_as_lost(office: Cli) -> None:
    crew = Processes(Settings(database_url=office.url), 1)
    killer = Thread(target=kill_the_first)
    killer.start()

    with pytest.raises(WorkerLost, match="a worker ended before its part was done"):
        list(crew.work(Building(Claim(1, "ann"), 2, from_events=True), [Part(1, "zoe", "")]))
    killer.join()


def kill_the_first() -> None:
    """Kill the first worker there is, while it still opens its store."""
    while not active_children():
        pass
    active_children()[0].kill()
