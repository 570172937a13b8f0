"""Periods whose beginnings depend on those of their name that are over."""

from datetime import date
from textwrap import dedent

import pytest

from domain.case import Case
from domain.policy import looking_back
from domain.policy.chain import alone
from domain.policy.rules import Rules
from domain.policy.said import one_line
from domain.policy.saying_text import period_in_words, speech_of
from tests.domain.policy.texts import (
    Item,
    amendment,
    asking,
    assess,
    chain_of,
    days,
    fact,
    facts,
    policy,
    proof,
    shown,
    version_of,
)

SITTING_OUT = """
periods:
  term:
    text: Who let it lapse sits out a year before a new one begins.
    source: the rules
    begins:
      for: recognition
      when:
        - require:
            none:
              - for: term
                when:
                  - recognition.granted_on before 1 year after term.until
          else: TOO_EARLY
      on: recognition.granted_on
    lasts: 2 years
"""
ANEW = "    begins anew: yes\n"
LOST = """
    ends when:
      for: leave
      when:
        - leave.from within term
        - leave begun by the day
"""
EXTENDED = """
    extended:
      leave:
        for: leave
        when:
          - leave.from within term
        by: its length
"""
LEVEL = """
levels:
  member:
    rank: 1
    title: Member
    routes:
      term: {for: term, when: [the day within term]}
"""
IN_TERM = "for: term\nwhen:\n  - the day within term"


def granted(*dates: str) -> list[tuple[str, Item]]:
    return [fact("recognition", id=each, level="accredited", granted_on=each) for each in dates]


@pytest.mark.parametrize(
    ("beginnings", "expected"),
    [
        (["2010-01-01"], "2010-01-01 to 2011-12-31"),
        (["2010-01-01", "2012-12-31"], "2010-01-01 to 2011-12-31"),
        (["2010-01-01", "2013-01-01"], "2010-01-01 to 2011-12-31, 2013-01-01 to 2014-12-31"),
        (
            ["2010-01-01", "2012-06-01", "2013-01-01", "2015-12-31", "2016-01-01"],
            "2010-01-01 to 2011-12-31, 2013-01-01 to 2014-12-31, 2016-01-01 to 2017-12-31",
        ),
    ],
)
def test_a_beginning_may_depend_on_those_that_are_over(beginnings: list[str], expected: str) -> None:
    assert days(IN_TERM, *granted(*beginnings), beside=SITTING_OUT) == expected


def test_what_begins_anew_does_not_find_over_what_it_ends() -> None:
    found = days(IN_TERM, *granted("2010-01-01", "2011-06-01", "2013-05-01", "2013-06-01"), beside=SITTING_OUT + ANEW)
    assert found == "2010-01-01 to 2015-04-30"
    numbers = "count: term\nat least: 3"
    assert days(numbers, *granted("2010-01-01", "2011-06-01", "2013-05-01"), beside=SITTING_OUT + ANEW) == (
        "from 2013-05-01"
    )


def test_a_clause_that_is_named_speaks_of_those_that_are_over_as_well() -> None:
    clause = """
    clauses:
      "1":
        text: One is over.
        source: the rules
        any:
          - for: application
            when:
              - the day before 2011-01-01
          - for: term
            when:
              - the day on or after 2012-01-01
    """
    applied = fact("application", submitted_on="2010-06-01")
    body = dedent(clause) + SITTING_OUT.partition("    begins:")[0] + "    begins:\n      whenever: clause 1\n"
    assert days(IN_TERM, applied, beside=body + "    lasts: 1 month\n") == (
        "2010-06-01 to 2010-06-30, 2012-01-01 to 2012-01-31"
    )


def test_a_line_that_looks_at_a_later_day_sees_no_more_than_is_over_on_the_day_of_the_beginning() -> None:
    later = SITTING_OUT.replace(
        "            none:\n",
        "            on: 5 years after recognition.granted_on\n            that:\n             none:\n",
    )
    assert days(IN_TERM, *granted("2010-01-01", "2013-01-01"), beside=later) == (
        "2010-01-01 to 2011-12-31, 2013-01-01 to 2014-12-31"
    )


