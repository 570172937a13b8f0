"""An amendment that may only tighten: what is shown to be stricter is accepted, all else is refused and named."""

import pytest

from tests.domain.policy.texts import faults_of, policy, written

BASE = """
parameters:
  counted:
    text: What counts.
    source: the rules
    values:
      all: everything
      lead: as lead
    default: all
clauses:
  1:
    text: Experience.
    source: the rules
    sum: mediation.hours
    where:
      - mediation.started_on on or after 24 months before the day
    counts at most: 50 hours
    at least: 20 hours
  2:
    text: A course.
    source: the rules
    for: course
    when:
      - course.format is one of online, blended
      - course.ended_on on or after 2015-01-01
      - course.hours at least 40 hours
  3:
    text: Never retracted.
    source: the rules
    none:
      - for: refresher
  4:
    text: Two of three.
    source: the rules
    of: [clause 1, clause 2, clause 3]
    at least: 1
periods:
  term:
    text: A term.
    source: the rules
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
    renewed:
      when: clause 1
refuses:
  9:
    text: No refresher.
    source: the rules
    for: refresher
levels:
  accredited:
    rank: 1
    title: Accredited
    routes:
      practice: clause 1
      course: clause 2
    kept while: clause 3
standings:
  good:
    when:
      for: course
    reason: GOOD
listing:
  of: [accredited]
  needs:
    name:
      that: clause 2
      else: NAME
"""


def refused(body: str) -> str:
    text = written(body, "2", "2020-01-01", extra='amends: "1"\nonly tightens: yes\n')
    return "; ".join(faults_of(text, policy(BASE, "1", "2010-01-01")))


CLAUSE_1 = """
clauses:
  1:
    text: Experience.
    source: the country
    sum: mediation.hours
    where:
      - mediation.started_on on or after {window} before the day
    counts at most: {cap} hours
    at least: {hours} hours
"""
LONGER = """
periods:
  term:
    text: a
    source: b
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 3 years
    renewed: always
"""
CLAUSE_2 = """
clauses:
  2:
    text: A course.
    source: the country
    for: course
    when:
      - course.format is {formats}
      - course.ended_on {ended}
      - course.hours {hours} hours
"""


@pytest.mark.parametrize(
    "body",
    [
        CLAUSE_1.format(window="24 months", cap=50, hours=25),
        CLAUSE_1.format(window="12 months", cap=50, hours=20),
        CLAUSE_1.format(window="24 months", cap=40, hours=20),
        CLAUSE_2.format(formats="one of online, blended", ended="after 2015-01-01", hours="more than 40"),
        CLAUSE_2.format(formats="online", ended="on or after 2016-01-01", hours="at least 50"),
        CLAUSE_2.format(formats="one of blended, online", ended="on or after 2015-01-01", hours="at least 40"),
        "drops:\n  routes: ['accredited: course']\n",
        "levels:\n  accredited:\n    routes:\n      practice:\n        all: [clause 1, clause 2]\n",
        "levels:\n  accredited:\n    kept while:\n      all: [clause 3, clause 1]\n",
        "levels:\n  accredited:\n    lost when:\n      for: refresher\n",
        "listing:\n  needs:\n    fee:\n      that: clause 1\n      else: FEE\n",
        "clauses:\n  4:\n    text: a\n    source: b\n    of: [clause 1, clause 2, clause 3]\n    at least: 2\n",
        "clauses:\n  3:\n    text: a\n    source: b\n    none:\n      - for: refresher\n      - for: course\n",
        "clauses:\n  5:\n    text: New, and used nowhere.\n    source: b\n    for: course\n",
    ],
)
def test_what_is_shown_to_be_stricter_is_accepted(body: str) -> None:
    assert refused(body) == ""


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (CLAUSE_1.format(window="24 months", cap=50, hours=19), "clause 1"),
        (CLAUSE_1.format(window="25 months", cap=50, hours=20), "clause 1"),
        (CLAUSE_1.format(window="24 months", cap=51, hours=20), "clause 1"),
        (CLAUSE_1.format(window="700 days", cap=50, hours=20), "clause 1"),
        (CLAUSE_2.format(formats="face to face", ended="on or after 2015-01-01", hours="at least 40"), "clause 2"),
        (CLAUSE_2.format(formats="online", ended="before 2016-01-01", hours="at least 40"), "clause 2"),
        (CLAUSE_2.format(formats="online", ended="on or after 2014-01-01", hours="at least 40"), "clause 2"),
        ("levels:\n  accredited:\n    routes:\n      short: clause 4\n", "route accredited: short"),
        ("levels:\n  accredited:\n    kept while: clause 1\n", "level accredited, kept while"),
        ("levels:\n  other:\n    rank: 2\n    title: Other\n    routes:\n      a: clause 1\n", "level other, added"),
        ("drops:\n  needs: [name]\n", "need name of the listing"),
        ("drops:\n  standings: [good]\n", "standing good"),
        ("drops:\n  refuses: ['9']\n", "refusal 9, dropped"),
        (
            "listing:\n  of: [accredited, other]\nlevels:\n  other:\n    rank: 2\n    title: O\n",
            "which levels are listed; level other, added",
        ),
        (
            "parameters:\n  counted:\n    text: a\n    source: b\n    values:\n      all: x\n    default: all\n",
            "parameter counted",
        ),
        (
            LONGER,
            "period term, when it begins and how long it lasts; period term, its renewal",
        ),
        (
            "clauses:\n  6:\n    text: a\n    source: b\n    none: [clause 1]\n"
            + CLAUSE_1.format(window="12 months", cap=50, hours=20).replace("\nclauses:\n", ""),
            "clause 1, whose tightening loosens clause 6",
        ),
    ],
)
def test_what_is_not_shown_to_be_stricter_is_named(body: str, named: str) -> None:
    parts = [each.partition("not shown to be stricter than before: ")[2] for each in refused(body).split("; ")]
    assert parts == named.split("; ")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("levels:\n  accredited:\n    kept while: clause 1\n", "11:5"),
        ("drops:\n  needs: [name]\n", "8:1"),
    ],
)
def test_what_is_not_shown_to_be_stricter_is_named_where_it_stands(body: str, place: str) -> None:
    assert refused(body).startswith(f"{place}: ")


