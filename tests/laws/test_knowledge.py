"""Laws of what was known when, on random histories in an SQLite file."""

from datetime import date, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from application.exporting import Exporting
from application.memory import MemoryStore
from application.store import Append, Command
from domain.evidence import Evidence
from domain.pathway.record import EvidenceRetracted
from domain.topics import EVENTS
from infrastructure.archive import SqlArchive
from tests.laws.histories import (
    ADA,
    EVIDENCE,
    OPENINGS,
    OWN,
    RULED,
    SHARED,
    Happening,
    answer_at,
    assessor_of,
    fresh_engine,
    fresh_store,
    published,
    record_all,
    store_on,
    truths,
)

FEW = settings(max_examples=15)
ON = [date(2019, 11, 1), date(2020, 12, 1), date(2022, 1, 1), date(2026, 1, 1)]
HAPPENINGS = st.lists(OWN | OWN | SHARED | RULED, min_size=4, max_size=12)


@FEW
@given(HAPPENINGS)
def test_nothing_recorded_later_changes_what_was_known(happenings: list[Happening]) -> None:
    with fresh_store() as store:
        assessor = assessor_of(store)
        known = {}
        for happening in happenings:
            record_all(store, assessor, [happening])
            known[store.head()] = [msgspec.json.encode(answer_at(assessor, on)) for on in ON]
        for reader in (assessor, assessor_of(store)):
            for position, before in known.items():
                assert [msgspec.json.encode(answer_at(reader, on, position)) for on in ON] == before


@FEW
@given(st.lists(EVIDENCE, max_size=5, unique_by=lambda event: event.ref), st.lists(SHARED, max_size=4), st.data())
def test_the_order_of_arrival_does_not_matter(
    evidence: list[Evidence], shared: list[Happening], data: st.DataObject
) -> None:
    own = [(ADA, event) for event in evidence]
    found = []
    for order in (own, data.draw(st.permutations(own))):
        late = data.draw(st.booleans())
        store = MemoryStore()
        assessor = assessor_of(store)
        record_all(store, assessor, OPENINGS)
        record_all(store, assessor, [*order, *shared, *published()] if late else [*published(), *shared, *order])
        found.append(truths(assessor, ON))
    assert found[0] == found[1]


@FEW
@given(HAPPENINGS, EVIDENCE)
def test_what_was_retracted_is_as_if_never_recorded(happenings: list[Happening], mistake: Evidence) -> None:
    found = []
    wrong: list[Happening] = [
        (ADA, msgspec.structs.replace(mistake, ref="z")),
        (ADA, EvidenceRetracted(of="z", reason="by mistake")),
    ]
    for history in (happenings, [*happenings, *wrong]):
        with fresh_store() as store:
            assessor = assessor_of(store)
            record_all(store, assessor, history)
            found.append(truths(assessor, ON))
    assert found[0] == found[1]


@FEW
@given(HAPPENINGS.filter(bool))
def test_every_answer_can_be_derived_again_from_the_log_alone(happenings: list[Happening]) -> None:
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
