"""Laws of why an answer changed, on lives recorded as they went on: the steps account for it, and can be asked for."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from application.assessing import Assessor, Coordinates
from application.memory import MemoryStore
from application.recording import Registrar
from application.walking import Walk, Walks
from domain.attribution import Category, day_told
from domain.brief import Brief
from domain.case import Case
from domain.change import Comparison
from domain.pathway.listing import FeePaid, ListingRequested
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded
from domain.pathway.training import AssessmentRecorded, CourseCompleted
from domain.program.events import ProgramApproved
from domain.refusal import Refusal
from domain.stand import NOWHERE, Stand, differing, stand_on
from domain.world import World
from tests.laws.histories import ADA, BY_HAND, OPENINGS, OWN, RULED, SHARED, Happening, assessor_of, published

FEW = settings(max_examples=10)


def approved(program: str, *formats: Any, on: str) -> Happening:  # noqa: ANN401 - as the event has them
    day = date.fromisoformat(on)
    event = ProgramApproved(formats=formats, min_hours=Decimal(40), effective_on=day, retrospective=True)
    return f"program/{program}", msgspec.structs.replace(event, retro_window_months=12)


def course(ref: str, delivered: Any, on: str, roleplay: Any = None) -> Happening:  # noqa: ANN401 - as the event has them
    return ADA, CourseCompleted(
        ref=ref,
        program="harbour",
        format=delivered,
        ended_on=date.fromisoformat(on),
        hours=Decimal(40),
        result="passed",
        roleplay=roleplay,
    )


LIFE: list[Happening] = [
    approved("harbour", "face to face", "online", on="2019-06-01"),
    approved("quay", "face to face", on="2018-06-01"),
    course("c-1", "face to face", "2019-02-01"),
    course("c-2", "online", "2020-05-30", "online"),
    (ADA, LogbookHoursAdded(ref="m-1", started_on=date(2019, 8, 1), hours=Decimal(200), role="lead")),
    (ADA, AssessmentRecorded(ref="t-1", program="quay", skill="skills", held_on=date(2019, 10, 10), result="passed")),
    (ADA, ListingRequested(ref="w-1", requested_on=date(2019, 11, 1))),
    *(
        (ADA, FeePaid(ref=ref, purpose=purpose, paid_on=day, amount=Decimal(100), currency="EUR"))
        for ref, purpose, day in (
            ("f-1", "listing", date(2019, 11, 2)),
            ("f-2", "annual", date(2019, 12, 1)),
            ("f-3", "annual", date(2020, 12, 20)),
        )
    ),
]
"""What mostly happens; each of it may be left out."""
LATENESS = st.sampled_from([0, 0, 0, 3, 40, 400])


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[date, Happening]]:
    """Return what is recorded on which day: what happens to her, mostly soon, and all texts as they are published."""
    lived = [each for each in LIFE if draw(st.integers(0, 5))]
    further = draw(st.lists(OWN | OWN | SHARED | RULED, max_size=5))
    late = [(draw(LATENESS), each) for each in (*lived, *further)]
    told = [(max(day_told(each[1]) or date(2021, 1, 1), date(2018, 6, 1)), after, each) for after, each in late]
    found = [(day + timedelta(after), each) for day, after, each in told]
    texts = [(day_told(event) or date.min, (stream, event)) for stream, event in published()]
    openings = [(date(2018, 6, 1), each) for each in OPENINGS]
    return sorted([*texts, *openings, *found], key=lambda each: each[0])


def recorded(life: list[tuple[date, Happening]]) -> tuple[MemoryStore, Assessor]:
    store = MemoryStore()
    assessor = assessor_of(store)
    registrar = Registrar(store, assessor)
    for day, (stream, event) in life:
        with suppress(Refusal):
            registrar.record(stream, [event], BY_HAND, datetime.combine(day, time(12), UTC))
    return store, assessor


class Asked(msgspec.Struct):
    """A walk that was asked for, and what to ask again."""

    assessor: Assessor
    opened: int
    walk: Walk

    def stood(self, on: date, known: int, under: str) -> Stand:
        """Return where Ada stands at coordinates, told by nothing but the answer there."""
        return NOWHERE if known < self.opened else stand_on(self.case(on, known, under), on)

    def case(self, on: date, known: int, under: str) -> Case:
        at = Coordinates(on=on, known=known, under=None if under == "in force" else under, hindsight=True)
        return self.assessor.case("ada", at)[0]


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    store, assessor = recorded(draw(lives()))
    opened = next(each.position for each in store.log() if isinstance(each.event, PathwayOpened))
    first, last = sorted(draw(st.tuples(*[st.sampled_from([date(year, 3, 1) for year in range(2018, 2024)])] * 2)))
    known = draw(st.sampled_from([opened - 1, opened, store.position_at(datetime.combine(first, time(), UTC))]))
    under = draw(st.sampled_from([None, None, None, "2009.10", "2021.06"]))
    ends = Coordinates(first, known), Coordinates(last, store.head(), under, hindsight=True)
    return Asked(assessor, opened, Walks(assessor).walk("ada", *ends, every=draw(st.booleans())))


@FEW
@given(asked())
def test_the_steps_account_for_the_whole(asked: Asked) -> None:
    composed = asked.walk.from_.stand
    for step in asked.walk.steps:
        assert differing(composed, step.before) == ()
        assert step.differs == differing(step.before, step.after)
        composed = msgspec.structs.replace(composed, **{name: getattr(step.after, name) for name in step.differs})
    assert differing(composed, asked.walk.to.stand) == ()
    for end in (asked.walk.from_, asked.walk.to):
        assert end.stand == asked.stood(end.on, end.known.position, end.under)


@FEW
@given(asked())
def test_the_last_step_at_each_coordinate_is_the_answer_there(asked: Asked) -> None:
    for step in {(step.on, step.known, step.under): step for step in asked.walk.steps}.values():
        assert differing(step.after, asked.stood(step.on, step.known, step.under)) == ()


@FEW
@given(asked(), st.integers(0, 2000))
def test_between_the_days_that_are_told_nothing_changes(asked: Asked, later: int) -> None:
    known = asked.walk.to.known.position
    ends = asked.walk.from_.on, asked.walk.to.on
    passing = Walks(asked.assessor).walk("ada", *(Coordinates(on, known) for on in ends))
    day = min(ends[0] + timedelta(later), ends[1])
    told = [step for step in passing.steps if step.on <= day]
    found = told[-1].after if told else passing.from_.stand
    assert differing(found, asked.stood(day, known, "in force")) == ()
    learnt = {Category.LATE_EVIDENCE, Category.CORRECTION, Category.INTERPRETATION, Category.TEXT_ASKED_FOR}
    assert not learnt & {step.category for step in passing.steps}


@FEW
@given(asked())
def test_the_ends_stand_where_a_comparison_of_their_worlds_has_them(asked: Asked) -> None:
    ends = asked.walk.from_, asked.walk.to
    assume(ends[0].known.position >= asked.opened)
    cases = [asked.case(end.on, end.known.position, end.under) for end in ends]
    worlds = [World(case.rules, end.on) for case, end in zip(cases, ends, strict=True)]
    change = Comparison(*worlds).of("ada", *(case.assessment for case in cases))
    compared = set(Brief.__struct_fields__) - {"pathway"}
    if change is None:
        assert compared.isdisjoint(asked.walk.differs)
        return
    for brief, end in zip((change.before, change.after), ends, strict=True):
        assert {name: getattr(brief, name) for name in compared} == {
            name: getattr(end.stand, name) for name in compared
        }
