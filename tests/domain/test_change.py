"""What is otherwise for one person in two worlds, and what it is called."""

from datetime import date

from domain.change import Change, Comparison, Days, Effect
from domain.policy.chain import Chain
from domain.policy.rules import Rules
from domain.world import Part, World
from tests.domain.policy.texts import Item, assess, chain_of, fact, policy, read, written

JUNE_1 = date(2021, 6, 1)
TEXT = """
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: {for: course}
    lost when: {for: education}
  fellow:
    rank: 20
    title: Fellow
    routes:
      mediation: {for: mediation}
standings:
  resting: {order: 1, when: {for: leave, when: [leave in force on the day]}, reason: RESTING, text: Resting.}
  waiving: {order: 2, when: {for: waiver, when: [waiver in force on the day]}, reason: WAIVING, text: Waiving.}
listing:
  of: [member]
  needs:
    registered: {that: {for: registration, when: [registration in force on the day]}, else: UNREGISTERED}
conditions:
  refresh: {when: {for: refresher}, reason: REFRESH}
notes:
  learned: {when: {for: learning}, reason: LEARNED}
"""
GUILD = chain_of(policy(TEXT))
COURSE = fact("course", ended_on="2020-01-01")
LATE = fact("course", ended_on="2020-03-01")
TO_COME = fact("course", ended_on="2022-01-01")
LOST = fact("education", awarded_on="2021-01-01")
RECOGNISED = fact("recognition", level="member", granted_on="2020-01-01")
REGISTERED = fact("registration", since="2020-01-01")
LEAVE = fact("leave", from_="2021-05-01", until="2021-07-01")
WAIVER = fact("waiver", granted_on="2021-05-01")


def change(
    before: tuple[tuple[str, Item], ...],
    after: tuple[tuple[str, Item], ...],
    *,
    later: Chain = GUILD,
    on: date = JUNE_1,
    then: date | None = None,
) -> Change | None:
    worlds = World(Rules(GUILD), on), World(Rules(later), then or on)
    return Comparison(*worlds).of("ada", assess(GUILD, *before), assess(later, *after))


def effects(
    before: tuple[tuple[str, Item], ...], after: tuple[tuple[str, Item], ...], **worlds: date | Chain
) -> list[str]:
    found = change(before, after, **worlds)  # type: ignore[arg-type]
    return [] if found is None else list(found.effects)


def test_the_effects_on_a_level_are_told_as_of_the_day() -> None:
    assert effects((COURSE,), (COURSE,)) == []
    assert effects((), (COURSE,)) == ["gains", "owed"]
    assert effects((COURSE, REGISTERED), (REGISTERED,)) == ["loses", "listing"]
    assert effects((LATE,), (COURSE,)) == ["earlier"]
    assert effects((COURSE,), (LATE,)) == ["later"]
    assert effects((), (TO_COME,)) == ["earlier"]
    assert effects((TO_COME,), (COURSE,)) == ["gains", "earlier", "owed"]
    assert effects((COURSE,), (COURSE, LOST), on=date(2020, 6, 1)) == ["shorter"]
    assert effects((COURSE, LOST), (COURSE,), on=date(2020, 6, 1)) == ["longer"]


def test_what_is_held_by_recognition_alone_has_lost_its_basis() -> None:
    found = change((COURSE, RECOGNISED), (RECOGNISED,))
    assert found is not None
    assert found.effects == (Effect.BASIS,)
    (moved,) = found.moved
    assert (moved.part, moved.name, moved.lost) == (Part.BY_RULE, "member", (Days(date(2020, 1, 1), None),))


def test_standing_listing_and_what_is_owed_are_told_apart() -> None:
    assert effects((COURSE,), (COURSE, REGISTERED)) == ["listing", "owed"]
    assert effects((COURSE,), (COURSE, LEAVE)) == ["standing"]
    assert effects((), (fact("refresher", held_on="2020-01-01"),)) == ["owed"]
    assert effects((), (fact("learning", held_on="2020-01-01"),)) == ["note"]
    assert effects((COURSE,), (COURSE, LEAVE), on=date(2020, 6, 1)) == ["other days"]


def test_doubt_is_told_of_the_day_and_of_other_days() -> None:
    doubtful = fact("education", awarded_on=None)
    found = change((COURSE,), (COURSE, doubtful))
    assert found is not None
    assert Effect.LOSES in found.effects
    assert Effect.DOUBT in found.effects
    moved = next(each for each in found.moved if each.part is Part.LEVEL)
    assert moved.lost == moved.doubted == (Days(date(2020, 1, 1), None),)


def test_time_that_passes_is_a_change_if_something_else_holds_then() -> None:
    assert effects((COURSE, LOST), (COURSE, LOST), on=date(2020, 6, 1), then=date(2020, 7, 1)) == []
    found = change((COURSE, LOST), (COURSE, LOST), on=date(2020, 6, 1), then=JUNE_1)
    assert found is not None
    assert found.effects == (Effect.LOSES, Effect.OWED)
    assert all(not each.lost and not each.gained for each in found.moved)
    assert (found.pathway, found.before.level, found.after.level) == ("ada", "member", "none")


def test_a_text_that_orders_standings_otherwise_changes_who_has_two_of_them() -> None:
    turned = TEXT.replace("order: 1", "order: 3")
    later = chain_of(policy(TEXT), policy(turned, "2", "2021-01-01"))
    assert effects((LEAVE,), (LEAVE,), later=later) == []
    assert effects((LEAVE, WAIVER), (LEAVE, WAIVER), later=later) == ["standing"]
    assert effects((LEAVE, WAIVER), (LEAVE, WAIVER), later=later, on=date(2020, 6, 1)) == ["other days"]


def test_a_text_that_turns_the_ladder_round_changes_which_level_is_told() -> None:
    later = chain_of(policy(TEXT.replace("rank: 10", "rank: 30")))
    both = (COURSE, fact("mediation", started_on="2020-01-01"))
    assert effects((COURSE,), (COURSE,), later=later) == []
    assert effects(both, both, later=later) == ["standing"]


def test_days_without_a_text_are_not_told_otherwise() -> None:
    turned = TEXT.replace("order: 1", "order: 3")
    later = chain_of(read(written(turned, extra="in force until: 2030-01-01")))
    assert effects((), (), later=later) == []


def test_a_level_that_a_text_no_longer_names_is_lost_with_it() -> None:
    later = chain_of(policy(TEXT), policy(TEXT.replace("member", "associate"), "2", "2021-01-01"))
    found = change((COURSE,), (COURSE,), later=later)
    assert found is not None
    assert found.effects[:2] == (Effect.GAINS, Effect.LOSES)
    assert found.after.levels == ("associate",)
