"""What is told of one stream, and on which day the office records it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from application.recording import DECIDE, EVOLVE, FOLD
from domain.event import Event
from domain.evidence import Evidence, Remark
from domain.pathway import decisions as pathway
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.program.state import Program
from milepost.sample.entry import Entry, office_day, recorded_at


class Diary:
    """What the office learns of one stream; `learned` keeps for each name of evidence when it was last spoken of."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.learned: dict[str, date] = {}
        self.told: list[tuple[date, Event]] = []

    def tell(self, event: Event, on: date) -> date:
        """Tell of an event on a day; the office records it on its next one, a remark never before its evidence."""
        day = office_day(max(on, self.learned[event.of]) if isinstance(event, Remark) else on)
        self.write(event, day)
        return day

    def write(self, event: Event, day: date) -> None:
        """Record an event on this very day."""
        self.told.append((day, event))
        if isinstance(event, Evidence):
            self.learned[event.ref] = day
        elif isinstance(event, Remark):
            self.learned[event.of] = day


def recorded(diary: Diary, until: datetime, programs: Mapping[str, Program]) -> tuple[list[Entry], Any]:
    """Return what is recorded up to an instant, as the domain lets it through, and the state that all of it leaves."""
    kind = diary.stream.partition("/")[0]
    state = FOLD[kind](diary.stream, ())
    entries: list[Entry] = []
    for number, (day, event) in enumerate(sorted(diary.told, key=lambda each: each[0]), 1):
        _decide(kind, state, event, programs)
        EVOLVE[kind](state, event)
        instant = recorded_at(diary.stream, day)
        if instant <= until:
            entries.append(Entry(instant, diary.stream, number, event))
    return entries, state


def _decide(kind: str, state: Any, event: Any, programs: Mapping[str, Program]) -> None:  # noqa: ANN401 - of any kind
    if kind != "pathway":
        DECIDE[kind](state, event)
    elif isinstance(event, PathwayOpened):
        pathway.open_pathway(state, event)
    elif isinstance(event, CourseCompleted):
        pathway.complete_course(state, event, programs[event.program])
    else:
        pathway.record(state, event)


def states(diaries: Iterable[Diary], until: datetime) -> tuple[list[Entry], dict[str, Any]]:
    """Return what is recorded of several streams, and the state of each by the id of its stream."""
    entries: list[Entry] = []
    found: dict[str, Any] = {}
    for diary in diaries:
        more, state = recorded(diary, until, {})
        entries.extend(more)
        found[diary.stream.partition("/")[2]] = state
    return entries, found
