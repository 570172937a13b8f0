"""The proofs of one thing that is told of a pathway."""

from datetime import date

from msgspec.structs import replace

from application.proving import everything_proved, one_proved
from domain.case import Case
from domain.facts import Facts
from domain.ground import ground
from domain.item import Item
from domain.policy.chain import Version, in_force
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.world import Part
from infrastructure.documents import policy_from
from tests.application.harbour import document

MARCH_1, APRIL_1 = date(2020, 3, 1), date(2020, 4, 1)
APPROVAL: Item = {
    "id": "X/face to face",
    "program": "X",
    "format": "face to face",
    "from": date(2019, 1, 1).toordinal(),
}
COURSE: Item = {
    "id": "course-1",
    "program": "X",
    "format": "face to face",
    "result": "passed",
    "ended_on": MARCH_1.toordinal(),
    "hours": 40_000,
}


def version(name: str, from_: str = "2019-01-01", route: str = "course") -> Version:
    stated = document(name, in_force_from=from_)
    policy: Policy = policy_from(stated["document"].encode())
    levels = [
        replace(level, routes=tuple(replace(each, name=route) for each in level.routes)) for level in policy.levels
    ]
    return Version(policy=replace(policy, levels=tuple(levels)), content_hash=stated["content_hash"])


def case(*versions: Version, facts: Facts | None = None) -> Case:
    return Case(Rules(in_force(versions or [version("1")])), facts or {})


def test_a_level_is_proved_by_its_routes_alone() -> None:
    assert [each.name for each in one_proved(case(), Part.LEVEL, "qualified", MARCH_1)] == ["qualified: course"]
    assert one_proved(case(), Part.LEVEL, "qualified", MARCH_1) == everything_proved(case(), MARCH_1)
    assert one_proved(case(), Part.LEVEL, "certified", MARCH_1) == []


def test_a_route_that_the_text_has_no_more_is_proved_where_a_level_rests_on_it() -> None:
    held = case(
        version("1"), version("2", "2020-03-20", "training"), facts={"course": [COURSE], "approval": [APPROVAL]}
    )
    rests_on = ground(held, Part.LEVEL, "qualified", APRIL_1).routes
    assert rests_on == ("course",)
    assert [(each.name, each.on) for each in one_proved(held, Part.LEVEL, "qualified", APRIL_1, rests_on)] == [
        ("qualified: training", APRIL_1),
        ("qualified: course", MARCH_1),
    ]


def test_what_no_text_states_has_no_proof() -> None:
    assert [one_proved(case(), part, "qualified", MARCH_1) for part in (Part.NOTE, Part.STANDING, Part.LISTING)] == [
        [],
        [],
        [],
    ]


def test_on_a_day_without_a_text_nothing_is_proved() -> None:
    assert one_proved(case(), Part.LEVEL, "qualified", date(2018, 12, 31)) == []
    assert one_proved(case(), Part.STANDING, "suspended", date(2018, 12, 31)) == []
