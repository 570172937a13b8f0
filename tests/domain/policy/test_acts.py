"""Acts: judged on their own day, by the text in force on it; what is found lasts."""

from tests.domain.policy.texts import amendment, chain_of, days, fact, held, policy

APPLY = """
for: application
judged on: application.submitted_on
when:
  - for: registration
    when:
      - registration in force on the day
"""
REGISTERED = fact("registration", since="2019-01-01", until="2020-07-01")


def test_an_act_is_judged_on_its_day_and_lasts() -> None:
    assert days(APPLY, REGISTERED, fact("application", submitted_on="2020-06-30")) == "from 2020-06-30"


def test_an_act_a_day_late_is_too_late() -> None:
    assert days(APPLY, REGISTERED, fact("application", submitted_on="2020-07-01")) == "never"


def test_an_act_that_has_not_happened_is_not_judged() -> None:
    decided = APPLY.replace("application.submitted_on", "application.decided_on")
    assert days(decided, REGISTERED, fact("application", submitted_on="2020-01-01")) == "never"


def test_an_act_on_an_unknown_day_may_have_been_in_time() -> None:
    decided = APPLY.replace("application.submitted_on", "application.decided_on")
    assert days(decided, REGISTERED, fact("application", submitted_on="2020-02-01", decided_on=None)) == (
        "never; perhaps from 2020-02-01"
    )
    assert days(decided, fact("application", submitted_on="2020-02-01", decided_on=None)) == "never"


def test_an_act_in_doubt_lasts_in_doubt() -> None:
    unknown = fact("registration", since="2019-01-01", until=None)
    assert days(APPLY, unknown, fact("application", submitted_on="2020-06-30")) == "never; perhaps from 2020-06-30"


def test_an_act_taken_back_counts_no_longer_than_that() -> None:
    taken_back = fact("application", submitted_on="2020-06-30", retracted_on="2021-01-01")
    assert days(APPLY, REGISTERED, taken_back) == "2020-06-30 to 2020-12-31"


def test_an_act_in_doubt_that_was_taken_back_is_in_doubt_until_then() -> None:
    decided = APPLY.replace("application.submitted_on", "application.decided_on")
    taken_back = fact("application", submitted_on="2020-02-01", decided_on=None, retracted_on="2021-01-01")
    assert days(decided, REGISTERED, taken_back) == "never; perhaps 2020-02-01 to 2020-12-31"
    unknown = fact("registration", since="2019-01-01", until=None)
    taken_back = fact("application", submitted_on="2020-02-01", retracted_on="2021-01-01")
    assert days(APPLY, unknown, taken_back) == "never; perhaps 2020-02-01 to 2020-12-31"


def test_an_act_may_be_judged_on_a_fixed_day() -> None:
    fixed = APPLY.replace("judged on: application.submitted_on", "judged on: 2020-06-30")
    assert days(fixed, REGISTERED, fact("application", submitted_on="2019-06-30")) == "from 2020-06-30"


MEMBER = """
clauses:
  "1":
    text: On application, {hours} hours of mediation.
    source: the guild
    for: application
    judged on: application.submitted_on
    when:
      - sum: mediation.hours
        at least: {hours} hours
{more}levels:
  member:
    rank: 1
    title: Member
    routes:
      application: clause 1
    kept while: clause 1
"""
OLD = policy(MEMBER.format(hours=10, more=""), "old", "2020-01-01")
MEDIATED = fact("mediation", started_on="2019-01-01", hours=10)


def changed(hours: int, more: str = "") -> str:
    return MEMBER.format(hours=hours, more=more).partition("levels:")[0]


def test_an_act_is_judged_by_the_text_in_force_on_its_day() -> None:
    chain = chain_of(OLD, amendment(OLD, changed(20), "new", "2021-01-01"))
    assert held(chain, "member", MEDIATED, fact("application", submitted_on="2020-12-31")) == "on 2020-12-31"
    assert held(chain, "member", MEDIATED, fact("application", submitted_on="2021-01-01")) == "never"


def test_an_act_before_the_first_text_is_judged_by_none() -> None:
    assert held(chain_of(OLD), "member", MEDIATED, fact("application", submitted_on="2019-12-31")) == "never"


def test_a_later_text_of_the_same_meaning_honours_the_act() -> None:
    renumbered = MEMBER.format(hours=10, more="").replace('"1":', '"9":').replace("clause 1", "clause 9")
    new = policy(renumbered, "new", "2021-01-01")
    assert (
        held(chain_of(OLD, new), "member", MEDIATED, fact("application", submitted_on="2020-06-01"))
        == "from 2020-06-01"
    )


def test_a_later_text_may_reach_earlier_acts() -> None:
    new = amendment(OLD, changed(20, "    reaches earlier acts: yes\n"), "new", "2021-01-01")
    chain = chain_of(OLD, new)
    act, much = fact("application", submitted_on="2020-06-01"), fact("mediation", started_on="2019-01-01", hours=20)
    assert held(chain, "member", MEDIATED, act) == "2020-06-01 to 2020-12-31"
    assert held(chain, "member", much, act) == "from 2020-06-01"


def test_a_text_may_say_that_it_does_not_reach_earlier_acts() -> None:
    new = amendment(OLD, changed(20, "    reaches earlier acts: no\n"), "new", "2021-01-01")
    much = fact("mediation", started_on="2019-01-01", hours=20)
    assert held(chain_of(OLD, new), "member", much, fact("application", submitted_on="2020-06-01")) == (
        "2020-06-01 to 2020-12-31"
    )
