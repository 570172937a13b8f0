"""Reminders of what lapses on a known day: which fall due, and each of them once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.policy.rules import Rules
from domain.reminders import LEADS, Lapse, Reminder, falling_due, lapses_ahead
from domain.world import Part, Tracks, World
from tests.domain.policy.texts import Item, assess, chain_of, fact, policy

GUILD = chain_of(
    policy("""
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: {for: course}
    kept while: {for: registration, when: [registration in force on the day]}
standings:
  resting: {order: 1, when: {for: leave, when: [leave in force on the day]}, reason: RESTING, text: Resting.}
listing:
  of: [member]
  needs:
    rested: {that: {none: [{for: leave, when: [leave in force on the day]}]}, else: RESTING}
""")
)
NEW_YEAR = date(2022, 1, 1)
MAY_1 = date(2021, 5, 1)
HELD = (fact("course", ended_on="2020-01-01"), fact("registration", since="2020-01-01", until="2022-01-01"))
LOST = Lapse(NEW_YEAR, Part.LEVEL, "member")
UNLISTED = Lapse(NEW_YEAR, Part.LISTING, "listed")


def tracks(*facts: tuple[str, Item]) -> Tracks:
    return World(Rules(GUILD), MAY_1).tracks(assess(GUILD, *facts))


def test_levels_and_listings_lapse_where_they_end_and_standings_where_they_begin() -> None:
    leave = fact("leave", from_="2021-06-01", until="2021-07-01")

    assert lapses_ahead(tracks(*HELD, leave), MAY_1) == [
        Lapse(date(2021, 6, 1), Part.LISTING, "listed"),
        Lapse(date(2021, 6, 1), Part.STANDING, "resting"),
        LOST,
        UNLISTED,
    ]
    assert lapses_ahead(tracks(*HELD, leave), NEW_YEAR) == []
    assert lapses_ahead(tracks(fact("course", ended_on="2020-01-01")), MAY_1) == []


def test_the_last_reminder_that_has_fallen_due_is_told() -> None:
    held = tracks(*HELD)

    assert list(falling_due("ada", held, None, MAY_1)) == []
    assert set(falling_due("ada", held, None, date(2021, 10, 3))) == {
        Reminder(LOST, 90, "ada"),
        Reminder(UNLISTED, 90, "ada"),
    }
    assert {each.days for each in falling_due("ada", held, None, date(2021, 12, 31))} == {7}
    assert list(falling_due("ada", held, None, NEW_YEAR)) == []
    assert {each.days for each in falling_due("ada", held, date(2021, 12, 1), date(2021, 12, 2))} == {30}
    assert list(falling_due("ada", held, date(2021, 12, 2), date(2021, 12, 24))) == []


def test_a_reminder_is_known_again_by_its_key() -> None:
    assert Reminder(LOST, 30, "ada").key == "reminder/ada/level/member/2022-01-01/30"


@given(st.lists(st.integers(0, 400), max_size=12), st.sets(st.integers(1, 120), min_size=1, max_size=4))
def test_looking_day_after_day_each_reminder_falls_due_once_and_on_its_day(looks: list[int], leads: set[int]) -> None:
    held = tracks(*HELD)
    days = sorted({date(2021, 1, 1) + timedelta(look) for look in looks})

    told = [
        (day, each)
        for before, day in zip([None, *days], days, strict=False)
        for each in falling_due("ada", held, before, day, leads)
    ]

    assert len({each.key for _, each in told}) == len(told)
    assert all(timedelta(0) < each.lapse.on - day <= timedelta(each.days) for day, each in told)
    assert LEADS == (90, 30, 7)
