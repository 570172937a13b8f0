"""Laws on random people under IMI's real chain of versions."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answer import Answer, Known
from domain.brief import Briefing
from domain.case import Case, NoPolicyInForce
from domain.policy.chain import in_force
from domain.policy.rules import Rules
from domain.timeline import BEGIN, END, contains, truth_on
from tests.domain.policy.texts import Facts
from tests.laws.imi import ASKED, DAYS, FACTS, VARIANTS, chain, rules, texts, vocabulary
from tests.laws.tracks import more_certain, places, tracks, with_value, without

RULES_AGAIN = Rules(chain())
"""The same versions, compiled apart."""
KNOWN = Known(position=1, recorded_at="2026-01-01T00:00:00+00:00")
ANY = FACTS.filter(lambda facts: any(facts.values()))


def answer(case: Case, day: int) -> Answer:
    return case.answer("ada", date.fromordinal(day), KNOWN, "in force")


@given(ANY, st.sampled_from(VARIANTS), st.data())
def test_hiding_a_value_only_adds_doubt(facts: Facts, variant: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(places(facts))))
    field = data.draw(st.sampled_from([*sorted(vocabulary()[place[0]].fields), "retracted_on"]))
    compiled = rules(variant)
    hidden = compiled.assess(with_value(facts, place, field, None))
    assert not more_certain(hidden, compiled.assess(facts)), (place, field)


@given(FACTS, st.data())
def test_the_order_of_the_facts_does_not_matter(facts: Facts, data: st.DataObject) -> None:
    shuffled = {kind: data.draw(st.permutations(facts[kind])) for kind in reversed(facts)}
    assert rules("proposed").assess(shuffled) == rules("proposed").assess(facts)


@given(FACTS, ASKED)
def test_the_same_facts_give_the_same_bytes(facts: Facts, day: int) -> None:
    copied = msgspec.json.decode(msgspec.json.encode(facts))
    fresh = Case(RULES_AGAIN, copied)
    assert msgspec.json.encode(answer(fresh, day)) == msgspec.json.encode(answer(Case(rules(), facts), day))


@given(FACTS, st.lists(ASKED | st.integers(on_ := date(2027, 1, 1).toordinal(), on_ + 9_999), min_size=1, max_size=4))
def test_passing_time_needs_no_job(facts: Facts, days: list[int]) -> None:
    once = Case(rules(), facts)
    for day in days:
        assert answer(once, day) == answer(Case(rules(), facts), day)


@given(FACTS, st.lists(DAYS, min_size=1, max_size=4))
def test_a_brief_tells_of_each_day_what_the_answer_tells(facts: Facts, days: list[int]) -> None:
    case = Case(rules(), facts)
    for day in days:
        try:
            found = answer(case, day)
        except NoPolicyInForce:
            with pytest.raises(NoPolicyInForce):
                Briefing(rules(), date.fromordinal(day))
            continue
        brief = Briefing(rules(), date.fromordinal(day)).of("ada", case.assessment)
        assert (brief.level, brief.since, brief.until) == (found.level.id, found.level.since, found.level.until)
        assert brief.levels == tuple(held.id for held in (*found.levels, *found.specialisations))
        assert brief.possible_levels == found.possible_levels
        assert (brief.standing, brief.possible_standings) == (found.standing.id, found.standing.possible)
        assert (brief.listing, brief.possibly_listed) == (found.listing.state, found.listing.possible)


@given(FACTS, st.lists(DAYS, min_size=1, max_size=4))
def test_the_timeline_tells_of_each_day_what_the_answer_tells(facts: Facts, days: list[int]) -> None:
    case = Case(rules(), facts)
    segments = case.segments()
    edges = {edge.toordinal() for each in segments for edge in (each.from_, each.until) if edge is not None}
    for day in {*days, *(edge + near for edge in list(edges)[:4] for near in (-1, 0))}:
        told = [
            each
            for each in segments
            if (each.from_ or date.min).toordinal() <= day < (each.until.toordinal() if each.until else END)
        ]
        try:
            found = answer(case, day)
        except NoPolicyInForce:
            assert not told
            continue
        if told:
            (segment,) = told
            assert (segment.level, segment.standing, segment.listing) == (
                found.level.id,
                found.standing.id,
                found.listing.state,
            )
            assert set(segment.levels) == {held.id for held in (*found.levels, *found.specialisations)}
            assert set(segment.reasons) <= set(found.reasons)
        else:
            assert (found.level.id, found.standing.id, found.open_conditions, found.notes) == ("none", "none", (), ())


@given(FACTS, st.integers(1, 10))
def test_a_later_text_changes_nothing_before_its_day(facts: Facts, so_many: int) -> None:
    versions = [version for version, _ in chain().covers]
    earlier = tracks(Rules(in_force(versions[:so_many])).assess(facts))
    ends = END if so_many == len(versions) else versions[so_many].policy.in_force_from.toordinal()
    whole = tracks(rules().assess(facts))
    for name, spans in earlier.items():
        for day in {edge + near for side in (*spans, *whole[name]) for edge in side for near in (-1, 0)} | {ends - 1}:
            if BEGIN <= day < ends:
                assert truth_on(spans, day) is truth_on(whole[name], day), (name, date.fromordinal(day))


@given(ANY, DAYS, st.data())
def test_what_has_not_happened_yet_gives_nothing(facts: Facts, day: int, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(list(places(facts))))
    kind = vocabulary()[place[0]]
    later = with_value(facts, place, kind.since, day + 1)
    if place[0] != "recognition" and (later[place[0]][place[1]].get("retracted_on") or END) > day:
        before = rules().assess(without(facts, place)).entitled
        for level, found in rules().assess(later).entitled.items():
            assert not contains(found[0], day) or contains(before[level][1], day), level


@given(FACTS, ASKED)
def test_a_proof_says_what_the_timeline_says(facts: Facts, day: int) -> None:
    case, on = Case(rules(), facts), date.fromordinal(day)
    said = {"standing": case.assessment.standings, "condition": case.assessment.conditions}
    for part, name, proof in case.proof_of_rules(on):
        if part in said:
            assert proof.holds is truth_on(said[part][name], day)
        else:
            unmet = truth_on(case.assessment.unmet[name], day)
            assert proof.holds is (None if unmet is None else not unmet)


@given(FACTS, ASKED)
def test_what_an_answer_cites_is_enough_for_it(facts: Facts, day: int) -> None:
    case = Case(rules(), facts)
    leans_on_no_level = {level.id for text in texts() for level in text.levels if not level.specialisation}
    for basis in answer(case, day).basis:
        if basis.level in leans_on_no_level and basis.since is not None:
            cited = {(each.kind, each.id) for each in basis.evidence}
            rest = {kind: [item for item in items if (kind, item["id"]) in cited] for kind, items in facts.items()}
            assert contains(rules().assess(rest).held[basis.level][1], basis.since.toordinal()), basis
