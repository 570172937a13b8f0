"""Slips that people make who know rulebooks: each is told at its place, in the words of the language."""

import pytest

from tests.domain.policy.texts import asking, faults_of, written

LOWEST = "is said as 'at least', or of days 'on or after'"
HIGHEST = "is said as 'at most', or of days 'on or before'"
MORE = "is said as 'more than', or of days 'after'"
LESS = "is said as 'less than', or of days 'before'"
FROM = "is said as 'on or after', or as 'after' where the day itself does not count"
UP_TO = "is said as 'on or before', or as 'before' where the day itself does not count"
BACK = "so long back is said as 'on or after 2 years before the day'"
NOT = "what must not hold stands under 'none:', without the 'not'"
SEVERAL = "several values are said as 'is one of online, blended'"
ONE_LINE = "one condition stands on a line: what 'and' joins stands under 'all:', what 'or' joins under 'any:'"
BOTH = f"{ONE_LINE}; where there are both, an 'all:' stands under the 'any:', or an 'any:' under the 'all:'"
TWO_LINES = (
    "two lines say it: of numbers 'at least' and 'at most', of days 'on or after' and 'on or before', "
    "which include both ends"
)
RUN_TOGETHER = "two lines run together here: each begins with a dash and a blank, in one column"
QUOTED = "a value stands without quotes and brackets"
RELATIONS = (
    "the relations are: on or before, on or after, before, after, is, at least, at most, more than, less than, "
    "is one of, is not, in force on, within, begun by"
)
UNREAD = "expected a relation such as '{}', or 'clause' with its number, found '{}'"
OF_HOURS = "course.hours at least 40 hours"
POINTED = "a field is named after its item, with a point: 'course.hours'"

