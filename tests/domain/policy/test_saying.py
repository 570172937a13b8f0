"""Every node of the language and every part of a text has words, and its bracketing is seen."""

from typing import get_args

import msgspec
import pytest

from domain.dates import Duration
from domain.policy.language import ALWAYS, Condition, Term
from domain.policy.said import Said, label_of, lines_of, one_line
from domain.policy.saying import Speech
from domain.policy.saying_text import (
    Section,
    by_number,
    field_type_in_words,
    kind_in_words,
    late_head,
    need_in_words,
    sections_of,
)
from domain.policy.text import Clause, Need, Policy, Renewal
from tests.domain.policy.samples import SAMPLES
from tests.domain.policy.whole import VOCABULARY, WHOLE

SPEECH = Speech(VOCABULARY, ["term"])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_condition_is_said_in_words(name: str) -> None:
    condition, words = SAMPLES[name]

    assert one_line(SPEECH.of(condition)) == words


def types_in(node: object) -> set[type]:
    found = {type(node)}
    if isinstance(node, msgspec.Struct):
        for value in msgspec.structs.asdict(node).values():
            found |= types_in(value)
    elif isinstance(node, tuple):
        for each in node:
            found |= types_in(each)
    return found


def test_every_node_of_the_language_is_said_somewhere() -> None:
    said = {each for condition, _ in SAMPLES.values() for each in types_in(condition)}

    assert {*get_args(Condition), *get_args(Term)} <= said


SECTIONS: dict[str, Section] = {each.heading: each for each in sections_of(WHOLE, {"who_counts": "all"}, VOCABULARY)}


def words_of(heading: str) -> list[str]:
    return [one_line(said) for said in SECTIONS[heading].means]


def test_every_part_of_a_text_has_a_section() -> None:
    assert list(SECTIONS) == [
        "harbour 2026: The Harbour scheme",
        "Read as it is chosen: who_counts",
        "Clause 1",
        "Clause 2",
        "Refused by name R.1",
        "Period term",
        "Period cycle",
        "Period plain",
        "Period always",
        "Period closed",
        "Period older",
        "Level honorary: Honorary Mediator",
        "Level qualified: Harbour Mediator",
        "Specialisation family: Family Mediator",
        "Standing: suspended",
        "Condition: owed",
        "Note: note",
        "Listing",
        "Announced, not in force: logbook",
        "Takes away: courses of before",
        "Sources",
    ]


def test_every_struct_field_of_a_text_is_spoken_of() -> None:
    told = set(Policy.__struct_fields__) - {"rulebook", "version", "title"}

    assert told == {
        *("published", "in_force_from", "in_force_until", "retroactive", "marked", "sources", "parameters", "clauses"),
        *(
            "refusals",
            "periods",
            "announcements",
            "levels",
            "standings",
            "listing_of",
            "listing",
            "conditions",
            "notes",
            "losses",
        ),
        "vocabulary",
    }


def test_the_head_says_its_days() -> None:
    assert SECTIONS["harbour 2026: The Harbour scheme"].quoted == (
        ("published", "15 January 2026"),
        ("in force", "from 1 February 2026 on up to and without 1 January 2030"),
        ("retroactive", "not at all"),
        ("marked", "An example."),
    )


def test_a_parameter_says_how_it_is_read() -> None:
    assert words_of("Read as it is chosen: who_counts") == [
        "it is read in one of these ways: [lead: the lead; all (read so): everybody]"
    ]


def test_a_clause_says_its_codes() -> None:
    assert SECTIONS["Clause 1"].quoted == (("text", "A course."), ("source", "leaflet"), ("note", "inferred"))
    assert words_of("Clause 1")[-1] == "gives PASSED, otherwise COURSE_MISSING"
    assert len(words_of("Clause 2")) == 1


def test_a_period_says_when_it_begins_lasts_is_longer_and_renewed() -> None:
    assert words_of("Period term") == [
        (
            "a first one begins on the day on which the course ended, judged on that day, where there is "
            "a course, of which this is true: [the course's result is passed]"
        ),
        "a beginning inside a running one ends it and begins a first one anew",
        "the first lasts 5 years, and every later one 10 years, each with its first day counted",
        *(
            (
                f"the ground '{name}' makes it longer {by}, for each case where there is a leave, of which "
                "this is true: [the first day of the leave lies within the term]"
            )
            for name, by in (
                ("leave", "by its length on the calendar, at most 1 year altogether"),
                (
                    "days",
                    (
                        "by the days that it covers within the period, each counted once, at most 50 percent of the "
                        "period's own days altogether"
                    ),
                ),
                ("grant", "by 1 year"),
                ("months", "by as many months as the leave's months"),
                ("until", "up to and including the first day after the leave if that is later"),
            )
        ),
        (
            "it is renewed: [it is renewed if on its last day, extensions included, clause 2 holds; this "
            "may still come about up to 2 months late, the next one then beginning on the day asked "
            "about, if then clause 1 holds]"
        ),
        "it ends on the day before, and is not renewed, when clause 1 holds",
    ]


