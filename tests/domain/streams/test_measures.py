"""Measures: given what was proposed, a second person adopts it, or is told what is to be done."""

from datetime import date

import msgspec
import pytest

from domain.adoption import (
    ImpactNotReported,
    ImpactOutdated,
    Laid,
    LosersUnanswered,
    MeasureNotOpen,
    RetroactiveUnsaid,
    Since,
    adopt_measure,
    moves,
    open_measure,
)
from domain.content import content_hash
from domain.drafts import ImpactReported
from domain.event import Event
from domain.measures import (
    InterpretationChosen,
    Measure,
    NothingToLift,
    PolicySuperseded,
    PolicySuspended,
    PolicySuspensionLifted,
    ReadingUnchanged,
    Taking,
    Terms,
    drafted,
    effect_of,
    in_words,
    name_of,
    terms_of,
)
from domain.possible import ImpossibleEvidence
from domain.refusal import Refusal
from domain.rulebook import (
    AlreadyRefused,
    AlreadySuperseded,
    PolicyPublished,
    PolicyRefused,
    Rulebook,
    SecondPersonNeeded,
    TextAltered,
    VersionUnknown,
    fold,
    record,
)

MARCH_1, APRIL_1, MAY_1 = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
VERSION = PolicyPublished(
    version="2026", document="{}", content_hash=content_hash(b"{}"), published_on=MARCH_1, effective_from=MARCH_1
)
SUSPENSION = PolicySuspended(version="2026", from_=APRIL_1)
LIFTING = PolicySuspensionLifted(version="2026", lifted_on=APRIL_1)
SUPERSESSION = PolicySuperseded(version="2026", effective_on=APRIL_1)
READING = InterpretationChosen(parameter="counted", value="all", chosen_by="board", chosen_on=MARCH_1)
TAKING = Taking(level="qualified", from_=APRIL_1, text="Until the board has decided.", reasons=("HOURS_SHORT",))
PROPOSED = drafted(Terms(measure=SUSPENSION, takes_away=(TAKING,), retroactive="meant so"), "ada", MARCH_1)
LONGER = drafted(Terms(measure=msgspec.structs.replace(SUSPENSION, until=MAY_1)), "ada", MARCH_1)
REFUSED = PolicyRefused(version="suspension-2026", reasons=("too early",), refused_on=MARCH_1)
REPORTED = ImpactReported(
    version="suspension-2026",
    content_hash=PROPOSED.content_hash,
    impact_hash="sha256:r",
    known=40,
    on=MARCH_1,
    pathways=9,
    touched=3,
    gains=0,
    loses=1,
    prejudiced=1,
    earlier=0,
    unanswered=0,
    reaching_back=0,
)
LAID = Laid("ada", "grace", effect=APRIL_1, retroactive=False, tried=None, reported=REPORTED, since=Since(0, 43))


def given(*events: Event) -> Rulebook:
    return fold("policy/imi", (VERSION, *events))


def but(**reported: int) -> Laid:
    return msgspec.structs.replace(LAID, reported=msgspec.structs.replace(REPORTED, **reported))


def test_a_second_person_adopts_a_measure_with_what_was_reported() -> None:
    rulebook = given(PROPOSED)
    adopted = adopt_measure(open_measure(rulebook, PROPOSED.content_hash), LAID, MAY_1, anybody=True)
    assert adopted == (REPORTED, SUSPENSION)
    for event in adopted:
        record(rulebook, event)
    after = given(PROPOSED, *adopted)
    assert (after.measures, after.suspended) == ({}, {"2026": [SUSPENSION]})
    assert after.reported == {"suspension-2026": REPORTED}


def test_where_nobody_can_lose_nothing_has_to_be_reported_and_a_reading_is_chosen_when_it_is_adopted() -> None:
    laid = msgspec.structs.replace(LAID, reported=None)
    (chosen,) = adopt_measure(drafted(Terms(measure=READING), "ada", MARCH_1), laid, MAY_1, anybody=False)
    assert chosen == msgspec.structs.replace(READING, chosen_on=MAY_1)


@pytest.mark.parametrize(
    ("laid", "refusal", "told"),
    [
        (msgspec.structs.replace(LAID, proposed_by="grace"), SecondPersonNeeded, "drafted by grace, so another person"),
        (msgspec.structs.replace(LAID, reported=None), ImpactNotReported, "milepost policy impact suspension-2026"),
        (msgspec.structs.replace(LAID, since=Since(2, 45)), ImpactOutdated, "moved on by 2 events, to position 45"),
        (but(unanswered=1), LosersUnanswered, "propose it again, saying under 'takes away' what is taken"),
        (but(reaching_back=3), RetroactiveUnsaid, "3 people on days before 2026-04-01"),
    ],
)
def test_what_stands_in_the_way_is_told_with_what_to_do(laid: Laid, refusal: type[Refusal], told: str) -> None:
    with pytest.raises(refusal, match="suspension-2026") as raised:
        adopt_measure(PROPOSED, laid, MAY_1, anybody=True)
    assert told in str(raised.value)


def test_a_measure_that_says_that_it_is_retroactive_may_reach_back() -> None:
    said = msgspec.structs.replace(but(reaching_back=3), retroactive=True)
    assert adopt_measure(PROPOSED, said, MAY_1, anybody=True)[-1] == SUSPENSION


