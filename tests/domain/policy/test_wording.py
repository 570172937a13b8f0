"""Amounts that are short, in words: of several ways the smallest, of a total what its parts need."""

from domain.policy.wording import plainly, smallest, with_parts, without_limits


def test_of_several_ways_the_smallest_of_each_unit_is_enough() -> None:
    assert smallest(["2 hours", "1 hour", "3 hours", "4 mediations"]) == ["1 hour", "4 mediations"]


def test_what_parts_need_counts_in_the_whole() -> None:
    assert with_parts("9 hours", []) == "9 hours"
    assert with_parts("", [("2 hours", "theory"), ("1 hour", "talks")]) == "2 hours of theory and 1 hour of talks"
    assert with_parts("3 hours", [("2 hours", "theory"), ("1 hour", "talks")]) == (
        "2 hours of theory and 1 hour of talks"
    )
    assert with_parts("9 hours", [("2 hours", "theory")]) == "9 hours (of which 2 hours of theory)"
    assert with_parts("3 hours", [("2 hours (of which none of a)", "theory")]) == (
        "2 hours of theory (of which none of a) and 3 hours"
    )
    assert with_parts("5 hours of talks", [("2 hours", "talks")]) == "5 hours of talks"
    assert with_parts("5 hours of talks", [("2 hours", "theory"), ("7 hours", "talks")]) == (
        "2 hours of theory and 7 hours of talks"
    )


def test_an_amount_may_be_had_without_what_is_said_beside_it() -> None:
    told = "9 hours (of which 2 hours of law, at most 1 hour of a) and 2 hours in one course"
    assert without_limits(told) == "9 hours (of which 2 hours of law) and 2 hours in one course"
    assert plainly(told) == "9 hours and 2 hours"
