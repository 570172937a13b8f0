"""Why a condition holds on a day, or why not: the candidate that got furthest speaks."""

from datetime import date
from textwrap import indent

import pytest

from tests.domain.policy.texts import Item, amendment, case, chain_of, days, evidence, fact, held, policy, proof

JOIN = """
for: course
with:
  approval: NOT_APPROVED
when:
  - approval.program is course.program
  - require: course.passed is yes
    else: NOT_PASSED
  - require: course.format is approval.format
    else: FORMAT_MISMATCH
  - require: course.ended_on on or after 1 year before approval.from
    else: TOO_EARLY
  - require: approval begun by the day
    else: NOT_YET
  - require: course.hours at least approval.min_hours
    else: HOURS_SHORT
"""
ON = "2021-01-01"


def approval(number: int = 1, **fields: object) -> tuple[str, Item]:
    usual = {"program": "harbour", "format": "online", "from_": "2020-03-01", "min_hours": 40}
    return fact("approval", id=f"approval-{number}", **(usual | fields))


def course(number: int = 1, **fields: object) -> tuple[str, Item]:
    usual = {"program": "harbour", "format": "online", "ended_on": "2020-05-01", "passed": "yes", "hours": 40}
    return fact("course", id=f"course-{number}", at=number, **(usual | fields))


def test_what_is_met_is_proved_by_its_evidence() -> None:
    found = proof(JOIN, ON, course(1, passed="no"), course(2), approval())
    assert (found.holds, found.codes, found.short, found.failed) == (True, (), "", 0)
    assert evidence(found) == ["course course-2", "approval approval-1"]
    assert [cited.event for cited in found.cited()] == ["pathway/ada@2", "pathway/ada@1"]


def test_nothing_to_judge_is_said() -> None:
    found = proof(JOIN, ON)
    assert (found.holds, found.found, found.codes, found.rests_on_evidence()) == (False, "no course", (), False)


def test_an_item_that_is_missing_beside_another_has_a_reason() -> None:
    found = proof(JOIN, ON, course(), approval(program="quay"))
    assert (found.codes, found.found, evidence(found)) == (("NOT_APPROVED",), "no approval", ["course course-1"])


@pytest.mark.parametrize(
    ("fields", "code", "short"),
    [
        ({"passed": "no"}, "NOT_PASSED", ""),
        ({"format": "blended"}, "FORMAT_MISMATCH", ""),
        ({"ended_on": "2019-02-28"}, "TOO_EARLY", ""),
        ({"ended_on": "2019-01-30"}, "TOO_EARLY", ""),
        ({"hours": 39}, "HOURS_SHORT", "1 hour"),
        ({"hours": "35.5"}, "HOURS_SHORT", "4.5 hours"),
    ],
)
def test_the_line_that_is_not_met_gives_the_reason_and_the_distance(
    fields: dict[str, object], code: str, short: str
) -> None:
    found = proof(JOIN, ON, course(1, **fields), approval())
    assert (found.holds, found.codes, found.short) == (False, (code,), short)


def test_the_candidate_that_got_furthest_speaks() -> None:
    near, far = course(1, hours=38), course(2, hours=39, passed="no")
    for items in ([near, far], [far, near]):
        found = proof(JOIN, ON, *items, approval(), approval(2, format="blended"))
        assert (found.codes, found.short, evidence(found)) == (
            ("HOURS_SHORT",),
            "2 hours",
            ["course course-1", "approval approval-1"],
        )


def test_a_candidate_in_doubt_speaks_before_one_that_fails() -> None:
    found = proof(JOIN, ON, course(1, hours=None), course(2, hours=39), approval())
    assert (found.holds, found.codes, found.short) == (None, ("HOURS_SHORT",), "")
    assert evidence(found) == ["course course-1", "approval approval-1"]


def shown(line: str, *items: tuple[str, Item], day: str = ON) -> list[tuple[str, str]]:
    found = proof(f"for: course\nwhen:\n  - require: {line}\n    else: NO", day, *items)
    return [(part.found, part.short) for part in found.parts]


