"""Laws of comparing two worlds, on random short texts and facts: nothing is missed, and nothing is made up."""

from collections.abc import Iterator
from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.brief import Briefing
from domain.case import NoPolicyInForce
from domain.change import Comparison, Days, Effect
from domain.policy.chain import Chain
from domain.policy.rules import Assessment, Rules
from domain.timeline import BEGIN, END, contains, truth_on
from domain.world import Part, World
from tests.domain.policy.texts import Facts
from tests.laws.small_texts import CHAINS, FACTS
from tests.laws.tracks import tracks

ASKED = st.sampled_from([date(2019, 7, 1), date(2020, 6, 1), date(2021, 1, 1), date(2024, 1, 1)])
MIRRORED = {
    Effect.GAINS: Effect.LOSES,
    Effect.EARLIER: Effect.LATER,
    Effect.LONGER: Effect.SHORTER,
}


def told(rules: Rules, found: Assessment, day: int) -> object:
    """Return what is told of a pathway on a day, without the days on which it begins and ends."""
    try:
        brief = Briefing(rules, date.fromordinal(day)).of("ada", found)
    except NoPolicyInForce:
        return None
    owed = found.unmet if truth_on(found.listable, day) is not False else {}
    parts = (
        {name: truth_on(track, day) for name, track in part.items()} for part in (owed, found.conditions, found.notes)
    )
    by_rule = {name: truth_on(found.entitled[name], day) for name in ("member", "fellow")}
    standings = {name: truth_on(track, day) for name, track in found.standings.items()}
    shown = [sorted((name, truth) for name, truth in part.items() if truth is not False) for part in parts]
    return msgspec.structs.replace(brief, since=None, until=None), shown, by_rule, standings


def edges(*found: Assessment) -> Iterator[int]:
    for each in found:
        for certain, possible in tracks(each).values():
            yield from (edge for edge in (*certain, *possible) if BEGIN <= edge < END)


@given(CHAINS, CHAINS, FACTS, st.none() | FACTS, ASKED)
def test_there_is_a_change_if_and_only_if_something_is_told_otherwise_on_some_day(
    chain: Chain, later: Chain, facts: Facts, others: Facts | None, on: date
) -> None:
    rules = Rules(chain)
    after = Rules(later) if others is None else rules
    found, then = rules.assess(facts), after.assess(facts if others is None else others)
    change = Comparison(World(rules, on), World(after, on)).of("ada", found, then)
    days = {*edges(found, then), *(edge for each in (chain, later) for _, cover in each.covers for edge in cover)} - {
        END
    }
    assert (change is not None) is any(told(rules, found, day) != told(after, then, day) for day in days)


@settings(max_examples=50)
@given(CHAINS, CHAINS, FACTS, ASKED)
def test_the_days_that_are_told_are_those_on_which_a_level_differs(
    chain: Chain, later: Chain, facts: Facts, on: date
) -> None:
    rules, after = Rules(chain), Rules(later)
    found, then = rules.assess(facts), after.assess(facts)
    change = Comparison(World(rules, on), World(after, on)).of("ada", found, then)
    moved = {(each.part, each.name): each for each in change.moved} if change else {}
    first = min(version.policy.in_force_from for version, _ in chain.covers).toordinal()
    for level in ("member", "fellow"):
        each = moved.get((Part.LEVEL, level))
        for day in (day for day in edges(found, then) if day >= first):
            held, holds = contains(found.held[level][0], day), contains(then.held[level][0], day)
            assert (held and not holds) is bool(each and among(each.lost, day))
            assert (holds and not held) is bool(each and among(each.gained, day))


@settings(max_examples=50)
@given(CHAINS, CHAINS, FACTS, ASKED, ASKED)
def test_a_change_looked_at_from_behind_is_its_mirror(
    chain: Chain, later: Chain, facts: Facts, on: date, then: date
) -> None:
    world, other = World(Rules(chain), on), World(Rules(later), then)
    found = world.rules.assess(facts), other.rules.assess(facts)
    change, back = Comparison(world, other).of("ada", *found), Comparison(other, world).of("ada", *found[::-1])
    if change is None or back is None:
        assert change is back
        return
    mirror = MIRRORED | {effect: mirrored for mirrored, effect in MIRRORED.items()}
    for each in change.moved:
        (seen,) = (one for one in back.moved if (one.part, one.name) == (each.part, each.name))
        assert (seen.lost, seen.gained, seen.doubted) == (each.gained, each.lost, each.doubted)
        if not {Effect.LONGER, Effect.SHORTER} & {*each.effects, *seen.effects}:
            assert {mirror.get(effect, effect) for effect in each.effects} == set(seen.effects)
    assert (back.before, back.after) == (change.after, change.before)


def among(days: tuple[Days, ...], day: int) -> bool:
    asked = date.fromordinal(day)
    return any((each.from_ or asked) <= asked and (each.until is None or asked < each.until) for each in days)
