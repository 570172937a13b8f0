"""Whole files: tried and recorded on behalf of callers, row by row what they may."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from application.access import ANYONE, Access, Caller, NotPermitted, Role
from application.assessing import Assessor
from application.desks import uploads
from application.desks.instruction import Instruction
from application.desks.uploads import Bulk, UploadDesk
from application.importing import Importing
from application.levels import Levels
from application.many_standings import ManyStandings
from application.recording import Registrar
from application.refusals import FileEmpty, FileRefused
from application.sheets import rows
from application.store import Append, Command, IdempotencyKeyReused
from domain.brief import Brief
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramApproved, ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.application.harbour import published

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RITA = Caller("rita", frozenset({Role.REGISTRAR}))
OLIVE = Caller("olive", frozenset({Role.AUDITOR}))
HARBOUR = Caller("harbour", frozenset({Role.PROVIDER}), programs=frozenset({"X"}))
HEADER = "event,pathway,ref,program,format,ended_on,hours,result\n"
ADAS = "course completed,ada,course-1,X,online,2020-05-01,40,passed\n"
BENS = "course completed,ben,course-1,X,online,2020-05-01,40,passed\n"
OTHERS = "course completed,ada,course-2,Y,online,2020-05-01,40,passed\n"
CLEOS = "course completed,cleo,course-1,X,online,2020-05-01,40,passed\n"
BENS_SECOND = "course completed,ben,course-2,X,online,2020-06-01,20,passed\n"
DETAIL = "evidence detailed,ada,,,,,,\n"


def told(brief: Brief | None) -> str | None:
    return brief.level if brief else None


class Desk:
    """The desk over a store with the programs X and Y, and Ada, who has no course yet."""

    def __init__(self, folder: Path) -> None:
        engine = open_engine(f"sqlite:///{folder}/milepost.db")
        migrate(engine)
        self.store = SqlEventStore(engine, EVENTS, UPCASTERS)
        for stream, event in (
            ("program/X", ProgramSubmitted(kind="CMTP")),
            ("program/Y", ProgramSubmitted(kind="CMTP")),
            ("pathway/ada", PathwayOpened(opened_on=date(2020, 1, 1))),
        ):
            self.record(stream, 0, event)
        assessor = Assessor(self.store, policy_from, lambda: NOON, "harbour")
        registrar = Registrar(self.store, assessor)
        bulk = Bulk(Importing(registrar, dict, lambda: Levels(frozenset())), rows)
        many = ManyStandings(assessor, self.store.rows)
        self.desk = UploadDesk(Access(self.store), self.store, registrar, assessor, many, bulk, lambda: NOON)

    def record(self, stream: str, version: int, event: Event) -> None:
        self.store.append([Append(stream, version, [event])], Command("r", "c"), NOON)

    def brings(self, caller: Caller, *lines: str, key: str = "key", opening: bool = False) -> list[str]:
        content = (HEADER + "".join(lines)).encode()
        instruction = Instruction(reason="the list of March", request="r", key=key, digest="".join(lines))
        return [each.event_id for each in self.desk.record(caller, content, instruction, opening=opening)]

    def tries(self, caller: Caller, *lines: str, opening: bool = False) -> tuple[int, int, list[str]]:
        effect = self.desk.check(caller, (HEADER + "".join(lines)).encode(), opening=opening)
        return effect.events, effect.before, [each.pathway for each in effect.pathways]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_is_recorded_with_its_reason(desk: Desk) -> None:
    assert desk.brings(RITA, ADAS, OTHERS) == ["pathway/ada@2", "pathway/ada@3"]
    assert {each.reason for each in desk.store.stream("pathway/ada")[1:]} == {"the list of March"}


def test_a_file_sent_again_with_its_key_is_answered_as_it_was(desk: Desk) -> None:
    first = desk.brings(RITA, ADAS)
    assert desk.brings(RITA, ADAS) == first
    with pytest.raises(IdempotencyKeyReused):
        desk.brings(RITA, OTHERS)


def test_rows_that_are_recorded_already_are_passed_over(desk: Desk) -> None:
    desk.brings(RITA, ADAS)
    assert desk.brings(RITA, ADAS, key="again") == []
    assert desk.brings(RITA, ADAS, OTHERS, key="longer") == ["pathway/ada@3"]
    assert desk.tries(RITA, ADAS, BENS, opening=True) == (2, 1, ["ben"])


def test_a_row_that_stands_twice_in_a_file_is_refused(desk: Desk) -> None:
    with pytest.raises(FileRefused) as refused:
        desk.brings(RITA, ADAS, ADAS)
    assert refused.value.errors == [{"line": 3, "column": "", "detail": "this stands in line 2 already, word for word"}]
    assert desk.store.head() == 3


def test_a_provider_brings_the_courses_of_the_own_program(desk: Desk) -> None:
    assert desk.brings(HARBOUR, ADAS, BENS, opening=True) == ["pathway/ada@2", "pathway/ben@1", "pathway/ben@2"]


@pytest.mark.parametrize("line", [OTHERS, DETAIL])
def test_a_provider_brings_nothing_else_and_the_row_is_named(desk: Desk, line: str) -> None:
    for act in (desk.brings, desk.tries):
        with pytest.raises(FileRefused, match="line 3: harbour may not"):
            act(HARBOUR, ADAS, line)
    assert desk.store.head() == 3


def test_a_file_with_nothing_of_the_callers_own_is_not_permitted(desk: Desk) -> None:
    for act in (desk.brings, desk.tries):
        with pytest.raises(NotPermitted, match="harbour may not record an upload"):
            act(HARBOUR, OTHERS, DETAIL)


def test_a_provider_is_told_where_its_graduates_stand_and_nobody_else(desk: Desk) -> None:
    course = CourseCompleted(
        ref="course-0", program="X", format="online", ended_on=date(2019, 5, 1), hours=Decimal(40), result="passed"
    )
    assert desk.tries(HARBOUR, ADAS) == (1, 0, [])
    assert desk.tries(HARBOUR, ADAS, BENS, opening=True) == (3, 0, ["ben"])
    desk.record("pathway/ada", 1, course)
    assert desk.tries(HARBOUR, ADAS) == (1, 0, ["ada"])


def test_where_everybody_stands_is_told_as_it_is_and_as_it_would_be(desk: Desk) -> None:
    desk.record("policy/harbour", 0, published("1"))
    desk.record(
        "program/X", 1, ProgramApproved(formats=("online",), effective_on=date(2020, 1, 1), retrospective=False)
    )
    desk.brings(RITA, BENS, OTHERS, opening=True)
    effect = desk.desk.check(RITA, (HEADER + ADAS + CLEOS + BENS_SECOND).encode(), opening=True)
    assert [(each.pathway, told(each.before), told(each.after)) for each in effect.pathways] == [
        ("ada", "none", "qualified"),
        ("cleo", None, "qualified"),
        ("ben", "qualified", "qualified"),
    ]


def test_an_auditor_tries_and_records_nothing(desk: Desk) -> None:
    assert desk.tries(OLIVE, ADAS, OTHERS) == (2, 0, ["ada"])
    with pytest.raises(NotPermitted):
        desk.brings(OLIVE, ADAS)


@pytest.mark.parametrize("caller", [ANYONE, Caller("b", frozenset({Role.PROVIDER}))])
def test_nobody_else_brings_a_file(desk: Desk, caller: Caller) -> None:
    for act in (desk.brings, desk.tries):
        with pytest.raises(NotPermitted):
            act(caller, ADAS)


def test_a_file_without_rows_is_refused(desk: Desk) -> None:
    with pytest.raises(FileEmpty):
        desk.brings(RITA)


def test_a_file_of_too_many_rows_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_ROWS", 1)
    with pytest.raises(FileRefused, match="line 3: more than 1 rows: bring the others in another file"):
        desk.brings(RITA, ADAS, OTHERS, BENS)


def test_what_needs_a_second_person_needs_one_in_a_file_too(desk: Desk) -> None:
    header = "event,pathway,ref,of,started_on,hours,role,verified_on,verified_by\n"
    entry = "logbook hours added,ada,m-1,,2021-05-01,3,lead,,\n"
    verified = "logbook hours verified,ada,,m-1,,,,2021-06-01,rolf\n"

    def brings(caller: Caller, *lines: str) -> list[int]:
        instruction = Instruction(reason="r", request="r", key="".join(lines), digest="d")
        content = (header + "".join(lines)).encode()
        return [each.version for each in desk.desk.record(caller, content, instruction)]

    with pytest.raises(FileRefused, match=r"line 3: .* was recorded by rita, so somebody else has to verify it"):
        brings(RITA, entry, verified)
    assert brings(RITA, entry) == [2]
    with pytest.raises(FileRefused, match=r"line 2: .* was recorded by rita, so somebody else has to verify it"):
        brings(RITA, verified)
    assert brings(Caller("rolf", frozenset({Role.REGISTRAR})), verified) == [3]


LOGBOOK = "event,pathway,ref,started_on,hours,role\n"
MINE = "logbook hours added,ada,m-1,2021-05-02,3,lead\n"
ANOTHERS = "logbook hours added,ben,m-1,2021-05-02,3,lead\n"


def test_a_mediator_brings_the_logbook_of_the_own_pathway_as_claims(desk: Desk) -> None:
    ada = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
    instruction = Instruction(reason="my logbook", request="r", key="k", digest="d")
    verified = f"{LOGBOOK.strip()},of,verified_by,verified_on\n{MINE.strip()},,,\n"
    verified += "logbook hours verified,ada,,,,,m-1,ada,2021-06-01\n"

    with pytest.raises(FileRefused, match="line 3: ada may not"):
        desk.desk.record(ada, (LOGBOOK + MINE + ANOTHERS).encode(), instruction)
    with pytest.raises(FileRefused, match="line 3: ada may not verify mediations"):
        desk.desk.record(ada, verified.encode(), instruction)
    assert desk.desk.check(ada, (LOGBOOK + MINE).encode()).pathways[0].pathway == "ada"
    assert [each.actor for each in desk.desk.record(ada, (LOGBOOK + MINE).encode(), instruction)] == ["ada"]
