"""A level that no text of the rulebook knows is not applied for, nor recognised."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from application.levels import Levels, LevelUnknown, level_in, levels_of, require_known
from domain.event import Event
from domain.evidence import Evidence
from domain.pathway.listing import ListingRequested
from domain.pathway.recognition import ApplicationSubmitted, RecognitionGranted
from domain.pathway.record import EvidenceCorrected
from domain.policy.language import Measure, Worth
from milepost.composition import chains
from milepost.folder import Folder

DAY = date(2024, 5, 1)
RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
APPLIED = ApplicationSubmitted(ref="a-1", level="certified", submitted_on=DAY)
CORRECTED = EvidenceCorrected(of="a-1", fields={"level": "qualified"})


def levels(rulebook: str) -> Levels:
    documents = Folder.around(RULEBOOKS / rulebook).documents(chains())
    return levels_of(each.policy for each in (*documents.versions, *documents.proposals))


@pytest.mark.parametrize(
    ("event", "of", "level"),
    [
        (APPLIED, None, "certified"),
        (RecognitionGranted(ref="r-1", level="qualified", granted_on=DAY), None, "qualified"),
        (CORRECTED, APPLIED, "qualified"),
        (CORRECTED, ListingRequested(ref="a-1", requested_on=DAY), None),
        (EvidenceCorrected(of="a-1", fields={"submitted_on": "2024-05-02"}), APPLIED, None),
        (ListingRequested(ref="l-1", requested_on=DAY), None, None),
    ],
)
def test_applications_recognitions_and_their_corrections_say_a_level(
    event: Event, of: Evidence | None, level: str | None
) -> None:
    assert level_in(event, of) == level


def test_the_levels_of_a_rulebook_are_those_that_its_texts_state_announce_and_look_for() -> None:
    assert levels("imi").words == {"certified", "online", "provisional", "qualified", "trained_unrecognised"}
    assert levels("ireland").words == {"advanced", "member", "practising", "trainee"}
    assert levels("constructs").words >= {"lower", "higher", "candidate", "credentialed"}


def test_a_level_by_which_evidence_is_worth_more_is_looked_for() -> None:
    text = Folder.around(RULEBOOKS / "mti-east-africa").documents(chains()).versions[0].policy
    scaled = Measure(
        "a", "application", "at least", Decimal(1), worth=Worth(by="level", scale=(("senior", Decimal(2)),))
    )
    clause = msgspec.structs.replace(text.clauses[0], condition=scaled)

    assert levels_of([msgspec.structs.replace(text, clauses=(clause,))]).words >= {"certified", "senior"}


def test_where_a_level_is_compared_with_something_else_any_word_may_be_right() -> None:
    require_known("business", lambda: levels("florida"))


@pytest.mark.parametrize(
    ("words", "level", "because"),
    [
        ({"certified", "qualified"}, "certifed", "has a level 'certifed'; did you mean 'certified'"),
        ({"certified", "qualified"}, "x", "has a level 'x'; known are certified, qualified"),
        (set(), "certified", "has a level 'certified', nor any other; adopt the one that does"),
    ],
)
def test_another_level_is_refused_with_the_nearest(words: set[str], level: str, because: str) -> None:
    with pytest.raises(LevelUnknown, match=because):
        require_known(level, lambda: Levels(frozenset(words)))
