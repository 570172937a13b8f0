"""Where many pathways stand: one line of JSON for each, given as they are worked out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

import msgspec
from flask import Response
from flask_smorest import Api
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from application.assessing import Coordinates
from application.desks.desks import Desks
from application.many_standings import Chosen, Line
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import A_VERSION, KNOWLEDGE, LONGEST, Day, Knowledge
from web.problems import READING
from web.problems_of_access import ACCESS
from web.problems_of_recording import LEVEL_UNKNOWN
from web.problems_of_requests import BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN
from web.reading import telling

JSON_LINES = "application/jsonl"
MOST_NAMED = 1000
_LINES = 250
"""How many lines go out together."""

_TRUE_OR_FALSE = "True or false."
_ENCODER = msgspec.json.Encoder()
_PROBLEMS = (
    *READING.values(),
    *ACCESS.values(),
    LEVEL_UNKNOWN,
    BODY_INVALID,
    BODY_TOO_LARGE,
    MEDIA_TYPE_UNKNOWN,
    RESOURCE_UNKNOWN,
    UNFORESEEN,
)


class TrueOrFalse(fields.Boolean):
    """A truth value, and no number that equals one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> bool:  # noqa: ANN401, ARG002  (as marshmallow calls it)
        if not isinstance(value, bool):
            raise ValidationError(_TRUE_OR_FALSE)
        return value


class Where(Schema):
    """Which standings are wanted."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    level = fields.String(
        validate=validate.Length(1, LONGEST), metadata={"description": "A level that is held, or a specialisation."}
    )
    standing = fields.String(validate=validate.Length(1, LONGEST), metadata={"description": "The standing."})
    listing = fields.String(validate=validate.OneOf(("listed", "unlisted")), metadata={"description": "The listing."})


class StandingsBody(Schema):
    """What many standings are asked with: pathways by name, or which of all are wanted."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    pathways = fields.List(
        fields.String(validate=validate.Length(1, LONGEST)),
        validate=validate.Length(1, MOST_NAMED),
        metadata={"description": "The ids of pathways; each has its line, in this order."},
    )
    where = fields.Nested(Where, metadata={"description": "Which of all pathways are wanted; all, if it is empty."})
    on = Day(metadata={"description": "The day asked about; today in UTC, if left out."})
    known = Knowledge(
        metadata={
            "description": "How much was known; everything, if left out.",
            "type": ["string", "integer"],
            "anyOf": [*KNOWLEDGE, {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}],
        }
    )
    under = fields.String(
        validate=validate.Length(1, LONGEST, error=A_VERSION),
        metadata={"description": "The policy that judges; the one in force on the day, if left out."},
    )
    hindsight = TrueOrFalse(
        metadata={"description": "Whether `under` may name a version that was stated only after `known`."},
    )

    @validates_schema
    def one_of_both(self, data: dict[str, Any], **_: Any) -> None:  # noqa: ANN401  (as marshmallow calls it)
        """Refuse a question that names pathways and chooses among all, or does neither."""
        if ("pathways" in data) is ("where" in data):
            raise ValidationError({"pathways": ["Name `pathways`, or say `where` they are: one of both."]})


def describe_standings(api: Api) -> None:
    """Let the API describe what `one_of_both` asks for; its resource is registered before."""
    api.spec.components.schemas["StandingsBody"]["oneOf"] = [{"required": ["pathways"]}, {"required": ["where"]}]


def standings(desks: Callable[[], Desks], today: Callable[[], date]) -> Resources:
    """Return the resource of many standings; `today` gives the day asked about where a body names none."""
    resources = Resources("standings", __name__, url_prefix="/v1/standings", description="Many mediators at once.")

    @resources.route("", methods=["POST"])
    @resources.arguments(StandingsBody, location="body", unknown=RAISE, error_status_code=400)
    @telling(resources, _PROBLEMS)
    @resources.response(200, "StandingLine", content_type=JSON_LINES)
    def many(asked: dict[str, Any]) -> Response:
        """Where many pathways stand, without the reasons: as JSON Lines, each a value of this schema.

        The first line says by which coordinates; one line for each pathway follows; the last says how many these are.
        What ends without it was cut short. Nothing recorded meanwhile changes a line. It changes nothing, and is asked
        with POST for the size of its question.
        """
        pathways, where = asked.pop("pathways", None), asked.pop("where", {})
        at = Coordinates(asked.pop("on", None) or today(), **asked)
        desk = desks().standings
        lines = desk.of(caller(), pathways, at) if pathways else desk.chosen(caller(), Chosen(**where), at)
        return Response(_together(lines), mimetype=JSON_LINES, headers={"Cache-Control": "no-store"})

    return resources


def _together(lines: Iterable[Line]) -> Iterator[bytes]:
    every = iter(lines)
    while several := list(islice(every, _LINES)):
        yield _ENCODER.encode_lines(several)
