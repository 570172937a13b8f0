"""The evidence that does not count, each item with the line that it fails, what was found, and the reason."""

from datetime import date

import pytest

from domain.case import Case
from domain.policy.candidates import MOST_SET_ASIDE
from domain.policy.chain import alone
from domain.policy.proof import Proof
from domain.policy.rules import Rules
from tests.domain.policy.texts import Item, fact, facts, policy, version_of

ON = date(2021, 5, 1)
ROUTE = "levels:\n  asked:\n    rank: 1\n    title: Asked\n    routes:\n      route:\n"


def proved(condition: str, *items: tuple[str, Item], beside: str = "", thorough: bool = True) -> Proof:
    body = ROUTE + "".join(f"        {line}\n" for line in condition.strip("\n").split("\n")) + beside
    rules = Rules(alone(version_of(policy(body))))
    ((_, _, found),) = Case(rules, facts(*items), thorough=thorough).proofs(ON)
    return found


def told(proof: Proof) -> list[tuple[str, str, str, str, str]]:
    return [(each.evidence.id, each.fails, each.found, each.short, each.code) for each in proof.set_aside]


def learnt(name: str, **fields: object) -> tuple[str, Item]:
    return fact("learning", id=name, **({"held_on": "2021-01-01", "category": "talk", "hours": 2} | fields))


SUM = """
sum: learning.hours
where:
  - learning.category is talk
  - require: learning.held_on on or after 2020-01-01
    else: TOO_OLD
at least: 10 hours
"""


def test_what_is_not_summed_up_is_named_with_the_line_that_it_fails() -> None:
    found = proved(
        SUM,
        learnt("counts"),
        learnt("book", category="book"),
        learnt("old", held_on="2019-12-30"),
        learnt("unknown", category=None),
    )
    assert [each.id for each in found.evidence] == ["counts"]
    assert told(found) == [
        ("book", "the learning's category is talk", "book", "", ""),
        ("old", "the learning was held on or after 1 January 2020", "2019-12-30", "", "TOO_OLD"),
        ("unknown", "the learning's category is talk", "unknown", "", ""),
    ]


def test_what_is_not_there_on_the_day_is_named_as_that() -> None:
    found = proved(
        SUM,
        learnt("later", held_on="2021-06-01"),
        learnt("taken back", retracted_on="2021-05-01"),
        learnt("stands", retracted_on="2021-05-02"),
    )
    assert told(found) == [
        ("later", "it is of a day up to 2021-05-01", "2021-06-01", "", ""),
        ("taken back", "it still stands", "taken back from 2021-05-01 on", "", ""),
    ]


def test_what_has_no_date_yet_is_named_as_that() -> None:
    dateless = fact("course", id="begun", begun_on="2021-01-01", hours=40)
    assert told(proved("count: course\nat least: 1", dateless)) == [("begun", "it has a date", "no date", "", "")]


def test_evidence_is_named_only_where_the_proof_is_thorough() -> None:
    assert proved(SUM, learnt("book", category="book"), thorough=False).set_aside == ()
    assert proved(COURSE, fact("course", ended_on="2021-01-01", passed="no"), thorough=False).set_aside == ()


def test_no_more_is_named_than_can_be_read() -> None:
    many = [learnt(f"book-{number}", category="book") for number in range(MOST_SET_ASIDE + 1)]
    assert len(proved(SUM, *many).set_aside) == MOST_SET_ASIDE
    courses = [fact("course", id=f"course-{n}", ended_on="2021-01-01", passed="no") for n in range(MOST_SET_ASIDE + 1)]
    assert len(proved(COURSE, *courses).set_aside) == MOST_SET_ASIDE
    short = [course(f"course-{n}", hours=n % 50) for n in range(MOST_SET_ASIDE + 2)]
    assert len(proved(COURSE, *short).set_aside) == MOST_SET_ASIDE


COURSE = """
for: course
when:
  - course.passed is yes
  - require: course.hours at least 51 hours
    else: HOURS_SHORT
"""


def course(name: str, **fields: object) -> tuple[str, Item]:
    return fact("course", id=name, **({"ended_on": "2021-01-01", "passed": "yes", "hours": 40} | fields))


