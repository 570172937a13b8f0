"""Why an answer changed: each step is put down to what made it, with the events and the clauses that decide."""

from datetime import date

import pytest
from msgspec.structs import replace

from application.assessing import Coordinates
from application.memory import MemoryStore
from application.recounting import recounted
from application.translations import LanguageUnknown, Translations
from application.walking import GoesBack, KnowsLess, Walk, Walks
from domain.attribution import Category, Step
from domain.measures import InterpretationChosen, PolicySuspended
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceDetailed, EvidenceRecorded, EvidenceRetracted
from domain.pathway.registration import RegistrationEvidenced
from domain.policy.translation import Translation
from domain.program.events import ApprovalEffectiveDateCorrected, ProgramApproved, ProgramSubmitted
from domain.register import JurisdictionListed, RegisterOpened
from domain.rulebook import PolicyDrafted
from domain.stand import NOWHERE
from tests.application.harbour import APPROVED, MARCH_1, Office, course, document, published

APRIL_1 = date(2020, 4, 1)
LATER = date(2021, 1, 1)
COURSE_DAY = date(2020, 3, 20)


@pytest.fixture
def office() -> Office:
    made = Office(MemoryStore())
    made.record("policy/harbour", published("1"))
    made.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
    made.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    return made


def walk(office: Office, from_: Coordinates, to: Coordinates, *, every: bool = False) -> Walk:
    return Walks(office.assessor).walk("ada", from_, to, every=every)


def learnt(office: Office, known: int, on: date = APRIL_1) -> Step:
    """Return the one step that what was recorded since makes on a day."""
    (step,) = walk(office, Coordinates(on, known), Coordinates(on)).steps
    return step


def test_evidence_is_late_that_had_happened_and_was_not_known(office: Office) -> None:
    before = office.store.head()
    after = office.record("pathway/ada", course())

    step = learnt(office, before)

    assert (step.category, step.on, step.known) == (Category.LATE_EVIDENCE, APRIL_1, after)
    assert (step.before.level, step.after.level, step.after.since) == ("none", "qualified", COURSE_DAY)
    assert step.clauses == ("1.1",)
    (cause,) = step.causes
    assert (cause.event, cause.happened_on, str(cause.recorded_at.date())) == (
        "pathway/ada@2",
        COURSE_DAY,
        "2021-01-04",
    )
    assert (cause.actor, cause.topic) == ("registrar", "pathway.course-completed.v1")


def test_evidence_of_what_happened_since_the_first_day_is_not_late(office: Office) -> None:
    before = office.store.head()
    office.record("pathway/ada", course())

    told = walk(office, Coordinates(MARCH_1, before), Coordinates(APRIL_1))

    assert [each.category for each in told.steps] == [Category.EVIDENCE]
    assert told.differs == ("level", "since", "levels", "standing", "reasons", "clauses")


def test_what_is_known_all_along_comes_on_its_day(office: Office) -> None:
    office.record("pathway/ada", course())

    (step,) = walk(office, Coordinates(MARCH_1), Coordinates(LATER)).steps

    assert (step.category, step.on) == (Category.EVIDENCE, COURSE_DAY)
    assert [each.event for each in step.causes] == ["pathway/ada@2"]


def test_before_it_was_opened_a_pathway_stands_nowhere(office: Office) -> None:
    office.record("pathway/ada", course())

    told = walk(office, Coordinates(APRIL_1, 0), Coordinates(APRIL_1), every=True)

    assert told.from_.stand == NOWHERE
    assert [(each.known, bool(each.differs)) for each in told.steps] == [
        *((position, False) for position in range(1, 5)),
        (5, True),
    ]


def test_corrections_and_retractions_are_corrections(office: Office) -> None:
    office.record("pathway/ada", course())
    before = office.store.head()
    office.record("pathway/ada", EvidenceCorrected(of="course-1", fields={"hours": "39"}))
    office.record("pathway/ada", EvidenceCorrected(of="course-1", fields={"hours": "41"}))
    office.record("pathway/ada", EvidenceRetracted(of="course-1", reason="not hers"))

    told = walk(office, Coordinates(APRIL_1, before), Coordinates(APRIL_1))

    assert [(each.category, each.after.level) for each in told.steps] == [
        (Category.CORRECTION, "none"),
        (Category.CORRECTION, "qualified"),
        (Category.CORRECTION, "none"),
    ]


