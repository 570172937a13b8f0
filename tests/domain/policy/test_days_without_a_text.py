"""Days on which no text is in force: nothing is acquired on them, and nothing is taken away."""

from tests.domain.policy.texts import chain_of, fact, held, policy

MEMBER = """
in force until: 2021-01-01
levels:
  member:
    rank: 1
    title: Member
    routes:
      course:
        for: course
        when:
          - the day on or before 1 month after course.ended_on
    kept while:
      for: course
      when:
        - course.hours at least 40 hours
"""
ENDED = policy(MEMBER, "old", "2020-01-01")
RESUMED = policy(MEMBER.replace("in force until: 2021-01-01\n", ""), "new", "2022-01-01")


def test_a_level_outlives_the_days_without_a_text() -> None:
    assert held(chain_of(ENDED), "member", fact("course", ended_on="2020-05-01", hours=40)) == "from 2020-05-01"
    chain = chain_of(ENDED, RESUMED)
    assert held(chain, "member", fact("course", ended_on="2020-05-01", hours=40)) == "from 2020-05-01"


def test_no_level_is_acquired_on_them() -> None:
    chain = chain_of(ENDED, RESUMED)
    assert held(chain, "member", fact("course", ended_on="2021-06-01", hours=40)) == "never"
    assert held(chain, "member", fact("course", ended_on="2021-12-31", hours=40)) == "from 2022-01-01"
