"""Programs with so many graduates as are wanted, to be withdrawn."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice

from application.store import Command
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramApproved, ProgramSubmitted
from milepost.composition import open_milepost
from milepost.settings import Settings

SIZES = (10, 1_000, 100_000)
BATCH = 500
RECORDED_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
REGISTRAR = Command("registrar", "graduates")


def sizes(pathways: int) -> list[int]:
    """Return for how many graduates each there is a program beside so many pathways."""
    return [size for size in SIZES if size <= max(SIZES[0], pathways // 10)]


def add_graduates(url: str, pathways: int) -> None:
    """Record the programs, and their graduates."""
    milepost = open_milepost(Settings(database_url=url))
    for size in sizes(pathways):
        approved = ProgramApproved(
            formats=("face to face",), min_hours=Decimal(40), effective_on=date(2020, 3, 1), retrospective=False
        )
        milepost.registrar.record(program(size), [ProgramSubmitted(kind="CMTP"), approved], REGISTRAR, RECORDED_AT)
        graduates = iter(range(size))
        while several := list(islice(graduates, BATCH)):
            submission = milepost.registrar.submission()
            for number in several:
                for event in _told(size):
                    submission.add(f"pathway/of-{size}-{number:06}", event)
            milepost.registrar.keep(submission, REGISTRAR, RECORDED_AT)
    for _ in milepost.renewing.renew():
        pass
    milepost.close()


def program(size: int) -> str:
    """Return the stream of the program with so many graduates."""
    return f"program/OF-{size}"


def _told(size: int) -> Iterator[Event]:
    yield PathwayOpened(opened_on=date(2020, 4, 1))
    yield CourseCompleted(
        ref="course-1",
        program=f"OF-{size}",
        format="face to face",
        ended_on=date(2020, 6, 12),
        hours=Decimal(40),
        result="passed",
    )
