"""Re-projection and impact on a Dask cluster: what one process finds, whoever is lost on the way."""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from gc import get_objects
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from dask import config as dask_config
from distributed import Client

from application.access import Caller, Role
from application.asked_impacts import Wish
from application.crew import Alone, Crew
from application.desks.instruction import Instruction
from application.generations import Tally
from application.impact_lines import written
from application.impacts import Question
from domain.policy.reading import read_policy
from infrastructure.documents import canonical_bytes, read_yaml
from infrastructure.engine import open_engine
from infrastructure.spilling import Spilled
from milepost.cluster import Cluster, DistributedMissing, NoWorkers, Patience, SchedulerUnreachable, cluster
from milepost.command_line import main
from milepost.command_line.desk import Desk
from milepost.composition import Milepost, open_milepost
from milepost.errand import OtherStore
from milepost.settings import Settings
from milepost.trying import tries
from tests.application.harbour import BASE, REGISTRAR, TEXT, published
from tests.store.certificates import certified
from tests.store.clusters import LosingOne, Started, started
from tests.store.killing import NAMES, prepare
from tests.store.postgresql import database_url
from tests.store.reprojections import Harbour

WORKERS = 3
ANKE = Caller("anke", frozenset({Role.ADMINISTRATOR}))
ROWS = "SELECT pathway, country, relies_on, tracks FROM standing WHERE generation = %s ORDER BY 1"
DRAFT = TEXT.format(version="3", hours=50, title="Fifty hours", in_force_from="2020-01-01")


