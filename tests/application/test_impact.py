"""Impact reports over a store: of whom they tell, by which rows and events, and that they come out the same."""

from datetime import date
from pathlib import Path

import msgspec

from application.chains import Chains
from application.impact_lines import Cliff, ImpactEnding, ImpactHeading, Twin, written
from application.impacts import AskingImpact, Question
from application.rulebooks import Rulebooks
from application.sorting import InMemory, Sorting
from domain.change import Effect
from domain.content import content_hash
from domain.impact import Touched
from domain.measures import PolicySuperseded
from domain.pathway.opening import PathwayOpened
from domain.policy.chain import Version
from domain.policy.text import Policy
from domain.program.events import ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import canonical_bytes, policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.spilling import Spilled
from tests.application.harbour import APPROVED, BASE, MARCH_1, Office, course, document, published

APRIL_1 = date(2020, 4, 1)
CHAINS = Chains(BASE, canonical_bytes, content_hash)
QUALIFIED = ("level qualified",)


class Roll(Office):
    """An office with three mediators, of whom Ada and Eve are qualified, and what looks into drafts."""

    def __init__(self, folder: Path) -> None:
        engine = open_engine(f"sqlite:///{folder}/milepost.db")
        migrate(engine)
        store = SqlEventStore(engine, EVENTS, UPCASTERS)
        super().__init__(store)
        rulebooks = Rulebooks(store, self.registrar, CHAINS, policy_from, "harbour")
        self.impact = AskingImpact(store, store.rows, self.assessor, rulebooks)
        self.record("policy/harbour", published("1"))
        self.record("program/X", ProgramSubmitted(kind="CMTP"), APPROVED)
        for name, hours, day in (("ada", 40, 20), ("ben", 30, 20), ("eve", 40, 25)):
            done = msgspec.structs.replace(course(hours=hours), ended_on=date(2020, 3, day))
            self.record(f"pathway/{name}", PathwayOpened(opened_on=MARCH_1), done)

    def report(self, draft: Version, position: int, new: type[Sorting] = InMemory, twins: int = 9) -> bytes:
        inquiry = self.impact.of_draft(draft, Question(APRIL_1, position, twins=twins))
        return b"".join(map(written, inquiry.lines(new)))

    def lines(self, draft: Version, days: int = 31, twins: int = 9) -> list[object]:
        asked = Question(APRIL_1, self.store.head(), days, twins)
        return list(self.impact.of_draft(draft, asked).lines(InMemory))


def draft(hours: int, in_force_from: str = "2019-01-01") -> Version:
    stated = document("draft", hours, in_force_from=in_force_from)
    policy: Policy = policy_from(stated["document"].encode())
    return Version(policy=policy, content_hash=stated["content_hash"])


def test_a_draft_is_told_of_everyone_it_touches(tmp_path: Path) -> None:
    *_, ending = lines = Roll(tmp_path).lines(draft(50))
    assert [line.pathway for line in lines if isinstance(line, Touched)] == ["ada", "eve"]
    assert ending == ImpactEnding(3, 2, {Effect.LOSES: 2}, 2, 0, 0, 0, unanswered=2, told_otherwise=2)


def test_twins_are_looked_for_as_often_as_was_asked(tmp_path: Path) -> None:
    roll = Roll(tmp_path)
    assert [line.pathway for line in roll.lines(draft(20)) if isinstance(line, Twin)] == ["ben"]
    assert not [line for line in roll.lines(draft(20), twins=0) if isinstance(line, Twin)]


def test_the_same_coordinates_give_the_same_bytes_from_rows_and_from_events(tmp_path: Path) -> None:
    roll = Roll(tmp_path)
    position = roll.store.head()
    first = roll.report(draft(50), position)
    roll.record("pathway/ada", course("course-2", hours=60))
    roll.record("pathway/zoe", PathwayOpened(opened_on=MARCH_1), course())
    assert roll.report(draft(50), position) == first
    assert roll.report(draft(50), position, new=Spilled) == first
    roll.record("policy/harbour", published("2", 10, "2020-01-01"))
    assert roll.report(draft(50), position) == first
    assert roll.report(draft(50), roll.store.head()) != first


def test_a_pair_differs_in_one_date_and_in_what_comes_of_it(tmp_path: Path) -> None:
    roll = Roll(tmp_path)
    (cliff,) = (line for line in roll.lines(draft(50, "2020-03-22")) if isinstance(line, Cliff))
    assert (cliff.first.pathway, cliff.second.pathway, cliff.days, cliff.new) == ("ada", "eve", 5, True)
    assert (cliff.first.after, cliff.second.before, cliff.second.after) == (QUALIFIED, QUALIFIED, ())
    assert not [line for line in roll.lines(draft(50, "2020-03-22"), days=4) if isinstance(line, Cliff)]


def test_a_correction_is_tried_in_place_of_the_version_from_the_day_it_becomes_known(tmp_path: Path) -> None:
    roll = Roll(tmp_path)
    stated = document("1", 50)
    policy: Policy = policy_from(stated["document"].encode())
    heading, *_, ending = roll.lines(Version(policy=policy, content_hash=stated["content_hash"]))
    assert isinstance(heading, ImpactHeading)
    assert isinstance(ending, ImpactEnding)
    assert heading.draft
    assert heading.draft.corrects
    assert heading.announced == roll.store.recorded_at(roll.store.head()).date()
    assert (ending.touched, ending.earlier, ending.unanswered, ending.reaching_back) == (2, 2, 2, 2)
    assert (heading.effect, ending.told_otherwise) == (heading.told_until, 2)
    roll.record("policy/harbour", published("2"), PolicySuperseded(version="1", effective_on=MARCH_1))
    ended = roll.impact.of_draft(Version(policy=policy, content_hash=""), Question(APRIL_1, roll.store.head()))
    assert ended.trying.after.rules.chain.version_on(APRIL_1) == ended.trying.before.rules.chain.version_on(APRIL_1)
