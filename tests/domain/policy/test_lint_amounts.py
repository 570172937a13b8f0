"""Amounts that can never be reached, are always reached, or are asked for twice over."""

import pytest

from tests.domain.policy.questions import LEVEL, codes
from tests.domain.policy.texts import asking, policy


def hours(*lines: str) -> str:
    return "sum: learning.hours\n" + "\n".join(lines)


SCALE = "counts as: {by: education.degree, bachelor: 20 points, master: 25 points}"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (f"best: 2 of education\n{SCALE}\nat least: 50 points", ""),
        (f"best: 2 of education\n{SCALE}\nat least: 51 points", "out-of-reach"),
        (hours("counts at most: 10 hours", "at least: 20 hours"), "out-of-reach"),
        (hours("counts at most: 10 hours", "more than: 10 hours"), "out-of-reach"),
        (hours("counts at most: 10 hours", "at least: 10 hours"), ""),
        (hours("counts at most: 10 hours", "at most: 20 hours"), ""),
        (hours("counts at most: 2 hours for each learning", "at least: 20 hours"), ""),
        (hours("at least: 0 hours"), "always-met"),
        (hours("counts at most: 0 hours", "at most: 20 hours"), "nothing-counts"),
        (
            (
                "total:\n  a: {sum: learning.hours, counts at most: 5 hours}\n  b: {sum: course.hours, "
                "counts at most: 5 hours}\nat least: 20 hours"
            ),
            "out-of-reach",
        ),
        (
            (
                "total:\n  a: {sum: learning.hours, counts at most: 5 hours}\n  b: {sum: course.hours}\nat "
                "least: 20 hours"
            ),
            "",
        ),
        (
            (
                "best: education\ncounts as: {by: education.degree, bachelor: 20 points, master: 25 "
                "points}\nat least: 30 points"
            ),
            "out-of-reach",
        ),
        (
            (
                "total:\n  a: {sum: learning.hours, at least: 15 hours, else: A}\n  b: {sum: course.hours, "
                "at least: 6 hours}\nat least: 20 hours"
            ),
            "floors-above-total",
        ),
        (
            (
                "total:\n  a: {total: {c: {sum: learning.hours, at least: 15 hours}}, at least: 10 hours}\n  "
                "b: {sum: course.hours, at least: 6 hours}\nat least: 20 hours"
            ),
            "floors-above-total",
        ),
        ("total:\n  a: {sum: learning.hours, at least: 15 hours}\n  b: {sum: course.hours}\nat least: 20 hours", ""),
        ("total:\n  a: {sum: learning.hours, at least: 15 hours}\n  b: {sum: course.hours}\nat most: 40 hours", ""),
        ("share: learning\nof which: [learning.category is a]\nat most: 100 %", "always-met"),
        ("share: learning\nof which: [learning.category is a]\nat most: 40 %", ""),
        ("of: [holds member, the day before 2020-01-01]\nat least: 3", "count-of-lines"),
        (
            (
                "for: approval\nwhen:\n  - approval in force on the day\n  - sum: learning.hours\n    at "
                "least: approval.min_hours"
            ),
            "",
        ),
    ],
)
def test_amounts_that_a_careful_reader_asks_about(condition: str, code: str) -> None:
    text = policy(LEVEL + "      way: {for: course}\n" + asking(condition))

    assert codes(text) == ([code] if code else [])


def test_a_period_that_is_always_renewed_has_nothing_to_ask_about() -> None:
    period = (
        "periods:\n  year: {text: A, source: A, begins: {for: course, on: course.ended_on}, lasts: 1 "
        "year, renewed: always}\n"
    )

    assert codes(policy(period + asking("for: year\nwhen: [the day within year]"))) == []
