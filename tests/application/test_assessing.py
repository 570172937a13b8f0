"""The one question asked of a store: what is known, by which text, and what is kept between questions."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from application.assessing import Assessor, Coordinates, KnownInTheFuture
from application.compiled import KEPT, CompiledChains
from application.memory import MemoryStore
from application.replaying import replay
from domain.measures import InterpretationChosen, PolicySuperseded, PolicySuspended
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceRetracted
from domain.policy.chain import Version, in_force
from domain.policy.reading import read_policy
from domain.program.events import ProgramSubmitted
from domain.rulebook import PolicyCorrected, PolicyDrafted, VersionUnknown
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from, read_yaml
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.application.harbour import (
    APPROVED,
    BASE,
    MARCH_1,
    NOON,
    NOW,
    REGISTRAR,
    TEXT,
    Office,
    course,
    document,
    published,
)


@pytest.fixture
def office() -> Office:
    made = Office(MemoryStore())
    made.record("policy/harbour", published("1"))
    made.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
    made.record("pathway/ada", PathwayOpened(opened_on=MARCH_1), course())
    return made


@pytest.fixture
def kept(tmp_path: Path) -> Office:
    engine = open_engine(f"sqlite:///{tmp_path}/milepost.db")
    migrate(engine)
    made = Office(SqlEventStore(engine, EVENTS, UPCASTERS))
    made.record("policy/harbour", published("1"))
    return made


def test_a_pathway_that_was_not_open_then_is_unknown(office: Office) -> None:
    with pytest.raises(PathwayUnknown, match="no pathway 'ada' was opened, as far as was known at position 1"):
        office.level(known=1)


@pytest.mark.parametrize("known", [99, date(2022, 1, 2), datetime(2022, 1, 1, 0, 0, 1, tzinfo=UTC)])
def test_what_is_known_in_the_future_is_refused(office: Office, known: int | date) -> None:
    with pytest.raises(KnownInTheFuture, match="which is in the future") as refused:
        office.assessor.position(known)
    assert refused.value.asked == known


def test_a_day_is_known_to_its_end_and_today_up_to_now(office: Office) -> None:
    assert office.assessor.position(NOON.date()) == 1
    assert office.assessor.position(NOON) == 1
    assert office.assessor.position(NOW.date()) == office.store.head()


def test_a_version_that_is_named_nearly_is_named(office: Office) -> None:
    office.record("policy/harbour", published("2020.1"), PolicySuspended(version="1", from_=MARCH_1))
    with pytest.raises(VersionUnknown, match=r"did you mean '2020\.1'"):
        office.level(under="2020.11")
    with pytest.raises(VersionUnknown, match=r"known are: 1, 2020\.1"):
        office.level(under="zzz")


def test_a_version_judges_every_day_by_its_text_alone(office: Office) -> None:
    before = office.store.head()
    office.record("policy/harbour", published("2", hours=60, in_force_from="2021-01-01"))
    assert office.level() == "qualified"
    assert office.level(under="2") == "none"
    assert office.level(under="2", known=before, hindsight=True) == "none"


def test_a_version_that_was_not_published_then_is_refused_but_with_hindsight(office: Office) -> None:
    before = office.store.head()
    office.record("policy/harbour", published("2", hours=60, in_force_from="2021-01-01"))
    with pytest.raises(
        VersionUnknown, match="'2' was first stated at position 6, after what is known here, position 5"
    ):
        office.level(under="2", known=before)
    assert office.level(under="2", known=before, hindsight=True) == "none"


def test_a_proposal_joins_the_versions_in_force_from_its_day(office: Office) -> None:
    before = office.store.head()
    draft = document("2", hours=30, in_force_from="2020-06-01")
    office.record("policy/harbour", PolicyDrafted(**draft, drafted_on=MARCH_1))
    office.record("pathway/ben", PathwayOpened(opened_on=MARCH_1), course(hours=35))
    ask = office.assessor.answer
    assert ask("ben", Coordinates(on=date(2020, 7, 1))).level.id == "none"
    assert ask("ben", Coordinates(on=date(2020, 7, 1), under="2")).level.since == date(2020, 6, 1)
    assert ask("ben", Coordinates(on=date(2020, 5, 31), under="2")).level.id == "none"
    assert office.level(under="2", known=before, hindsight=True) == "qualified"


def test_a_version_named_before_its_time_is_read_as_it_was_first_stated(office: Office) -> None:
    before = office.store.head()
    office.record("policy/harbour", published("2", hours=60))
    office.record(
        "policy/harbour", PolicyCorrected(**document("2", hours=40), corrected_on=MARCH_1, reason="a slip of the pen")
    )
    assert office.level(under="2", known=before, hindsight=True) == "none"
    assert office.level(under="2") == "qualified"


def test_a_reading_counts_from_when_it_was_chosen(office: Office) -> None:
    office.record("pathway/ben", PathwayOpened(opened_on=MARCH_1), course(result="failed"))
    before = office.store.head()
    chosen = InterpretationChosen(parameter="counted", value="all", chosen_by="board", chosen_on=MARCH_1)
    office.record("policy/harbour", chosen)
    april, ask = date(2020, 4, 1), office.assessor.answer
    assert ask("ben", Coordinates(on=april)).level.id == "qualified"
    assert ask("ben", Coordinates(on=april, known=before)).level.id == "none"
    assert ask("ben", Coordinates(on=april, known=before, under="1")).level.id == "none"
    assert ask("ben", Coordinates(on=april, under="1")).under.readings == {"counted": "all"}


def test_a_suspended_version_leaves_the_day_to_the_one_before(office: Office) -> None:
    office.record("policy/harbour", published("2", hours=60, in_force_from="2020-01-01"))
    assert office.level() == "none"
    office.record(
        "policy/harbour",
        PolicySuspended(version="2", from_=date(2020, 3, 1), until=date(2020, 5, 1)),
        PolicySuspended(version="2", from_=date(2021, 3, 1)),
    )
    assert office.assessor.answer("ada", Coordinates(on=date(2020, 4, 1))).under.version == "1"
    assert office.assessor.answer("ada", Coordinates(on=date(2020, 6, 1))).under.version == "2"
    assert office.assessor.answer("ada", Coordinates(on=date(2021, 6, 1))).under.version == "1"
    assert office.level() == "qualified"
    assert [each.from_ for each in office.assessor.timeline("ada", Coordinates(on=MARCH_1))] == [date(2020, 3, 20)]


def test_a_superseded_version_is_no_longer_in_force(office: Office) -> None:
    office.record("policy/harbour", published("2", hours=60, in_force_from="2020-01-01"))
    office.record("policy/harbour", PolicySuperseded(version="2", by="1", effective_on=date(2020, 2, 1)))
    assert office.assessor.answer("ada", Coordinates(on=date(2020, 1, 15))).under.version == "2"
    assert office.assessor.answer("ada", Coordinates(on=date(2020, 2, 1))).under.version == "1"


def test_the_history_has_the_policy_events_without_which_the_timeline_would_be_another(office: Office) -> None:
    office.record("policy/harbour", published("2", in_force_from="2021-01-01"))
    told = [each.event_id for each in office.assessor.history("ada")]
    assert told == ["policy/harbour@1", "program/X@1", "program/X@2", "pathway/ada@1", "pathway/ada@2"]


def test_a_replay_tells_where_the_pathway_stood_from_an_event_on_with_what_was_known_then(office: Office) -> None:
    office.record("policy/harbour", published("2", hours=60, in_force_from="2021-01-03"))
    retracted = office.record("pathway/ada", EvidenceRetracted(of="course-1", reason="not hers"))
    events = office.assessor.history("ada")
    told = replay(office.assessor, "ada", events)
    assert [(each.position, each.level) for each in told] == [(4, "none"), (5, "qualified"), (retracted, "none")]
    assert [each.level for each in replay(office.assessor, "ada", events, date(2020, 3, 19))] == ["none"]
    assert [each.level for each in replay(office.assessor, "ada", events, under="2")] == ["none"]
    assert replay(office.assessor, "ada", events, date(2018, 1, 1)) == []


def test_the_row_kept_with_the_events_answers_the_same(kept: Office) -> None:
    kept.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
    kept.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    kept.record("pathway/ada", course())
    row = kept.store.standing("ada")
    assert row is not None
    head = kept.store.head()
    fresh = Assessor(kept.store, policy_from, lambda: NOW, "harbour")
    at = date(2020, 4, 1)
    assert kept.assessor.answer("ada", Coordinates(on=at)) == fresh.answer("ada", Coordinates(on=at, known=head))


def test_rows_follow_from_events_of_other_streams_recorded_with_them(kept: Office) -> None:
    submission = kept.registrar.submission()
    for stream, event in (
        ("program/X", ProgramSubmitted(kind="CMTP")),
        ("program/X", APPROVED),
        ("pathway/ada", PathwayOpened(opened_on=MARCH_1)),
        ("pathway/ada", course()),
        ("policy/harbour", published("2", hours=30, in_force_from="2019-06-01")),
    ):
        submission.add(stream, event)
    kept.registrar.keep(submission, REGISTRAR, NOON)
    found = kept.assessor.answer("ada", Coordinates(on=date(2020, 4, 1)))
    assert (found.level.id, found.under.version) == ("qualified", "2")


def test_a_row_made_before_a_program_moved_is_not_answered_from(kept: Office) -> None:
    kept.record("program/X", ProgramSubmitted(kind="CMTP"))
    kept.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    submission = kept.registrar.submission()
    submission.add("pathway/ada", course())
    kept.record("program/X", APPROVED)

    kept.registrar.keep(submission, REGISTRAR, NOON)

    assert kept.store.standing("ada") is None
    assert kept.level() == "qualified"


def test_what_was_refused_leaves_no_trace_in_later_answers(kept: Office) -> None:
    refused = kept.registrar.submission()
    for stream, event in (
        ("policy/harbour", published("2", hours=60, in_force_from="2019-06-01")),
        ("program/X", ProgramSubmitted(kind="QAP")),
        ("pathway/eve", PathwayOpened(opened_on=MARCH_1)),
        ("pathway/eve", course()),
    ):
        refused.add(stream, event)
    assert kept.assessor.standing_rows(refused.states, refused.known, refused.shared)
    kept.record("policy/harbour", published("3", hours=20, in_force_from="2019-06-01"))
    kept.record("program/X", ProgramSubmitted(kind="CMTP"))
    kept.record("program/X", APPROVED)
    kept.record("pathway/ada", PathwayOpened(opened_on=MARCH_1), course(hours=30))
    found = kept.assessor.answer("ada", Coordinates(on=date(2020, 4, 1)))
    assert (found.level.id, found.under.version) == ("qualified", "3")


def test_only_the_chains_asked_for_last_are_kept() -> None:
    policy = read_policy(
        read_yaml(TEXT.format(version="1", hours=40, title="Harbour", in_force_from="2019-01-01"), "harbour.yaml"), BASE
    )
    chains = CompiledChains()
    first = in_force([Version(policy=policy, content_hash="first")])
    rules = chains.rules(first)
    for number in range(KEPT - 1):
        chains.rules(in_force([Version(policy=policy, content_hash=str(number))]))
    assert chains.rules(first) is rules
    for number in range(KEPT):
        chains.rules(in_force([Version(policy=policy, content_hash=f"other {number}")]))
    assert chains.rules(first) is not rules