def test_beside_the_item_that_got_furthest_the_others_are_named() -> None:
    found = proved(COURSE, course("short", hours=39), course("other", passed="no"), course("enough", hours=51))
    assert [each.id for each in found.evidence] == ["enough"]
    assert told(found) == [
        ("short", "the course's hours are at least 51 hours", "39 hours", "12 hours", "HOURS_SHORT"),
        ("other", "the course's passed is yes", "no", "", ""),
    ]


def test_an_item_that_counts_as_well_is_not_set_aside() -> None:
    assert told(proved(COURSE, course("one", hours=51), course("two", hours=52))) == []


def test_an_act_is_set_aside_by_what_was_so_on_its_day() -> None:
    condition = """
for: application
judged on: application.submitted_on
when:
  - application.level is accredited
  - the day on or after 2021-03-01
"""
    early = fact("application", id="early", level="accredited", submitted_on="2021-02-28")
    other = fact("application", id="other", level="none", submitted_on="2021-04-01")
    assert told(proved(condition, early, other)) == [
        ("early", "the day asked about is on or after 1 March 2021", "2021-02-28", "1 day", ""),
        ("other", "the application's level is accredited", "none", "", ""),
    ]


def test_an_item_that_meets_its_own_lines_is_not_set_aside_for_want_of_another() -> None:
    condition = """
for: course
with: [approval]
when:
  - course.passed is yes
  - approval begun by the day
  - approval.program is course.program
"""
    found = proved(condition, course("one", program="harbour"), course("two", program="harbour"))
    assert (found.found, told(found)) == ("no approval", [])


TIMED = """
for: application
judged on: application.submitted_on
counts {which}
when:
  - application.level is accredited
"""


@pytest.mark.parametrize(
    ("which", "found"),
    [
        ("up to: 2021-04-30", "counted up to 2021-04-30"),
        ("from: 2021-06-01", "counts from 2021-06-01"),
    ],
)
def test_what_does_not_count_yet_or_any_more_says_so(which: str, found: str) -> None:
    submitted = fact("application", id="one", level="accredited", submitted_on="2021-03-01")
    told_ = proved(TIMED.format(which=which), submitted)
    assert (told_.holds, [each.id for each in told_.evidence]) == (False, ["one"])
    assert (told_.parts[-1].says, told_.parts[-1].found) == ("it counts on the day", found)


def test_what_is_not_there_yet_is_set_aside_in_a_selection_too() -> None:
    assert told(proved(COURSE, course("later", ended_on="2021-06-01"))) == [
        ("later", "it is of a day up to 2021-05-01", "2021-06-01", "", "")
    ]


def test_an_act_of_a_written_day_is_set_aside_by_what_was_so_then() -> None:
    condition = "for: application\njudged on: 2021-03-01\nwhen:\n  - the day on or after application.submitted_on"
    late = fact("application", id="late", level="accredited", submitted_on="2021-03-02")
    assert told(proved(condition, late)) == [
        ("late", "the day asked about is on or after the day on which the application was submitted", LATE, "1 day", "")
    ]


LATE = "2021-03-01, not on or after 2021-03-02"


def test_an_act_without_its_day_is_judged_on_the_day_asked_about() -> None:
    condition = "for: application\njudged on: application.decided_on\nwhen:\n  - application.level is accredited"
    undecided = fact("application", id="open", level="none", submitted_on="2021-02-28")
    assert told(proved(condition, undecided)) == [("open", "the application's level is accredited", "none", "", "")]


def test_a_line_of_several_parts_is_told_by_those_that_fail() -> None:
    condition = """
for: course
when:
  - require:
      all:
        - course.passed is yes
        - any:
            - course.format is online
            - course.format is blended
    else: NOT_SO
"""
    kept = course("kept", format="online")
    found = proved(condition, kept, course("face", format="face to face"), course("failed", passed="no"))
    assert told(found) == [
        ("face", "the course's format is online, or the course's format is blended", "", "", "NOT_SO"),
        ("failed", "the course's passed is yes", "", "", "NOT_SO"),
    ]


def test_a_line_that_names_a_clause_is_told_by_its_text() -> None:
    clause = """clauses:
  "1":
    text: A course that was passed.
    source: the guild
    for: course
    when:
      - course.passed is yes
"""
    found = proved("count: course\nwhere:\n  - clause 1\nat least: 1", course("failed", passed="no"), beside=clause)
    assert told(found) == [("failed", "A course that was passed.", "", "", "")]