def test_a_corrected_day_is_told_with_its_correction(office: Office) -> None:
    office.record("pathway/ada", course())
    office.record("pathway/ada", EvidenceCorrected(of="course-1", fields={"ended_on": str(APRIL_1)}))
    office.record("pathway/ada", EvidenceDetailed(of="course-1", days={"noted_on": APRIL_1}))
    office.record(
        "pathway/ada", course("course-2", hours=1), EvidenceDetailed(of="course-2", days={"noted_on": APRIL_1})
    )

    (step,) = walk(office, Coordinates(MARCH_1), Coordinates(LATER)).steps

    assert step.on == APRIL_1
    assert [each.event for each in step.causes] == ["pathway/ada@2", "pathway/ada@3", "pathway/ada@4"]


def test_a_program_is_told_by_its_events(office: Office) -> None:
    office.record("pathway/ada", course())
    before = office.store.head()
    office.record("program/X", ApprovalEffectiveDateCorrected(effective_on=APRIL_1))

    step = learnt(office, before)

    assert (step.category, step.after.level) == (Category.PROGRAM, "none")
    assert (step.causes[0].event, step.causes[0].happened_on) == ("program/X@3", APRIL_1)


def test_a_program_that_the_evidence_names_no_more_is_looked_at(office: Office) -> None:
    office.record("pathway/ada", course())
    before = office.store.head()
    office.record("program/X", ApprovalEffectiveDateCorrected(effective_on=APRIL_1))
    office.record("pathway/ada", EvidenceCorrected(of="course-1", fields={"program": "Y"}))

    told = walk(office, Coordinates(APRIL_1, before), Coordinates(APRIL_1), every=True)

    assert [(each.category, each.differs != ()) for each in told.steps] == [
        (Category.PROGRAM, True),
        (Category.CORRECTION, False),
    ]


def test_a_text_comes_into_force_on_its_day(office: Office) -> None:
    office.record("pathway/ada", course(hours=30))
    office.record("policy/harbour", published("2", hours=30, in_force_from=str(APRIL_1)))

    (step,) = walk(office, Coordinates(MARCH_1), Coordinates(LATER)).steps

    assert (step.category, step.on, step.clauses) == (Category.POLICY, APRIL_1, ("1.1",))
    assert (step.before.version, step.after.version) == ("1", "2")
    assert [each.event for each in step.causes] == ["policy/harbour@2"]


def test_a_text_decides_on_evidence_of_the_day_on_which_it_comes_into_force(office: Office) -> None:
    office.record("pathway/ada", course(hours=30))
    office.record("policy/harbour", published("2", hours=30, in_force_from=str(COURSE_DAY)))

    (step,) = walk(office, Coordinates(MARCH_1), Coordinates(LATER)).steps

    assert (step.category, step.on) == (Category.POLICY, COURSE_DAY)


def test_an_earlier_day_by_the_same_clause_is_decided_by_that_clause(office: Office) -> None:
    office.record("pathway/ada", course())
    before = office.store.head()
    office.record("pathway/ada", EvidenceCorrected(of="course-1", fields={"ended_on": "2020-03-10"}))

    step = learnt(office, before)

    assert (step.differs, step.clauses) == (("since",), ("1.1",))


def test_a_text_that_is_published_and_an_interpretation_that_is_chosen_are_told_apart(office: Office) -> None:
    office.record("pathway/ada", course(hours=30, result="failed"))
    before = office.store.head()
    office.record("policy/harbour", published("2", hours=30, in_force_from="2019-06-01"))
    chosen = InterpretationChosen(parameter="counted", value="all", chosen_by="board", chosen_on=MARCH_1)
    office.record("policy/harbour", chosen)
    office.record("policy/harbour", published("3", in_force_from="2019-07-01"))

    told = walk(office, Coordinates(APRIL_1, before), Coordinates(APRIL_1))

    assert [(each.category, each.after.level) for each in told.steps] == [
        (Category.INTERPRETATION, "qualified"),
        (Category.POLICY, "none"),
    ]


