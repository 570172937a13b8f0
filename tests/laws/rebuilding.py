"""Two laws of what is made again: answers from the log alone, and rows of standing from its events."""

from datetime import date, datetime

import msgspec

from application.crew import Alone
from application.exporting import Exporting
from application.memory import MemoryStore
from application.recording import Registrar
from application.renewing import Renewing
from application.reprojecting import Reprojecting
from application.store import Append, Command
from domain.topics import EVENTS
from infrastructure.archive import SqlArchive
from tests.laws.histories import (
    BY_HAND,
    FIRST_INSTANT,
    Happening,
    answer_at,
    assessor_of,
    fresh_engine,
    record_all,
    store_on,
)

ON = [date(2019, 11, 1), date(2020, 12, 1), date(2022, 1, 1), date(2026, 1, 1)]


def derived_again(happenings: list[Happening]) -> int:
    """Hold that every answer comes out again, to the byte, from the log as it is exported; return how many."""
    with fresh_engine() as engine:
        store = store_on(engine)
        assessor = assessor_of(store)
        positions = record_all(store, assessor, happenings)[-6:]
        answers = [msgspec.json.encode(answer_at(assessor, on, position)) for position in positions for on in ON]
        *lines, _ = Exporting(SqlArchive(engine)).lines()
    again = MemoryStore()
    for line in lines:
        envelope = msgspec.json.decode(line)
        event = msgspec.convert(envelope["payload"], EVENTS[envelope["topic"]])
        command = Command(envelope["actor"], envelope["command_id"], envelope["cause"], envelope["reason"])
        append = Append(envelope["stream"], envelope["version"] - 1, [event])
        again.append([append], command, datetime.fromisoformat(envelope["recorded_at"]))
    reader = assessor_of(again)
    assert [msgspec.json.encode(answer_at(reader, on, position)) for position in positions for on in ON] == answers
    return len(answers)


def rebuilt(happenings: list[Happening]) -> int:
    """Hold that the rows kept while the history was recorded are those made of it at the end; return how many.

    Those that a program, the register or the rulebook moved are made again first, as they are while the service runs.
    """
    with fresh_engine() as engine:
        store = store_on(engine)
        assessor = assessor_of(store)
        record_all(store, assessor, happenings)
        list(Renewing(assessor, store.rows, store.generations, store.renewals).renew())
        found = Reprojecting(
            store, Registrar(store, assessor), assessor, store.generations, store.jobs, lambda: FIRST_INSTANT
        )
        rows = 0
        for from_events in (True, False):
            with found.begun(BY_HAND, "by hand", from_events=from_events) as run:
                list(found.build(run, Alone(found.builder())))
                tally = found.bring_in(run, BY_HAND).tally
            assert (tally.rows, tally.changed, tally.digest) == (tally.rows_before, 0, tally.digest_before)
            rows += tally.rows
        return rows
