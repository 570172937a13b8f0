"""The coordinates as a query gives them. What is not one of them is refused, and so is one that is given twice."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from flask import request
from marshmallow import Schema, ValidationError, fields, pre_load, validate

from application.assessing import Instant
from web.bodies import NO_PARAMETER

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,30}")
_POSITION = re.compile(r"[0-9]{1,18}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
LARGEST = 2**62
"""Any size of a log is smaller."""
LONGEST = 200

_A_DAY = "A day of the calendar, as YYYY-MM-DD."
_AN_INSTANT = (
    "A position of the log, an instant as 2026-03-01T12:00:00Z (a + is written %2B), or a day as YYYY-MM-DD, "
    "which is known up to its end in UTC."
)
KNOWLEDGE: tuple[dict[str, Any], ...] = (
    {"type": "string", "pattern": f"^{_POSITION.pattern}$"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "date"},
)
"""What a query names knowledge by, as schemas."""

_NO_TEXT = ("It is no UTF-8, or has a null character.",)

A_VERSION = f"The name of a version, of 1 to {LONGEST} characters."


class Day(fields.Field[date]):
    """A calendar day, in the one form of RFC 3339."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> date:  # noqa: ANN401, ARG002  (as marshmallow calls it)
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValidationError(_A_DAY)
        return _day(value, _A_DAY)


class Whole(fields.Integer):
    """A whole number of a query, in plain digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> int:  # noqa: ANN401  (as marshmallow calls it)
        if not isinstance(value, str) or not _WHOLE.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"])
        return super()._deserialize(value, attr, data, **options)


class Knowledge(fields.Field[Instant]):
    """How much was known: a position, an instant of RFC 3339, or a day."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Instant:  # noqa: ANN401, ARG002  (as marshmallow calls it)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise ValidationError(_AN_INSTANT)
        if _POSITION.fullmatch(value):
            return int(value)
        if _DAY.fullmatch(value):
            return _day(value, _AN_INSTANT)
        if _INSTANT.fullmatch(value):
            return _instant(value)
        raise ValidationError(_AN_INSTANT)


def _flag(says: str, name: str | None = None) -> fields.Boolean:
    """Return whether something is so, under another name in the query than here."""
    return fields.Boolean(
        data_key=name,
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "Write true or false."},
        metadata={"description": says},
    )


def _language(told: str) -> fields.String:
    return fields.String(
        validate=validate.Length(1, LONGEST, error="A language, such as de."),
        metadata={"description": f"The language in whose words {told}; none, if left out."},
    )


def _day_asked(name: str, says: str) -> Day:
    return Day(data_key=name, metadata={"description": f"{says}; today in UTC, if left out. {_A_DAY}"})


def _knowledge(says: str) -> Knowledge:
    described = f"{says}; everything, if left out. {_AN_INSTANT}"
    return Knowledge(metadata={"description": described, "anyOf": KNOWLEDGE})


def _text(says: str) -> fields.String:
    described = f"{says}; the one in force on the day, if left out. The name of an adopted version, or of a proposal."
    return fields.String(validate=validate.Length(1, LONGEST, error=A_VERSION), metadata={"description": described})


class Query(Schema):
    """What anything is asked with: each parameter is known, and given once."""

    error_messages = {"unknown": NO_PARAMETER}  # noqa: RUF012  (as marshmallow has it)

    @pre_load
    def once(self, data: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:  # noqa: ANN401  (as marshmallow calls it)
        """Refuse a parameter that is no text, or given more than once: which one is meant cannot be told."""
        repeated = {name: ["It is given more than once."] for name, values in request.args.lists() if len(values) > 1}
        refused = repeated | dict.fromkeys(no_texts(request.query_string), _NO_TEXT)
        if refused:
            raise ValidationError(refused)
        return data


def no_texts(query: bytes) -> tuple[str, ...]:
    """Return the parameters of a query that are no UTF-8, or have a null character."""
    parts = [part.partition(b"=")[0] for part in query.split(b"&") if not _is_text(unquote_to_bytes(part))]
    return tuple(unquote(name.decode("latin-1")) for name in parts)


def _is_text(part: bytes) -> bool:
    try:
        return "\x00" not in part.decode()
    except UnicodeDecodeError:
        return False


class KnownQuery(Query):
    """What anything is asked with that was known."""

    known = Knowledge(
        metadata={"description": f"How much was known; everything, if left out. {_AN_INSTANT}", "anyOf": KNOWLEDGE}
    )


class TimelineQuery(KnownQuery):
    """What a timeline is asked with."""

    under = fields.String(
        validate=validate.Length(1, LONGEST, error=A_VERSION),
        metadata={
            "description": "The policy that judges; the one in force on the day, if left out. The name of an adopted "
            "version, which then judges every day, or of a proposal, which joins those in force on its day of effect."
        },
    )
    hindsight = _flag(
        "Whether `under` may name a version that was published or proposed only after `known`; false, if left out."
    )


class StandingQuery(TimelineQuery):
    """What a standing is asked with."""

    on = Day(metadata={"description": f"The day asked about; today in UTC, if left out. {_A_DAY}"})
    language = _language("the answer tells its codes and ids, in its member `words`")


class DossierQuery(TimelineQuery):
    """What a dossier is asked for with."""

    on = Day(metadata={"description": f"The day asked about; today in UTC, if left out. {_A_DAY}"})
    since = Whole(
        strict=False,
        validate=validate.Range(0, LARGEST),
        metadata={"description": "The size of an earlier checkpoint, from which the file proves that the log goes on."},
    )


class ChangesQuery(Query):
    """What a change from one answer to another is asked with."""

    from_on = _day_asked("from", "The first day")
    to_on = _day_asked("to", "The last day")
    from_known = _knowledge("How much was known in the beginning")
    to_known = _knowledge("How much was known in the end")
    from_under = _text("The policy that judges in the beginning")
    to_under = _text("The policy that judges in the end")
    hindsight = _flag(
        "Whether a version may be named that was published or proposed only after what is known; false, if left out."
    )
    language = _language("each step is told, in the member `told`")
    every = _flag("Whether events that were looked at and change nothing are told; false, if left out.", name="all")


def _day(value: str, expected: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValidationError(expected) from None


def _instant(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError(_AN_INSTANT) from None