def test_what_ends_early_is_over_on_that_day() -> None:
    lost = fact("leave", from_="2011-01-01")
    assert days(IN_TERM, *granted("2010-01-01", "2012-01-01"), lost, beside=SITTING_OUT + LOST) == (
        "2010-01-01 to 2010-12-31, 2012-01-01 to 2013-12-31"
    )


def test_while_it_is_in_doubt_whether_one_is_over_so_is_a_beginning_that_depends_on_it() -> None:
    lost = fact("leave", from_="2011-01-01", until=None)
    text = SITTING_OUT + LOST.replace("leave begun by the day", "leave in force on the day")
    assert days(IN_TERM, *granted("2010-01-01", "2012-06-01", "2013-06-01"), lost, beside=text) == (
        "2010-01-01 to 2010-12-31; perhaps 2010-01-01 to 2011-12-31, 2012-06-01 to 2015-05-31"
    )


def test_one_that_may_go_on_for_ever_leaves_later_beginnings_in_doubt() -> None:
    unknown = fact("leave", from_="2011-01-01", until=None)
    assert days(IN_TERM, *granted("2010-01-01", "2013-06-01"), unknown, beside=SITTING_OUT + EXTENDED) == (
        "2010-01-01 to 2011-12-31; perhaps from 2010-01-01"
    )


def test_a_beginning_on_an_unknown_day_leaves_all_others_in_doubt() -> None:
    unknown = fact("recognition", id="x", level="accredited", granted_on=None)
    assert days(IN_TERM, unknown, *granted("2012-06-01"), beside=SITTING_OUT) == "never; perhaps always"


def test_why_none_has_begun_is_told_by_those_that_are_over() -> None:
    running = SITTING_OUT.replace(
        """            none:
              - for: term
                when:
                  - recognition.granted_on before 1 year after term.until
""",
        "            for: term\n            when:\n              - the day within term\n",
    )
    found = proof(IN_TERM, "2012-07-01", *granted("2010-01-01"), beside=running)
    assert (found.holds, found.codes) == (False, ("TOO_EARLY",))


def test_why_another_has_not_begun_is_told() -> None:
    again = "for: recognition\nwith: [term]\nwhen:\n  - recognition begun by the day\n  - the day within term"
    found = proof(again, "2012-07-01", *granted("2010-01-01", "2012-06-01"), beside=SITTING_OUT)
    assert found.holds is False


def test_a_later_text_may_look_back() -> None:
    first = policy(SITTING_OUT.replace("1 year after", "1 day after") + asking(IN_TERM), "1", "2000-01-01")
    second = amendment(first, SITTING_OUT, "2", "2012-07-01")
    found = assess(chain_of(first, second), *granted("2010-01-01", "2012-06-01", "2014-08-01", "2015-06-01"))
    assert shown(found.notes["asked"]) == (
        "2010-01-01 to 2011-12-31, 2012-06-01 to 2014-05-31, 2015-06-01 to 2017-05-31"
    )


def test_after_very_many_ends_the_rest_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_back, "MOST_ENDS", 3)
    yearly = SITTING_OUT.replace("lasts: 2 years", "lasts: 1 year\n    renewed: always")
    assert days(IN_TERM, *granted("2010-01-01"), beside=yearly) == "2010-01-01 to 2012-12-31; perhaps from 2010-01-01"


def test_that_it_looks_back_is_said_aloud() -> None:
    text = policy(SITTING_OUT)
    said = [one_line(each) for each in period_in_words(text.periods[0], speech_of(text))]
    assert "where it begins, every term that is meant is over by then" in said


def test_what_is_asked_again_is_not_compiled_again() -> None:
    text = policy(SITTING_OUT.replace("lasts:", "renewed: {when: {for: refresher}}\n    lasts:") + LEVEL)
    rules = Rules(alone(version_of(text)))
    for given in ([], granted("2010-01-01")):
        asked = Case(rules, facts(*given))
        list(asked.proofs(date(2012, 7, 1)))
        size = len(rules.hand({}))
        list(asked.proofs(date(2012, 7, 1)))
        assert len(rules.hand({})) == size
