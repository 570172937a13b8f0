"""Work that takes long: asked for over HTTP, done by a worker, watched, and in the end found."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from errno import ENOSPC
from typing import Any, cast

import msgspec
import pytest

from application.access import Caller, Role
from application.asked_impacts import AskedImpacts, ImpactAsked
from application.crew import Alone, Crew, WorkerLost
from application.impact import Spread
from application.jobs import ATTEMPTS, DELAYS, IMPACT, LEASE, ONE_AT_A_TIME, Claim, ClaimLost, Pace, Wanted
from application.recording import Registrar
from application.reprojecting import ONE_PATHWAY, Reprojecting
from application.sorting import InMemory
from application.store import Command, Idempotency, StoreFull, UnreadableEvent
from application.working import Interrupted, Reports, Reprojections, Took, Work, Working
from domain.reprojections import ReprojectionRolledBack
from infrastructure.event_store import SqlEventStore
from milepost.composition import judging_over
from tests.web.further_examples import CORRECTION
from tests.web.office import Office
from tests.web.sample import COMPILED, NOW, TODAY, assessor_of
from tests.web.test_problems import problem

ADMINISTRATOR = Caller("anke", frozenset({Role.ADMINISTRATOR}))
DRAFT = {"draft": "alternatives", "on": "2021-10-01"}
ROWS = [
    {
        "event": "approval withdrawn",
        "program": "basic",
        "effective_on": "2020-03-01",
        "mode": "ab initio",
        "reason": "x",
    }
]


FACTS: dict[str, Any] = {"reprojection": {}}
EVENTS = {"reprojection": {"from": "events"}}


def to(generation: int) -> dict[str, Any]:
    return {"rollback": {"generation": generation}}


def nothing() -> None:
    """Let the work go on."""


class Worker:
    """Whoever works, by a clock that may be moved; what it works with may be broken."""

    def __init__(self, office: Office) -> None:
        self.store = cast("SqlEventStore", office.store)
        self.now, self.step = NOW, timedelta(seconds=1)
        self.jobs = self.store.jobs
        assessor, registrar = assessor_of(self.store), Registrar(self.store, assessor_of(self.store))
        judging = judging_over(self.store.rows, lambda: NOW, "imi", self.store.vault, COMPILED)
        self.asked = AskedImpacts(judging(self.store), judging)
        self.reprojecting = Reprojecting(
            self.store, registrar, assessor, self.store.generations, self.jobs, lambda: self.now
        )
        self.spread: Spread | None = None
        self.crew: Crew = Alone(self.reprojecting.builder())
        reports = Reports(self.asked, self.store.impacts, self.jobs, self._look, InMemory, lambda *_: self.spread)
        rows = Reprojections(self.reprojecting, lambda: self.crew)
        works: dict[str, Work] = {IMPACT: reports, ONE_AT_A_TIME: rows.all, ONE_PATHWAY: rows.one}
        self.working = Working(
            self.jobs, works, lambda: self.now, lambda _: nullcontext(), lambda error: type(error).__name__
        )

    def work(self, tick: Callable[[], None] = nothing, holder: str = "a worker") -> Took:
        took = self.working.next(holder, tick)
        assert took is not None
        return took

    def _look(self) -> datetime:
        """Return the instant; each look takes some time."""
        self.now += self.step
        return self.now


@pytest.fixture
def worker(office: Office) -> Worker:
    return Worker(office)


@pytest.fixture
def desk(office: Office) -> Office:
    """Where an administrator asks."""
    return Office(office.store, ADMINISTRATOR)


def asked(desk: Office, address: str, body: dict[str, Any], **options: Any) -> dict[str, Any]:  # noqa: ANN401  (of the office)
    response = desk.post(address, body, **options)
    assert response.status_code == 202, response.json
    assert response.json
    assert response.headers["Retry-After"] == "1"
    assert response.headers["Location"] == f"/v1/jobs/{response.json['job']}"
    job: dict[str, Any] = response.json
    return job


def seen(desk: Office, job: int) -> dict[str, Any]:
    found: dict[str, Any] = desk.get(f"/v1/jobs/{job}").json or {}
    return found


def test_a_report_is_asked_for_made_by_a_worker_and_found_by_its_job(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True, key="once", headers={"Prefer": "respond-async"})
    assert (job["state"], job["kind"], job["asked_by"], job["worker_seen_at"]) == ("queued", "impact", "anke", None)
    assert job["says"] == "queued since 2021-12-01T12:00:00Z; no worker was seen: start `milepost work`"
    assert asked(desk, "/v1/impacts", DRAFT, bare=True, key="once") == job
    reused = desk.post("/v1/impacts", {**DRAFT, "days": 3}, bare=True, key="once")
    problem(reused, "idempotency-key-reused")

    worker.work()

    done = seen(desk, job["job"])
    assert (done["state"], done["whole"], done["done"], done["ended_at"] is None) == ("done", 3, 3, False)
    assert done["result_at"] == f"/v1/impacts/{done['result']['report']}"
    report = desk.get(done["result_at"])
    ending = json.loads(report.data.splitlines()[-1])
    assert ending == done["result"]["ending"]
    assert worker.working.next("a worker", nothing) is None
    assert [each["job"] for each in (desk.get("/v1/jobs").json or {})["jobs"]] == [job["job"]]


@pytest.mark.parametrize(
    "body",
    [
        {"rows": ROWS},
        {"rows": [ROWS[0] | {"effective_on": "2020-03-01"}], "days": 5, "twins": 0},
        {"choice": {"parameter": "pandemic_reading", "value": "provisional until face to face"}},
    ],
)
def test_what_is_not_recorded_and_other_readings_are_tried_too(
    desk: Office, worker: Worker, body: dict[str, Any]
) -> None:
    head, worker.step = worker.store.head(), timedelta(milliseconds=1)
    job = asked(desk, "/v1/impacts", body, bare=True)

    assert worker.work().because is None

    lines = [json.loads(line) for line in desk.get(seen(desk, job["job"])["result_at"]).data.splitlines()]
    assert (lines[0]["on"], lines[0]["what_if"]["events"] != [], lines[0]["known"]["position"]) == (
        TODAY.isoformat(),
        True,
        head,
    )
    assert worker.store.head() == head


def test_a_report_proves_what_changes_where_that_is_asked_for(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", {"rows": ROWS, "proofs": True}, bare=True)
    assert job["asked"]["proofs"] is True

    worker.work()

    found = seen(desk, job["job"])["result_at"]
    lines = [json.loads(line) for line in desk.get(found).data.splitlines()]
    touched = [(each["pathway"], because["part"]) for each in lines if "because" in each for because in each["because"]]
    proved = [(each["pathway"], each["part"]) for each in lines if each["line"] == "proofs"]
    assert proved == touched != []
    assert all(each["before"] or each["after"] for each in lines if each["line"] == "proofs")


def test_what_is_tried_keeps_no_text_about_a_person(desk: Office, worker: Worker) -> None:
    wish = {"event": "listing requested", "ref": "wish-9", "requested_on": "2021-06-01", "private": {"name": "canary"}}
    waived = {
        "event": "fee waived",
        "ref": "fee-9",
        "purpose": "listing",
        "waived_on": "2021-06-01",
        "reason": "canary",
    }
    job = asked(desk, "/v1/impacts", {"rows": [{"pathway": "ada"} | each for each in (wish, waived)]}, bare=True)

    assert worker.work().because is None

    assert b"canary" not in desk.get(f"/v1/jobs/{job['job']}").data


def test_a_draft_is_named_by_its_hash_and_told_as_known_when_it_was_asked_for(desk: Office, worker: Worker) -> None:
    by_name = asked(desk, "/v1/impacts", DRAFT, bare=True)
    named = by_name["asked"]["draft"]
    refused = {"version": "alternatives", "reasons": ["invented"], "refused_on": TODAY.isoformat()}

    def refuse() -> None:
        assert desk.post("/v1/policies/refusals", {"refusal": refused}, key="refused").status_code == 201

    worker.work(refuse)
    problem(desk.post("/v1/impacts", DRAFT, bare=True), "version-unknown")
    problem(desk.post("/v1/impacts", {"draft": named}, bare=True), "version-unknown")
    by_hash = asked(desk, "/v1/impacts", DRAFT | {"draft": named, "known": by_name["asked"]["known"]}, bare=True)

    worker.work()

    first, second = (seen(desk, each["job"])["result"] for each in (by_name, by_hash))
    assert first == second


def test_measures_and_corrections_are_asked_about_by_their_names_and_hashes(desk: Office, worker: Worker) -> None:
    measure = desk.post("/v1/policies/suspensions", {"suspension": {"version": "2021.06", "from": "2022-03-01"}})
    correction = desk.send("/v1/policies/corrections?reason=a+slip", CORRECTION.encode(), "application/yaml")
    for name, proposed in (("suspension-2021.06", measure), ("2021.06", correction)):
        of_hash = (proposed.json or {})["event"]["payload"]["content_hash"]
        jobs = [asked(desk, "/v1/impacts", {"draft": named}, bare=True) for named in (name, of_hash)]
        for _ in jobs:
            worker.work()
        first, second = (seen(desk, each["job"])["result"] for each in jobs)
        assert first == second
        (kept,) = (desk.get(f"/v1/impacts/of/{of_hash}").json or {})["impacts"]
        assert kept["hash"] == first["report"]


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "one-change-at-a-time"),
    ({"draft": "alternatives", "rows": ROWS}, "one-change-at-a-time"),
    ({"rows": ROWS, "known": 999}, "known-in-the-future"),
    ({"draft": "alternative"}, "version-unknown"),
    ({"draft": "alternatives", "known": 999}, "known-in-the-future"),
    ({"rows": [{"event": "approval withdrawn", "program": "basik"}]}, "rows-refused"),
    ({"choice": {"parameter": "weather", "value": "fine"}}, "parameter-unknown"),
    ({"draft": "alternatives", "days": 0}, "body-invalid"),
    ({"draft": "alternatives", "known": -1}, "body-invalid"),
    ({"draft": "alternatives", "proofs": 1}, "body-invalid"),
)


def test_what_cannot_be_tried_is_refused_when_it_is_asked_for(desk: Office) -> None:
    for body, name in IMPOSSIBLE:
        problem(desk.post("/v1/impacts", body, bare=True), name)
    assert (desk.get("/v1/jobs").json or {})["jobs"] == []
    for number in (1, 2**63, 10**20):
        problem(desk.get(f"/v1/jobs/{number}"), "job-unknown")
    problem(desk.get("/v1/jobs/\u0661"), "resource-unknown")


def test_all_standings_are_made_again_by_a_worker_and_one_at_a_time(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/reprojections", FACTS, key="once")
    assert (job["kind"], job["state"]) == ("re-projection", "queued")
    again = desk.post("/v1/reprojections", FACTS)
    assert problem(again, "job-under-way")["job"] == f"/v1/jobs/{job['job']}"
    problem(desk.post("/v1/reprojections", EVENTS), "job-under-way")
    problem(desk.post("/v1/reprojections/rollbacks", to(1)), "reprojection-unfinished")
    assert asked(desk, "/v1/reprojections", FACTS, key="once") == job

    def look() -> None:
        at_work = seen(desk, job["job"])
        assert (at_work["state"], at_work["held_by"]) == ("running", "a worker")
        busy = desk.post("/v1/reprojections/discards", {"generation": 2}, bare=True)
        assert problem(busy, "job-under-way")["job"] == f"/v1/jobs/{job['job']}"

    worker.work(look)

    done = seen(desk, job["job"])
    assert (done["state"], done["result"]["generation"], done["result_at"]) == ("done", 2, "/v1/reprojection")
    recorded = worker.store.stream("policy/imi")[-2:]
    assert [(each.event.topic(), each.actor, each.command_id) for each in recorded] == [
        ("policy.reprojection-requested.v1", "anke", recorded[0].command_id),
        ("policy.reprojection-completed.v1", "anke", f"job-{job['job']}"),
    ]


def test_what_is_begun_at_the_command_line_and_over_http_is_one_job(desk: Office, worker: Worker) -> None:
    command, terminal = Command("anke", "reproject"), "a terminal"
    with worker.reprojecting.begun(command, terminal, from_events=False):
        assert problem(desk.post("/v1/reprojections", FACTS), "job-under-way")["job"] == "/v1/jobs/1"
    assert seen(desk, 1)["state"] == "stopped"
    assert asked(desk, "/v1/reprojections", FACTS)["job"] == 1

    with worker.reprojecting.begun(command, terminal, from_events=False) as run:
        assert worker.working.next("a worker", nothing) is None
        for _ in worker.reprojecting.build(run, worker.crew):
            pass
        worker.reprojecting.bring_in(run, command)

    assert (seen(desk, 1)["state"], seen(desk, 1)["asked_by"]) == ("done", "anke")


def test_answers_come_from_the_generation_before_again_and_the_log_says_so(desk: Office, worker: Worker) -> None:
    asked(desk, "/v1/reprojections", EVENTS)
    worker.work()

    assert desk.post("/v1/reprojections/rollbacks", to(1), key="back").json == {"format": "milepost.live/v1", "live": 1}
    assert worker.store.stream("policy/imi")[-1].event == ReprojectionRolledBack(generation=1)
    assert desk.post("/v1/reprojections/rollbacks", to(2)).status_code == 201
    assert desk.post("/v1/reprojections/rollbacks", to(1), key="back").status_code == 201
    assert desk.post("/v1/reprojections/rollbacks", to(2)).json == {"format": "milepost.live/v1", "live": 2}
    assert worker.store.generations.live() == 2
    problem(desk.post("/v1/reprojections/rollbacks", to(7)), "generation-not-kept")
    problem(desk.post("/v1/reprojections/discards", {"generation": 2}, bare=True), "generation-live")
    for _ in range(2):
        gone = desk.post("/v1/reprojections/discards", {"generation": 1}, bare=True)
        assert gone.json == {"format": "milepost.discarded/v1", "discarded": 1}
    problem(desk.post("/v1/reprojections/rollbacks", to(1)), "generation-not-kept")


def test_the_row_of_one_pathway_is_made_again(desk: Office, worker: Worker) -> None:
    problem(desk.post("/v1/reprojections", {"reprojection": {"pathway": "nobody"}}), "pathway-unknown")
    job = asked(desk, "/v1/reprojections", {"reprojection": {"pathway": "ada"}})

    worker.work()

    done = seen(desk, job["job"])
    assert (done["state"], done["result_at"]) == ("done", None)
    assert done["result"]["pathway"] == "ada"


def test_what_is_discarded_while_it_waits_is_given_up(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/reprojections", FACTS)

    desk.post("/v1/reprojections/discards", {"generation": 2}, bare=True)

    assert seen(desk, job["job"])["state"] == "given up"
    assert worker.working.next("a worker", nothing) is None


class Broken:
    """Tries nothing, and breaks."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self, *_: object) -> Iterator[Any]:
        raise self._error

    def work(self, *_: object) -> Iterator[None]:
        raise self._error


