"""Measures over a store: nothing that may move anybody comes between what somebody was shown and their signature."""

from datetime import date

import pytest

from application.levels import LevelUnknown
from application.measures import Measures
from application.rulebooks import MeasureHasNoScenarios, ParameterUnknown
from application.store import Command, Idempotency
from domain.adoption import ImpactNotReported, ImpactOutdated, MeasureNotOpen
from domain.happening import NotYetHappened
from domain.measures import (
    InterpretationChosen,
    Measure,
    MeasureDrafted,
    PolicySuperseded,
    PolicySuspended,
    Taking,
    Terms,
)
from domain.pathway.opening import PathwayOpened
from domain.rulebook import VersionUnknown
from tests.application.harbour import MARCH_1, NOW, published
from tests.application.test_adopting import ADA, GRACE, NOBODY, House

SUSPENSION = PolicySuspended(version="1", from_=date(2022, 3, 1))
READING = InterpretationChosen(parameter="counted", value="all", chosen_by="board", chosen_on=MARCH_1)


class Board(House):
    """A house with a version that lets measures be taken."""

    def __init__(self) -> None:
        super().__init__()
        self.measures = Measures(self.store, self.registrar, self.rulebooks, self.reports)
        self.record("policy/harbour", published("1"))

    def propose(self, measure: Measure, *takes_away: Taking) -> str:  # type: ignore[override]  # of a measure
        recorded = self.measures.propose(Terms(measure=measure, takes_away=takes_away), ADA, NOW)
        assert isinstance(recorded.event, MeasureDrafted)
        return recorded.event.content_hash

    def sign(self, content_hash: str, command: Command = GRACE, key: Idempotency | None = None) -> str:
        return self.measures.adopt(content_hash, command, NOW, key).event_id


@pytest.fixture
def board() -> Board:
    return Board()


def test_while_there_is_no_pathway_nothing_has_to_be_reported(board: Board) -> None:
    assert board.sign(board.propose(READING)) == "policy/harbour@3"
    recorded = board.store.stream("policy/harbour")[-1]
    assert (recorded.actor, recorded.cause) == ("grace", "policy/harbour@2")
    assert board.rulebooks.texts().published["1"].readings == {"counted": "all"}


def test_what_may_move_somebody_is_seen_even_at_the_last_moment(board: Board) -> None:
    board.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    of_hash = board.propose(SUSPENSION)
    with pytest.raises(ImpactNotReported):
        board.sign(of_hash)
    board.reports.known = board.store.head()
    board.busy.meanwhile = [("pathway/zoe", PathwayOpened(opened_on=MARCH_1))]
    with pytest.raises(ImpactOutdated, match="by 1 event, to position 4"):
        board.sign(of_hash)
    board.reports.known = board.store.head()
    key = Idempotency("grace-1", "d")
    letter = Command("grace", "2", cause="letter-7", reason="agreed")
    assert [board.sign(of_hash, letter, key) for _ in range(2)] == ["policy/harbour@4"] * 2
    assert board.store.stream("policy/harbour")[-1].cause == "letter-7"
    assert board.rulebooks.measures() == ()


def test_what_speaks_against_a_measure_by_now_is_told(board: Board) -> None:
    of_hash = board.propose(SUSPENSION)
    assert board.rulebooks.measure("suspension-1") == board.rulebooks.measure(of_hash)
    with pytest.raises(MeasureHasNoScenarios, match="suspension-1 is a measure"):
        board.adopting.attach("suspension-1", [NOBODY], ADA, NOW)
    board.sign(of_hash)
    with pytest.raises(MeasureNotOpen, match="proposed are: none"):
        board.sign(of_hash)


def test_what_is_not_there_or_not_yet_so_is_not_proposed(board: Board) -> None:
    for measure in (
        PolicySuspended(version="one", from_=MARCH_1),
        PolicySuperseded(version="one", effective_on=MARCH_1),
        PolicySuperseded(version="1", by="2", effective_on=MARCH_1),
    ):
        with pytest.raises(VersionUnknown, match="known are: 1"):
            board.propose(measure)
    with pytest.raises(ParameterUnknown):
        board.propose(InterpretationChosen(parameter="moon", value="full", chosen_by="b", chosen_on=MARCH_1))
    with pytest.raises(NotYetHappened):
        board.propose(PolicySuspended(version="1", from_=MARCH_1, announced_on=date(2023, 1, 1)))
    with pytest.raises(LevelUnknown, match="did you mean 'qualified'"):
        board.propose(SUSPENSION, Taking(level="qualifed", from_=MARCH_1, text="For now."))
    board.propose(PolicySuperseded(version="1", effective_on=MARCH_1))
