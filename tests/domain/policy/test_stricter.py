"""Whether one condition is shown to hold nowhere but where another does."""

import pytest

from domain.policy.language import Condition
from domain.policy.stricter import stricter
from tests.domain.policy.texts import asking, policy

EACH = """
in each of: 3 years before 2020-01-01
named: year
that:
  count: learning
  where:
    - learning.held_on within year
  at least: {}
"""


def read(condition: str) -> Condition:
    return policy(asking(condition)).notes[0].condition


def course(line: str) -> Condition:
    return read(f"for: course\nwhen:\n  - course.{line}")


def until(day: str) -> Condition:
    return read(f"for: course\nwhen:\n  - the day on or before {day}")


def approval(line: str) -> Condition:
    return read(f"for: approval\nwhen:\n  - approval begun by the day\n  - the day before {line}")


def learnt(hours: int, further: str = "") -> Condition:
    return read(f"sum: learning.hours\n{further}\nat least: {hours} hours")


def best(of: str) -> Condition:
    return read(f"best: {of}\nat least: 9 hours")


def in_hand(key: str, amount: str, further: str = "    at least: 9 hours\n") -> Condition:
    line = "for: registration\nwhen:\n  - registration begun by the day\n  - sum: learning.hours\n"
    return read(f"{line}    {key}: {amount}\n{further}")


def asked(amount: str) -> Condition:
    return in_hand("at least", amount, "")


def total(hours: int, further: str = "") -> Condition:
    return read(f"total: {{a: {{sum: learning.hours}}}}\n{further}\nat least: {hours} hours")


def each_year(pieces: int, further: str = "") -> Condition:
    return read(EACH.format(pieces) + further)


def relieved(hours: int, **grounds: str) -> Condition:
    lines = [f"      {name}:\n        when: the day before {day}\n        reason: R\n" for name, day in grounds.items()]
    unless = f"    unless:\n{''.join(lines)}" if grounds else ""
    head = "clauses:\n  1:\n    text: a\n    source: b\n"
    return policy(f"{head}    sum: learning.hours\n    at least: {hours} hours\n{unless}").clauses[0].condition


TWO = "- for: course\n  - for: refresher"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (course("hours more than 40 hours"), course("hours at least 40 hours")),
        (course("hours at most 30 hours"), course("hours at most 40 hours")),
        (course("format is online"), course("format is one of online, blended")),
        (until("1 year after course.ended_on"), until("2 years after course.ended_on")),
        (
            course("ended_on on or before 1 year before the day"),
            course("ended_on on or before 6 months before the day"),
        ),
        (learnt(30), learnt(20)),
        (learnt(30, "counts beyond: 5 hours"), learnt(20)),
        (best("2 of learning.hours"), best("3 of learning.hours")),
        (best("learning.hours"), best("2 of learning.hours")),
        (asked("1 hour for each started month of registration"), asked("1 hour for each full month of registration")),
        (asked("2 hours for each full month of registration"), asked("1 hour for each full month of registration")),
        (asked("{by: registration.register, a: 3 hours, otherwise: 2 hours}"), asked("2 hours")),
        (
            asked("{by: registration.register, a: 3 hours, otherwise: 2 hours}"),
            asked("{by: registration.register, b: 2 hours, otherwise: 1 hour}"),
        ),
        (
            in_hand("counts at most", "1 hour for each full year of registration"),
            in_hand("counts at most", "2 hours for each full year of registration"),
        ),
        (learnt(30, "counts at most: 40 hours"), learnt(20)),
        (read("sum: learning.hours\nat most: 10 hours"), read("sum: learning.hours\nat most: 20 hours")),
        (total(30), total(20)),
        (total(20, "counts at most: 40 hours"), total(20, "counts at most: 50 hours")),
        (each_year(2), each_year(1)),
        (each_year(1), each_year(1, "at least: 2")),
        (read(f"all:\n  {TWO}"), read("for: course")),
        (read(f"all:\n  {TWO}\n  - for: mediation"), read(f"all:\n  {TWO}")),
        (read("for: course"), read(f"any:\n  {TWO}")),
        (read("for: course\nwith: [refresher]"), read("for: course")),
        (read(f"none:\n  {TWO}"), read("none:\n  - for: course")),
        (read(f"of:\n  {TWO}\nat least: 2"), read(f"of:\n  {TWO}\nat least: 1")),
        (read("require:\n  for: course\nelse: X"), read("for: course")),
        (relieved(20), relieved(20, a="2020-01-01")),
        (relieved(30), relieved(20, a="2020-01-01")),
        (relieved(20, a="2019-01-01"), relieved(20, a="2020-01-01")),
        (relieved(20, a="2021-01-01"), relieved(20, a="2020-01-01", b="2022-01-01")),
    ],
)
def test_the_form_shows_that_it_is_stricter(new: Condition, old: Condition) -> None:
    assert stricter(new, old)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (course("hours at least 40 hours"), course("hours more than 40 hours")),
        (course("hours at most 40 hours"), course("hours at least 40 hours")),
        (course("hours at least course.tutor_hours"), course("hours at least 40 hours")),
        (course("format is face to face"), course("format is one of online, blended")),
        (course("format is one of online, blended"), course("format is online")),
        (until("20 days after course.ended_on"), until("1 month after course.ended_on")),
        (
            approval("approval.retro_months months after approval.from"),
            approval("2 months after approval.from"),
        ),
        (learnt(20), learnt(20, "counts beyond: 5 hours")),
        (in_hand("counts beyond", "1 hour"), in_hand("counts beyond", "1 hour for each full month of registration")),
        (asked("1 hour for each full month of registration"), asked("1 hour for each started month of registration")),
        (asked("1 hour for each full month of registration"), asked("2 hours for each full month of registration")),
        (asked("2 hours for each full year of registration"), asked("1 hour for each full month of registration")),
        (asked("{by: registration.register, a: 3 hours, otherwise: 1 hour}"), asked("2 hours")),
        (
            asked("{by: registration.register, a: 3 hours, otherwise: 1 hour}"),
            asked("{by: registration.register, b: 2 hours, otherwise: 1 hour}"),
        ),
        (asked("9 hours"), asked("{by: registration.register, b: 2 hours, otherwise: 1 hour}")),
        (read("sum: learning.hours\nat most: 30 hours"), read("sum: learning.hours\nat most: 20 hours")),
        (total(20), total(20, "counts at most: 50 hours")),
        (total(20), learnt(20)),
        (learnt(20), total(20)),
        (best("3 of learning.hours"), best("2 of learning.hours")),
        (each_year(1), each_year(2)),
        (each_year(1), learnt(1)),
        (read(f"any:\n  {TWO}"), read("for: course")),
        (read("for: refresher"), read("for: course")),
        (read("for: course\ncounts from: 2021-01-01"), read("for: course")),
        (read("none:\n  - for: course"), read(f"of:\n  {TWO}\nat least: 1")),
        (relieved(20, a="2020-01-01"), relieved(20)),
        (relieved(20, a="2023-01-01"), relieved(20, a="2020-01-01", b="2022-01-01")),
    ],
)
def test_what_the_form_does_not_show_is_not_stricter(new: Condition, old: Condition) -> None:
    assert not stricter(new, old)