SLIPS = [
    ("course.hours at least 40 hours and course.passed is yes", 0, ONE_LINE),
    ("course.hours at least 40 hours or course.places at least 3", 0, ONE_LINE),
    ("clause entry and clause renewal or clause 3", 0, BOTH),
    ("(clause late fee and not clause renewal) or clause 3", 0, BOTH),
    ("course.passed is yes or course.format is online and clause 2", 0, BOTH),
    ("clause 1 AND the day on or after 2020-01-01", 0, ONE_LINE),
    ("the day on or after 2020-01-01 and clause 1", 0, ONE_LINE),
    ("course.program is rest and recreation and clause 1", 0, ONE_LINE),
    ("course.program is one of A, B or holds member", 0, ONE_LINE),
    ("course.program is A and course.logo is given", 0, ONE_LINE),
    ("course.ended_on after 2020-01-01 and before 2021-01-01", 0, ONE_LINE),
    ("clause 1 as in force on 2020-01-01 or course in force on the day", 0, ONE_LINE),
    ("course.ended_on within 2 years of the day", 23, BACK),
    ("course.ended_on within 2 years", 23, BACK),
    ("course.ended_on within the last 2 years", 32, BACK),
    ("course.ended_on in the last 2 years", 28, BACK),
    ("course.ended_on less than 2 years", 26, BACK),
    ("course.ended_on older than 2 years", 27, "so long ago is said as 'before 2 years before the day'"),
    ("course.ended_on after 2 years ago", 22, f"'2 years ago' is said as '2 years before the day'; {BACK}"),
    (
        "course.ended_on within 5 months from 2015-02-01",
        23,
        "two lines say it: 'on or after 2015-02-01' and 'before 5 months after 2015-02-01'",
    ),
    (
        "course.ended_on within 2 years before course.begun_on",
        23,
        "two lines say it: 'on or after 2 years before course.begun_on' and 'before course.begun_on'",
    ),
    (
        "course.ended_on less than 2 years before the day",
        16,
        "of days 'less than 2 years before' is said as 'after 2 years before'",
    ),
    (
        "course.ended_on at least 2 years after course.begun_on",
        16,
        "of days 'at least 2 years after' is said as 'on or after 2 years after'",
    ),
    ("the day is after course.ended_on", 11, "'is after' is one word too many: say 'after'"),
    ("course.ended_on is on or after 2019-01-01", 19, "'is on or after' is one word too many: say 'on or after'"),
    ("course.hours is at least 40 hours", 16, "'is at least' is one word too many: say 'at least'"),
    ("course is in force on the day", 10, "'is in force on' is one word too many: say 'in force on'"),
    ("1.1", 0, "a clause is named as 'clause 1.1'"),
    ("§ 1.1", 2, "a clause is named as 'clause 1.1'"),
    ("Clause 1.1", 7, "a clause is named as 'clause 1.1'"),
    ("Art. 5", 5, "a clause is named as 'clause 5'"),
    (
        "clauses 1.1 and 1.2",
        8,
        "one clause stands on a line: 'clause 1.1'; put several under 'all:' or 'any:'",
    ),
    ("clause 1.1 and clause 1.2", 0, ONE_LINE),
    ("clause 1.1, 1.2", 0, ONE_LINE),
    ("level member", 6, "a level is named as 'holds member'"),
    ("not course.passed is yes", 0, NOT),
    ("not clause 1.1", 0, NOT),
    ("course not in force on the day", 7, NOT),
    ("course.hours greater than 40 hours", 13, f"'greater than' {MORE}"),
    ("course.hours > 40 hours", 13, f"'>' {MORE}"),
    ("course.hours over 40 hours", 13, f"'over' {MORE}"),
    ("course.hours ≥ 40 hours", 13, f"'≥' {LOWEST}"),
    ("course.hours >= 40 hours", 13, f"'>=' {LOWEST}"),
    ("course.hours minimum 40 hours", 13, f"'minimum' {LOWEST}"),
    ("course.hours not less than 40 hours", 13, f"'not less than' {LOWEST}"),
    ("course.hours not at least 40 hours", 13, f"'not at least' {LESS}"),
    ("course.hours not at most 40 hours", 13, f"'not at most' {MORE}"),
    ("course.hours no more than 40 hours", 13, f"'no more than' {HIGHEST}"),
    ("course.hours <= 40 hours", 13, f"'<=' {HIGHEST}"),
    ("course.hours up to 40 hours", 13, f"'up to' {HIGHEST}"),
    ("course.hours fewer than 40 hours", 13, f"'fewer than' {LESS}"),
    ("course.hours between 40 and 50 hours", 12, TWO_LINES),
    ("course.ended_on from 2019-01-01 to 2020-01-01", 15, TWO_LINES),
    ("course.ended_on no later than 2019-01-01", 16, f"'no later than' {UP_TO}"),
    ("course.ended_on until 2019-01-01", 16, f"'until' {UP_TO}"),
    ("course.ended_on not before 2019-01-01", 16, f"'not before' {FROM}"),
    ("course.ended_on since 2019-01-01", 16, f"'since' {FROM}"),
    ("course.ended_on later than 2019-01-01", 16, "'later than' is said as 'after'"),
    ("course.ended_on earlier than 2019-01-01", 16, "'earlier than' is said as 'before'"),
    ("course.ended_on on 2019-01-01", 16, "'on' is said as 'is'"),
    ("course.format = online", 14, "'=' is said as 'is'"),
    ("course.format != online", 14, "'!=' is said as 'is not'"),
    ("course.format equals online", 14, "'equals' is said as 'is'"),
    ("course.ended_on during year", 16, "'during' is said as 'within', of a period in hand"),
    ("the day in year", 8, "'in' is said as 'is one of', or as 'within' of a period in hand"),
    ("course valid on the day", 7, "'valid' is said as 'in force on the day', or 'in force on' another day"),
    ("course.hours AT LEAST 40 hours", 13, "a relation stands in small letters: 'at least'"),
    ("course.format is online or blended", 17, SEVERAL),
    ("course.format is either online, blended", 24, SEVERAL),
    ("course.format is not one of online, blended", 21, "put the line with 'is one of' under 'none:'"),
    ("course.format is one of [online, blended]", 24, QUOTED),
    ('course.format is "online"', 17, QUOTED),
    ('course.program is "ABC"', 18, QUOTED),
    ("course.hours at least forty hours", 22, "numbers stand in digits: '40 hours'"),
    ("course.hours at least 40\u00a0hours", 24, "a blank of another kind stands here; use a plain one"),
    ("course.ended_on before 2019-01-01 course.passed is yes", 23, RUN_TOGETHER),
    ("course.passed", 0, UNREAD.format("course.passed is yes", "course.passed")),
    ("course.ended_on", 0, UNREAD.format("course.ended_on on or after 2 years before the day", "course.ended_on")),
    ("course.places", 0, UNREAD.format("course.places at least 10", "course.places")),
    ("course.format", 0, UNREAD.format("course.format is face to face", "course.format")),
    ("course.label", 0, UNREAD.format("course.label is …", "course.label")),
    ("enough training", 0, f"{UNREAD.format(OF_HOURS, 'enough training')}; {RELATIONS}"),
    ("course is online", 0, "expected a field of 'course', such as 'course.format'"),
    ("course is gold", 0, "expected a field of 'course', such as 'course.ended_on'"),
    ("course hours at least 40 hours", 0, POINTED),
    ("hours of course at least 40 hours", 0, POINTED),
    ("hours at least 40 hours", 0, POINTED),
    (
        "refresher.held_on before the day",
        0,
        "'refresher' is not in hand here: take it with 'for: refresher' around this",
    ),
    ("the day within term", 15, "'term' is not in hand here: take it with 'for: term' around this"),
    ("registr in force on the day", 0, "the item 'registr' is not known; known: course"),
    ("course.ended_on before today", 23, "the item or parameter 'today' is not known; did you mean 'the day'?"),
]
TERM = "periods:\n  term:\n    text: t\n    source: s\n    begins: never\n    lasts: 1 year\n"


