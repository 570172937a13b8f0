"""Amounts that are short, in words: of several ways the smallest, of a total what its parts need."""

from domain.policy.wording import smallest, with_parts


def test_of_several_ways_the_smallest_of_each_unit_is_enough() -> None:
    assert smallest(["2 hours", "1 hour", "3 hours", "4 mediations"]) == ["1 hour", "4 mediations"]


def test_what_parts_need_counts_in_the_whole() -> None:
    assert with_parts("9 hours", []) == "9 hours"
    assert with_parts("", [("2 hours", "theory"), ("1 hour", "talks")]) == "2 hours of theory and 1 hour of talks"
    assert with_parts("3 hours", [("2 hours", "theory"), ("1 hour", "talks")]) == (
        "2 hours of theory and 1 hour of talks"
    )
    assert with_parts("9 hours", [("2 hours", "theory")]) == "9 hours (of which 2 hours of theory)"
