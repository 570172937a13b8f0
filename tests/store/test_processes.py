from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Barrier, Thread
from time import sleep

import pytest

from application.store import Append, StreamConflict
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.store.events import ANN, EVENTS, NOON, taken

# A test's own process has no other thread when it forks, whatever the interpreter supposes.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
FORK = get_context("fork")


@contextmanager
def opened(url: str) -> Iterator[SqlEventStore]:
    engine = open_engine(url)
    yield SqlEventStore(engine, EVENTS)
    engine.dispose()


def write(url: str, stream: str, count: int) -> None:
    with opened(url) as store:
        for version in range(count):
            store.append([Append(stream, version, taken(1))], ANN, NOON)


def write_and_tell(url: str, stream: str, told: Connection) -> None:
    with opened(url) as store:
        version = store.versions([stream])[stream]
        while True:
            (*_, last) = store.append([Append(stream, version, taken(3))], ANN, NOON)
            version = last.version
            told.send(last.position)


def test_processes_that_open_the_store_after_the_fork_write_one_log(url: str) -> None:
    writers = [FORK.Process(target=write, args=(url, f"pathway/{name}", 50)) for name in ("ada", "eve")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)

    assert [writer.exitcode for writer in writers] == [0, 0]
    with opened(url) as store:
        assert [one.position for one in store.log()] == list(range(1, 101))
        assert [one.version for one in store.stream("pathway/ada")] == list(range(1, 51))


def test_no_acknowledged_event_is_lost_when_a_writer_is_killed(url: str) -> None:
    for kill in range(10):
        heard, told = FORK.Pipe(duplex=False)
        writer = FORK.Process(target=write_and_tell, args=(url, "pathway/ada", told))
        writer.start()
        told.close()
        acknowledged = heard.recv()
        sleep(0.0037 * kill)
        writer.kill()
        writer.join(30)
        try:
            while True:
                acknowledged = heard.recv()
        except EOFError:
            heard.close()

        with opened(url) as store:
            positions = [one.position for one in store.log()]
            assert positions == list(range(1, store.head() + 1))
            assert acknowledged in (len(positions), len(positions) - 3)


def test_readers_of_the_log_never_pass_over_an_event_that_appears_later(url: str) -> None:
    seen: list[int] = []
    writers = [FORK.Process(target=write, args=(url, f"pathway/{name}", 60)) for name in ("ada", "eve", "zoe")]
    for writer in writers:
        writer.start()
    with opened(url) as store:
        while any(writer.is_alive() for writer in writers):
            seen += [one.position for one in store.log(after=len(seen))]
        seen += [one.position for one in store.log(after=len(seen))]

    assert seen == list(range(1, 181))


def test_of_two_writers_at_the_same_version_one_is_told_of_the_conflict(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    together = Barrier(2, timeout=10)
    outcomes: list[object] = []

    def contend(store: SqlEventStore) -> None:
        for version in range(20):
            together.wait()
            try:
                outcomes.append(store.append([Append("pathway/ada", version, taken(1))], ANN, NOON))
            except StreamConflict as conflict:
                outcomes.append((conflict.expected, conflict.found))

    with opened(url) as store:
        writers = [Thread(target=contend, args=(store,)) for _ in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        assert store.versions(["pathway/ada"]) == {"pathway/ada": 20}
        assert sorted(one for one in outcomes if one in {(n, n + 1) for n in range(20)}) == [
            (n, n + 1) for n in range(20)
        ]
    assert caplog.records == []