UNREADABLE = UnreadableEvent(4, "pathway/ada", 2, "pathway.strange.v1", "the topic is unknown")


def test_an_event_that_cannot_be_read_fails_a_report_and_is_named_with_its_position(
    desk: Office, worker: Worker
) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)
    worker.spread = Broken(UNREADABLE)

    worker.work()

    failed = seen(desk, job["job"])
    assert (failed["state"], failed["result"]) == ("failed", None)
    assert failed["because"] == {"type": "UnreadableEvent", "detail": str(UNREADABLE)}
    assert "position 4" in failed["says"]


def test_rows_are_tried_as_known_when_they_were_asked_for_whatever_speaks_against_them_by_now(
    desk: Office, worker: Worker
) -> None:
    head = worker.store.head()
    job = asked(desk, "/v1/impacts", {"rows": ROWS}, bare=True)
    withdrawal = {name: said for name, said in ROWS[0].items() if name not in {"event", "program"}}
    assert desk.post("/v1/programs/basic/withdrawals", {"withdrawal": withdrawal}).status_code == 201

    assert worker.work().because is None

    report = desk.get(seen(desk, job["job"])["result_at"]).data.splitlines()
    assert json.loads(report[0])["known"]["position"] == head
    problem(desk.post("/v1/impacts", {"rows": ROWS}, key="by-now", bare=True), "rows-refused")
    again = asked(desk, "/v1/impacts", {"rows": ROWS, "known": head}, key="as-then", bare=True)
    assert worker.work().because is None
    assert desk.get(seen(desk, again["job"])["result_at"]).data.splitlines() == report