def test_other_periods_say_what_they_do_otherwise() -> None:
    assert words_of("Period cycle") == [
        "a first one begins on each day on which it comes about that clause 1 holds",
        "a beginning inside a running one is ignored",
        "it lasts up to and including the next 31 December on or after the day on which the course ended",
        "it is not renewed",
    ]
    assert words_of("Period plain")[-1].endswith("late, the next one then beginning where the last one ended]")
    assert words_of("Period always")[-1] == "it is always renewed"


def test_a_period_that_begins_no_more_says_so() -> None:
    assert SECTIONS["Period closed"].quoted == (
        ("text", "Closed."),
        ("source", "leaflet"),
        ("note", "That it is closed is inferred."),
    )
    assert words_of("Period closed") == [
        "none begins any more, and those that run go on to their end",
        "it lasts 1 year, its first day counted",
        (
            "the ground 'all' makes it longer up to and including the next 31 December on or after the closed's due "
            "if that is later"
        ),
        "the ground 'some' makes it longer by 1 year, if clause 1 holds",
        "it is not renewed",
    ]


def test_a_period_says_that_it_reaches_earlier_beginnings() -> None:
    assert words_of("Period older")[2] == (
        "one that began before this text counts too, if no text stated the period then"
    )


@pytest.mark.parametrize(
    ("numbers", "ordered"),
    [
        (["1.10", "2", "1.2", "1"], ["1", "1.2", "1.10", "2"]),
        (["1.10", "2", "1.2a"], ["1.10", "2", "1.2a"]),
    ],
)
def test_clauses_are_read_in_the_order_of_their_numbers(numbers: list[str], ordered: list[str]) -> None:
    clauses = tuple(Clause(no, "A.", "leaflet", ALWAYS) for no in numbers)

    assert [each.no for each in by_number(clauses)] == ordered


def test_a_need_without_a_reason_has_those_of_its_condition() -> None:
    said = need_in_words(Need("name", ALWAYS, ""), SPEECH)

    assert said.words == "the need 'name' (otherwise the reasons of its own) is met while it is so in any case"


def test_a_level_says_how_it_is_acquired_kept_and_lost() -> None:
    assert words_of("Level qualified: Harbour Mediator") == [
        "its rank is 10",
        "it is acquired by the route 'course' when clause 1 holds",
        "it is kept while clause 2 holds",
        "it is lost when clause 1 holds",
    ]
    assert words_of("Level honorary: Honorary Mediator")[-1] == "no route leads to it: it is held by recognition alone"
    assert words_of("Specialisation family: Family Mediator")[0] == "it stands beside the ladder"


def test_rules_and_the_listing_are_said() -> None:
    assert words_of("Standing: suspended") == [
        "it is shown while clause 2 holds",
        "gives SUSPENDED, in the order 1, due by later",
    ]
    assert words_of("Listing") == [
        "those who hold qualified or honorary are listed while every need below is met",
        "the need 'name' (otherwise NO_NAME) is met while clause 1 holds",
    ]
    assert words_of("Announced, not in force: logbook") == [
        "the route 'logbook' to qualified is not in force: gives NOT_IN_FORCE"
    ]


def test_an_empty_text_has_its_head_alone() -> None:
    empty = msgspec.structs.replace(
        WHOLE, **dict.fromkeys(("clauses", "levels", "listing_of", "sources", "parameters", "announcements"), ())
    )

    assert "Listing" not in {each.heading for each in sections_of(empty, {}, {})}


def test_a_kind_says_its_fields() -> None:
    assert one_line(kind_in_words("course", VOCABULARY["course"])) == (
        "course is a course, and counts from its 'ended on' on; its fields are: [ended on: date, "
        "meaning not yet where it is missing; hours: number of hours, unknown where it is missing]"
    )
    assert (
        "is in force from its 'from' up to and without its 'until'" in kind_in_words("leave", VOCABULARY["leave"]).words
    )
    assert field_type_in_words(VOCABULARY["leave"].fields["until"]) == "date, meaning no end where it is missing"


def test_lines_are_labelled_as_they_are_read_aloud() -> None:
    said = Said("all", (Said("one", (Said("deep", (Said("deepest"),)),)), Said("two")))

    assert [(line.depth, line.label, line.words) for line in lines_of(said)] == [
        (0, "", "all:"),
        (1, "(a)", "one:"),
        (2, "(i)", "deep:"),
        (3, "(1)", "deepest"),
        (1, "(b)", "two"),
    ]


def test_labels_that_run_out_are_numbers() -> None:
    assert [label_of(0, 25), label_of(0, 26), label_of(1, 9), label_of(1, 10), label_of(2, 0)] == [
        *("(z)", "(27)", "(x)", "(11)", "(1)")
    ]


def test_that_late_renewal_reaches_earlier_periods_is_said() -> None:
    renewal = Renewal(when=ALWAYS, late=Duration(months=60), late_from="the day", reaches_earlier=True)
    assert late_head(renewal).endswith("for periods too that ended under an earlier text")