def test_a_measure_is_known_by_its_hash_as_it_was_proposed_last() -> None:
    of_hash = PROPOSED.content_hash
    for history, told in (((), "proposed are: none"), ((PROPOSED, LONGER), f"suspension-2026 ({LONGER.content_hash})")):
        with pytest.raises(MeasureNotOpen) as raised:
            open_measure(given(*history), of_hash)
        assert told in str(raised.value)
    with pytest.raises(MeasureNotOpen):
        open_measure(given(PROPOSED, SUSPENSION), of_hash)
    with pytest.raises(AlreadyRefused, match="suspension-2026 was refused"):
        open_measure(given(PROPOSED, REFUSED), of_hash)
    assert open_measure(given(PROPOSED, REFUSED, PROPOSED), of_hash) is PROPOSED


@pytest.mark.parametrize(
    ("history", "measure", "refusal"),
    [
        ((), msgspec.structs.replace(SUSPENSION, version="2027"), VersionUnknown),
        ((), msgspec.structs.replace(SUSPENSION, until=MARCH_1), ImpossibleEvidence),
        ((), msgspec.structs.replace(SUSPENSION, from_=date(1066, 1, 1)), ImpossibleEvidence),
        ((), LIFTING, NothingToLift),
        ((PolicySuspended(version="2026", from_=MARCH_1, until=APRIL_1),), LIFTING, NothingToLift),
        ((SUPERSESSION,), SUPERSESSION, AlreadySuperseded),
        ((READING,), READING, ReadingUnchanged),
    ],
)
def test_what_could_not_be_recorded_is_not_proposed(
    history: tuple[Event, ...], measure: Measure, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        record(given(*history), drafted(Terms(measure=measure), "ada", MARCH_1))


def test_what_is_proposed_is_the_text_of_its_hash_and_says_what_it_takes() -> None:
    assert record(given(), PROPOSED) is PROPOSED
    assert terms_of(PROPOSED) == Terms(measure=SUSPENSION, takes_away=(TAKING,), retroactive="meant so")
    with pytest.raises(TextAltered, match="the text of suspension-2026 is not"):
        record(given(), msgspec.structs.replace(PROPOSED, document=LONGER.document))
    wordless = Terms(measure=SUSPENSION, takes_away=(msgspec.structs.replace(TAKING, text=" "),))
    with pytest.raises(ImpossibleEvidence, match="text"):
        record(given(), drafted(wordless, "ada", MARCH_1))


@pytest.mark.parametrize(
    ("suspensions", "left"),
    [
        ([(MARCH_1, None)], [(MARCH_1, APRIL_1)]),
        ([(MARCH_1, MAY_1)], [(MARCH_1, APRIL_1)]),
        ([(APRIL_1, None)], []),
        ([(MARCH_1, date(2026, 3, 15)), (MAY_1, None)], [(MARCH_1, date(2026, 3, 15))]),
    ],
)
def test_a_suspension_that_is_lifted_leaves_the_days_before(
    suspensions: list[tuple[date, date | None]], left: list[tuple[date, date | None]]
) -> None:
    suspended = [PolicySuspended(version="2026", from_=day, until=until) for day, until in suspensions]
    proposed = drafted(Terms(measure=LIFTING), "ada", MARCH_1)
    lifted = given(*suspended, proposed, record(given(*suspended), LIFTING))
    assert [(each.from_, each.until) for each in lifted.suspended["2026"]] == left
    assert lifted.measures == {}


def test_what_is_proposed_moves_nobody() -> None:
    assert not moves("policy/imi", PROPOSED)
    assert moves("policy/imi", SUSPENSION)


@pytest.mark.parametrize(
    ("measure", "name", "words", "effect"),
    [
        (SUSPENSION, "suspension-2026", "Version 2026 is not applied from 2026-04-01, until further notice", APRIL_1),
        (LIFTING, "lifting-2026", "Version 2026, which is suspended, is applied again from 2026-04-01", APRIL_1),
        (
            msgspec.structs.replace(SUSPENSION, from_=date(2025, 1, 1), until=MAY_1),
            "suspension-2026",
            "Version 2026 is not applied from 2025-01-01 until 2026-05-01",
            MARCH_1,
        ),
        (SUPERSESSION, "supersession-2026", "Version 2026 is no longer in force from 2026-04-01", APRIL_1),
        (
            msgspec.structs.replace(SUPERSESSION, by="2027"),
            "supersession-2026",
            "Version 2026 is no longer in force from 2026-04-01, when 2027 takes its place",
            APRIL_1,
        ),
        (READING, "reading-counted", "counted is read as 'all' in every version that has it", MARCH_1),
        (
            msgspec.structs.replace(READING, version="2026"),
            "reading-counted-2026",
            "counted is read as 'all' in version 2026",
            MARCH_1,
        ),
    ],
)
def test_a_measure_has_a_name_words_and_a_first_day(measure: Measure, name: str, words: str, effect: date) -> None:
    assert (name_of(measure), in_words(measure), effect_of(measure, MARCH_1)) == (name, words, effect)