def test_rows_of_an_earlier_release_are_tried_on_the_log_as_it_is_and_fail_where_it_speaks_against_them(
    desk: Office, worker: Worker
) -> None:
    old = ImpactAsked(TODAY, 31, 100, rows="".join(f"{json.dumps(row)}\n" for row in ROWS))
    wanted = Wanted(IMPACT, msgspec.json.encode(old), "anke", Idempotency("old", "digest"))
    job = worker.jobs.ask(wanted, NOW)
    withdrawal = {name: said for name, said in ROWS[0].items() if name not in {"event", "program"}}
    assert desk.post("/v1/programs/basic/withdrawals", {"withdrawal": withdrawal}).status_code == 201

    took = worker.work()

    failed = seen(desk, job.number)
    assert (failed["state"], failed["because"]["type"]) == ("failed", "FileRefused")
    assert took.because
    assert failed["says"].endswith(took.because.detail)


def test_a_reprojection_that_an_event_stopped_goes_on_when_it_is_asked_for_again(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/reprojections", EVENTS)
    alone, worker.crew = worker.crew, Broken(UNREADABLE)
    worker.work()
    stopped = seen(desk, job["job"])
    assert (stopped["state"], "position 4" in stopped["says"]) == ("stopped", True)
    assert worker.working.next("a worker", nothing) is None
    problem(desk.post("/v1/reprojections", FACTS), "reprojection-unfinished")

    assert asked(desk, "/v1/reprojections", EVENTS)["job"] == job["job"]
    worker.crew = alone
    worker.work()
    assert seen(desk, job["job"])["state"] == "done"


NO_ROOM = OSError(ENOSPC, "No space left on device")


@pytest.mark.parametrize("passing", [StoreFull("there is no room left"), NO_ROOM, WorkerLost()])
def test_what_may_pass_is_tried_again_later_and_given_up_in_the_end(
    desk: Office, worker: Worker, passing: Exception
) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)
    worker.spread = Broken(passing)
    worker.work()
    waiting = seen(desk, job["job"])
    assert (waiting["state"], waiting["because"]["type"]) == ("waiting", type(passing).__name__)
    assert str(passing) in waiting["says"]
    assert worker.working.next("a worker", nothing) is None

    for delay in (*DELAYS, DELAYS[-1]):
        worker.now += delay
        worker.working.next("a worker", nothing)

    given_up = seen(desk, job["job"])
    assert (given_up["state"], given_up["attempts"]) == ("given up", ATTEMPTS)


