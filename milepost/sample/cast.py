"""The cast: named mediators and programs with known stories, told in ``cast.yaml`` as rows that could be imported."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from application.rows import event_in
from application.sheets import Row
from domain.policy.typed import Typed, entries_of, items_of, text_of
from infrastructure.documents import read_document
from milepost.sample.diary import Diary

FILE = Path(__file__).parent / "cast.yaml"


def cast() -> tuple[list[Diary], list[Diary]]:
    """Return what is recorded of the programs of the cast, and of its mediators."""
    parts = entries_of(read_document(FILE), "the cast", {"programs", "pathways"})
    return list(_diaries("program", parts["programs"][1])), list(_diaries("pathway", parts["pathways"][1]))


def stories() -> dict[str, str]:
    """Return the story of each mediator of the cast in words."""
    parts = entries_of(read_document(FILE), "the cast")
    return {
        name.value: text_of(entries_of(typed, "a story")["story"][1], "a story").value
        for name, typed in entries_of(parts["pathways"][1], "the pathways").values()
    }


def _diaries(kind: str, typed: Typed) -> Iterator[Diary]:
    for name, story in entries_of(typed, f"the {kind}s").values():
        diary = Diary(f"{kind}/{name.value}")
        for item in items_of(entries_of(story, "a story", {"story", "events"})["events"][1], "events"):
            row = {key: text_of(value, key).value for key, (_, value) in entries_of(item, "an event").items()}
            day = date.fromisoformat(row.pop("recorded"))
            _, event = event_in(Row(item.place.line, row | {kind: name.value}, typed=False))
            diary.write(event, day)
        yield diary
