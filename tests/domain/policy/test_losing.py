"""What a text says that it takes away: read at its places, of levels, reasons and days that there are."""

from datetime import date

import pytest

from domain.policy.text import Loss, Policy
from tests.domain.policy.test_amendments import WHOLE, amended, faults
from tests.domain.policy.texts import amendment, faults_of, policy, written

TAKEN = """
takes away:
  refreshers:
    level: member
    text: Who came by a refresher is a member no more.
    source: the guild
"""
LINES = "takes away:\n  x:\n    level: {level}\n    text: t\n    source: s\n{more}"


def taken(more: str = "", level: str = "member") -> str:
    return LINES.format(level=level, more=more)


def losses(of: Policy) -> tuple[Loss, ...]:
    return of.losses


def test_days_are_taken_from_the_day_of_effect_on_unless_another_is_said() -> None:
    (first,) = losses(amended(TAKEN))
    assert (first.level, first.from_, first.reasons) == ("member", date(2001, 1, 1), ())
    (later,) = losses(amended(TAKEN + "    from: 2003-01-01\n    reasons: [NO_COURSE, REFUSED]\n"))
    assert (later.from_, later.reasons) == (date(2003, 1, 1), ("NO_COURSE", "REFUSED"))


def test_what_one_text_takes_away_the_next_does_not_take_over() -> None:
    assert losses(amendment(amended(TAKEN), "", "3", "2002-01-01")) == ()


def test_a_level_that_is_dropped_can_be_taken_away() -> None:
    found = amended(
        "drops:\n  levels: [member]\n  notes: [asked]\n  announces: [logbook]\nlisting:\n  of: [other]\n"
        + TAKEN
        + OTHER
    )
    assert [each.level for each in losses(found)] == ["member"]


OTHER = "levels:\n  other:\n    rank: 1\n    title: Other\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (taken(level="membre"), "10:12: the level 'membre' is not known; did you mean 'member'?"),
        (
            taken("    reasons: [NO_COURSES]\n"),
            "13:15: the reason 'NO_COURSES' is not known; did you mean 'NO_COURSE'?",
        ),
        (
            taken("    reasons: [none]\n"),
            "13:15: expected a reason as a reason code in capitals, such as 'NONE'; found 'none'",
        ),
        (taken("    form: 2002-01-01\n"), "13:5: the key of 'x' of what it takes away 'form' is not known; did you"),
        (
            taken("    from: 2000-12-31\n"),
            (
                "13:11: takes days from 2000-12-31 on, before it is published and in force; say so, and why, under "
                "'retroactive'"
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(body: str, fault: str) -> None:
    (found,) = faults(body)
    assert found.startswith(fault)


def test_a_text_that_amends_none_may_take_away_what_it_does_not_know() -> None:
    assert faults_of(written(taken(level="guildsman"))) == []
    assert [each.level for each in losses(policy(taken(level="guildsman")))] == ["guildsman"]


def test_days_of_before_can_be_taken_by_a_text_that_says_so() -> None:
    assert faults_of(written(taken("    from: 1999-01-01\n"), extra="retroactive: It was agreed so.\n")) == []
    assert WHOLE.losses == ()
