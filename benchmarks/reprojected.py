"""One re-projection in a process of its own, which says what it took; `reproject` runs it and reads what it says."""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from application.assessing import Assessor
from application.compiled import CompiledChains
from application.crew import Alone, Crew
from application.generations import Material, Written
from application.jobs import Claim
from application.reprojecting import Reprojecting
from application.store import Command
from application.tracks import Tracks
from domain.policy.hand import Facts
from domain.policy.rules import Assessment, Rules
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.generations import SqlGenerations
from infrastructure.mapper import EventMapper, EventTranscoder
from milepost.clock import now
from milepost.composition import open_milepost
from milepost.crew import Processes, holder
from milepost.garbage import look_seldom
from milepost.metering import TimedRules
from milepost.settings import Settings

_PROJECT = Path(__file__).parents[1]
_SEVERAL = 10_000
COMMAND = Command("bench", "re-projection")


@dataclass(frozen=True, slots=True)
class Reprojected:
    """What a re-projection took; `assessing` and `handling` are within `seconds`, and told of one process alone.

    `handling` are the seconds in which rows are read and decoded, encoded and written; what is left over is comparing,
    counting and hashing them.
    `processors` are the seconds of all its processes together, without those of a database's own. `memory` are bytes:
    the most that this process had, and for each worker the most that any of them had.
    """

    rows: int
    changed: int
    read_anew: int
    seconds: float
    assessing: float
    handling: float
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


class Watched(SqlGenerations):
    """Generations that tell how long they are read and written."""

    seconds = 0.0

    def rows(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
        """Read rows, and count the seconds."""
        began = perf_counter()
        found = super().rows(after, until, limit)
        self.seconds += perf_counter() - began
        return found

    def write(self, claim: Claim, generation: int, written: Written, at: datetime) -> None:
        """Write rows, and count the seconds."""
        began = perf_counter()
        super().write(claim, generation, written, at)
        self.seconds += perf_counter() - began


class Unmoved(Rules):
    """Rules that say the same of everybody, at once."""

    def __init__(self, said: Assessment) -> None:
        """Take what they say."""
        self._said = said

    def assess(self, _: Facts) -> Assessment:
        """Return it."""
        return self._said


def timed(url: str, spent: list[float]) -> tuple[Reprojecting, Watched]:
    """Return what re-projects, and adds the seconds of each assessment to the one number of a list."""
    settings = Settings(database_url=url)
    store = SqlEventStore(open_engine(url), EVENTS, UPCASTERS)
    generations = Watched(database(open_engine(url)), EventMapper(EventTranscoder(EVENTS, UPCASTERS)))

    def took(seconds: float) -> None:
        spent[0] += seconds

    assessor = Assessor(
        store, policy_from, now, settings.rulebook, CompiledChains(lambda chain: TimedRules(chain, took))
    )
    registrar = open_milepost(settings).registrar
    return Reprojecting(store, registrar, assessor, generations, store.jobs, now, settings.rulebook), generations


def converting(generations: Watched) -> float:
    """Return in how many seconds a row is decoded and encoded again, without being assessed."""
    _, materials = generations.rows("", "\U0010ffff", _SEVERAL)
    tracks = Tracks()
    rows = [material.before.tracks for material in materials if material.before]
    unmoved = Unmoved(tracks.assessment(rows[0]))
    began = perf_counter()
    for row in rows:
        tracks.again(row, unmoved)
    return (perf_counter() - began) / len(rows)


def _reprojected(url: str, workers: int, *, from_events: bool) -> Reprojected:
    look_seldom()
    spent = [0.0]
    reprojecting, generations = timed(url, spent)
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
    handling = generations.seconds + tally.rows * converting(generations)
    counted = (tally.rows, tally.changed, tally.read_anew)
    return Reprojected(*counted, seconds, spent[0], handling, processors, memory, tally.digest)


if __name__ == "__main__":
    _, url_, workers_, of = sys.argv
    sys.stdout.write(json.dumps(asdict(_reprojected(url_, int(workers_), from_events=of == "events"))))
