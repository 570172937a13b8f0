"""No field of any part of a text changes unseen: a difference tells it, in meaning or in wording."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from domain.dates import Duration
from domain.policy.differing import Difference, difference
from domain.policy.language import (
    NEVER,
    Binder,
    ClauseHolds,
    Exists,
    FieldOf,
    Literal,
    Measure,
    Part,
    Require,
    Together,
    Total,
)
from domain.policy.text import (
    Announcement,
    Clause,
    Extension,
    Level,
    Loss,
    Need,
    Parameter,
    Period,
    Renewal,
    Route,
    Rule,
)
from tests.domain.policy.samples import COURSE, ENDED, PRACTICE
from tests.domain.policy.whole import LEAVE, WHOLE

YEAR = Duration(months=12)
SAME = Difference((), (), ())
EXTENSION = Extension("leave", LEAVE, length=YEAR)
RENEWAL = Renewal(ClauseHolds("2"), YEAR, late_from="the day")
TERM = Period("term", "A term.", "leaflet", begins=COURSE, on=ENDED, lasts=(YEAR,), renewed=RENEWAL)
PARTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "clauses": (
        Clause("1", "A.", "leaflet", COURSE),
        {"text": "B.", "source": "other", "condition": PRACTICE, "reason": "R", "otherwise": "O", "note": "N."},
    ),
    "refusals": (
        Clause("R", "A.", "leaflet", COURSE),
        {"text": "B.", "source": "other", "condition": PRACTICE, "reason": "R", "otherwise": "O", "note": "N."},
    ),
    "parameters": (
        Parameter("p", "A.", "leaflet", {"a": "one", "b": "other"}, "a"),
        {"text": "B.", "source": "other", "values": {"a": "one", "b": "another"}, "default": "b"},
    ),
    "periods": (
        TERM,
        {
            "text": "B.",
            "source": "other",
            "begins": LEAVE,
            "on": Literal("2020-01-01"),
            "whenever": ClauseHolds("1"),
            "begins_anew": True,
            "reaches_earlier": True,
            "lasts": (YEAR, YEAR),
            "lasts_up_to": ENDED,
            "then_up_to": (ENDED,),
            "extended": (EXTENSION,),
            "renewed": None,
            "lost": ClauseHolds("1"),
            "note": "N.",
        },
    ),
    "levels": (
        Level("member", 1, "Member"),
        {
            "rank": 2,
            "title": "Other",
            "routes": (Route("course", ClauseHolds("1")),),
            "kept": ClauseHolds("1"),
            "lost": ClauseHolds("1"),
            "specialisation": True,
        },
    ),
    "standings": (
        Rule("r", ClauseHolds("1"), "R"),
        {
            "condition": ClauseHolds("2"),
            "reason": "S",
            "text": "B.",
            "source": "other",
            "order": 1,
            "by": "2020-01-01",
        },
    ),
    "listing": (Need("n", ClauseHolds("1"), "N"), {"condition": ClauseHolds("2"), "otherwise": ""}),
    "announcements": (
        Announcement("qualified", "logbook", "A.", "leaflet", "R"),
        {"level": "honorary", "text": "B.", "source": "other", "reason": "S"},
    ),
    "losses": (
        Loss("l", "qualified", "A.", "leaflet", date(2026, 2, 1)),
        {"level": "honorary", "text": "B.", "source": "other", "from_": date(2026, 3, 1), "reasons": ("S",)},
    ),
}
EXTENDED = {
    "of": Exists((), ()),
    "by": "its days",
    "length": Duration(months=6),
    "months_of": FieldOf("leave", "months"),
    "up_to": ENDED,
    "at_most": YEAR,
    "at_most_percent": 50,
}
RENEWED = {
    "when": ClauseHolds("1"),
    "late": Duration(months=1),
    "late_when": ClauseHolds("1"),
    "late_from": "its end",
    "reaches_earlier": True,
}
NAMES = ("no", "name", "id", "route")


def found(section: str, old: Any, new: Any) -> Difference:  # noqa: ANN401 -- any part of a text
    others = getattr(WHOLE, section)[1:]
    before, after = (msgspec.structs.replace(WHOLE, **{section: (each, *others)}) for each in (old, new))
    return difference(before, after)


def but(part: Any, **changes: Any) -> Any:  # noqa: ANN401 -- any part of a text
    return msgspec.structs.replace(part, **changes)


@pytest.mark.parametrize("section", PARTS)
def test_no_field_of_a_part_changes_unseen(section: str) -> None:
    part, others = PARTS[section]

    assert {*others} == set(part.__struct_fields__) - set(NAMES)
    for name, other in others.items():
        assert found(section, part, but(part, **{name: other})) != SAME, name


def test_no_field_of_an_extension_or_a_renewal_changes_unseen() -> None:
    assert {*EXTENDED} == set(Extension.__struct_fields__) - {"name"}
    assert {*RENEWED} == set(Renewal.__struct_fields__)
    extended = but(TERM, extended=(EXTENSION,))
    for name, other in EXTENDED.items():
        assert found("periods", extended, but(TERM, extended=(but(EXTENSION, **{name: other}),))) != SAME, name
    for name, other in RENEWED.items():
        assert found("periods", TERM, but(TERM, renewed=but(RENEWAL, **{name: other}))) != SAME, name


def told(new: Period, old: Period = TERM) -> list[str]:
    return [str(each).removeprefix("period term: ") for each in found("periods", old, new).meaning]


def test_a_period_that_begins_no_more() -> None:
    whenever = but(TERM, begins=None, on=None, whenever=ClauseHolds("1"))

    assert told(but(whenever, whenever=NEVER), whenever) == [
        "'none begins any more, and those that run go on to their end' is added",
        "'a beginning inside a running one is ignored' is dropped",
        "'begins whenever: clause 1 holds' is dropped",
    ]


def test_a_period_that_reaches_earlier_beginnings() -> None:
    assert told(but(TERM, reaches_earlier=True)) == [
        "'one that began before this text counts too, if no text stated the period then' is added"
    ]


def test_a_ground_without_evidence() -> None:
    every, some = (Extension("all", Exists((), when), length=YEAR) for when in ((), (ClauseHolds("1"),)))

    assert told(but(TERM, extended=(every,))) == ["'the ground 'all' makes it longer by 1 year' is added"]
    assert told(but(TERM, extended=(some,)), but(TERM, extended=(every,))) == [
        "'longer by 'all', where: clause 1 holds' is added"
    ]


def test_a_requirement_whose_own_reasons_are_given() -> None:
    course = Exists((Binder("course", "course"),), (Require(ClauseHolds("2"), "SHORT"),))
    own = but(course, when=(Require(ClauseHolds("2"), ""),))
    clause = Clause("1", "A.", "leaflet", course)

    assert [str(each) for each in found("clauses", clause, but(clause, condition=own)).meaning] == [
        "clause 1: 'otherwise SHORT' becomes 'otherwise the reasons of its own'"
    ]


def test_a_floor_that_is_raised_is_told_alone() -> None:
    cases = Measure("mediation", "mediation", "", Decimal(0))
    total = Total((Part("cases", cases),), "at least", Decimal(9))

    def clause(floor: int) -> Clause:
        reached = msgspec.structs.replace(cases, relation="at least", amount=Decimal(floor))
        return Clause("1", "A.", "leaflet", Together("all", (total, Require(reached, "SHORT"))))

    assert [str(each) for each in found("clauses", clause(3), clause(4)).meaning] == [
        "clause 1: 'at least 3 mediations' becomes 'at least 4 mediations'"
    ]
