"""What days alone bring to a pathway of which nothing is recorded meanwhile."""

from datetime import date

from domain.determination import brought_by_days
from domain.impact import Side
from domain.policy.chain import Chain
from domain.policy.rules import Rules
from tests.domain.policy.texts import chain_of, fact, facts, policy

TEXT = """
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: {for: course}
    kept while: {for: registration, when: [registration in force on the day]}
"""
STRICTER = TEXT.replace("{for: registration, when: [registration in force on the day]}", "{for: refresher}")
FIRST = policy(TEXT)
HELD = facts(
    fact("course", ended_on="2020-01-01"), fact("registration", since="2020-01-01", until="2022-01-01", id="r")
)


def brought(chain: Chain, after: str, until: str) -> list[tuple[str, str, str, str]]:
    rules = Rules(chain)
    side = Side(HELD, rules.assess(HELD))
    days = date.fromisoformat(after), date.fromisoformat(until)
    return [
        (str(each.on), each.category, each.version, each.touched.after.level)
        for each in brought_by_days(rules, "ada", side, *days)
    ]


def test_a_lapse_comes_by_the_passing_of_time() -> None:
    assert brought(chain_of(FIRST), "2020-06-01", "2030-01-01") == [("2022-01-01", "passage of time", "", "none")]
    assert brought(chain_of(FIRST), "2020-06-01", "2022-01-01") == [("2022-01-01", "passage of time", "", "none")]
    assert brought(chain_of(FIRST), "2020-06-01", "2021-12-31") == []
    assert brought(chain_of(FIRST), "2022-01-01", "2030-01-01") == []


def test_a_text_that_comes_into_force_is_told_as_such() -> None:
    chain = chain_of(FIRST, policy(TEXT, "1.1", "2021-02-01"), policy(STRICTER, "2", "2021-03-01"))

    assert brought(chain, "2020-06-01", "2030-01-01") == [("2021-03-01", "policy", "2", "none")]


def test_the_day_of_the_first_text_of_all_brings_nothing() -> None:
    assert brought(chain_of(policy(TEXT, "1", "2021-01-01")), "2020-01-01", "2021-06-01") == []
