"""What each command did to where anybody stands: followed along the log, kept on either database, and looked up."""

from datetime import date
from itertools import islice

import msgspec
import pytest
import sqlalchemy.exc
from sqlalchemy import Engine

from application import determining
from application.determinations import Determined, NotFollowedSoFar, Sought
from application.determining import FollowedElsewhere, Following, Reached
from application.determining_again import Place, again
from application.notices.delivery import State
from application.notices.subscription import Subscription, Way
from application.store import Command
from domain.attribution import Category
from domain.change import Effect
from domain.content import content_hash
from domain.determination import Determination
from domain.event import Event
from domain.measures import InterpretationChosen, PolicySuspended
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.policy.reading import read_policy
from domain.program.events import ApprovalEffectiveDateCorrected, ProgramSubmitted
from domain.reprojections import ReprojectionRequested
from domain.rulebook import PolicyPublished
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.determinations import SqlDeterminations
from infrastructure.documents import canonical_bytes, read_yaml
from infrastructure.event_store import SqlEventStore
from infrastructure.notices import SqlDeliveries
from infrastructure.subscriptions import SqlSubscriptions
from tests.application.harbour import APPROVED, BASE, NOON, TEXT, Office, course, published

OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
TODAY = date(2022, 1, 1)


class Followed:
    """An office, and what is determined of what it records."""

    def __init__(self, engine: Engine) -> None:
        self.office = Office(SqlEventStore(engine, EVENTS, UPCASTERS))
        self.kept = SqlDeterminations(database(engine))
        self.following = Following(self.office.store, self.office.assessor, self.kept)
        self.determined = Determined(self.office.store, self.office.assessor, self.kept)

    def record(self, stream: str, *events: Event) -> int:
        return self.office.record(stream, *events)

    def follow(self) -> None:
        list(self.following.follow())

    def sought(self, **sought: object) -> list[Determination]:
        return list(self.determined.by_commands(Sought(**sought), self.determined.position()))  # type: ignore[arg-type]

    def told_so_far(self) -> list[tuple[str, str, str]]:
        found = self.determined.by_commands(Sought(), self.office.store.head())
        return [(each.pathway, each.category, each.touched.after.level) for each in found]

    def told(self, **sought: object) -> list[tuple[str, str, str]]:
        return [(each.pathway, each.category, each.touched.after.level) for each in self.sought(**sought)]


class KeptOtherwise(SqlDeterminations):
    """Determinations of which the first says something else, and the last is of somebody else."""

    def sought(self, sought: Sought, after: tuple[int, str], until: int, limit: int) -> list[Determination]:
        found = super().sought(sought, after, until, limit)
        if not found:
            return found
        first, last = found
        return [msgspec.structs.replace(first, actor="nobody"), msgspec.structs.replace(last, pathway="zoe")]


@pytest.fixture
def followed(engine: Engine) -> Followed:
    """Harbour's rulebook and program, with Ada, who passed its course, and Eve, who failed."""
    made = Followed(engine)
    made.record("policy/harbour", published("1"))
    made.record("program/X", ProgramSubmitted(kind="CMTP"))
    for name, result in (("ada", "passed"), ("eve", "failed")):
        made.record(f"pathway/{name}", OPENED)
        made.record(f"pathway/{name}", course(result=result))
    return made


def test_an_approval_reaches_the_graduates_of_its_program(followed: Followed) -> None:
    approved = followed.record("program/X", APPROVED)
    followed.follow()

    (only,) = followed.sought()
    assert (only.pathway, only.position, only.category, only.causes) == (
        "ada",
        approved,
        Category.PROGRAM,
        ("program/X@2",),
    )
    assert (only.touched.before.level, only.touched.after.level) == ("none", "qualified")
    assert only.touched.effects[0] is Effect.GAINS
    assert only.touched.clauses == ("1.1",)
    assert (only.on, only.recorded_at) == (NOON.date().replace(day=7), NOON.replace(day=7))
    assert (only.actor, only.reason) == ("registrar", None)


def test_a_version_and_a_reading_reach_everyone(followed: Followed) -> None:
    followed.record("program/X", APPROVED)
    followed.record("policy/harbour", published("2", hours=50, in_force_from="2020-01-01"))
    followed.record(
        "policy/harbour",
        InterpretationChosen(
            parameter="counted", value="all", version="1", chosen_by="board", chosen_on=date(2021, 1, 1)
        ),
    )
    followed.follow()

    assert followed.told(version="2") == [("ada", "policy", "none")]
    assert followed.told(category=Category.INTERPRETATION) == []
    assert followed.told(pathway="eve") == []


