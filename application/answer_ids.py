"""Ids of answers: the coordinates of each, and the digest by which it is known again."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import date
from typing import Annotated

import msgspec

from application.assessing import Coordinates
from domain.refusal import Refusal

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class AnswerUnknown(Refusal):
    """No answer has such an id."""

    sentence = "no answer has the id {0!r}"


class AnswerId(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What an answer was about, known at which position of the log, and the digest of all that it says beside."""

    pathway: _Text
    on: date
    known: Annotated[int, msgspec.Meta(ge=0, lt=10**18)]
    under: _Text | None
    hindsight: bool
    language: _Text | None
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]

    @property
    def coordinates(self) -> Coordinates:
        return Coordinates(self.on, self.known, self.under, self.hindsight)

    @property
    def text(self) -> str:
        """The id as it is given."""
        return urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_answer_id(text: str) -> AnswerId:
    """Return what the id says. Raises AnswerUnknown."""
    try:
        given = msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=AnswerId)
    except (ValueError, NotBase64):
        raise AnswerUnknown(text) from None
    if given.text != text:
        raise AnswerUnknown(text)
    return given
