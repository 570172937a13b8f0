"""The proofs of one thing that is told of a pathway."""

from datetime import date

from application.proving import everything_proved, one_proved
from domain.case import Case
from domain.policy.chain import Version, in_force
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.world import Part
from infrastructure.documents import policy_from
from tests.application.harbour import document

MARCH_1 = date(2020, 3, 1)


def case() -> Case:
    stated = document("1")
    policy: Policy = policy_from(stated["document"].encode())
    return Case(Rules(in_force([Version(policy=policy, content_hash=stated["content_hash"])])), {})


def test_a_level_is_proved_by_its_routes_alone() -> None:
    assert [each.name for each in one_proved(case(), Part.LEVEL, "qualified", MARCH_1)] == ["qualified: course"]
    assert one_proved(case(), Part.LEVEL, "qualified", MARCH_1) == everything_proved(case(), MARCH_1)
    assert one_proved(case(), Part.LEVEL, "certified", MARCH_1) == []


def test_what_no_text_states_has_no_proof() -> None:
    assert [one_proved(case(), part, "qualified", MARCH_1) for part in (Part.NOTE, Part.STANDING, Part.LISTING)] == [
        [],
        [],
        [],
    ]


def test_on_a_day_without_a_text_nothing_is_proved() -> None:
    assert one_proved(case(), Part.LEVEL, "qualified", date(2018, 12, 31)) == []
    assert one_proved(case(), Part.STANDING, "suspended", date(2018, 12, 31)) == []