@pytest.fixture(scope="module")
def url(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE spread TEMPLATE migrated")
    found = database_url(server, "spread")
    prepare(found)
    return found


@pytest.fixture(scope="module")
def dask(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("dask")
    configured = dask_config.merge(dask_config.config, certified(folder))
    with dask_config.set(configured), started(folder, url, WORKERS, f"DASK_CONFIG={folder}") as found:
        with client(found) as told:
            told.wait_for_workers(WORKERS, 240)
        yield found


def client(dask: Started) -> Client:
    return Client(dask.address, set_as_default=False)  # type: ignore[no-untyped-call]


@pytest.fixture
def milepost(url: str) -> Iterator[Milepost]:
    found = open_milepost(Settings(database_url=url, rulebook="harbour"))
    yield found
    found.close()


@pytest.fixture
def spread(dask: Started, milepost: Milepost) -> Iterator[Cluster]:
    with cluster(dask.address, milepost, Patience(workers=1)) as found:
        yield found


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide work into several pieces, however few pathways there are."""
    monkeypatch.setattr("infrastructure.generations._OF_A_PART", 9)
    monkeypatch.setattr("application.impacts.BATCH", 1)


def run(url: str, *arguments: object) -> Result:
    desk = Desk(Settings(database_url=url, rulebook="harbour", actor="ann"))
    return CliRunner().invoke(main, [str(each) for each in arguments], obj=desk)


def drafted(folder: Path) -> Path:
    draft = folder / "draft.yaml"
    draft.write_text(DRAFT + "...\n")
    return draft


def impact(url: str, folder: Path, *arguments: object) -> str:
    result = run(url, "policy", "impact", drafted(folder), "--json", "--on", "2022-01-01", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def reprojected(milepost: Milepost, crew: Crew) -> Tally:
    """Return what was counted in a re-projection from events."""
    with milepost.reprojecting.begun(REGISTRAR, "ann", from_events=True) as run:
        list(milepost.reprojecting.build(run, crew))
        return milepost.reprojecting.bring_in(run, REGISTRAR).tally


def rows(milepost: Milepost) -> list[tuple[object, ...]]:
    """Return the live rows, but for how far they know the log."""
    with psycopg.connect(milepost.settings.database_url) as connection:
        return connection.execute(ROWS, (milepost.reprojecting.status().live,)).fetchall()


def builder(milepost: Milepost) -> Alone:
    return Alone(milepost.reprojecting.builder())


def test_the_report_of_a_cluster_is_that_of_one_process_to_the_byte(url: str, dask: Started, tmp_path: Path) -> None:
    report = impact(url, tmp_path, "--scheduler", dask.address)

    assert report == impact(url, tmp_path)
    assert report.count('"line":"touched"') == 5


def test_so_is_a_report_on_events_that_are_not_recorded(url: str, dask: Started, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    program = {"event": "approval withdrawn", "program": "X", "effective_on": "2021-01-20", "mode": "ab initio"}
    rows.write_text(json.dumps(program | {"reason": "failed audit"}) + "\n")

    def report(*arguments: object) -> str:
        result = run(url, "policy", "impact", "--if", rows, "--json", "--on", "2022-01-01", *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    assert report("--scheduler", dask.address) == report()
    assert '"line":"touched"' in report()


def test_a_cluster_reprojects_as_one_process_does(url: str, dask: Started, milepost: Milepost) -> None:
    one = reprojected(milepost, builder(milepost))
    kept = rows(milepost)

    said = run(url, "reproject", "--from-events", "--scheduler", dask.address).output

    assert said.startswith("Generation 3 is live: 27 standing rows.\n")
    assert said.count(one.digest) == 2
    assert rows(milepost) == kept


def test_jobs_that_are_asked_for_are_done_on_a_cluster(
    url: str, dask: Started, milepost: Milepost, tmp_path: Path
) -> None:
    assert run(url, "policy", "propose", drafted(tmp_path)).exit_code == 0
    known = milepost.store.head()
    asked = Instruction(reason="asked for", request="r-1", key="once", digest="")
    wish = Wish(draft="3", on=date(2022, 1, 1), days=31, twins=5)
    report = milepost.desks.jobs.impact(ANKE, wish, asked).job.number
    milepost.desks.jobs.reproject(ANKE, asked, from_events=True, pathway=None)

    said = run(url, "work", "--once", "--scheduler", dask.address).output

    assert [line.partition(", ")[2] for line in said.splitlines()] == ["impact: done", "re-projection: done"]
    draft = milepost.rulebooks.texts(known).proposed["3"]
    alone = milepost.impact.of_draft(draft, Question(date(2022, 1, 1), known, 31, 5))
    kept = milepost.impacts.keep(map(written, alone.lines(Spilled)), milepost.clock(), "")
    assert kept.hash in str(milepost.jobs.find(report))


@pytest.mark.parametrize(
    ("spoil", "mend", "told"),
    [
        (
            "import os; os.kept = os.environ.pop('MILEPOST_DATABASE_URL')",
            "import os; os.environ['MILEPOST_DATABASE_URL'] = os.kept",
            "has no PostgreSQL database",
        ),
        (
            "import milepost.errand as errand; errand.kept = errand.build; errand.build = lambda: '0.0.9 (code c0de)'",
            "import milepost.errand as errand; errand.build = errand.kept",
            "runs milepost 0.0.9 (code c0de), and this is milepost ",
        ),
        (
            "import sys; sys.kept = sys.modules['milepost.errand']; sys.modules['milepost.errand'] = None",
            "import sys; sys.modules['milepost.errand'] = sys.kept",
            "has no milepost that works for a cluster: install milepost ",
        ),
    ],
)
def test_a_worker_that_could_find_something_else_is_refused_by_name(
    url: str, dask: Started, spoil: str, mend: str, told: str
) -> None:
    with client(dask) as told_all:
        told_all.run(exec, spoil)
        result = run(url, "reproject", "--from-events", "--scheduler", dask.address)
        told_all.run(exec, mend)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the worker at tls://127.0.0.1:")
    assert told in result.stderr


def test_workers_of_another_store_are_refused(server: str, dask: Started) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE other TEMPLATE migrated")
    engine = open_engine(database_url(server, "other"))
    harbour = Harbour(engine)
    harbour.instant += timedelta(hours=1)
    harbour.record("policy/harbour", published("1"))
    engine.dispose()
    other = open_milepost(Settings(database_url=database_url(server, "other"), rulebook="harbour"))

    with cluster(dask.address, other) as found, pytest.raises(OtherStore, match="give it the MILEPOST_DATABASE_URL"):
        list(found.each([()], tries, b"", ()))
    other.close()


def test_what_a_lost_worker_was_at_is_tried_by_another(dask: Started, milepost: Milepost, spread: Cluster) -> None:
    document = canonical_bytes(read_policy(read_yaml(DRAFT, "draft.yaml"), BASE))
    asked = Question(date(2022, 1, 1), milepost.store.head())
    found = []
    for tried in spread.each([[name] for name in NAMES], tries, document, asked):
        if tried is not None:
            found.append(tried)
            if len(found) == 1:
                dask.end_one()

    assert found == [tries(milepost, document, asked)([name]) for name in NAMES]


def test_what_a_lost_worker_wrote_half_is_written_by_another(
    url: str, dask: Started, milepost: Milepost, spread: Cluster
) -> None:
    kept, one = rows(milepost), reprojected(milepost, builder(milepost))

    assert reprojected(milepost, LosingOne(spread, dask, url)) == one

    assert rows(milepost) == kept


def test_where_all_workers_are_lost_that_is_said_and_what_was_built_is_gone_on_with(
    url: str, dask: Started, milepost: Milepost, spread: Cluster
) -> None:
    kept, one = rows(milepost), reprojected(milepost, builder(milepost))
    with pytest.raises(NoWorkers, match="has had no worker for 1 seconds: start some"):
        reprojected(milepost, LosingOne(spread, dask, url))
    job = milepost.reprojecting.status().job
    assert job is not None
    assert (job.stage[:22], job.held_until) == ("stopped: the scheduler", "")
    assert len(dask.workers) == 0

    assert reprojected(milepost, builder(milepost)) == one
    assert rows(milepost) == kept


def test_no_log_of_the_cluster_tells_where_the_store_is_or_of_whom_it_tells(url: str, dask: Started) -> None:
    log = dask.log.read_text()

    assert "OtherBuild" in log
    assert [told for told in ("postgresql", url, *NAMES) if told in log] == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tls://127.0.0.1:1", r"Dask's configuration says of TLS \(TLS expects a"),
        ("tls://scheduler.internal", r"\(missing port number in address"),
        ("https://scheduler.internal:8786", r"\(unknown address scheme 'https'"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_told_and_nothing_is_left_waiting(
    milepost: Milepost, address: str, told: str
) -> None:
    with (
        dask_config.set({"distributed.comm.tls.client.cert": None, "distributed.comm.tls.ca-file": None}),
        pytest.raises(SchedulerUnreachable, match=f"no scheduler can be reached at {address}: .*{told}"),
        cluster(address, milepost),
    ):
        pass
    waiting = [
        each for each in get_objects() if isinstance(each, Client) and getattr(each, "status", "") == "connecting"
    ]
    assert waiting == []


def test_a_machine_without_what_reaches_a_cluster_is_told(monkeypatch: pytest.MonkeyPatch, milepost: Milepost) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DistributedMissing, match=r"pip install milepost\[distributed\]"), cluster("", milepost):
        pass
