"""Days that pass over somebody who goes every way that IMI has: what each day brings, and which clauses decide."""

from datetime import date
from functools import cache

from domain.attribution import Category
from domain.case import Case
from domain.deciding import deciding
from domain.passing import Turn, carried_on, turns
from domain.policy.rules import Rules
from domain.stand import stand_on
from tests.laws.imi import LIKELY, chain, rules

STATED = {"approval", "adaptation"}
BEGIN, END = date(2019, 1, 1), date(2023, 1, 1)
FACTS = {
    kind: [{"event": f"{'program' if kind in STATED else 'pathway'}/{item['id']}@1", **item} for item in items]
    for kind, items in LIKELY.items()
}
"""The same, with the events that state it."""


@cache
def passed() -> tuple[Turn, ...]:
    case = Case(rules(), FACTS)
    return tuple(turns(case, Rules, stand_on(case, BEGIN), BEGIN, END))


def turn_on(*day: int) -> Turn:
    (turn,) = (each for each in passed() if each.on == date(*day))
    return turn


def decided(turn: Turn) -> tuple[str, ...]:
    return deciding(turn.case, turn.before, turn.after, turn.on)


def test_what_happens_on_a_day_is_told_with_the_events_that_state_it() -> None:
    turn = turn_on(2019, 10, 11)
    assert (turn.category, turn.after.level) == (Category.EVIDENCE, "certified")
    assert turn.stated_by == ("pathway/fee-1@1", "pathway/profile-1@1")
    assert decided(turn) == ("1.1", "1.2", "1.3", "1.4", "2.1")


def test_what_a_program_states_counts_from_its_day() -> None:
    turn = turn_on(2020, 6, 15)
    assert (turn.category, turn.stated_by) == (Category.PROGRAM, ("program/adaptation-1@1",))
    assert decided(turn) == ("3.3", "3.1")


def test_what_runs_out_is_put_down_to_time() -> None:
    turn = turn_on(2021, 10, 1)
    assert (turn.category, turn.after.listing, decided(turn)) == (Category.TIME, "unlisted", ("2.4", "1.4"))


def test_a_specialisation_is_decided_by_its_own_clauses() -> None:
    turn = turn_on(2020, 10, 10)
    assert (turn.before.level, turn.differs) == ("certified", ("levels", "reasons", "clauses"))
    assert decided(turn)


def test_a_text_that_is_carried_on_judges_all_days_from_then_on() -> None:
    version = chain().version_on(BEGIN)
    assert version is not None
    on = chain().covers[2][0].policy.in_force_from
    carried = carried_on(chain(), version, on)
    assert carried.version_on(END) is version
    assert carried.version_on(date(2018, 1, 1)) is chain().version_on(date(2018, 1, 1))


def test_a_level_that_is_lost_is_told_with_the_reason() -> None:
    decision = {"id": "r", "event": "pathway/ada@2", "level": "certified", "cites_evidence": False}
    granted = {**decision, "granted_on": date(2020, 1, 1).toordinal(), "until": date(2021, 1, 1).toordinal()}
    case = Case(rules(), {"recognition": [granted]})
    on = date(2020, 6, 1)
    turn = next(each for each in turns(case, Rules, stand_on(case, on), on, END) if "level" in each.differs)
    assert (turn.on, turn.after.level, turn.stated_by) == (date(2021, 1, 1), "none", ("pathway/ada@2",))
    assert "RECOGNITION_ENDED" in turn.after.reasons