@pytest.mark.parametrize(
    ("line", "fields", "found", "short"),
    [
        ("course.ended_on before 2020-05-01", {}, "2020-05-01", ""),
        ("course.ended_on after 2020-05-03", {}, "2020-05-01", ""),
        ("course.ended_on is 2020-05-03", {}, "2020-05-01", ""),
        (
            "the day on or before 2 weeks after course.ended_on",
            {},
            "2021-01-01, not on or before 2020-05-15",
            "",
        ),
        (
            "course.ended_on on or after 6 months before the day",
            {},
            "2020-05-01, not on or after 2020-07-01",
            "",
        ),
        (
            "course.ended_on on or after the last 1 December by the day",
            {},
            "2020-05-01, not on or after 2020-12-01",
            "",
        ),
        ("course.ended_on after the day", {}, "2020-05-01, not after 2021-01-01", ""),
        ("course.valid_until before course.ended_on", {}, "no end, not before 2020-05-01", ""),
        (
            "course.valid_until on or before 2020-05-03",
            {"valid_until": "2020-05-05"},
            "2020-05-05",
            "",
        ),
        ("course.hours more than 40 hours", {}, "40 hours", ""),
        ("course.hours at most 1 hours", {}, "40 hours", ""),
        ("course.hours at least 41 hours", {"hours": None}, "unknown", ""),
        ("course.places at least 3", {"places": 1}, "1", "2"),
        ("course.tutor_hours at least 1 hours", {}, "none", ""),
        ("course.passed is no", {}, "yes", ""),
        ("course.format is blended", {}, "online", ""),
    ],
)
def test_what_was_found_is_shown_beside_what_was_asked(
    line: str, fields: dict[str, object], found: str, short: str
) -> None:
    assert shown(line, course(1, **fields)) == [(found, short)]


def test_a_day_beyond_the_calendar_is_shown_as_its_end() -> None:
    assert shown("the day on or before 9000 years before course.ended_on", course()) == [
        ("2021-01-01, not on or before the beginning", "")
    ]


EXPERIENCE = """
any:
  - count: mediation
    where:
      - mediation.role is lead
    at least: 2
  - sum: mediation.hours
    more than: 20 hours
"""


def entry(number: int, hours: object, role: str | None = "lead") -> tuple[str, Item]:
    return fact("mediation", id=f"entry-{number}", started_on="2020-01-01", hours=hours, role=role)


@pytest.mark.parametrize(
    ("entries", "short", "found"),
    [
        ([], "2 mediations or 20.001 hours", ["0 mediations", "0 hours"]),
        ([entry(1, 10)], "1 mediation or 10.001 hours", ["1 mediation", "10 hours"]),
        ([entry(1, 20, "co")], "2 mediations or 0.001 hours", ["0 mediations", "20 hours"]),
        ([entry(1, 19, None)], "2 mediations or 1.001 hours", ["0 mediations, and 1 in doubt", "19 hours"]),
    ],
)
def test_what_would_be_enough_is_said_in_words(entries: list[tuple[str, Item]], short: str, found: list[str]) -> None:
    found_proof = proof(EXPERIENCE, ON, *entries)
    assert found_proof.short == short
    assert [part.found for part in found_proof.parts] == found


def test_what_was_counted_is_cited_once() -> None:
    found = proof(EXPERIENCE, ON, entry(1, 11), entry(2, 12))
    assert evidence(found) == ["mediation entry-1", "mediation entry-2"]
    assert found.rests_on_evidence()


@pytest.mark.parametrize("measure", ["at most: 0", "less than: 1", "is: 0"])
def test_too_much_is_short_of_nothing(measure: str) -> None:
    found = proof(f"count: mediation\n{measure}", ON, entry(1, 1))
    assert (found.holds, found.found, found.short) == (False, "1 mediation", "")


CLAUSES = """
clauses:
  "1":
    text: A course of forty hours.
    source: the guild
    for: course
    when:
      - course.hours at least 40 hours
    reason: LONG_ENOUGH
    else: TOO_SHORT
  "2":
    text: A refresher.
    source: the guild
    for: refresher
"""


