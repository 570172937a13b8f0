"""Answers told as bytes: the same as worked out, kept while they are true, and never a moment longer."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from application.answering import Answering
from application.assessing import Assessor, Coordinates
from application.translations import LanguageUnknown, Translations
from domain.answer import Answer
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.policy.translation import Translation
from domain.program.events import ProgramSubmitted, ScopeAmended
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.standings import SqlStandings
from tests.application.harbour import APPROVED, MARCH_1, NOW, Office, course, published

APRIL = Coordinates(on=date(2020, 4, 1))
GERMAN = Translation(language="de", reasons={"COMPLETED_APPROVED": "Anerkannter Lehrgang."})


class Counting(Assessor):
    """Counts what it is asked."""

    asked = 0

    def answer(self, pathway: str, at: Coordinates) -> Answer:
        self.asked += 1
        return super().answer(pathway, at)


class Desk(Office):
    """An office that tells answers as bytes."""

    def __init__(self, engine: Engine) -> None:
        store = SqlEventStore(engine, EVENTS, UPCASTERS)
        super().__init__(store)
        self.database = database(engine)
        self.rows = SqlStandings(self.database)
        self.counting = Counting(store, policy_from, lambda: NOW, "harbour")
        self.answering = Answering(self.counting, self.rows, Translations([GERMAN]))

    def tell(self, pathway: str = "ada", at: Coordinates = APRIL, language: str | None = None) -> Answer:
        """Return what was told, once it is seen to be what is worked out anew."""
        told = self.answering.tell(pathway, at, language)
        found = msgspec.json.decode(told.body(), type=Answer)
        worked_out = Assessor(self.store, policy_from, lambda: NOW, "harbour").answer(pathway, at)
        assert msgspec.structs.replace(found, words=None) == worked_out
        assert told.known == found.known
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    engine = open_engine(f"sqlite:///{tmp_path}/milepost.db")
    migrate(engine)
    made = Desk(engine)
    made.record("policy/harbour", published("1"))
    made.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
    made.record("pathway/ada", PathwayOpened(opened_on=MARCH_1), course())
    return made


def test_an_answer_is_worked_out_once_while_nothing_of_it_moves(desk: Desk) -> None:
    first = desk.tell()
    desk.record("pathway/ben", PathwayOpened(opened_on=MARCH_1))
    later = desk.tell()

    assert desk.counting.asked == 1
    assert (first.known.position, later.known.position) == (5, 6)
    assert desk.answering.tell("ada", APRIL).tag == desk.answering.tell("ada", APRIL).tag


@pytest.mark.parametrize(
    ("stream", "event"),
    [
        ("pathway/ada", course("course-2", hours=41)),
        ("program/X", ScopeAmended(add_formats=("online",), effective_on=date(2020, 3, 25))),
        ("policy/harbour", published("2", hours=60, in_force_from="2019-06-01")),
    ],
)
def test_an_answer_is_worked_out_anew_once_something_of_it_moved(desk: Desk, stream: str, event: object) -> None:
    before = desk.answering.tell("ada", APRIL)
    desk.tell()
    desk.record(stream, event)  # type: ignore[arg-type]
    desk.tell()
    desk.tell()

    assert desk.counting.asked == 2
    assert before.known.position == 5


def test_what_was_known_up_to_a_position_is_told_once(desk: Desk) -> None:
    for position in (5, 5, 4, 4):
        desk.tell(at=Coordinates(on=APRIL.on, known=position))
    desk.tell(at=Coordinates(on=APRIL.on, under="1"))

    assert desk.counting.asked == 3


def test_an_answer_tells_of_its_own_day_and_in_its_own_language(desk: Desk) -> None:
    assert desk.tell().words is None
    found = desk.tell(language="de").words
    assert found is not None
    assert found.reasons == GERMAN.reasons
    assert desk.tell(at=Coordinates(on=date(2020, 3, 1))).level.id == "none"
    assert desk.counting.asked == 3
    with pytest.raises(LanguageUnknown):
        desk.tell(language="fr")


def test_a_pathway_that_was_not_opened_is_unknown(desk: Desk) -> None:
    with pytest.raises(PathwayUnknown):
        desk.tell("nobody")


def test_no_more_is_kept_than_there_is_room_for(desk: Desk) -> None:
    desk.answering = Answering(desk.counting, desk.rows, Translations(), room=0)
    desk.tell()
    desk.tell()
    assert desk.counting.asked == 2

    desk.answering = Answering(desk.counting, desk.rows, Translations(), room=2500)
    days = [Coordinates(on=date(2020, 4, day)) for day in (1, 2, 1, 3, 1, 2)]
    for at in days:
        desk.tell(at=at)
    assert desk.counting.asked == 2 + 4, "the one asked for least lately made room"


def test_an_answer_told_while_the_row_is_made_anew_is_of_the_newer(desk: Desk) -> None:
    class Late(SqlStandings):
        """Says how fresh a row is, and then lets an event come between."""

        def freshness(self, pathway: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
            found = super().freshness(pathway)
            if desk.store.head() == 5:
                desk.record("pathway/ada", course("course-2", hours=41))
            return found

    desk.answering = Answering(desk.counting, Late(desk.database), Translations())
    assert desk.answering.tell("ada", APRIL).known.position == 6
    desk.tell()
    assert desk.counting.asked == 2
