"""Legal holds, and whether somebody may be forgotten."""

from datetime import date

import pytest

from domain.pathway.decisions import record
from domain.pathway.entry import Entry, entry_of
from domain.pathway.forgetting import Kept, LegalHoldLifted, LegalHoldPlaced, PersonForgotten
from domain.pathway.keeping import HoldAlreadyPlaced, HoldStands, HoldUnknown
from domain.pathway.opening import PathwayOpened
from domain.pathway.state import fold
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal
from domain.sealed import Forgotten

MAY_1, JUNE_1 = date(2021, 5, 1), date(2021, 6, 1)
OPENED = PathwayOpened(opened_on=MAY_1, country="NL")
PLACED = LegalHoldPlaced(ref="court", placed_on=JUNE_1, reason="An appeal.")
LIFTED = LegalHoldLifted(of="court", lifted_on=JUNE_1, reason="Decided.")
FORGOTTEN = PersonForgotten(forgotten_on=JUNE_1)


@pytest.mark.parametrize(
    ("before", "event", "refusal"),
    [
        ((PLACED,), PLACED, HoldAlreadyPlaced),
        ((PLACED, LIFTED), PLACED, HoldAlreadyPlaced),
        ((), LIFTED, HoldUnknown),
        ((PLACED, LIFTED), LIFTED, HoldUnknown),
        ((PLACED,), LegalHoldLifted(of="court", lifted_on=MAY_1, reason="Decided."), ImpossibleEvidence),
        ((PLACED,), FORGOTTEN, HoldStands),
        ((FORGOTTEN,), FORGOTTEN, Forgotten),
        ((FORGOTTEN,), PLACED, Forgotten),
    ],
)
def test_what_cannot_be_is_named(before: tuple[Kept, ...], event: Kept, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        record(fold("pathway/ada", [OPENED, *before]), event)


@pytest.mark.parametrize(
    ("before", "event"), [((), PLACED), ((PLACED,), LIFTED), ((PLACED, LIFTED), FORGOTTEN), ((), FORGOTTEN)]
)
def test_what_may_be_recorded_next(before: tuple[Kept, ...], event: Kept) -> None:
    assert record(fold("pathway/ada", [OPENED, *before]), event) is event


def test_whoever_was_forgotten_shows_no_name() -> None:
    assert entry_of(fold("pathway/ada", [OPENED, FORGOTTEN])) == Entry("NL", None, wished=True)
