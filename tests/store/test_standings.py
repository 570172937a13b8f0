import pytest

from application.store import Append, EventStore, StandingRow
from tests.store.events import ANN, NOON, taken


def assessed(pathway: str, known: int, *relies_on: str) -> list[StandingRow]:
    return [StandingRow(pathway, known, b"tracks", relies_on)]


@pytest.fixture
def ada(store: EventStore) -> StandingRow:
    """The standing of Ada, who relies on a program and a register."""
    store.append([Append("program/basic", 0, taken(1)), Append("policy/imi", 0, taken(1))], ANN, NOON)
    standing = assessed("ada", 2, "program/basic", "register/at")
    store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON, standing=standing)
    return StandingRow("ada", 3, b"tracks", ("program/basic", "register/at"))


def test_a_pathway_that_was_never_assessed_has_no_standing(store: EventStore) -> None:
    assert store.standing("ada") is None


def test_a_standing_is_kept_with_the_events_it_follows(store: EventStore, ada: StandingRow) -> None:
    assert store.standing("ada") == ada


@pytest.mark.parametrize("unrelated", ["pathway/eve", "program/other", "consultation/1"])
def test_a_standing_holds_while_others_move(store: EventStore, ada: StandingRow, unrelated: str) -> None:
    store.append([Append(unrelated, 0, taken(1))], ANN, NOON)

    assert store.standing("ada") == ada


@pytest.mark.parametrize("moved", ["program/basic", "register/at", "policy/imi", "policy/other", "pathway/ada"])
def test_a_standing_is_out_of_date_once_what_it_relies_on_moves(
    store: EventStore, ada: StandingRow, moved: str
) -> None:
    assert ada.known == 3

    store.append([Append(moved, store.versions([moved])[moved], taken(1))], ANN, NOON)

    assert store.standing("ada") is None


def test_a_standing_comes_back_with_the_next_assessment(store: EventStore, ada: StandingRow) -> None:
    store.append([Append("register/at", 0, taken(1))], ANN, NOON)

    store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON, standing=assessed("ada", ada.known + 1))

    assert store.standing("ada") == StandingRow("ada", 5, b"tracks")


@pytest.mark.parametrize("moved", ["program/basic", "policy/imi"])
def test_a_standing_assessed_before_what_it_relies_on_moved_is_never_answered(
    store: EventStore, ada: StandingRow, moved: str
) -> None:
    store.append([Append(moved, 1, taken(1))], ANN, NOON)

    stale = assessed("ada", ada.known, "program/basic", "register/at")
    store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON, standing=stale)

    assert store.standing("ada") is None


def test_a_program_and_the_pathways_it_reaches_can_move_together(store: EventStore, ada: StandingRow) -> None:
    store.append(
        [Append("program/basic", 1, taken(1))], ANN, NOON, standing=assessed("ada", ada.known, "program/basic")
    )

    assert store.standing("ada") == StandingRow("ada", 4, b"tracks", ("program/basic",))


def test_an_import_keeps_the_standings_of_all_its_pathways(store: EventStore) -> None:
    standings = [StandingRow(str(number), 0, b"tracks") for number in range(300)]

    store.append([Append(f"pathway/{number}", 0, taken(1)) for number in range(300)], ANN, NOON, standing=standings)

    assert store.standing("7") == StandingRow("7", 300, b"tracks")


@pytest.mark.parametrize("unrelated", ["consultation/training", "announcement/training", "pathway/eve"])
def test_a_standing_assessed_before_something_that_no_pathway_shares_is_kept_up_to_date(
    store: EventStore, ada: StandingRow, unrelated: str
) -> None:
    store.append([Append(unrelated, 0, taken(1))], ANN, NOON)

    assert store.load("pathway/ada").shared == 2
    store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON, standing=assessed("ada", ada.known))
    assert store.standing("ada") == StandingRow("ada", 5, b"tracks")
