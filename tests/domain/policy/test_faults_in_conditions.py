"""Faults in how a condition is put together, each at its place."""

import pytest

from tests.domain.policy.texts import asking, faults_of, written

FORMS = "for, count, sum, distinct, best, total, share, in each of, every, require, on, of, all, any, none, that"
FORMS_BY_NAME = ", ".join(sorted(FORMS.split(", ")))


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("{}", "11:7: expected a condition"),
        ("[for: course]", "11:7: expected a condition; say 'all:' or 'any:' before a list"),
        ("foo: 1", "11:7: the form of condition 'foo' is not known; did you mean 'for'?"),
        ("else: X", "11:7: 'else' goes with 'require:', under the same dash"),
        ("all: []", "11:12: expected at least one condition"),
        ("all: course", "11:12: expected a list of conditions, each after a dash and a blank"),
        (
            "none: [for: course]\nany: [for: course]",
            "12:7: 'any' and 'none' are two conditions: put each under 'all:' or 'any:', after a dash",
        ),
        (
            "for: course\nany: [for: course]",
            "12:7: 'for' and 'any' are two conditions: put each under 'all:' or 'any:', after a dash",
        ),
        ("all:\n  -", "12:10: expected a condition, found nothing"),
        ("require:\n  for: course\nelse:", "13:12: expected 'else' as a reason code in capitals, found nothing"),
        ("that:\n  for: course\nmore: 1", "13:7: the key of a condition 'more' is not known; known: that"),
        ("of: [for: course]", "11:7: 'at least' is missing from 'a choice'"),
        (
            "at least: two\nof: [for: course]",
            "11:17: expected 'at least' of 'a choice' as a whole number, found 'two'",
        ),
        (
            "at least: 1\nof: [for: course]\nmore: 1",
            "13:7: the key of a choice 'more' is not known; known: at least, of",
        ),
        ("require:\n  for: course\nelse: [X]", "13:13: expected 'else', as one line of text"),
        ("on: 2020-01-01", "11:7: 'that' is missing from 'a condition on a day'"),
        (
            "on: the day\nthat:\n  for: course",
            "11:11: expected a date, or a date field of an item in hand, found 'the day'",
        ),
        (
            "on: 1 month before the day\nthat:\n  for: course",
            "11:11: expected a date, or a date field of an item in hand, found '1 month before the day'",
        ),
    ],
)
def test_parts_are_put_together_in_the_forms_there_are(condition: str, fault: str) -> None:
    assert faults_of(written(asking(condition))) == [fault]


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("for: curse", "11:12: the kind of evidence 'curse' is not known; did you mean 'course'?"),
        ("for: [course]", "11:12: expected a kind of evidence, as one line of text"),
        ("for: course\nwhere: []", "12:7: the key of 'for' 'where' is not known; did you mean 'when'?"),
        ("for: course\nwhen: course.passed is yes", "12:13: expected a list of lines, each after a dash and a blank"),
        ("for: course\nwith: refresher", "12:13: expected a list of kinds of evidence, each after a dash and a blank"),
        (
            "for: course\nwith: [course]",
            "11:7: 'course' is already in hand; give this one another name: 'course as …'",
        ),
        (
            "for: course\nwhen:\n  - for: course",
            "13:11: 'course' is already in hand; give this one another name: 'course as …'",
        ),
        (
            "for: registration",
            "11:7: 'registration' is a span: say 'registration in force on …' or 'registration begun by the day'",
        ),
        (
            "for: course\njudged on: the day",
            "12:18: expected a date, or a date field of an item in hand, found 'the day'",
        ),
        ("for: course\ncounts from: course.hours", "12:20: expected a date, but 'course.hours' is a number"),
        ("for: course\ncounts up to: course.hours", "12:21: expected a date, but 'course.hours' is a number"),
        ("for: course\nreaches earlier acts: maybe", "12:29: the answer 'maybe' is not known; known: no, yes"),
    ],
)
def test_a_selection_says_what_it_takes_in_hand(condition: str, fault: str) -> None:
    assert faults_of(written(asking(condition))) == [fault]


ONE_AMOUNT = "11:7: expected one amount to compare with, under one of: at least, at most, more than, less than, is"
ONE_THING = "11:7: expected one thing to measure, under one of: count, sum, distinct, best, total"


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("count: course", ONE_AMOUNT),
        ("count: course\nsum: course.hours\nat least: 1", ONE_THING),
        ("count: course\nat least: 1\nat most: 2", ONE_AMOUNT),
        ("count: curse\nat least: 1", "11:14: the kind of evidence 'curse' is not known; did you mean 'course'?"),
        ("count: course\nat least: 1.5", "12:17: a count is a whole number without a unit, found '1.5'"),
        ("count: course\nat least: 1 hours", "12:17: a count is a whole number without a unit, found '1 hours'"),
        (
            "count: course\nat least: -1",
            "12:17: expected a number from zero up with at most three decimals, found '-1'",
        ),
        ("count: course\nat least: 1\nwhere: x", "13:14: expected a list of lines, each after a dash and a blank"),
        (
            "count: course\nat least: 1\nwhen: []",
            "13:7: the key of a measure 'when' is not known; did you mean 'where'?",
        ),
        (
            "sum: course.format\nat least: 1",
            "11:12: the number of course 'format' is not known; known: hours, places, tutor_hours",
        ),
        (
            "sum: course.ours\nat least: 1 hours",
            "11:12: the number of course 'ours' is not known; did you mean 'hours'?",
        ),
        ("sum: course.hours\nat least: 1", "12:17: expected an amount in hours, found '1'; say '1 hour'"),
        ("sum: course.hours\nat least: 1 days", "12:17: expected an amount in hours, found '1 days'"),
        ("sum: course.places\nat least: 1 seats", "12:17: expected an amount in plain numbers, found '1 seats'"),
        (
            "for: course\nwhen:\n  - count: course\n    at least: 1",
            "13:18: 'course' is already in hand; give this one another name: 'course as …'",
        ),
    ],
)
def test_a_measure_says_what_it_measures_and_by_how_much(condition: str, fault: str) -> None:
    assert faults_of(written(asking(condition))) == [fault]


def test_a_clause_has_a_condition() -> None:
    text = written('clauses:\n  "1":\n    text: Nothing.\n    source: the guild\n')
    assert faults_of(text) == [f"8:3: '1' has no condition; one of: {FORMS}"]
