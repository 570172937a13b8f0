"""What is enough for several requirements that are all short: what one takes may count for another, or may not."""

import pytest

from tests.domain.policy.texts import Item, fact, proof

ON = "2021-05-01"
APPLIED: tuple[str, Item] = fact("application", submitted_on="2021-01-01")
CLAUSES = """
clauses:
  "1":
    text: Two hours of ethics.
    source: s
    sum: learning.hours
    where: [learning.category is ethics]
    at least: 2 hours
    may be waived: yes
"""
HOURS = "sum: learning.hours, at least: {} hours"
ETHICS = "sum: learning.hours, where: [learning.category is ethics], at least: {} hours"
LAW = "sum: learning.hours, where: [learning.category is law], at least: {} hours"
TALKS = "sum: learning.hours, where: [learning.process is talk], at least: {} hours"
ODD = (
    "sum: learning.hours, where: [learning.category is law and ethics, learning.held_on on or after 2020-01-01], "
    "at least: {} hours"
)
COURSES = "sum: course.hours, at least: {} hours"
OF_BOTH = (
    "total: {{learnt: {{sum: learning.hours, where: [learning.process is talk]}}, "
    "taught: {{sum: course.tutor_hours}}}}, at least: {} hours"
)


def _line(asked: str) -> str:
    required = asked if asked.startswith("the day") else f"{{{asked}}}"
    return asked if asked.startswith("clause") else f"require: {required}\n    else: SHORT"


def short(how: str, *asked: str) -> str:
    """Return what is short where nothing is there, of requirements that stand under a key."""
    lines = "".join(f"  - {_line(each)}\n" for each in asked)
    head = "for: application\nwhen:" if how == "when" else f"{how}:"
    return proof(f"{head}\n{lines}", ON, APPLIED, beside=CLAUSES).short


@pytest.mark.parametrize("how", ["when", "all"])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((HOURS.format(3), HOURS.format(8)), "8 hours"),
        ((HOURS.format(9), ETHICS.format(2), LAW.format(3)), "9 hours (of which 3 hours of law, 2 hours of ethics)"),
        ((HOURS.format(4), ETHICS.format(2), LAW.format(3)), "3 hours of law and 2 hours of ethics"),
        ((HOURS.format(9), "clause 1"), "9 hours (of which 2 hours of ethics)"),
        ((ETHICS.format(2), LAW.format(2)), "2 hours of ethics and 2 hours of law"),
        ((HOURS.format(2), COURSES.format(2)), "2 hours and 2 hours"),
        (("for: application as another, when: [require: {" + HOURS.format(3) + "}]",) * 2, "3 hours"),
        ((HOURS.format(9), COURSES.format(3)), "9 hours and 3 hours"),
        ((OF_BOTH.format(9), ETHICS.format(3)), "9 hours (of which 3 hours of ethics)"),
        ((HOURS.format(9), "any: [{for: course}, {" + ETHICS.format(2) + "}]"), "9 hours (of which 2 hours of ethics)"),
        ((HOURS.format(9), ODD.format(3)), "9 hours"),
        ((HOURS.format(9), "count: mediation, at least: 2"), "9 hours and 2 mediations"),
        (("for: refresher, when: [require: {" + HOURS.format(3) + "}]", HOURS.format(9)), "9 hours"),
    ],
)
def test_what_is_enough_for_all(how: str, asked: tuple[str, ...], expected: str) -> None:
    assert short(how, *asked) == expected


def test_of_two_days_that_have_to_come_the_later_is_enough() -> None:
    waiting = "the day on or after {} months after application.submitted_on"
    assert short("when", waiting.format(5), waiting.format(6), waiting.format(4)) == "61 days"
