"""A register and the jurisdictions it is relied on for."""

from datetime import date

import pytest

from domain.event import Event
from domain.facts import register_facts
from domain.possible import ImpossibleEvidence
from domain.register import (
    EVOLVE,
    AlreadyListed,
    JurisdictionListed,
    JurisdictionListingCorrected,
    JurisdictionListingEnded,
    JurisdictionUnknown,
    Register,
    RegisterAlreadyOpen,
    RegisterOpened,
    RegisterUnknown,
    fold,
    record,
)
from domain.topics import EVENTS

OPENED = RegisterOpened(name="Mediators' federation")
LISTED = JurisdictionListed(jurisdiction="NL", from_=date(2015, 1, 1))
ENDED = JurisdictionListingEnded(jurisdiction="NL", ended_on=date(2020, 1, 1))


def given(*events: Event) -> Register:
    return fold("register/mfn", (OPENED, *events))


@pytest.mark.parametrize(
    ("history", "event"),
    [
        ((), LISTED),
        ((LISTED,), JurisdictionListed(jurisdiction="BE", from_=date(2015, 1, 1), until=date(2016, 1, 1))),
        ((LISTED, ENDED), JurisdictionListed(jurisdiction="NL", from_=date(2020, 1, 1))),
        ((LISTED,), JurisdictionListed(jurisdiction="NL", from_=date(2010, 1, 1), until=date(2015, 1, 1))),
        ((LISTED,), ENDED),
        ((LISTED,), JurisdictionListingCorrected(jurisdiction="NL", from_=date(2014, 1, 1))),
    ],
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((), OPENED, RegisterAlreadyOpen),
        ((LISTED,), JurisdictionListed(jurisdiction="NL", from_=date(2019, 1, 1)), AlreadyListed),
        ((LISTED,), JurisdictionListed(jurisdiction="NL", from_=date(2010, 1, 1)), AlreadyListed),
        ((LISTED, ENDED), JurisdictionListed(jurisdiction="NL", from_=date(2019, 12, 31)), AlreadyListed),
        ((), ENDED, JurisdictionUnknown),
        ((), JurisdictionListingCorrected(jurisdiction="NL", from_=date(2014, 1, 1)), JurisdictionUnknown),
        ((LISTED,), JurisdictionListingEnded(jurisdiction="NL", ended_on=date(2014, 12, 31)), ImpossibleEvidence),
        (
            (LISTED,),
            JurisdictionListingCorrected(jurisdiction="NL", from_=date(2014, 1, 1), until=date(2013, 1, 1)),
            ImpossibleEvidence,
        ),
        (
            (),
            JurisdictionListed(jurisdiction="NL", from_=date(2014, 1, 1), until=date(2013, 1, 1)),
            ImpossibleEvidence,
        ),
        ((), JurisdictionListed(jurisdiction="", from_=date(2014, 1, 1)), ImpossibleEvidence),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given(*history), event)


def test_a_register_is_opened_before_anything_else() -> None:
    assert record(Register("register/mfn"), OPENED) is OPENED
    with pytest.raises(RegisterUnknown, match="register/mfn"):
        record(Register("register/mfn"), LISTED)


def test_the_facts_tell_on_which_days_it_is_relied_on() -> None:
    again = JurisdictionListed(jurisdiction="NL", from_=date(2021, 1, 1))
    assert register_facts(given(LISTED, ENDED, again)) == {
        "listed register": [
            {
                "id": "mfn/NL",
                "event": "register/mfn@2",
                "register": "mfn",
                "jurisdiction": "NL",
                "from": date(2015, 1, 1).toordinal(),
                "until": date(2020, 1, 1).toordinal(),
            },
            {
                "id": "mfn/NL/2",
                "event": "register/mfn@4",
                "register": "mfn",
                "jurisdiction": "NL",
                "from": date(2021, 1, 1).toordinal(),
            },
        ]
    }


def test_a_corrected_listing_replaces_the_latest() -> None:
    corrected = JurisdictionListingCorrected(jurisdiction="NL", from_=date(2014, 1, 1), until=date(2019, 1, 1))
    [listing] = register_facts(given(LISTED, corrected))["listed register"]
    assert (listing["from"], listing["until"]) == (date(2014, 1, 1).toordinal(), date(2019, 1, 1).toordinal())


def test_every_event_of_a_register_has_its_place_in_the_fold() -> None:
    assert set(EVOLVE) == {event for topic, event in EVENTS.items() if topic.startswith("register.")}
