"""Laws of what was known when, on random histories in an SQLite file."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from application.memory import MemoryStore
from domain.evidence import Evidence
from domain.pathway.record import EvidenceRetracted
from tests.laws.histories import (
    ADA,
    EVIDENCE,
    HAPPENINGS,
    OPENINGS,
    SHARED,
    Happening,
    answer_at,
    assessor_of,
    fresh_store,
    published,
    record_all,
    truths,
)
from tests.laws.rebuilding import ON, derived_again, rebuilt

FEW = settings(max_examples=15)


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
@given(HAPPENINGS)
def test_every_answer_can_be_derived_again_from_the_log_alone(happenings: list[Happening]) -> None:
    derived_again(happenings)


@FEW
@given(HAPPENINGS)
def test_what_is_rebuilt_is_what_was_live(happenings: list[Happening]) -> None:
    rebuilt(happenings)