def test_a_whole_text_tightens_nothing() -> None:
    assert "only an amendment tightens" in faults_of(written(BASE, extra="only tightens: yes\n"))[0]


TAKING_AWAY = """
vocabulary:
  finding:
    words: a finding
    counts from: made_on
    fields:
      made_on: date
      proved: yes or no
clauses:
  2:
    text: A finding.
    source: the rules
    for: finding
levels:
  accredited:
    rank: 1
    title: Accredited
    routes:
      course:
        for: course
    lost when: clause 2
"""


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (
            "clauses:\n  2:\n    text: a\n    source: b\n    for: finding\n    when: [finding.proved is yes]\n",
            "clause 2, whose tightening loosens 'lost when' of accredited",
        ),
        (
            TAKING_AWAY.partition("clauses:")[0].replace("yes or no", "yes or no; absent means no"),
            "kind finding",
        ),
    ],
)
def test_what_takes_something_away_may_not_be_narrowed(body: str, named: str) -> None:
    text = written(body, "2", "2020-01-01", extra='amends: "1"\nonly tightens: yes\n')
    assert faults_of(text, policy(TAKING_AWAY, "1", "2010-01-01"))[0].endswith(named)


ENDING = """
clauses:
  2:
    text: A finding.
    source: the rules
    for: finding
  3:
    text: An excuse.
    source: the rules
    for: course
levels:
  accredited:
    rank: 1
    title: Accredited
    routes:
      course:
        for: course
    lost when:
      any:
        - clause 2
        - all:
            - for: refresher
            - none: [clause 3]
"""
TERM = """
periods:
  term:
    text: A term.
    source: the rules
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
    extended:
      a:
        for: refresher
        by: {by} months
    renewed:
      when:
        count: course
        at least: {courses}
    ends when:
      count: learning
      at least: {ends}
"""


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (ENDING.partition("levels:")[0].replace("for: course", "for: course\n    when: [course.passed is yes]"), ""),
        (
            "levels:\n  accredited:\n    lost when:\n      all: [clause 2, clause 3]\n",
            "level accredited, lost when",
        ),
    ],
)
def test_what_ends_a_level_is_looked_at_from_the_other_side(body: str, named: str) -> None:
    before = policy(TAKING_AWAY.partition("clauses:")[0] + ENDING, "1", "2010-01-01")
    faults = faults_of(written(body, "2", "2020-01-01", extra='amends: "1"\nonly tightens: yes\n'), before)
    assert [fault.partition("than before: ")[2] for fault in faults] == ([named] if named else [])


@pytest.mark.parametrize(
    ("by", "courses", "ends", "named"),
    [
        (3, 2, 5, []),
        (3, 1, 4, []),
        (4, 1, 5, ["period term, what extends it"]),
        (3, 1, 6, ["period term, when it ends early"]),
    ],
)
def test_a_period_may_only_become_harder_to_keep(by: int, courses: int, ends: int, named: list[str]) -> None:
    before = policy(TERM.format(by=3, courses=1, ends=5), "1", "2010-01-01")
    body = TERM.format(by=by, courses=courses, ends=ends)
    faults = faults_of(written(body, "2", "2020-01-01", extra='amends: "1"\nonly tightens: yes\n'), before)
    assert [fault.partition("than before: ")[2] for fault in faults] == named