def test_they_are_sought_by_person_program_and_period(followed: Followed) -> None:
    followed.record("program/X", APPROVED)
    followed.record("pathway/eve", EvidenceCorrected(of="course-1", fields={"result": "passed"}, reason="misread"))
    followed.record("pathway/ada", EvidenceRetracted(of="course-1", reason="forged"))
    followed.follow()

    all_of_them = [
        ("ada", "program event", "qualified"),
        ("eve", "correction", "qualified"),
        ("ada", "correction", "none"),
    ]
    assert followed.told() == followed.told(program="X") == all_of_them
    assert followed.told(pathway="ada") == [all_of_them[0], all_of_them[2]]
    assert followed.told(from_=date(2021, 1, 8), to=date(2021, 1, 8)) == [all_of_them[1]]
    assert followed.told(program="Y") == []
    until = followed.determined.position()
    pages = [followed.determined.page(Sought(), after, until, 1) for after in ((0, ""), (7, "ada"), (9, "ada"))]
    assert [[each.pathway for each in page] for page in pages] == [["ada"], ["eve"], []]


def test_whoever_relied_on_a_program_once_is_looked_at_when_it_moves(followed: Followed) -> None:
    followed.record("program/X", APPROVED)
    followed.follow()
    corrected = ApprovalEffectiveDateCorrected(effective_on=date(2020, 4, 1), reason="misprint")
    followed.record("program/X", corrected)
    followed.follow()

    assert followed.told() == [("ada", "program event", "qualified"), ("ada", "program event", "none")]


def test_before_the_first_text_and_while_none_is_in_force_nobody_stands_anywhere(engine: Engine) -> None:
    followed = Followed(engine)
    followed.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
    followed.record("pathway/ada", OPENED, course())
    followed.record("policy/harbour", published("1"))
    followed.record("policy/harbour", PolicySuspended(version="1", from_=date(2020, 1, 1)))
    followed.record("pathway/ada", EvidenceRetracted(of="course-1", reason="forged"))
    followed.follow()

    assert followed.told() == [("ada", "policy", "qualified")]


def kept_for_a_year() -> PolicyPublished:
    """Return harbour's text, by which the level is kept for twelve months after the course."""
    within = "[the day on or before 12 months after course.ended_on]"
    clause = f"clauses:\n  1.2: {{text: A year., source: invented, for: course, when: {within}}}"
    written = TEXT.format(version="2", hours=40, title="Harbour", in_force_from="2019-06-01")
    written = written.replace("clauses:", clause).replace("clause 1.1}}", "clause 1.1}, kept while: clause 1.2}")
    stored = canonical_bytes(read_policy(read_yaml(written, "harbour.yaml"), BASE))
    return msgspec.structs.replace(
        published("2"), document=stored.decode(), content_hash=content_hash(stored), effective_from=date(2019, 6, 1)
    )


def test_what_days_alone_bring_is_told_between_the_commands(followed: Followed) -> None:
    followed.record("policy/harbour", kept_for_a_year())
    followed.record("program/X", APPROVED)
    followed.follow()

    until = followed.determined.position()
    found = list(followed.determined.with_days(Sought(), until, TODAY))
    assert [(each.pathway, str(each.on), each.category, each.version, each.actor) for each in found] == [
        ("ada", "2021-01-08", "program event", "", "registrar"),
        ("ada", "2021-03-21", "passage of time", "", "calendar"),
    ]
    assert list(followed.determined.with_days(Sought(), until, date(2021, 3, 20))) == found[:1]
    lapsed = Sought(pathway="ada", category=Category.TIME, from_=date(2021, 3, 1), to=date(2021, 3, 21))
    assert list(followed.determined.with_days(lapsed, until, TODAY)) == found[1:]