def test_a_text_begins_and_is_suspended(office: Office) -> None:
    early = ProgramApproved(formats=("face to face",), effective_on=date(2018, 1, 1), retrospective=False)
    office.record("program/Y", ProgramSubmitted(kind="CMTP"), early)
    office.record("pathway/ada", EvidenceRecorded(ref="t", kind="talk", days={"held_on": date(2018, 5, 1)}))
    office.record("pathway/ada", replace(course(), program="Y", ended_on=date(2018, 2, 1)))
    office.record("policy/harbour", PolicySuspended(version="1", from_=date(2021, 3, 1)))

    told = walk(office, Coordinates(date(2018, 6, 1)), Coordinates(date(2021, 6, 1)))

    assert [(each.category, each.on, each.after.level) for each in told.steps] == [
        (Category.POLICY, date(2019, 1, 1), "qualified"),
        (Category.POLICY, date(2021, 3, 1), "none"),
    ]
    assert [each.event for each in told.steps[1].causes] == ["policy/harbour@2"]
    before = walk(office, Coordinates(date(2018, 6, 1), 3), Coordinates(date(2018, 6, 1)), every=True)
    assert before.differs == ()


def test_another_text_that_is_asked_for_comes_last(office: Office) -> None:
    office.record("pathway/ada", course(hours=30))
    office.record("policy/harbour", PolicyDrafted(**document("2", hours=30), drafted_on=MARCH_1))

    told = walk(office, Coordinates(APRIL_1), Coordinates(APRIL_1, under="2"))

    (step,) = told.steps
    assert (step.category, step.under, step.after.level) == (Category.TEXT_ASKED_FOR, "2", "qualified")
    assert (told.from_.under, told.to.under) == ("in force", "2")


def test_a_register_is_looked_at(office: Office) -> None:
    before = office.store.head()
    office.record("pathway/ada", RegistrationEvidenced(ref="r", register="north", jurisdiction="NL", since=MARCH_1))
    office.record("register/north", RegisterOpened(), JurisdictionListed(jurisdiction="NL", from_=MARCH_1))

    told = walk(office, Coordinates(APRIL_1, before), Coordinates(APRIL_1), every=True)

    categories = [Category.LATE_EVIDENCE, Category.REGISTER, Category.REGISTER]
    assert [(each.category, each.differs) for each in told.steps] == [(each, ()) for each in categories]


def test_steps_are_told_in_the_words_of_a_language(office: Office) -> None:
    office.record("pathway/ada", course(hours=30))
    office.record("policy/harbour", PolicyDrafted(**document("2", hours=30, title="Wider"), drafted_on=MARCH_1))
    words = Translations([Translation(language="de", phrases={"text asked for": "anderer Text"})])
    asked = walk(office, Coordinates(APRIL_1), Coordinates(APRIL_1, under="2"))

    (said,) = recounted(asked, office.assessor, words, "de").told or ()

    assert said.words == "anderer Text on 2020-04-01"
    assert "clause 1.1: A course of at least 30 hours at an approved program." in [each.words for each in said.under]
    with pytest.raises(LanguageUnknown):
        recounted(asked, office.assessor, words, "tlh")


def test_where_no_text_was_ever_published_nothing_is_told() -> None:
    bare = Office(MemoryStore())
    bare.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    words = Translations([Translation(language="de")])

    assert recounted(walk(bare, Coordinates(MARCH_1), Coordinates(APRIL_1)), bare.assessor, words, "de").told == ()


def test_what_goes_back_is_refused(office: Office) -> None:
    with pytest.raises(GoesBack, match="from 2020-04-01 to 2020-03-01, which is earlier"):
        walk(office, Coordinates(APRIL_1), Coordinates(MARCH_1))
    with pytest.raises(KnowsLess, match="at position 4 to what is known at position 3"):
        walk(office, Coordinates(APRIL_1), Coordinates(APRIL_1, 3))
    with pytest.raises(PathwayUnknown):
        Walks(office.assessor).walk("bob", Coordinates(APRIL_1), Coordinates(APRIL_1))
