"""What of an event is text about a person, and what it is without."""

from datetime import date

from domain.evidence import Private
from domain.pathway.listing import FeeWaived, ListingRequested
from domain.pathway.recognition import DecisionRecorded
from domain.program.events import ProgramSubmitted
from domain.sealed import has_text, without_texts

DAY = date(2025, 2, 3)


def test_an_event_without_texts_is_the_same_whatever_they_said() -> None:
    wish = ListingRequested(ref="w", requested_on=DAY)
    waived = FeeWaived(ref="f", purpose="listing", waived_on=DAY, reason="hardship")
    decided = DecisionRecorded(ref="d", outcome="renewed", decided_on=DAY, policy_version="1", reasons=("one", "two"))
    submitted = ProgramSubmitted(kind="CMTP")

    assert without_texts(ListingRequested(ref="w", requested_on=DAY, private=Private(name="Ada"))) == wish
    assert without_texts(waived) == FeeWaived(ref="f", purpose="listing", waived_on=DAY, reason="")
    assert without_texts(decided).reasons == ()
    assert without_texts(submitted) is submitted
    assert not any(has_text(without_texts(each)) for each in (waived, decided, wish))