@pytest.mark.parametrize(("line", "column", "said"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_line_that_cannot_be_read_is_told_in_the_words_of_the_language(line: str, column: int, said: str) -> None:
    faults = faults_of(written(asking(f"for: course\nwhen:\n  - {line}") + TERM))

    assert faults == [f"13:{11 + column}: {said}"]


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("1/2/2020", "'2020-02-01' or '2020-01-02'"),
        ("2/2/2020", "'2020-02-02'"),
        ("31/12/2020", "'2020-12-31'"),
        ("1.2.2020", "'2020-02-01'"),
        ("2020/01/02", "'2020-01-02'"),
        ("2020-1-2", "'2020-01-02'"),
        ("1 January 2020", "'2020-01-01'"),
        ("1st of March 2020", "'2020-03-01'"),
        ("January 1, 2020", "'2020-01-01'"),
        ("Sept. 1", ""),
        ("1. Januar 2020", "'2020-01-01'"),
        ("1er février 2020", "'2020-02-01'"),
        ("30.2.2020", ""),
        ("1 Nivôse 2020", ""),
        ("2020", ""),
    ],
)
def test_a_date_written_otherwise_is_shown_as_it_is_written_here(day: str, meant: str) -> None:
    (fault,) = faults_of(written("", from_="2000-01-01", published=day))
    say = f"; say {meant}" if meant else ""

    assert fault == f"5:12: expected a date as YYYY-MM-DD, found '{day}'{say}"


@pytest.mark.parametrize(
    ("day", "meant"), [("31 December", "31 December"), ("31.12.", "31 December"), ("December 31", "31 December")]
)
def test_a_day_of_every_year_has_to_say_which(day: str, meant: str) -> None:
    faults = faults_of(written(asking(f"for: course\nwhen:\n  - course.ended_on before {day}")))

    says = f"'{meant}' is a day of every year: say 'the next {meant} from …' or 'the last {meant} by …'"
    assert faults == [f"13:34: {says}"]


@pytest.mark.parametrize(
    ("day", "meant"),
    [("1/4", "1 April"), ("31.12.", "31 December"), ("April 1st", "1 April"), ("Easter", "31 December")],
)
def test_a_day_of_the_year_written_otherwise_is_shown_as_it_is_written_here(day: str, meant: str) -> None:
    (fault,) = faults_of(written(asking(f"for: course\nwhen:\n  - course.ended_on before the last {day} by the day")))

    assert f"such as '{meant}', or 'month end'; found '{day}'" in fault


