"""What may be owed for all that is known, beside what is owed."""

from datetime import date

from domain.answer import Answer, Known, OpenCondition
from domain.policy.translation import Translation
from domain.worded import words_for
from tests.domain.policy.texts import Item, case, chain_of, fact, policy

GUILD = """
conditions:
  digest:
    when:
      for: mediation
      when:
        - mediation.role is lead
    reason: DIGEST_OWED
    text: A digest is owed.
    source: the guild
    by: the end of the year
"""
ON = date(2021, 5, 1)
OWED = OpenCondition("digest", "DIGEST_OWED", "A digest is owed.", date(2021, 3, 1), "the end of the year")


def answer(*items: tuple[str, Item]) -> Answer:
    return case(chain_of(policy(GUILD)), *items).answer("ada", ON, Known(1, ""), "in force")


def test_what_is_certainly_owed_is_open() -> None:
    found = answer(fact("mediation", started_on="2021-03-01", role="lead"))
    assert (found.open_conditions, found.possible_conditions) == ((OWED,), ())


def test_what_is_owed_if_data_that_are_missing_turn_out_so_is_possible() -> None:
    found = answer(fact("mediation", started_on="2021-03-01", role=None))
    assert (found.open_conditions, found.possible_conditions) == ((), (OWED,))


def test_what_is_certainly_not_owed_is_neither() -> None:
    found = answer(fact("mediation", started_on="2021-03-01", role="co"))
    assert (found.open_conditions, found.possible_conditions) == ((), ())


def test_what_may_be_owed_has_its_words() -> None:
    found = answer(fact("mediation", started_on="2021-03-01", role=None))
    words = Translation(language="de", reasons={"DIGEST_OWED": "Es fehlt etwas."}, conditions={"digest": "Bericht"})
    worded = words_for(found, words)
    assert (worded.reasons, worded.conditions) == ({"DIGEST_OWED": "Es fehlt etwas."}, {"digest": "Bericht"})
