"""Laws of the language, on random short texts and random facts."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.case import Case
from domain.policy.chain import Chain
from domain.policy.rules import Rules
from domain.timeline import intersection, truth_on
from tests.domain.policy.texts import KINDS, Facts
from tests.laws.small_texts import CHAINS, FACTS
from tests.laws.tracks import more_certain, places, tracks, with_value

DAYS = [date(2019, 12, 1), date(2020, 2, 29), date(2020, 12, 31), date(2021, 1, 1), date(2023, 7, 7)]


@given(CHAINS, FACTS.filter(lambda facts: any(facts.values())), st.data())
def test_hiding_a_value_only_adds_doubt(chain: Chain, facts: Facts, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(places(facts))))
    field = data.draw(st.sampled_from([*sorted(KINDS[place[0]].fields), "retracted_on"]))
    rules = Rules(chain)
    assert not more_certain(rules.assess(with_value(facts, place, field, None)), rules.assess(facts)), (place, field)


@given(CHAINS, FACTS, st.data())
def test_the_order_of_the_facts_does_not_matter(chain: Chain, facts: Facts, data: st.DataObject) -> None:
    shuffled = {kind: data.draw(st.permutations(facts[kind])) for kind in data.draw(st.permutations(sorted(facts)))}
    rules = Rules(chain)
    assert rules.assess(shuffled) == rules.assess(facts)


@given(CHAINS, FACTS)
def test_what_is_certain_is_possible(chain: Chain, facts: Facts) -> None:
    for certain, possible in tracks(Rules(chain).assess(facts)).values():
        assert intersection(certain, possible) == certain
        assert all(one < other for spans in (certain, possible) for one, other in pairwise(spans))


@given(CHAINS, FACTS, st.sampled_from(DAYS))
def test_a_proof_says_what_the_timeline_says(chain: Chain, facts: Facts, on: date) -> None:
    case = Case(Rules(chain), facts)
    said = {"standing": case.assessment.standings, "condition": case.assessment.conditions}
    for part, name, proof in case.proof_of_rules(on):
        if part in said:
            assert proof.holds is truth_on(said[part][name], on.toordinal())
        else:
            unmet = truth_on(case.assessment.unmet[name], on.toordinal())
            assert proof.holds is (None if unmet is None else not unmet)