def test_a_job_that_lost_its_worker_is_taken_over_when_the_lease_has_run_out(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)
    assert worker.jobs.take("killed", worker.now, LEASE) is not None
    assert worker.working.next("a worker", nothing) is None

    worker.now += LEASE + timedelta(seconds=1)
    worker.work()

    assert seen(desk, job["job"])["state"] == "done"
    with pytest.raises(ClaimLost):
        worker.jobs.finish(Claim(job["job"], "killed"), "done", b"null", worker.now)


def test_who_is_overtaken_says_so_and_keeps_nothing(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)
    other = Worker(desk)
    other.now += LEASE * 4

    def overtaken() -> None:
        other.working.next("another", nothing)

    took = worker.work(overtaken)

    assert (took.state, seen(desk, job["job"])["state"]) == (None, "done")


def test_a_worker_that_has_to_end_lets_go_of_its_job(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)

    def stop() -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        worker.work(stop)
    assert (seen(desk, job["job"])["state"], seen(desk, job["job"])["attempts"]) == ("queued", 0)

    worker.now += timedelta(seconds=60)
    worker.work()
    assert seen(desk, job["job"])["state"] == "done"


def test_workers_are_seen_and_the_pace_is_told(desk: Office, worker: Worker) -> None:
    job = asked(desk, "/v1/impacts", DRAFT, bare=True)
    worker.jobs.seen("a worker", NOW - timedelta(days=2))
    worker.jobs.seen("another", NOW - timedelta(hours=2))
    gone = seen(desk, job["job"])
    assert gone["says"].endswith("no worker since 2021-12-01T10:00:00Z: start `milepost work`")
    worker.jobs.seen("another", NOW)
    assert seen(desk, job["job"])["says"] == "queued since 2021-12-01T12:00:00Z"

    taken = worker.jobs.take("a worker", NOW, LEASE)
    assert taken
    claim = Claim(taken.number, "a worker")
    worker.jobs.measure(claim, 300, NOW)
    worker.jobs.state(claim, "assessing", NOW, 100)
    at_work = seen(desk, job["job"])
    assert (at_work["per_second"], at_work["done"]) == (None, 100)
    assert at_work["says"] == "at work since 2021-12-01T12:00:00Z: assessing, 100 of 300"
    found = worker.jobs.find(taken.number)
    assert found
    assert found.pace(NOW + timedelta(seconds=10)) == Pace(10, 20)


def test_jobs_come_in_pages_the_last_first(desk: Office) -> None:
    for _ in range(3):
        asked(desk, "/v1/impacts", DRAFT, bare=True)
    first = desk.get("/v1/jobs?limit=2").json or {}
    last = desk.get(f"/v1/jobs?limit=2&cursor={first['next']}").json or {}
    assert [each["job"] for each in (*first["jobs"], *last["jobs"])] == [3, 2, 1]