def test_a_clause_gives_its_reason_when_it_holds() -> None:
    found = proof("clause 1", ON, course(), beside=CLAUSES)
    assert (found.says, found.clause, found.text, found.source) == (
        "clause 1",
        "1",
        "A course of forty hours.",
        "the guild",
    )
    assert (found.holds, found.codes, found.clauses()) == (True, ("LONG_ENOUGH",), ["1"])


def test_a_clause_gives_another_reason_when_it_does_not() -> None:
    found = proof("clause 1", ON, course(hours=38), beside=CLAUSES)
    assert (found.holds, found.codes, found.clauses(), found.short) == (False, ("TOO_SHORT",), ["1"], "")


def test_the_innermost_reason_is_given() -> None:
    nested = "require:\n  all:\n    - clause 1\n    - require: clause 2\n      else: NO_REFRESHER\nelse: OUTER"
    found = proof(nested, ON, beside=CLAUSES)
    assert found.codes == ("TOO_SHORT", "NO_REFRESHER")
    assert found.clauses() == ["1", "2"]
    assert proof(nested, ON, course(), beside=CLAUSES).codes == ("NO_REFRESHER",)


def test_only_what_made_the_outcome_is_cited() -> None:
    found = proof("all:\n  - clause 1\n  - clause 2", ON, course(), beside=CLAUSES)
    assert (found.holds, found.clauses(), evidence(found)) == (False, ["2"], [])


def test_that_none_holds_has_no_reason_of_its_own() -> None:
    found = proof("none:\n  - clause 1", ON, course(), beside=CLAUSES)
    assert (found.says, found.holds, found.codes, found.short) == ("none of these holds", False, (), "")


def test_so_many_of_several_have_the_reasons_of_those_unmet() -> None:
    found = proof("at least: 2\nof:\n  - clause 1\n  - clause 2", ON, course(hours=39), beside=CLAUSES)
    assert (found.says, found.codes, found.short) == ("at least 2 of these hold", ("TOO_SHORT",), "")


def test_an_act_is_explained_as_of_its_day() -> None:
    condition = """
    for: application
    judged on: application.submitted_on
    when:
      - require:
          sum: mediation.hours
          at least: 20 hours
        else: EXPERIENCE_SHORT
    """
    later = fact("mediation", id="entry-2", started_on="2020-07-01", hours=15)
    found = proof(condition, ON, entry(1, 15), later, fact("application", submitted_on="2020-06-01"))
    assert (found.says, found.codes, found.short) == (
        "there is an application, judged on the day on which the application was submitted by the text then in force",
        ("EXPERIENCE_SHORT",),
        "5 hours",
    )
    never = proof(condition.replace("submitted_on", "decided_on"), ON, fact("application", submitted_on="2020-06-01"))
    assert never.holds is False


@pytest.mark.parametrize(
    ("on", "day", "holds", "short"),
    [("2020-01-01", "1 January 2020", True, ""), ("2019-12-31", "31 December 2019", False, "")],
)
def test_a_condition_on_a_day_is_explained_as_of_that_day(on: str, day: str, holds: bool, short: str) -> None:  # noqa: FBT001 - an outcome
    found = proof(f"on: {on}\nthat:\n  sum: mediation.hours\n  at least: 1 hours", ON, entry(1, 1))
    assert (found.says, found.found, found.holds, found.short) == (
        f"as it was on {day}: at least 1 hour of mediation",
        on,
        holds,
        short,
    )


def test_a_condition_on_a_day_that_has_not_come_is_explained_as_of_the_day_asked_about() -> None:
    condition = "for: application\nwhen:\n  - on: application.decided_on\n    that:\n      for: refresher"
    found = proof(condition, ON, fact("application", submitted_on="2020-06-01"))
    assert (found.holds, found.found) == (False, "no application")


def test_a_selection_with_all_its_items_in_hand_is_explained_for_them() -> None:
    condition = "for: course\nwhen:\n  - course.passed is yes\n  - require: clause 1\n    else: NO"
    found = proof(condition, ON, course(hours=39), beside=CLAUSES)
    assert (found.codes, evidence(found)) == (("TOO_SHORT",), ["course course-1"])


