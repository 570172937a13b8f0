"""``milepost work``: jobs that were asked for over HTTP are done by it, in one process or several."""

import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from time import sleep

import pytest

from application.access import Caller, Role
from application.asked_impacts import ImpactAsked, Wish
from application.desks.instruction import Instruction
from application.impact_lines import written
from application.jobs import Claim, ClaimLost, State
from infrastructure.spilling import Spilled
from milepost.composition import Milepost, open_milepost
from milepost.working import signs
from tests.milepost.running import ADA, MARCH_1, Cli, X
from web.metrics import Looks

ANKE = Caller("anke", frozenset({Role.ADMINISTRATOR}))
DRAFTS = Path(__file__).parent / "drafts"
PATIENCE = 30


@pytest.fixture
def office(imi: Cli) -> Cli:
    imi.run("import", imi.rows(X))
    imi.run("import", imi.rows(ADA))
    imi.run("policy", "propose", DRAFTS / "window.yaml")
    return imi


@pytest.fixture
def milepost(office: Cli) -> Milepost:
    return open_milepost(office.settings)


def asked(milepost: Milepost) -> tuple[int, int]:
    """Return the jobs of a report and a re-projection that are asked for."""
    wish = Wish(draft="window", on=date(2026, 3, 1), days=31, twins=5)
    instruction = Instruction(reason="asked for", request="r-1", key="once", digest="")
    report = milepost.desks.jobs.impact(ANKE, wish, instruction)
    rows = milepost.desks.jobs.reproject(ANKE, instruction, from_events=True, pathway=None)
    return report.job.number, rows.job.number


def test_what_is_asked_for_is_done_by_any_number_of_processes(office: Cli, milepost: Milepost) -> None:
    asked(milepost)
    milepost.jobs.seen("a worker", MARCH_1)
    told = {each.name: each.samples for each in Looks(milepost.inspection.condition).collect()}
    assert [(each.labels, each.value) for each in told["milepost_jobs_unfinished"]] == [
        ({"kind": "impact"}, 1),
        ({"kind": "re-projection"}, 1),
    ]
    assert [each.value for each in told["milepost_worker_seen_timestamp_seconds"]] == [MARCH_1.timestamp()]
    assert told["milepost_notices_waiting_since_timestamp_seconds"] == []

    said = office.says("work", "--once", "--workers", 2)

    assert said == "job 1, impact: done\njob 2, re-projection: done\n"
    alone = milepost.asked.inquiry(
        ImpactAsked(date(2026, 3, 1), 31, 5, known=milepost.store.head() - 2, draft=_hash(milepost)), office.now
    )
    kept = milepost.impacts.keep(map(written, alone.lines(Spilled)), office.now, "")
    assert kept.hash in str(milepost.jobs.find(1))
    milepost.close()


def _hash(milepost: Milepost) -> str:
    return milepost.rulebooks.texts(milepost.store.head()).proposed["window"].content_hash


def test_it_works_until_it_is_stopped(office: Cli, milepost: Milepost) -> None:
    command = [sys.executable, "-m", "milepost", "work"]
    here = Path(__file__).parents[2]
    environment = {"MILEPOST_DATABASE_URL": office.url}
    with subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        _, rows = asked(milepost)
        assert worker.stdout
        assert [worker.stdout.readline() for _ in range(2)] == [
            "job 1, impact: done\n",
            "job 2, re-projection: done\n",
        ]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    found = milepost.desks.jobs.one(ANKE, rows)
    assert (found.state, found.worker_seen_at is None) == (State.DONE, False)
    milepost.close()


def test_signs_of_life_are_given_however_long_a_step_takes(milepost: Milepost) -> None:
    asked(milepost)
    lease = timedelta(seconds=0.3)
    job = milepost.jobs.take("a worker", milepost.clock(), lease)
    assert job
    claim = Claim(job.number, "a worker", lease)

    with signs(milepost, claim):
        sleep(0.5)
        held = milepost.jobs.find(job.number)

    assert held
    assert held.state(milepost.clock()) is State.RUNNING
    milepost.jobs.release(claim)
    with signs(milepost, Claim(job.number, "another", lease)):
        sleep(0.2)
    with pytest.raises(ClaimLost):
        milepost.jobs.release(Claim(job.number, "another"))
    milepost.close()
