"""What one person recorded, somebody else confirms, or decides again."""

from datetime import date
from decimal import Decimal

import pytest

from domain.event import Event
from domain.pathway.conduct import AppealDecided, AppealLodged, ComplaintClosed, ComplaintRaised, SuspensionImposed
from domain.pathway.four_eyes import AnotherPersonNeeded, seen_by_another
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursAmended, LogbookHoursVerified
from domain.pathway.record import EvidenceCorrected
from domain.pathway.state import fold

MAY_1, JUNE_1 = date(2021, 5, 1), date(2021, 6, 1)
OPENED = PathwayOpened(opened_on=MAY_1)
ENTRY = LogbookHoursAdded(ref="m-1", started_on=MAY_1, hours=Decimal(3), role="lead")
AMENDED = LogbookHoursAmended(of="m-1", fields={"hours": "4"})
VERIFIED = LogbookHoursVerified(of="m-1", verified_by="bea", verified_on=JUNE_1)
CORRECTED = EvidenceCorrected(of="m-1", fields={"hours": "5"})
SUSPENDED = SuspensionImposed(ref="s-1", imposed_on=MAY_1, months=6)
RAISED = ComplaintRaised(ref="c-1", aware_on=MAY_1, raised_on=MAY_1)
CLOSED = ComplaintClosed(of="c-1", closed_on=JUNE_1)
DECIDED = AppealDecided(of="a-1", decided_on=JUNE_1, outcome="dismissed")


def appeal(suspension: str | None = None, complaint: str | None = None) -> AppealLodged:
    return AppealLodged(ref="a-1", suspension=suspension, complaint=complaint, lodged_on=JUNE_1, suspensive=False)


def record(event: Event, by: str, *before: tuple[Event, str]) -> None:
    """Record an event after others, each with who recorded it."""
    pathway = fold("pathway/ada", [each for each, _ in before])
    seen_by_another(pathway, event, by, lambda version: before[version - 1][1])


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (VERIFIED, [(ENTRY, "ada")]),
        (VERIFIED, [(ENTRY, "ben"), (AMENDED, "ada")]),
        (AMENDED, [(ENTRY, "ada"), (VERIFIED, "bea")]),
        (CORRECTED, [(ENTRY, "ada"), (VERIFIED, "bea")]),
        (DECIDED, [(SUSPENDED, "ada"), (appeal("s-1"), "ben")]),
        (DECIDED, [(RAISED, "ben"), (CLOSED, "ada"), (appeal(complaint="c-1"), "ben")]),
    ],
)
def test_one_person_is_not_enough(event: Event, before: list[tuple[Event, str]]) -> None:
    with pytest.raises(AnotherPersonNeeded, match="was recorded by ada, so somebody else has to"):
        record(event, "ada", (OPENED, "ada"), *before)

    record(event, "olga", (OPENED, "olga"), *before)


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (AMENDED, [(ENTRY, "ada")]),
        (VERIFIED, [(ENTRY, "ben"), (VERIFIED, "ada")]),
        (CORRECTED, [(ENTRY, "ben"), (VERIFIED, "ada")]),
        (DECIDED, [(appeal(), "ada")]),
        (DECIDED, [(appeal("unknown"), "ada")]),
        (DECIDED, [(SUSPENDED, "ada"), (appeal(), "ada")]),
    ],
)
def test_what_nobody_has_to_see_twice(event: Event, before: list[tuple[Event, str]]) -> None:
    record(event, "ada", (OPENED, "ada"), *before)