def test_it_goes_on_where_it_was_broken_off_even_within_a_command(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(determining, "BATCH", 1)
    followed.record("program/X", APPROVED)
    followed.record("policy/harbour", published("2", hours=50, in_force_from="2020-01-01"))
    whole = islice(followed.following.follow(), 1000)
    within = next(reached for reached in whole if reached.position == 7 and reached.within == "ada")
    assert followed.kept.reached() == within == Reached(7, "ada")
    assert followed.told_so_far() == [("ada", "program event", "qualified"), ("ada", "policy", "none")]

    with pytest.raises(NotFollowedSoFar, match="followed up to position 7, and reaches position 8"):
        followed.determined.position()
    followed.follow()
    assert followed.told() == [("ada", "program event", "qualified"), ("ada", "policy", "none")]
    assert list(followed.following.follow()) == []


@pytest.mark.parametrize("batch", [1, 2, 200])
def test_of_everyone_whom_a_command_moves_it_is_kept_however_many_are_kept_at_once(
    followed: Followed, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(determining, "BATCH", batch)
    followed.record("pathway/eve", EvidenceCorrected(of="course-1", fields={"result": "passed"}, reason="misread"))
    followed.record("program/X", APPROVED)
    followed.record("policy/harbour", published("2", hours=50, in_force_from="2020-01-01"))
    followed.follow()

    assert followed.told() == [
        ("ada", "program event", "qualified"),
        ("eve", "program event", "qualified"),
        ("ada", "policy", "none"),
        ("eve", "policy", "none"),
    ]
    assert followed.kept.relying_on(["program/X"]) == {"ada", "eve"}


def test_whoever_came_to_rely_on_a_program_amid_a_command_is_moved_by_the_next(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(determining, "BATCH", 1)
    submission = followed.office.registrar.submission()
    for name in ("kim", "leo"):
        submission.add(f"pathway/{name}", OPENED)
        submission.add(f"pathway/{name}", course(result="passed"))
    followed.office.registrar.keep(submission, Command("ann", "both"), NOON.replace(day=20))
    followed.record("program/X", APPROVED)
    followed.follow()

    assert [name for name, *_ in followed.told()] == ["ada", "kim", "leo"]


def test_what_tells_of_rows_alone_need_not_be_followed(followed: Followed) -> None:
    followed.follow()
    reached = followed.determined.position()
    followed.record("policy/harbour", ReprojectionRequested(reprojection="r-1"))

    assert followed.determined.position() == reached < followed.office.store.head()
    assert followed.told() == []
    followed.follow()
    assert followed.determined.position() == reached + 1


def test_followed_again_the_same_comes_out_and_what_is_kept_otherwise_is_named(
    followed: Followed, engine: Engine
) -> None:
    followed.record("program/X", APPROVED)
    followed.record("policy/harbour", published("2", hours=50, in_force_from="2020-01-01"))
    followed.follow()
    store, assessor, until = followed.office.store, followed.office.assessor, followed.determined.position()
    followed.record("pathway/eve", course("course-2", result="passed"))

    same = again(store, assessor, followed.kept, until)
    assert (same.kept, same.found, same.otherwise, same.differing) == (2, 2, 0, ())
    assert same.kept_hash == same.found_hash

    other = again(store, assessor, KeptOtherwise(database(engine)), until)
    assert (other.kept, other.found, other.otherwise) == (2, 2, 3)
    assert other.differing == (Place(7, "ada"), Place(8, "ada"), Place(8, "zoe"))
    assert other.kept_hash != other.found_hash == same.found_hash


def test_two_do_not_follow_at_once(followed: Followed) -> None:
    followed.record("program/X", APPROVED)
    before = followed.kept.reached()
    followed.follow()

    with pytest.raises(FollowedElsewhere, match="leave it to that one"):
        followed.kept.keep(determining.Findings(), before, Reached(5))


def test_what_is_recorded_together_is_one_change(followed: Followed) -> None:
    submission = followed.office.registrar.submission()
    submission.add("program/X", APPROVED)
    submission.add("pathway/eve", EvidenceCorrected(of="course-1", fields={"result": "passed"}, reason="misread"))
    followed.office.registrar.keep(submission, Command("ann", "both", reason="a hearing"), NOON.replace(day=20))
    followed.follow()

    assert [(each.pathway, each.causes, each.reason) for each in followed.sought()] == [
        ("ada", ("program/X@2",), "a hearing"),
        ("eve", ("program/X@2", "pathway/eve@3"), "a hearing"),
    ]


def test_a_notice_of_each_waits_for_those_who_subscribed_before(followed: Followed, engine: Engine) -> None:
    subscriptions = SqlSubscriptions(database(engine))
    for name, made_at in (("before", NOON), ("after", NOON.replace(day=8))):
        asked = Subscription(
            id=name, way=Way.WEBHOOK, address="https://a.example", kinds=(), made_at=made_at, made_by="ann"
        )
        subscriptions.add(asked, "whsec_")
    followed.record("program/X", APPROVED)
    followed.follow()

    deliveries = SqlDeliveries(database(engine))
    assert list(deliveries.counts()) == [("before", State.WAITING, 1)]
    errand = deliveries.claim("before", NOON.replace(day=9), NOON.replace(day=10))
    assert errand is not None
    assert errand.notice.says == (
        "ada holds the level qualified, stands as good, and is unlisted; before, holds no level, stands as none, and "
        "is unlisted. It is put down to: program event."
    )
    assert errand.notice.data["after"]["level"] == "qualified"


def test_a_determination_is_neither_changed_nor_deleted(followed: Followed, engine: Engine) -> None:
    followed.record("program/X", APPROVED)
    followed.follow()
    for statement in ("DELETE FROM determinations", "UPDATE determinations SET version = '9'"):
        with (
            pytest.raises(sqlalchemy.exc.DBAPIError, match="neither changed nor deleted"),
            engine.begin() as connection,
        ):
            connection.exec_driver_sql(statement)
