"""A new text adopted by a body of a million pathways: its re-projection, beside other ways of coming to the same rows.

Each database is a copy of a kept one, so that texts and withdrawals can be recorded in it.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import psycopg

from application.access import Role
from application.rulebooks import published
from application.store import Recorded
from benchmarks.graduates import RECORDED_AT, REGISTRAR, program, sizes
from benchmarks.impact import impact_row
from benchmarks.meanwhile import Latencies, for_seconds, latencies, latencies_meanwhile
from benchmarks.population import MILLION, copied, copied_on_postgresql
from benchmarks.reprojected import Reprojected, reproject
from benchmarks.row import Row
from benchmarks.servers import key, service
from benchmarks.stock import Standings, run_on_postgresql, run_on_sqlite
from benchmarks.store import postgresql, stock_postgresql
from benchmarks.texts import WINDOW
from domain.facts import Facts, stream_facts
from domain.program.events import ApprovalWithdrawn
from infrastructure.documents import read_document
from milepost.composition import Milepost, open_milepost
from milepost.settings import Settings

THIRD = 1 / 3
SECONDS = 90
"""A minute and a half for a million pathways."""
GIGABYTE = 2**30
AT_REST = 20
"""Seconds for which callers are watched at rest."""
ASKED = 20_000
"""Pathways, spread evenly over all, that are asked about in turn."""
WARM = 5
"""Seconds in which the service starts."""
STOCK_PATHWAYS = 150
RAW_ROWS = 1_000_000
SHARED = ("program/", "register/")


def rows() -> list[Row]:
    """Return the figures for SQLite and PostgreSQL."""
    found: list[Row] = []
    with copied(MILLION) as url:
        found += _rows("SQLite", url, lambda: _raw_on_sqlite(url), _stock_on_sqlite, 70.0)
    with copied_on_postgresql(MILLION) as url:
        found += _rows("PostgreSQL", url, lambda: _raw_on_postgresql(url), _stock_on_postgresql, 150.0)
    return found


Stock = Callable[[list[Recorded], Standings], float]


def _rows(where: str, url: str, raw: Callable[[], float], stock: Stock, stock_target: float) -> list[Row]:
    events = _events(url)
    theirs, rate = stock(*_slice(url)), raw()
    impact = impact_row(where, url)
    rest, meanwhile = _answering(url)
    one, two = reproject(url, 1, bring_back=True), reproject(url, 2)
    rebuilt = reproject(url, 2, from_events=True)
    ours = events / rebuilt.seconds
    size = f"{two.rows:,} pathways, {where}"
    return [
        _share(size, one),
        Row(f"re-projection by two workers against one, {size}", one.seconds / two.seconds, 1.7, _told(one, two)),
        Row(
            f"re-projection in all, against {SECONDS} s a million, {size}",
            SECONDS * two.rows / 1_000_000 / two.seconds,
            1.0,
            f"{two.seconds:.0f} s by two workers; {two.changed:,} say something else",
        ),
        _memory(size, two, rebuilt),
        Row(
            f"rebuild from events against the stock projection, {size}",
            ours / theirs,
            stock_target,
            f"{ours:,.0f} events/s, {events:,} in {rebuilt.seconds:.0f} s ({rebuilt.processors:.0f} of processors); "
            f"stock {theirs:,.0f} events/s on {STOCK_PATHWAYS} pathways",
        ),
        Row(
            f"rebuild from events against reading raw rows, {where}",
            ours / rate,
            0.15,
            f"{ours:,.0f} events/s; raw rows {rate:,.0f}/s",
        ),
        impact,
        *_touched(where, url, two),
        Row(
            f"p99 of answers during a re-projection, within 3 times that at rest, {where}",
            3 * rest.p99 / meanwhile.p99,
            1.0,
            f"{meanwhile.p99 * 1e3:.1f} ms (median {meanwhile.median * 1e3:.1f}) of {meanwhile.asked:,}; "
            f"at rest {rest.p99 * 1e3:.1f} ms (median {rest.median * 1e3:.1f}) of {rest.asked:,}",
        ),
    ]


def _told(one: Reprojected, two: Reprojected) -> str:
    return (
        f"{two.seconds:.1f} s ({two.processors:.1f} of processors); {one.seconds:.1f} s by one ({one.processors:.1f}); "
        f"the same digest: {one.digest == two.digest}"
    )


def _share(size: str, one: Reprojected) -> Row:
    """Return how much of the clock is all but assessing: rows are read and written beside it, and waited for."""
    else_ = one.seconds - one.assessing
    share = else_ / one.seconds
    detail = (
        f"all but assessing is {share:.0%} of {one.seconds:.0f} s by one worker; of a pathway "
        f"{else_ / one.rows * 1e6:.0f} µs beside an assessment of {one.assessing / one.rows * 1e6:.0f} µs"
    )
    return Row(f"reading, decoding and writing, at most a third of a re-projection, {size}", THIRD / share, 1.0, detail)


def _memory(size: str, two: Reprojected, rebuilt: Reprojected) -> Row:
    most = max(two.memory, rebuilt.memory)
    detail = f"{two.memory / 2**20:.0f} MiB by two workers and who leads them; from events {rebuilt.memory / 2**20:.0f}"
    return Row(f"memory of a re-projection, against 1 GiB, {size}", GIGABYTE / most, 1.0, detail)


def _answering(url: str) -> tuple[Latencies, Latencies]:
    """Return how long callers wait at rest, and then during the re-projection after the text is adopted."""
    milepost = open_milepost(Settings(database_url=url))
    caller = key(milepost, Role.SERVICE)
    names = [name.removeprefix("pathway/") for name in milepost.store.streams("pathway/")]
    spread = cycle(names[:: 1 + len(names) // ASKED])
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, service(url, Path(folder), 1) as port:
        latencies(port, spread, caller, for_seconds(WARM))
        rest = latencies(port, spread, caller, for_seconds(AT_REST))
        _adopt(milepost)
        meanwhile = latencies_meanwhile(port, spread, caller, lambda: reproject(url, 2, bring_back=True))
    milepost.close()
    return rest, meanwhile


def _adopt(milepost: Milepost) -> None:
    document, _, _ = milepost.rulebooks.read(read_document(WINDOW))
    milepost.registrar.record(milepost.rulebooks.stream, [published(document, "bench")], REGISTRAR, RECORDED_AT)


def _touched(where: str, url: str, whole: Reprojected) -> Iterator[Row]:
    """Yield what it costs to withdraw a program, by its graduates; every row is true before."""
    milepost = open_milepost(Settings(database_url=url))
    for _ in milepost.renewing.renew():
        pass
    taken = {size: _withdrawn(milepost, size) for size in sizes(MILLION.pathways)}
    milepost.close()
    wrong = [size for size, (renewed, _) in taken.items() if renewed != size]
    detail = "; ".join(
        f"{size:,} graduates: {renewed:,} in {seconds:.2f} s" for size, (renewed, seconds) in taken.items()
    )
    yield Row(f"withdrawing a program re-assesses its graduates alone, {where}", float(not wrong), 1.0, detail)
    smallest, *_, most = taken
    least = taken[smallest][1]
    yield Row(
        f"{smallest} graduates, against a hundredth of all, {where}",
        whole.seconds / 100 / least,
        1.0,
        f"{least * 1e3:.0f} ms; re-projection {whole.seconds:.0f} s",
    )
    middle = sorted(taken)[-2]
    growth = taken[most][1] / taken[middle][1]
    yield Row(
        f"{most:,} graduates against {middle:,}, in proportion, {where}",
        most / middle / growth,
        0.8,
        f"{growth:.0f} times as long; {taken[most][1] / most * 1e6:.0f} µs a graduate",
    )


def _withdrawn(milepost: Milepost, size: int) -> tuple[int, float]:
    """Withdraw the program with so many graduates; return how many rows that has made again, and the seconds."""
    withdrawn = ApprovalWithdrawn(effective_on=date(2021, 3, 1), mode="prospective", reason="for the bench")
    began = perf_counter()
    milepost.registrar.record(program(size), [withdrawn], REGISTRAR, RECORDED_AT)
    return sum(milepost.renewing.renew()), perf_counter() - began


def _events(url: str) -> int:
    milepost = open_milepost(Settings(database_url=url))
    head = milepost.store.head()
    milepost.close()
    return head


def _slice(url: str) -> tuple[list[Recorded], Standings]:
    """Return the events of some pathways in the order of the log, and what the stock projection keeps of them."""
    milepost = open_milepost(Settings(database_url=url))
    store, position = milepost.store, milepost.store.head()
    streams = islice(store.streams("pathway/IMI"), STOCK_PATHWAYS)
    events = sorted((each for name in streams for each in store.stream(name)), key=lambda each: each.position)
    shared: dict[str, Facts] = {
        name: stream_facts(name, [each.event for each in store.stream(name)])
        for kind in SHARED
        for name in store.streams(kind)
    }
    rules = milepost.assessor.rules(position)
    milepost.close()
    return events, Standings(rules, shared)


def _stock_on_sqlite(events: list[Recorded], standings: Standings) -> float:
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder:
        seconds, _ = run_on_sqlite(events, standings, Path(folder))
    return len(events) / seconds


def _stock_on_postgresql(events: list[Recorded], standings: Standings) -> float:
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, postgresql(Path(folder)) as server:
        seconds, _ = run_on_postgresql(events, standings, stock_postgresql(server))
    return len(events) / seconds


def _raw_on_sqlite(url: str) -> float:
    """Return how many rows of the log a second the driver gives."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return _rate(connection.execute("SELECT * FROM events WHERE position <= ? ORDER BY position", (RAW_ROWS,)))


def _raw_on_postgresql(url: str) -> float:
    with psycopg.connect(url) as connection, connection.cursor("raw", binary=True) as cursor:
        cursor.itersize = 1_000
        return _rate(cursor.execute("SELECT * FROM events WHERE position <= %s ORDER BY position", (RAW_ROWS,)))


def _rate(read: Iterator[object]) -> float:
    began = perf_counter()
    count = sum(1 for _ in read)
    return count / (perf_counter() - began)