INSIDE = """
for: course
when:
  - require:
      for: application
      with:
        refresher: NO_REFRESHER
    else: NO_APPLICATION
"""


def test_a_selection_inside_another_names_what_it_lacks() -> None:
    assert proof(INSIDE, ON, course()).codes == ("NO_APPLICATION",)
    assert proof(INSIDE, ON, course(), fact("application", submitted_on="2020-06-01")).codes == ("NO_REFRESHER",)


def test_an_item_that_is_not_what_the_selection_means_is_no_candidate() -> None:
    found = proof("for: course\nwhen:\n  - course.passed is yes", ON, course(passed="no"))
    assert (found.holds, found.found, evidence(found)) == (False, "no course", [])


def test_an_act_that_needs_another_item_is_explained_as_of_its_day() -> None:
    condition = """
    for: course
    with: [application]
    judged on: application.submitted_on
    when:
      - require:
          for: refresher
        else: NO_REFRESHER
      - require: course.ended_on on or after 1 year before the day
        else: TOO_LONG_AGO
    """
    late = fact("refresher", held_on="2020-06-02", retracted_on="2021-06-01")
    application = fact("application", submitted_on="2020-06-01")
    assert proof(condition, ON, course(), application, late).codes == ("NO_REFRESHER",)
    early = fact("refresher", held_on="2020-06-01", retracted_on="2021-06-01")
    assert proof(condition, "2022-01-01", course(), application, early).holds is True
    found = proof(condition, "2022-01-01", course(ended_on="2019-05-31"), application, early)
    assert (found.codes, found.short) == (("TOO_LONG_AGO",), "")


@pytest.mark.parametrize(
    ("line", "says", "found"),
    [
        ("course.format is one of online, blended", "the course's format is online or blended", "online"),
        ("course.valid_until is given", "the course states its valid until", "no end"),
        ("approval in force on the day", "the approval is in force on the day asked about", "2020-03-01 to no end"),
        (
            "approval begun by the day",
            "the approval has begun by the day asked about, whatever became of it later",
            "2020-03-01 to no end",
        ),
        ("course.hours at least 40.5 hours", "the course's hours are at least 40.5 hours", "40 hours"),
        ("course.passed is yes", "the course's passed is yes", "yes"),
        ("the day before 2021-01-01", "the day asked about is before 1 January 2021", "2021-01-01"),
        ("course.format is approval.format", "the course's format is the approval's format", "online"),
        (
            "course.hours at least approval.min_hours",
            "the course's hours are at least the approval's min hours",
            "40 hours, at least 40 hours",
        ),
        (
            "course.hours more than approval.min_hours",
            "the course's hours are more than the approval's min hours",
            "40 hours, not more than 40 hours",
        ),
        ("course.label is approval.program", "the course's label is the approval's program", "none, not harbour"),
        (
            "course.hours at least mediation.hours",
            "the course's hours are at least the mediation's hours",
            "40 hours, to be compared with unknown",
        ),
        (
            "mediation.started_on on or after mediation.verified_on",
            "the mediation started on or after the day on which the mediation was verified",
            "2020-01-01, not on or after no date",
        ),
    ],
)
def test_a_line_is_said_in_plain_words_with_what_was_found(line: str, says: str, found: str) -> None:
    condition = (
        "for: course\nwith: [approval, mediation]\nwhen:\n"
        f"  - approval begun by the day\n  - require: {line}\n    else: NO"
    )
    parts = proof(condition, ON, course(), approval(), entry(1, None)).parts
    assert (says, found) in [(part.says, part.found) for part in parts]


PARAMETER = """
parameters:
  digest:
    text: Whether a digest is needed.
    source: the guild
    values:
      needed: it is
      wanted: it is welcome
    default: wanted
"""


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("digest is one of needed, wanted", "'digest' is read as 'needed' or 'wanted'"),
        ("holds member", "the level 'Full member' is held"),
        ("entitled to member", "the rules alone give the level 'Full member'"),
        (
            "for: course as first\nwith: [course as second]",
            "there is a course (called the first) together with a course (called the second)",
        ),
        ("count: course\nat least: 20", "at least 20 courses"),
        ("sum: course.places\nmore than: 2.50", "more than 2.5, adding up the places of courses"),
        ("any: [for: course]", "at least one of these holds"),
        ("all: [for: course]", "all of these hold"),
    ],
)
def test_a_condition_is_said_in_one_line(condition: str, says: str) -> None:
    member = "  member:\n    rank: 2\n    title: Full member\n"
    assert proof(condition, ON, beside=member + PARAMETER).says == says


