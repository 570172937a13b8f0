"""Documents of consultations and announcements, read strictly: every fault at its place."""

from collections.abc import Callable, Collection
from typing import Any, get_args

from domain.announcement import Announcement, AnnouncementPublished, Audience
from domain.announcement import record as record_announcement
from domain.consultation.decisions import record as record_consultation
from domain.consultation.events import Asked, ConsultationOpened
from domain.consultation.question import Kind, Question
from domain.consultation.state import Consultation
from domain.policy.typed import DocumentRefused, Fault, Text, Typed, Walk, entries_of, unknown
from domain.policy.words import day
from domain.refusal import Refusal

CONSULTATION = "milepost.consultation/v1"
ANNOUNCEMENT = "milepost.announcement/v1"
KEYS = (
    *("format", "consultation", "title", "about", "asked", "who", "informs"),
    *("opens on", "closes on", "sources", "questions"),
)
KEYS_OF_QUESTION = ("asks", "optional", "free text", "choice", "number of")
KEYS_OF_ANNOUNCEMENT = (
    *("format", "announcement", "title", "text"),
    *("published on", "audience", "version", "consultations", "sources"),
)
WAYS: dict[str, Kind] = {"free text": "free text", "choice": "choice", "number of": "number"}
"""The key that says how a question is answered."""


def read_consultation(typed: Typed) -> tuple[str, ConsultationOpened]:
    """Return the id of a consultation and how it is opened. Raises DocumentRefused."""
    walk = _walk(typed, "a consultation", KEYS, CONSULTATION)
    with walk.keeping_faults():
        name = walk.text("consultation")
        opened = ConsultationOpened(
            title=walk.line("title"),
            about=_line(walk, "about"),
            asked=_words(walk, "asked", get_args(Asked)),
            who=_line(walk, "who"),
            informs=_line(walk, "informs"),
            questions=tuple(each for _, each in walk.each(walk.required("questions"), "questions", _question)),
            opens_on=day(walk.text("opens on")),
            closes_on=day(walk.text("closes on")) if "closes on" in walk.entries else None,
            sources=_lines(walk, "sources"),
        )
        _refuse(walk)
        _possible(name, lambda: record_consultation(Consultation(f"consultation/{name.value}"), opened))
        return name.value, opened
    raise DocumentRefused(walk.faults)


def read_announcement(typed: Typed) -> tuple[str, AnnouncementPublished]:
    """Return the id of an announcement and what is published. Raises DocumentRefused."""
    walk = _walk(typed, "an announcement", KEYS_OF_ANNOUNCEMENT, ANNOUNCEMENT)
    with walk.keeping_faults():
        name = walk.text("announcement")
        published = AnnouncementPublished(
            title=walk.line("title"),
            text=walk.line("text"),
            published_on=day(walk.text("published on")),
            audience=_words(walk, "audience", get_args(Audience)),
            version=_line(walk, "version"),
            consultations=_lines(walk, "consultations"),
            sources=_lines(walk, "sources"),
        )
        _possible(name, lambda: record_announcement(Announcement(f"announcement/{name.value}"), published))
        return name.value, published
    raise DocumentRefused(walk.faults)


def _walk(typed: Typed, what: str, keys: Collection[str], format_: str) -> Walk:
    try:
        walk = Walk(Text(value=what, place=typed.place), entries_of(typed, what, keys))
        _one_of(walk.text("format"), "the format", (format_,))
    except Fault as fault:
        raise DocumentRefused([fault]) from None
    return walk


def _refuse(walk: Walk) -> None:
    if walk.faults:
        raise DocumentRefused(walk.faults)


def _question(name: Text, typed: Typed) -> Question:
    walk = Walk(name, entries_of(typed, f"the question '{name.value}'", KEYS_OF_QUESTION))
    ways = [key for key in WAYS if key in walk.entries]
    if len(ways) != 1:
        raise Fault(name.place, f"'{name.value}' is answered in one of these ways: {', '.join(WAYS)}")
    if ways == ["free text"] and not walk.yes("free text"):
        raise Fault(walk.text("free text").place, "expected yes, or another way of answering")
    return Question(
        id=name.value,
        asks=walk.line("asks"),
        kind=WAYS[ways[0]],
        choices=_lines(walk, "choice"),
        number_of=_line(walk, "number of"),
        optional=walk.yes("optional"),
    )


def _line(walk: Walk, key: str) -> str | None:
    return walk.line(key) if key in walk.entries else None


def _lines(walk: Walk, key: str) -> tuple[str, ...]:
    return tuple(each.value for each in walk.names(key))


def _words(walk: Walk, key: str, known: Collection[str]) -> Any:  # noqa: ANN401 - words of a closed list
    return tuple(_one_of(each, key, known) for each in walk.names(key))


def _one_of(text: Text, what: str, known: Collection[str]) -> str:
    if text.value not in known:
        raise unknown(text, what, known)
    return text.value


def _possible(name: Text, decide: Callable[[], object]) -> None:
    try:
        decide()
    except Refusal as refusal:
        raise Fault(name.place, str(refusal)) from None
