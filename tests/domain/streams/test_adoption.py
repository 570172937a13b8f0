"""The gate of adoption: given what was said of a draft, a second person adopts it, or is told what is to be done."""

from datetime import date

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.adoption import (
    ImpactNotReported,
    ImpactOutdated,
    Laid,
    LosersUnanswered,
    NotProposed,
    RetroactiveUnsaid,
    ScenariosMissing,
    Since,
    adopt,
    moves,
)
from domain.content import content_hash
from domain.drafts import (
    CorrectionDrafted,
    DraftTried,
    ImpactReported,
    ScenariosAltered,
    ScenariosAttached,
    scenarios_hash,
)
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal
from domain.rulebook import (
    EVOLVE,
    MOVES_NOBODY,
    AlreadyPublished,
    AlreadyRefused,
    DraftChanged,
    PolicyCorrected,
    PolicyDrafted,
    PolicyPublished,
    PolicyRefused,
    Rulebook,
    SecondPersonNeeded,
    VersionUnknown,
    fold,
    record,
)

MARCH_1 = date(2026, 3, 1)
TEXT, OTHER = content_hash(b"{}"), content_hash(b"[]")
STORIES = ("format: milepost.scenarios/v1\n",)
DRAFTED = PolicyDrafted(version="2026", document="{}", content_hash=TEXT, drafted_on=MARCH_1, drafted_by="ada")
REDRAFTED = msgspec.structs.replace(DRAFTED, document="[]", content_hash=OTHER)
ATTACHED = ScenariosAttached(
    version="2026", content_hash=TEXT, scenarios=STORIES, scenarios_hash=scenarios_hash(STORIES)
)
TRIED = DraftTried(
    version="2026", content_hash=TEXT, scenarios_hash=ATTACHED.scenarios_hash, played=1, tried_on=MARCH_1
)
REPORTED = ImpactReported(
    version="2026",
    content_hash=TEXT,
    impact_hash="sha256:r",
    known=40,
    on=MARCH_1,
    pathways=9,
    touched=3,
    gains=2,
    loses=1,
    prejudiced=1,
    earlier=0,
    unanswered=0,
    reaching_back=0,
)
REFUSED = PolicyRefused(version="2026", reasons=("it is unfair",), refused_on=MARCH_1)
VERSION = PolicyPublished(
    version="2026",
    document="{}",
    content_hash=TEXT,
    published_on=MARCH_1,
    effective_from=MARCH_1,
    adopted_by="grace",
)
SIGNED = msgspec.structs.replace(VERSION, impact_hash="sha256:r")
NOW = Since(0, 43)
LAID = Laid(
    proposed_by="ada", signed_by="grace", effect=MARCH_1, retroactive=False, tried=TRIED, reported=REPORTED, since=NOW
)


def given(*events: Event) -> Rulebook:
    return fold("policy/imi", events)


def but(laid: Laid = LAID, **reported: object) -> Laid:
    return msgspec.structs.replace(laid, reported=msgspec.structs.replace(REPORTED, **reported))


def test_a_second_person_adopts_with_what_was_tried_and_reported() -> None:
    assert adopt(given(DRAFTED, ATTACHED), VERSION, LAID, anybody=True) == (TRIED, REPORTED, SIGNED)


def test_where_nobody_can_lose_nothing_has_to_be_reported() -> None:
    laid = msgspec.structs.replace(LAID, reported=None)
    assert adopt(given(DRAFTED, ATTACHED), VERSION, laid, anybody=False) == (TRIED, VERSION)


def test_what_is_recorded_may_follow_on_the_draft() -> None:
    rulebook = given(DRAFTED, ATTACHED)
    for event in adopt(rulebook, VERSION, LAID, anybody=True):
        EVOLVE[type(event)](rulebook, record(rulebook, event))
    assert rulebook.published == {"2026": SIGNED}
    assert (rulebook.tried, rulebook.reported) == ({"2026": TRIED}, {"2026": REPORTED})


@pytest.mark.parametrize(
    ("history", "laid", "refusal", "told"),
    [
        ((), LAID, NotProposed, "milepost policy propose FILE"),
        ((DRAFTED, VERSION), LAID, AlreadyPublished, "another name"),
        ((DRAFTED, REFUSED), LAID, AlreadyRefused, "proposes it again"),
        ((DRAFTED, REDRAFTED), LAID, DraftChanged, "propose this one first"),
        ((DRAFTED,), msgspec.structs.replace(LAID, proposed_by="grace"), SecondPersonNeeded, "another person"),
        ((DRAFTED,), msgspec.structs.replace(LAID, tried=None), ScenariosMissing, "--scenarios PATH"),
        ((DRAFTED,), msgspec.structs.replace(LAID, reported=None), ImpactNotReported, "milepost policy impact 2026"),
        (
            (DRAFTED,),
            msgspec.structs.replace(LAID, since=Since(2, 45)),
            ImpactOutdated,
            "moved on by 2 events, to position 45, since the impact of 2026 was told at position 40",
        ),
        ((DRAFTED,), but(unanswered=1), LosersUnanswered, "from 1 person for whom"),
        ((DRAFTED,), but(unanswered=1200), LosersUnanswered, "from 1,200 people for whom"),
        ((DRAFTED,), but(reaching_back=3), RetroactiveUnsaid, "for 3 people on days before 2026-03-01"),
    ],
)
def test_what_stands_in_the_way_is_told_with_what_to_do(
    history: tuple[Event, ...], laid: Laid, refusal: type[Refusal], told: str
) -> None:
    with pytest.raises(refusal, match=r"2026") as raised:
        adopt(given(*history), VERSION, laid, anybody=True)
    assert told in str(raised.value)