def test_that_there_is_none_is_told_of_the_selection() -> None:
    found = proof("none:\n  - for: course\n    when:\n      - course.passed is yes", ON, course())
    assert (found.says, found.holds, [part.says for part in found.parts]) == (
        "none of these holds",
        False,
        ["there is a course"],
    )


def test_items_that_are_not_meant_are_not_counted_among_every_one() -> None:
    every = "every: mediation\nwhere:\n  - mediation.role is co\nthat: mediation.hours at least 2 hours"
    found = proof(every, ON, entry(1, 1), entry(2, 2, "co"), fact("mediation", started_on="2022-01-01", hours=1))
    assert (found.holds, found.found) == (True, "1 of 1")


def test_a_none_that_holds_lacks_nothing_of_a_way() -> None:
    condition = """
        any:
          - all:
              - none:
                  - for: refresher
                  - for: course
              - count: mediation
                at least: 60
          - count: mediation
            at least: 100
    """
    assert proof(condition, "2020-01-01").short == "60 mediations"


TWO_WAYS = """
for: application
when:
  - require:
      any:
        - all:
            - application.submitted_on before 2018-01-01
            - sum: mediation.hours
              at least: 10 hours
        - all:
            - application.submitted_on on or after 2018-01-01
            - sum: mediation.hours
              at least: 20 hours
            - for: refresher
    else: TOO_LITTLE
"""


def test_a_way_that_nothing_can_open_any_more_is_not_offered() -> None:
    late = proof(TWO_WAYS, ON, fact("application", submitted_on="2018-06-01"), entry(1, 1))
    early = proof(TWO_WAYS, ON, fact("application", submitted_on="2017-06-01"), entry(1, 1))
    assert (late.short, early.short) == ("19 hours", "9 hours")


@pytest.mark.parametrize(
    ("first", "short"),
    [
        ("the day before 2018-06-01", "19 hours"),
        ("the day on or before 1 month after 2018-01-01", "19 hours"),
        ("the day on or after 2030-01-01", "3287 days and 9 hours or 19 hours"),
    ],
)
def test_a_way_that_is_over_is_not_offered(first: str, short: str) -> None:
    amount = "sum: mediation.hours\n        at least: {} hours"
    ways = f"any:\n  - all:\n      - {first}\n      - {amount.format(10)}\n  - all:\n      - for: refresher\n"
    assert proof(f"{ways}      - {amount.format(20)}", ON, entry(1, 1)).short == short


def test_where_no_way_is_open_each_says_why() -> None:
    ways = "for: course\nwhen:\n  - any:\n      - require: course.hours at least 90 hours\n        else: SHORT\n"
    found = proof(f"{ways}      - require: course.passed is no\n        else: PASSED", ON, course(hours=39))
    assert found.codes == ("SHORT", "PASSED")


def test_what_every_requirement_lacks_is_told_once_for_each_unit() -> None:
    lines = "for: application\nwhen:\n"
    for amount in ("count: mediation\n      at least: 3", "sum: mediation.hours\n      at least: 10 hours"):
        lines += f"  - require:\n      {amount}\n    else: SHORT\n"
    lines += "  - require:\n      sum: mediation.hours\n      at least: 30 hours\n    else: LONG\n"
    found = proof(lines, ON, fact("application", submitted_on="2018-06-01"), entry(1, 1))
    assert found.short == "2 mediations and 29 hours"


FAMILY = """
for: course
with:
  approval: NOT_APPROVED
when:
  {first}
  {second}
  - approval begun by the day
"""
MEANT = "- approval.program is course.program"
ENOUGH = "- require: course.hours at least 42 hours\n    else: HOURS_SHORT"


