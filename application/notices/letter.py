"""A notice as a letter: plain text, in the words of the notice."""

from typing import Any

import msgspec

from application.instants import in_utc
from application.notices.notice import Notice


class Letter(msgspec.Struct, frozen=True):
    """What is written to a subscriber; the subject is one line, whatever the notice says."""

    to: str
    subject: str
    text: str


def letter(notice: Notice, to: str) -> Letter:
    """Return the letter that tells somebody of a notice."""
    details = [f"{name}: {_written(value)}" for name, value in notice.data.items()]
    made = f"{notice.id}, made at {in_utc(notice.made_at)}, with the log known up to position {notice.position}"
    text = "\n".join([_line(notice.says), "", *map(_line, details), "", made, ""])
    return Letter(to, _line(notice.says), text)


def _written(value: Any) -> str:  # noqa: ANN401  (of JSON)
    return value if isinstance(value, str) else msgspec.json.encode(value, order="deterministic").decode()


def _line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
