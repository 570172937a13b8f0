"""What differs between two texts, part by part; numbers, names and words change nothing in meaning."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from domain.dates import Duration
from domain.policy.differing import Difference, difference
from domain.policy.language import AsInForce, ClauseHolds, Day, Literal, Together
from domain.policy.text import Clause, Extension, Level, Need, Parameter, Period, Policy, Renewal, Route
from domain.policy.vocabulary import Field, Kind
from tests.domain.policy.samples import COURSE, ENDED, PASSED, PRACTICE
from tests.domain.policy.whole import LEAVE, VOCABULARY, WHOLE

YEAR = Duration(months=12)


def but(part: Any, **changes: Any) -> Any:  # noqa: ANN401 - any part of a text
    return msgspec.structs.replace(part, **changes)


def changed(**changes: Any) -> Difference:  # noqa: ANN401 - any field of a text
    return difference(WHOLE, but(WHOLE, **changes))


def meaning(**changes: Any) -> list[str]:  # noqa: ANN401 - any field of a text
    return [str(each) for each in changed(**changes).meaning]


def clause(no: str, condition: Any, **more: str) -> Clause:  # noqa: ANN401 - any condition
    return Clause(no, f"Clause {no}.", "leaflet", condition, **more)


def test_a_text_differs_in_nothing_from_itself() -> None:
    assert changed() == Difference((), (), ())


OTHER: dict[str, Any] = {
    "title": "Other",
    "published": date(2026, 1, 16),
    "in_force_from": date(2026, 2, 2),
    "in_force_until": None,
    "retroactive": "yes",
    "marked": "",
    "sources": {},
    "vocabulary": {**VOCABULARY, "course": Kind("a course", "ended_on", {})},
    "listing_of": ("qualified",),
    **dict.fromkeys(
        (
            *("parameters", "clauses", "refusals", "periods", "announcements", "levels"),
            *("standings", "listing", "conditions", "notes", "losses"),
        ),
        (),
    ),
}


@pytest.mark.parametrize("field", sorted(set(Policy.__struct_fields__) - {"rulebook", "version"}))
def test_no_field_of_a_text_changes_unseen(field: str) -> None:
    assert changed(**{field: OTHER[field]}) != Difference((), (), ())


def test_the_days_of_the_text_stand_apart() -> None:
    found = changed(in_force_from=date(2026, 3, 1), in_force_until=None)

    assert [str(each) for each in found.days] == [
        "in force from: '1 February 2026' becomes '1 March 2026'",
        "in force until: '1 January 2030' is dropped",
    ]
    assert found.meaning == ()


def test_a_changed_amount_is_told_alone() -> None:
    more = clause("2", but(PRACTICE, amount=Decimal(25)))

    assert meaning(clauses=(WHOLE.clauses[0], more)) == [
        "clause 2: 'at least 20 hours of mediation' becomes 'at least 25 hours of mediation'"
    ]


def test_clauses_are_added_and_dropped() -> None:
    assert meaning(clauses=(*WHOLE.clauses, clause("3", COURSE))) == [
        "clause 3: 'there is a course, of which this is true: [the course's result is passed]' is added"
    ]
    assert meaning(clauses=WHOLE.clauses[:1])[0].endswith("is dropped")


def test_other_codes_are_a_change() -> None:
    first = but(WHOLE.clauses[0], reason="DONE", otherwise="")

    assert meaning(clauses=(first, WHOLE.clauses[1])) == [
        "clause 1: 'gives PASSED' becomes 'gives DONE'",
        "clause 1: 'otherwise COURSE_MISSING' is dropped",
    ]


def renumbered(numbers: dict[str, str]) -> Difference:
    old = but(
        WHOLE,
        clauses=(
            clause("1", COURSE),
            clause("2", PRACTICE),
            clause("3", Together("all", (ClauseHolds("1"), ClauseHolds("2")))),
        ),
    )
    text = msgspec.json.encode(old).decode()
    for number, other in numbers.items():
        text = text.replace(f'"no":"{number}"', f'"no":"new{other}"')
    return difference(old, msgspec.json.decode(text.replace('"no":"new', '"no":"'), type=Policy))


@pytest.mark.parametrize("numbers", [{"1": "5"}, {"2": "7.1", "3": "8"}, {"1": "2", "2": "1"}])
def test_a_new_number_changes_nothing_in_meaning(numbers: dict[str, str]) -> None:
    found = renumbered(numbers)

    assert found.meaning == ()
    assert [line for line in found.wording if "is now" in line] == [
        f"clause {number} is now clause {other}" for number, other in sorted(numbers.items(), key=lambda each: each[1])
    ] or numbers == {"1": "2", "2": "1"}


def test_a_clause_is_found_again_that_leans_on_a_changed_one() -> None:
    old = but(WHOLE, clauses=(clause("1", PRACTICE), clause("2", ClauseHolds("1"))), levels=(), refusals=())
    more = but(PRACTICE, amount=Decimal(25))
    new = but(old, clauses=(clause("1", more), clause("5", ClauseHolds("1"))))

    assert [each.where for each in difference(old, new).meaning if each.where.startswith("clause")] == ["clause 1"]


def test_the_text_of_another_day_is_named_by_its_number() -> None:
    old = but(WHOLE, clauses=(clause("1", AsInForce("9", Day())),))

    assert difference(old, but(old, clauses=(clause("1", AsInForce("8", Day())),))).meaning


def test_words_change_no_meaning() -> None:
    found = changed(
        title="Other",
        parameters=(but(WHOLE.parameters[0], values={"lead": "the leader", "all": "everybody"}, text="Who?"),),
        clauses=(but(WHOLE.clauses[0], text="Other.", source="page", note=""), WHOLE.clauses[1]),
        refusals=(but(WHOLE.refusals[0], text="Other."),),
        periods=(but(WHOLE.periods[0], text="Other."), *WHOLE.periods[1:]),
        levels=(but(WHOLE.levels[0], title="Other"), *WHOLE.levels[1:]),
        standings=(but(WHOLE.standings[0], text="Other."),),
        announcements=(but(WHOLE.announcements[0], text="Other."),),
    )

    assert found.meaning == ()
    assert found.wording == (
        "the title is worded otherwise",
        "clause 1: the text is worded otherwise",
        "clause 1: the source is worded otherwise",
        "clause 1: the note is worded otherwise",
        "level qualified: the title is worded otherwise",
        "parameter who_counts: the text is worded otherwise",
        "parameter who_counts: the reading 'lead' is worded otherwise",
        "refused by name R.1: the text is worded otherwise",
        "period term: the text is worded otherwise",
        "standing suspended: the text is worded otherwise",
        "announced logbook: the text is worded otherwise",
    )


def test_what_is_read_unless_chosen_is_meaning() -> None:
    parameter = Parameter("who_counts", "Who counts.", "leaflet", {"all": "everybody", "none": "nobody"}, "all")

    assert meaning(parameters=(parameter,)) == [
        (
            "parameter who_counts: 'read as 'lead' unless chosen otherwise' becomes 'read as 'all' "
            "unless chosen otherwise'"
        ),
        "parameter who_counts: 'the reading 'lead'' is dropped",
        "parameter who_counts: 'the reading 'none'' is added",
    ]


def levels(first: Level) -> list[str]:
    return meaning(levels=(first, *WHOLE.levels[1:]))


def test_what_changes_in_a_level() -> None:
    level = WHOLE.levels[0]

    assert levels(but(level, rank=11)) == ["level qualified: 'its rank is 10' becomes 'its rank is 11'"]
    assert levels(but(level, kept=None)) == ["level qualified: 'kept while: clause 2 holds' is dropped"]
    assert levels(but(level, lost=ClauseHolds("2"))) == [
        "level qualified: 'lost when: clause 1 holds' becomes 'lost when: clause 2 holds'"
    ]
    assert levels(but(level, routes=(*level.routes, Route("practice", ClauseHolds("2"))))) == [
        "level qualified: 'the route 'practice': clause 2 holds' is added"
    ]
    assert levels(but(level, routes=())) == ["level qualified: 'the route 'course': clause 1 holds' is dropped"]


def test_a_route_of_another_name_is_the_same_route() -> None:
    found = changed(levels=(but(WHOLE.levels[0], routes=(Route("training", ClauseHolds("1")),)), *WHOLE.levels[1:]))

    assert found.meaning == ()
    assert found.wording == ("level qualified: the route 'course' is now called 'training'",)


def test_what_changes_in_rules_needs_and_announcements() -> None:
    assert meaning(standings=(but(WHOLE.standings[0], condition=ClauseHolds("1"), order=2),)) == [
        "standing suspended: 'clause 2 holds' becomes 'clause 1 holds'",
        (
            "standing suspended: 'gives SUSPENDED, in the order 1, due by later' becomes 'gives "
            "SUSPENDED, in the order 2, due by later'"
        ),
    ]
    assert meaning(listing=(Need("name", ClauseHolds("1"), "OTHER"),)) == [
        "need of the listing name: 'otherwise NO_NAME' becomes 'otherwise OTHER'"
    ]
    assert meaning(listing_of=("honorary",)) == ["listing: 'of qualified or honorary' becomes 'of honorary'"]
    assert meaning(listing_of=()) == ["listing: 'of qualified or honorary' is dropped"]
    assert meaning(announcements=(but(WHOLE.announcements[0], reason="LATER"),)) == [
        (
            "announced logbook: 'the route 'logbook' to qualified is not in force: gives NOT_IN_FORCE' "
            "becomes 'the route 'logbook' to qualified is not in force: gives LATER'"
        )
    ]


def test_what_changes_in_a_kind_of_evidence() -> None:
    fields = {"ended_on": Field("date"), "points": Field("number", "points")}
    kinds = {**VOCABULARY, "course": Kind("a course", "ended_on", fields, "until")}

    assert meaning(vocabulary=kinds) == [
        (
            "evidence course: 'ended_on: date, meaning not yet where it is missing' becomes 'ended_on: "
            "date, unknown where it is missing'"
        ),
        "evidence course: 'hours: number of hours, unknown where it is missing' is dropped",
        "evidence course: 'points: number of points, unknown where it is missing' is added",
        "evidence course: 'counts from ended_on on' becomes 'counts from ended_on until until'",
    ]
    assert meaning(vocabulary={}) == []


def periods(first: Period) -> list[str]:
    return [each.removeprefix("period term: ") for each in meaning(periods=(first, *WHOLE.periods[1:]))]


TERM = WHOLE.periods[0]


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (
            but(TERM, lasts=(YEAR,)),
            (
                "'the first lasts 5 years, and every later one 10 years, each with its first day counted' "
                "becomes 'it lasts 1 year, its first day counted'"
            ),
        ),
        (
            but(TERM, begins_anew=False),
            (
                "'a beginning inside a running one ends it and begins a first one anew' becomes 'a beginning "
                "inside a running one is ignored'"
            ),
        ),
        (but(TERM, begins=but(COURSE, when=())), "'begins: the course's result is passed' is dropped"),
        (
            but(
                TERM,
                extended=(*TERM.extended[:2], Extension("grant", LEAVE, length=Duration(months=6)), *TERM.extended[3:]),
            ),
            "'the ground 'grant' makes it longer by 1 year' becomes 'the ground 'grant' makes it longer by 6 months'",
        ),
        (
            but(TERM, extended=(*TERM.extended[:4], but(TERM.extended[4], of=but(LEAVE, when=())))),
            "'longer by 'until', where: the first day of the leave lies within the term' is dropped",
        ),
        (but(TERM, lost=None), "'ends when: clause 1 holds' is dropped"),
        (
            but(TERM, renewed=but(TERM.renewed, when=ClauseHolds("1"))),
            "'renewed when: clause 2 holds' becomes 'renewed when: clause 1 holds'",
        ),
        (but(TERM, renewed=but(TERM.renewed, late_when=None)), "'late when: clause 1 holds' is dropped"),
    ],
)
def test_what_changes_in_a_period(period: Period, told: str) -> None:
    assert periods(period) == [told]


def test_an_extension_is_added_or_dropped() -> None:
    assert [each[:46] for each in periods(but(TERM, extended=TERM.extended[1:]))] == [
        "'the ground 'leave' makes it longer by its len",
        "'longer by 'leave', where: there is a leave, o",
    ]
    assert len(periods(but(TERM, extended=(*TERM.extended, Extension("more", LEAVE, length=YEAR))))) == 2


def test_a_renewal_is_added_dropped_or_later() -> None:
    assert periods(but(TERM, renewed=None))[0].endswith("if then clause 1 holds]' is dropped")
    renewal = Renewal(ClauseHolds("2"))
    assert [
        str(each)
        for each in difference(
            but(WHOLE, periods=(but(TERM, renewed=None),)), but(WHOLE, periods=(but(TERM, renewed=renewal),))
        ).meaning
    ] == ["period term: 'it is renewed if on its last day, extensions included, clause 2 holds' is added"]
    assert "up to 3 months late" in periods(but(TERM, renewed=but(TERM.renewed, late=Duration(months=3))))[0]


def test_a_period_that_begins_otherwise() -> None:
    cycle = WHOLE.periods[1]

    assert [
        str(each)
        for each in difference(
            but(WHOLE, periods=(cycle,)), but(WHOLE, periods=(but(cycle, whenever=None, begins=COURSE, on=ENDED),))
        ).meaning
    ] == [
        "period cycle: 'a first one begins on the day on which the course ended, judged on that day' is added",
        "period cycle: 'begins: there is a course, of which this is true: [the course's result is passed]' is added",
        "period cycle: 'begins whenever: clause 1 holds' is dropped",
    ]
    moved = but(TERM, on=Literal("2020-01-01"))
    assert "begins on 1 January 2020" in periods(moved)[0]
    assert PASSED in COURSE.when
