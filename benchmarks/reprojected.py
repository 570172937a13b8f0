"""One re-projection in a process of its own, which says what it took; `reproject` runs it and reads what it says."""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from application.assessing import Assessor
from application.compiled import CompiledChains
from application.crew import Alone, Crew
from application.reprojecting import Reprojecting
from application.store import Command
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from milepost.clock import now
from milepost.composition import open_milepost
from milepost.crew import Processes, holder
from milepost.garbage import look_seldom
from milepost.metering import TimedRules
from milepost.settings import Settings

_PROJECT = Path(__file__).parents[1]
COMMAND = Command("bench", "re-projection")


@dataclass(frozen=True, slots=True)
class Reprojected:
    """What a re-projection took; `assessing` is within `seconds`, and told of one process alone.

    `processors` are the seconds of all its processes together, without those of a database's own. `memory` are bytes:
    the most that this process had, and for each worker the most that any of them had.
    """

    rows: int
    changed: int
    read_anew: int
    seconds: float
    assessing: float
    processors: float
    memory: int
    digest: str


def reproject(url: str, workers: int, *, from_events: bool = False, bring_back: bool = False) -> Reprojected:
    """Re-project in a process of its own; what was live before is deleted then, or brought back as the only one."""
    arguments = [url, str(workers), "events" if from_events else "facts"]
    told = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "benchmarks.reprojected", *arguments],
        cwd=_PROJECT,
        stdout=subprocess.PIPE,
        check=True,
    )
    milepost = open_milepost(Settings(database_url=url))
    if bring_back:
        milepost.reprojecting.roll_back(COMMAND)
    milepost.reprojecting.discard(holder(), COMMAND.actor)
    milepost.close()
    return Reprojected(**json.loads(told.stdout))


def timed(url: str, spent: list[float]) -> Reprojecting:
    """Return what re-projects, and adds the seconds of each assessment to the one number of a list."""
    settings = Settings(database_url=url)
    store = SqlEventStore(open_engine(url), EVENTS, UPCASTERS)

    def took(seconds: float) -> None:
        spent[0] += seconds

    assessor = Assessor(
        store, policy_from, now, settings.rulebook, CompiledChains(lambda chain: TimedRules(chain, took))
    )
    registrar = open_milepost(settings).registrar
    return Reprojecting(store, registrar, assessor, store.generations, store.jobs, now, settings.rulebook)


def _reprojected(url: str, workers: int, *, from_events: bool) -> Reprojected:
    look_seldom()
    spent = [0.0]
    reprojecting = timed(url, spent)
    began = perf_counter()
    with reprojecting.begun(COMMAND, holder(), from_events=from_events) as run:
        alone = Alone(reprojecting.builder())
        crew: Crew = alone if workers == 1 else Processes(Settings(database_url=url), workers)
        for _ in reprojecting.build(run, crew):
            pass
        result = reprojecting.bring_in(run, COMMAND)
    seconds = perf_counter() - began
    own, theirs = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processors = own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
    memory = 1024 * (own.ru_maxrss + (workers * theirs.ru_maxrss if workers > 1 else 0))
    tally = result.tally
    counted = (tally.rows, tally.changed, tally.read_anew)
    return Reprojected(*counted, seconds, spent[0], processors, memory, tally.digest)


if __name__ == "__main__":
    _, url_, workers_, of = sys.argv
    sys.stdout.write(json.dumps(asdict(_reprojected(url_, int(workers_), from_events=of == "events"))))
