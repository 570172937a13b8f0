"""Laws of determinations, on lives recorded as they went on: they account for where somebody stands, in one piece."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from application.assessing import Coordinates
from application.determinations import Determined, Sought
from application.determining import Following
from application.memory import MemoryStore
from application.recording import Registrar
from domain.brief import Briefing
from domain.determination import Determination
from domain.refusal import Refusal
from infrastructure.database import database
from infrastructure.determinations import SqlDeterminations
from infrastructure.engine import open_engine
from infrastructure.migrations import migrate
from tests.laws.histories import BY_HAND, Happening, assessor_of
from tests.laws.test_walks import lives

FEW = settings(max_examples=12)
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the file of a store in which nothing is recorded."""
    file = tmp_path_factory.mktemp("empty") / "store.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file.read_bytes()


@contextmanager
def engine_on(content: bytes) -> Iterator[Engine]:
    with TemporaryDirectory(prefix="milepost-laws-") as folder:
        file = Path(folder, "store.sqlite")
        file.write_bytes(content)
        engine = open_engine(f"sqlite:///{file}")
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def determined(empty: bytes, life: list[tuple[date, Happening]], stops: frozenset[int]) -> Iterator[Determined]:
    """Give what is determined of a life, which is followed at its end, and now and then meanwhile."""
    with engine_on(empty) as engine:
        store, kept = MemoryStore(), SqlDeterminations(database(engine))
        assessor = assessor_of(store)
        registrar, following = Registrar(store, assessor), Following(store, assessor, kept)
        for number, (day, (stream, event)) in enumerate(life):
            with suppress(Refusal):
                registrar.record(stream, [event], BY_HAND, datetime.combine(day, time(12), UTC))
            if number in stops:
                list(following.follow())
        list(following.follow())
        yield Determined(store, assessor, kept)


def of_ada(found: Determined) -> list[Determination]:
    return list(found.with_days(Sought(pathway="ada"), found.position(), TODAY))


@FEW
@given(lives())
def test_each_begins_where_the_one_before_ended_and_the_last_ends_where_she_stands(
    empty: bytes, life: list[tuple[date, Happening]]
) -> None:
    with determined(empty, life, frozenset()) as found:
        told = of_ada(found)
        for one, following in pairwise(told):
            assert one.on <= following.on
            assert one.touched.after == following.touched.before
        case, _ = found.assessor.case("ada", Coordinates(TODAY))
        stands = Briefing(case.rules, TODAY).of("ada", case.assessment)
        assert not told or told[-1].touched.after == stands


@FEW
@given(lives(), st.frozensets(st.integers(0, 40), max_size=8))
def test_it_makes_no_difference_when_the_log_is_followed(
    empty: bytes, life: list[tuple[date, Happening]], stops: frozenset[int]
) -> None:
    with determined(empty, life, frozenset()) as once, determined(empty, life, stops) as often:
        assert of_ada(once) == of_ada(often)