@pytest.mark.parametrize(
    ("first", "second", "codes", "short"),
    [(MEANT, ENOUGH, ("NOT_APPROVED",), ""), (ENOUGH, MEANT, ("HOURS_SHORT",), "14 hours")],
)
def test_the_first_line_that_fails_as_they_are_written_gives_the_reason(
    first: str, second: str, codes: tuple[str, ...], short: str
) -> None:
    course = fact("course", program="civil", ended_on="2020-01-01", hours=28)
    other = fact("approval", program="family", from_="2019-01-01")

    found = proof(FAMILY.format(first=first, second=second), "2020-02-01", course, other)

    assert (found.codes, found.short) == (codes, short)


ADMITTED = """
for: application
judged on: application.submitted_on
when:
  - require:
      sum: course.hours
      at least: {hours} hours
    else: HOURS_SHORT
"""
ROUTE = (
    "levels:\n  asked:\n    rank: 1\n    title: Asked\n    routes:\n      route: clause 1\n    kept while: clause 1\n"
)


def admission(hours: int, clause: str = "") -> str:
    act = indent(ADMITTED.format(hours=hours).strip("\n"), "    ")
    return f'clauses:\n  "1":\n    text: Admitted.\n    source: the rules\n{act}\n    else: NOT_ADMITTED\n' + clause


def test_an_act_of_an_earlier_text_that_meant_something_else_is_told_as_such() -> None:
    first = policy(admission(30, ROUTE), "1", "2010-01-01")
    second = amendment(first, admission(36), "2", "2020-01-01")
    course = fact("course", ended_on="2015-01-01", hours=32)
    before = fact("application", id="before", submitted_on="2015-02-01")
    after = fact("application", id="after", submitted_on="2021-02-01")
    asked = date(2021, 3, 1)

    ((_, _, alone),) = case(chain_of(first, second), course, before).proofs(asked)
    ((_, _, both),) = case(chain_of(first, second), course, before, after).proofs(asked)

    told = alone.parts[0].parts[-1]
    assert (alone.codes, alone.short, told.holds, told.found) == (("NOT_ADMITTED",), "", False, "2015-02-01")
    assert told.says.startswith("it is of a day on which this text was in force")
    assert (both.codes, both.short) == (("HOURS_SHORT",), "4 hours")


def test_an_act_is_the_same_whatever_reason_is_given_where_there_is_none() -> None:
    asked = ADMITTED.replace("{hours}", "30").replace(
        "for: application", "for: application\nwith:\n  learning: {reason}"
    )
    act = f'clauses:\n  "1":\n    text: Admitted.\n    source: the rules\n{indent(asked.strip(), "    ")}\n'
    first = policy(act.format(reason="COURSE_MISSING") + ROUTE, "1", "2010-01-01")
    second = amendment(first, act.format(reason="NOTHING_LEARNT"), "2", "2020-01-01")
    before = fact("application", submitted_on="2015-02-01")
    known = fact("course", ended_on="2015-01-01", hours=32), fact("learning", held_on="2015-01-01")

    assert held(chain_of(first, second), "asked", before, *known) == "from 2015-02-01"


def test_the_end_of_a_period_that_may_be_extended_is_in_doubt() -> None:
    text = """
        periods:
          term:
            text: A term of two years.
            source: the rules
            begins: {for: recognition, on: recognition.granted_on}
            lasts: 2 years
            extended:
              leave: {for: leave, by: 6 months}
    """
    granted = fact("recognition", level="accredited", granted_on="2020-09-01")
    away = fact("leave", from_=None, until="2021-05-01")
    ended = "for: term\nwhen:\n  - the day on or after term.until"
    within = "for: learning\nwith:\n  - term\nwhen:\n  - learning.held_on within term"

    assert days(ended, granted, beside=text) == "from 2022-09-01"
    assert days(ended, granted, away, beside=text) == "from 2023-03-01; perhaps from 2022-09-01"
    for day, expected in (("2022-08-31", "from 2022-08-31"), ("2022-09-01", "never; perhaps from 2022-09-01")):
        assert days(within, granted, away, fact("learning", held_on=day), beside=text) == expected
