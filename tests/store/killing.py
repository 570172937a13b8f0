"""A process that re-projects, swaps and rolls back over and over, and is killed; then what stands is looked at."""

from collections.abc import Iterable
from datetime import date, timedelta
from multiprocessing import get_context
from time import sleep

from application.assessing import Coordinates
from application.crew import Alone
from domain.reprojections import ReprojectionRolledBack
from infrastructure.engine import open_engine
from tests.application.harbour import REGISTRAR, course, published
from tests.store.reprojections import NOON, OPENED, Harbour, slowly

FORK = get_context("fork")
NAMES = [f"mediator-{number:02}" for number in range(24)]
ON = date(2020, 4, 1)


def prepare(url: str) -> None:
    """Record two dozen mediators, and then a text by which some of them are not qualified any more."""
    engine = open_engine(url)
    harbour = Harbour(engine).open()
    for number, name in enumerate(NAMES):
        harbour.record(f"pathway/{name}", OPENED, course(hours=30 + number))
    harbour.record("policy/harbour", published("2", hours=45))
    engine.dispose()


def survive(url: str, moments: Iterable[float]) -> int:
    """Kill one process after the other, each so many seconds after it began, and return how many swaps were made."""
    live = 0
    for attempt, moment in enumerate(moments, start=1):
        process = FORK.Process(target=_reproject, args=(url, attempt))
        process.start()
        sleep(moment)
        process.kill()
        process.join(30)
        live = _answers(url, attempt)
    _finish(url)
    return live


def _reproject(url: str, attempt: int) -> None:
    """Begin or go on, bring in, and roll back and forward, by a clock that is past every lease before it."""
    found = Harbour(open_engine(url)).reprojecting(slowly(NOON + attempt * timedelta(days=1)))
    while True:
        status = found.status()
        unfinished = status.job is not None and status.job.result is None and status.asked is not None
        from_events = status.asked.from_events if unfinished and status.asked else attempt % 2 == 0
        with found.begun(REGISTRAR, f"process {attempt}", from_events=from_events) as run:
            list(found.build(run, Alone(found.builder())))
            found.bring_in(run, REGISTRAR)
        found.roll_back(REGISTRAR)
        found.roll_back(REGISTRAR)


def _answers(url: str, attempt: int) -> int:
    """Require that all are answered from one whole generation as the log says, and record on one of them."""
    engine = open_engine(url)
    harbour = Harbour(engine)
    assert harbour.kept.rows.pathways("", 99) == sorted([*NAMES, "ada", "ben", "eve"])
    assert {each.number for each in harbour.kept.generations.all()} >= {harbour.kept.generations.live()}
    known = harbour.store.head()
    for name in NAMES:
        answer = harbour.assessor.answer(name, Coordinates(ON))
        assert answer == harbour.assessor.answer(name, Coordinates(ON, known=known))
    harbour.record(f"pathway/{NAMES[attempt % len(NAMES)]}", course(f"course-{attempt + 1}", hours=20 + attempt))
    live = harbour.kept.generations.live()
    _told(harbour, live)
    engine.dispose()
    return live


def _told(harbour: Harbour, live: int) -> None:
    """Require that the log tells of the generation that is live, where nothing is left to be gone on with."""
    status = harbour.reprojecting().status()
    if status.asked is not None and status.job is not None and status.job.result is not None:
        last = harbour.kept.stream("policy/harbour")[-1].event
        assert live == (last.generation if isinstance(last, ReprojectionRolledBack) else status.asked.generation)


def _finish(url: str) -> None:
    """Require that a last one succeeds, and that what it builds from events is what it finds."""
    engine = open_engine(url)
    harbour = Harbour(engine)
    found = harbour.reprojecting(lambda: NOON + timedelta(days=100_000))
    digest = digest_before = ""
    for holder in ("the last but one", "the last"):
        status = found.status()
        unfinished = status.job is not None and status.job.result is None and status.asked is not None
        from_events = status.asked.from_events if unfinished and status.asked else True
        with found.begun(REGISTRAR, holder, from_events=from_events) as run:
            list(found.build(run, Alone(found.builder())))
            tally = found.bring_in(run, REGISTRAR).tally
            digest, digest_before = tally.digest, tally.digest_before
    assert len(harbour.kept.rows.true(NAMES)) == len(NAMES)
    assert digest == digest_before
    rolled_back = "policy.reprojection-rolled-back.v1"
    topics = [each.event.topic() for each in harbour.kept.stream("policy/harbour")][2:]
    requested = [topic for topic in topics if topic != rolled_back]
    assert requested == ["policy.reprojection-requested.v1", "policy.reprojection-completed.v1"] * (len(requested) // 2)
    engine.dispose()