@pytest.mark.parametrize(
    ("length", "meant"),
    [
        ("3y", "3 years"),
        ("60 d.", "60 days"),
        ("3 Jahre", "3 years"),
        ("1 mois", "1 month"),
        ("2.5 years", "2 years and 6 months"),
        ("0.5 years", "6 months"),
        ("3 years 6 months", "3 years and 6 months"),
        ("3 years then 5 years", "3 years, then 5 years"),
    ],
)
def test_a_length_written_otherwise_is_shown_as_it_is_written_here(length: str, meant: str) -> None:
    (fault,) = faults_of(written(TERM.replace("1 year", length)))

    assert fault == f"12:12: expected a length such as '6 months' or '1 year', found '{length}'; say '{meant}'"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("40hours", "expected a number from zero up with at most three decimals, found '40hours'; say '40 hours'"),
        ("37,5 hours", "expected a number from zero up with at most three decimals, found '37,5'; say '37.5 hours'"),
        ("1,000 hours", "expected a number from zero up with at most three decimals, found '1,000'; say '1000 hours'"),
        ("40 hrs", "expected an amount in hours, found '40 hrs'; say '40 hours'"),
        ("40 h per year", "expected an amount in hours, found '40 h per year'"),
    ],
)
def test_an_amount_written_otherwise_is_shown_as_it_is_written_here(amount: str, said: str) -> None:
    assert faults_of(written(asking(f"sum: course.hours\nat least: {amount}"))) == [f"12:17: {said}"]


CLAUSE = 'clauses:\n  "1":\n    text: A course\n    source: s\n    for: course\n'
LEVEL = "levels:\n  member:\n    rank: 1\n    title: Full member\n    routes:\n      course: {}\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (CLAUSE.replace("clauses", "rules"), "7:1: the key of a policy 'rules' is not known; did you mean 'clauses'?"),
        (
            CLAUSE.replace("clauses", "Clauses"),
            "7:1: the key of a policy 'Clauses' is not known; did you mean 'clauses'?",
        ),
        (LEVEL.replace("levels", "grades"), "7:1: the key of a policy 'grades' is not known; did you mean 'levels'?"),
        (TERM.replace("periods", "cycles"), "7:1: the key of a policy 'cycles' is not known; did you mean 'periods'?"),
        (TERM.replace("begins", "starts"), "11:5: the key of 'term' 'starts' is not known; did you mean 'begins'?"),
        (TERM + "    renewed: yes\n", "13:14: expected 'always', or 'when' with a condition; found 'yes'"),
        (
            CLAUSE + "    waivable: yes\n",
            "12:5: the key of clause '1' 'waivable' is not known; did you mean 'may be waived'?",
        ),
        (CLAUSE + "    may be waived: true\n", "12:20: the answer 'true' is not known; did you mean 'yes'?"),
        (
            CLAUSE + "    any: []\n",
            "12:5: 'for' and 'any' are two conditions: put each under 'all:' or 'any:', after a dash",
        ),
        (
            CLAUSE + "    else: course missing\n",
            "12:11: expected 'else' as a reason code in capitals, such as 'COURSE_MISSING'; found 'course missing'",
        ),
        (
            CLAUSE + "    reason: Ok\n",
            "12:13: expected 'reason' as a reason code in capitals, such as 'OK'; found 'Ok'",
        ),
        (
            CLAUSE.replace("A course", "[a course]"),
            "9:11: expected 'text', as one line of text; one that begins with a bracket needs quotes",
        ),
        (
            CLAUSE.replace("for: course", "for: courses"),
            "11:10: the kind of evidence 'courses' is not known; did you mean 'course'?",
        ),
        (
            CLAUSE.replace("for: course", "and: [for: course]"),
            "11:5: the form of condition 'and' is not known; did you mean 'all'?",
        ),
        (
            CLAUSE.replace("for: course", "where: []"),
            "11:5: 'where' goes with what is measured, such as 'count:', under the same dash",
        ),
        (CLAUSE + LEVEL.format("clause A course"), "17:15: the clause 'A course' is not known; did you mean '1'?"),
        (CLAUSE + LEVEL.format("clause 1 holds"), "17:15: the clause '1 holds' is not known; did you mean '1'?"),
        (LEVEL.format("holds Full Member"), "12:15: the level 'Full Member' is not known; did you mean 'member'?"),
        (
            CLAUSE.replace("for: course", "sum: course\n    at least: 4 hours"),
            "11:10: expected a field of course, such as 'sum: course.hours'",
        ),
        (
            CLAUSE.replace("for: course", "distinct: course\n    at least: 4"),
            "11:15: expected a field of course, such as 'distinct: course.id'",
        ),
    ],
)
def test_a_part_that_is_called_otherwise_is_shown_with_its_name(body: str, fault: str) -> None:
    assert faults_of(written(body)) == [fault]


def test_what_nobody_can_tell_is_left_as_it_is() -> None:
    assert faults_of(written(asking("for: course\nwhen:\n  - course.program is over and under"))) == []