def test_a_text_that_says_that_it_is_retroactive_may_reach_back() -> None:
    said = msgspec.structs.replace(but(reaching_back=3), retroactive=True)
    *_, adopted = adopt(given(DRAFTED), VERSION, said, anybody=True)
    assert adopted == SIGNED


PUBLISHED = msgspec.structs.replace(VERSION, document="[]", content_hash=OTHER)
CORRECTION = CorrectionDrafted(version="2026", document="{}", content_hash=TEXT, drafted_on=MARCH_1, drafted_by="ada")
CORRECTED = PolicyCorrected(version="2026", document="{}", content_hash=TEXT, corrected_on=MARCH_1, reason="a slip")


def test_a_correction_comes_through_the_same_gate() -> None:
    rulebook = given(PUBLISHED, CORRECTION, ATTACHED)
    for event in adopt(rulebook, CORRECTED, LAID, anybody=True):
        EVOLVE[type(event)](rulebook, record(rulebook, event))
    assert (rulebook.corrected, rulebook.corrections) == ({"2026": [CORRECTED]}, {})
    with pytest.raises(AlreadyPublished):
        adopt(given(PUBLISHED), CORRECTED, LAID, anybody=True)
    with pytest.raises(VersionUnknown):
        record(given(), CORRECTION)


def test_a_correction_that_is_refused_leaves_the_version_as_it_is() -> None:
    rulebook = given(PUBLISHED, CORRECTION, REFUSED)
    assert (rulebook.corrections, rulebook.refused) == ({}, {})
    with pytest.raises(AlreadyPublished):
        record(rulebook, REFUSED)


@pytest.mark.parametrize("event", [ATTACHED, TRIED, REPORTED])
def test_something_is_said_of_the_text_that_is_proposed_and_of_no_other(event: Event) -> None:
    assert record(given(DRAFTED), event) is event
    for history, refusal in (
        ((), VersionUnknown),
        ((DRAFTED, VERSION), AlreadyPublished),
        ((DRAFTED, REFUSED), AlreadyRefused),
        ((DRAFTED, REDRAFTED), DraftChanged),
    ):
        with pytest.raises(refusal):
            record(given(*history), event)


def test_scenarios_are_those_of_their_hash_and_there_are_some() -> None:
    with pytest.raises(ScenariosAltered, match="were altered"):
        record(given(DRAFTED), msgspec.structs.replace(ATTACHED, scenarios=("other",)))
    with pytest.raises(ImpossibleEvidence, match="at least one document"):
        record(given(DRAFTED), msgspec.structs.replace(ATTACHED, scenarios=()))


def test_a_refused_draft_is_not_published_and_begins_anew_where_it_is_proposed_again() -> None:
    with pytest.raises(AlreadyRefused):
        record(given(DRAFTED, REFUSED), VERSION)
    again = given(DRAFTED, ATTACHED, TRIED, REPORTED, REFUSED, DRAFTED)
    assert (again.refused, again.attached, again.tried, again.reported) == ({}, {}, {}, {})
    assert record(again, VERSION) is VERSION


def test_what_is_done_with_drafts_moves_nobody() -> None:
    told = [each for each in (DRAFTED, ATTACHED, TRIED, REPORTED, REFUSED) if moves("policy/imi", each)]
    assert told == []
    assert moves("policy/imi", VERSION)
    assert moves("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    assert not moves("consultation/who", PathwayOpened(opened_on=MARCH_1))
    assert {PolicyDrafted, PolicyRefused} < {*MOVES_NOBODY}


HISTORIES = st.lists(st.sampled_from([DRAFTED, REDRAFTED, ATTACHED, REFUSED]))
LAYINGS = st.builds(
    Laid,
    st.sampled_from(["ada", "grace"]),
    st.just("grace"),
    st.just(MARCH_1),
    st.just(value=False),
    st.sampled_from([TRIED, None]),
    st.one_of(
        st.none(),
        st.builds(
            lambda unanswered, back: msgspec.structs.replace(REPORTED, unanswered=unanswered, reaching_back=back),
            st.integers(0, 1),
            st.integers(0, 1),
        ),
    ),
    st.builds(Since, st.integers(0, 1), st.just(45)),
)


@drawn(HISTORIES, LAYINGS)
def test_no_draft_comes_through_the_gate_but_as_the_gate_says(history: list[Event], laid: Laid) -> None:
    rulebook = given(*history)
    try:
        *_, adopted = adopt(rulebook, VERSION, laid, anybody=True)
    except Refusal:
        return
    assert rulebook.drafts["2026"].content_hash == TEXT
    assert not rulebook.refused
    assert laid.proposed_by != laid.signed_by
    assert laid.tried
    assert laid.reported
    assert (laid.since.events, laid.reported.unanswered, laid.reported.reaching_back) == (0, 0, 0)
    assert adopted == SIGNED
