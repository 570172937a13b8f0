"""Whom a draft answers for: by level, reason and day; and what it does to days before its own."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.brief import Brief
from domain.change import Days, Moved
from domain.impact import Groups, Prejudice, Taken, Touched
from domain.policy.text import Loss
from domain.unanswered import answers_for, reaches_back, unanswered
from domain.world import Part

MARCH_1, MAY_1, JUNE_1 = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)
SHORT = Loss("short courses", "qualified", "Too short.", "the board", MAY_1, ("HOURS_SHORT",))
TAKEN = Taken(JUNE_1, None, ("HOURS_SHORT", "FORMAT_MISMATCH"))
LOSSES = st.builds(
    Loss,
    st.just("l"),
    st.sampled_from(["qualified", "certified"]),
    st.just("t"),
    st.just("s"),
    st.sampled_from([MARCH_1, MAY_1, JUNE_1]),
    st.lists(st.sampled_from(["A", "B"]), unique=True).map(tuple),
)
TAKENS = st.builds(
    Taken,
    st.sampled_from([None, MARCH_1, MAY_1, JUNE_1]),
    st.none(),
    st.lists(st.sampled_from(["A", "B", "C"]), unique=True).map(tuple),
)
PREJUDICES = st.lists(
    st.builds(
        Prejudice,
        st.sampled_from(["qualified", "certified"]),
        st.lists(TAKENS).map(tuple),
        st.lists(TAKENS).map(tuple),
    )
)


def touched(prejudice: tuple[Prejudice, ...] = (), moved: tuple[Moved, ...] = ()) -> Touched:
    brief = Brief("ada", "none", None, None, (), (), "none", (), "unlisted", possibly_listed=False)
    return Touched("ada", (), brief, brief, moved, (), (), Groups((), (), None), prejudice)


def test_a_loss_answers_for_its_level_its_reason_and_its_days() -> None:
    assert answers_for(SHORT, "qualified", TAKEN)
    assert not answers_for(SHORT, "certified", TAKEN)
    assert not answers_for(SHORT, "qualified", msgspec.structs.replace(TAKEN, reasons=("FORMAT_MISMATCH",)))
    assert not answers_for(SHORT, "qualified", msgspec.structs.replace(TAKEN, from_=MARCH_1))
    assert not answers_for(SHORT, "qualified", msgspec.structs.replace(TAKEN, from_=None))


def test_a_loss_without_reasons_answers_whatever_the_reason() -> None:
    whatever = msgspec.structs.replace(SHORT, reasons=())
    assert answers_for(whatever, "qualified", Taken(MAY_1, None))


def test_every_loss_of_a_person_is_answered_for_by_itself() -> None:
    other = Taken(JUNE_1, None, ("FORMAT_MISMATCH",))
    person = touched((Prejudice("qualified", (TAKEN,), (other,)), Prejudice("certified", (TAKEN,))))
    assert list(unanswered(person, [SHORT])) == [("qualified", other), ("certified", TAKEN)]


@given(PREJUDICES, st.lists(LOSSES), LOSSES)
def test_what_a_text_says_more_never_leaves_more_unanswered(
    prejudice: list[Prejudice], losses: list[Loss], more: Loss
) -> None:
    person = touched(tuple(prejudice))
    left = list(unanswered(person, [*losses, more]))
    assert [each for each in unanswered(person, losses) if each in left] == left
    assert list(unanswered(person, ())) == [
        (each.level, taken) for each in prejudice for taken in (*each.earlier, *each.days)
    ]


def test_days_before_the_day_of_effect_are_seen_whatever_becomes_of_them() -> None:
    assert not reaches_back(touched(moved=(Moved(Part.LEVEL, "qualified", (), (Days(MAY_1, None),)),)), MAY_1)
    assert reaches_back(touched(moved=(Moved(Part.LEVEL, "qualified", (), (), (Days(MARCH_1, MAY_1),)),)), MAY_1)
    assert reaches_back(touched(moved=(Moved(Part.STANDING, "good", (), (), (), (Days(None, MAY_1),)),)), MARCH_1)
