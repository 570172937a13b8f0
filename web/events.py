"""Events in bodies: read into their own structs, and described by the schemas of these, so that neither can differ."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Any, cast

import msgspec
from flask import request
from marshmallow import ValidationError, fields

from domain.event import Event
from domain.stated import stated

EVENT = "event"
"""The member that says which event it is, in the words that files of rows and scenarios use too."""

REASON = "reason"

_IN_DIGITS = "A number, or a text that states one in plain digits, such as 12.5."
_PLACE = re.compile(r" - at `(\$[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[([^\]]*)\]")


def words_of(kind: type[Event]) -> str:
    """Return an event in words, such as ``course completed``."""
    return kind.topic().split(".")[1].replace("-", " ")


class EventField(fields.Field[Event]):
    """One of several events, or the only one there is.

    `named` are the fields that the address gives, each with the name it has there; the body does not repeat them.
    `component` is the name of its schema.
    """

    def __init__(
        self,
        component: str,
        kinds: Sequence[type[Event]],
        named: Mapping[str, str] | None = None,
        *,
        only: bool = False,
    ) -> None:
        super().__init__(required=True)
        self.component = component
        self.kinds = {words_of(kind): kind for kind in kinds}
        self.named = dict(named or {})
        self.only = only

    @cached_property
    def schemas(self) -> dict[str, Any]:
        """The schemas of the field and of its events, by the names of components."""
        if self.only:
            (kind,) = self.kinds.values()
            return _schemas(kind, self.component, self.named, None)
        found: dict[str, Any] = {}
        members: dict[str, str] = {}
        for words, kind in self.kinds.items():
            name = f"{self.component}{kind.__name__}"
            found |= _schemas(kind, name, self.named, words)
            members[words] = f"#/components/schemas/{name}"
        choice = {
            "oneOf": [{"$ref": reference} for reference in members.values()],
            "discriminator": {"propertyName": EVENT, "mapping": members},
        }
        return {self.component: choice, **found}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Event:  # noqa: ANN401, ARG002  (as marshmallow calls it)
        if not isinstance(value, dict):
            detail = "An object is expected."
            raise ValidationError(detail)
        given = dict(value)
        kind = self._kind(given)
        for name in self.named:
            if name in given:
                raise ValidationError({name: ["The address gives it."]})
        if _reason_is_asked(kind) and data is not None and isinstance(data.get(REASON), str):
            given.setdefault(REASON, data[REASON])
        values = request.view_args or {}
        try:
            return cast("Event", stated(given | {name: values[there] for name, there in self.named.items()}, kind))
        except msgspec.ValidationError as error:
            raise ValidationError(_placed(str(error))) from None

    def _kind(self, given: dict[str, Any]) -> type[Event]:
        if "topic" in given:
            raise ValidationError({"topic": ["There is no such member here."]})
        if self.only:
            return next(iter(self.kinds.values()))
        words = given.pop(EVENT, None)
        if not isinstance(words, str) or words not in self.kinds:
            near = get_close_matches(str(words), self.kinds, n=1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            detail = f"Expected one of: {', '.join(sorted(self.kinds))}.{meant}"
            raise ValidationError({EVENT: [detail]})
        return self.kinds[words]


@cache
def _reason_is_asked(kind: type[Event]) -> bool:
    """Tell whether the event has to have a reason: that of the write, if it gives no other."""
    return any(field.name == REASON and field.required for field in msgspec.structs.fields(kind))


def schema_of_event(_: object, field: fields.Field[Any], **__: object) -> dict[str, Any]:
    """Return how the field stands in the schema of a body, as apispec asks of every field."""
    return {"$ref": f"#/components/schemas/{field.component}"} if isinstance(field, EventField) else {}


def _schemas(kind: type[Event], name: str, named: Mapping[str, str], words: str | None) -> dict[str, Any]:
    """Return the schema of an event as a body gives it, and of what it holds, by their names."""
    _, found = msgspec.json.schema_components((kind,), ref_template="#/components/schemas/{name}")
    own = found.pop(kind.__name__)
    left_out = {"topic", *named}
    properties = {key: _numbers_too(value) for key, value in own["properties"].items() if key not in left_out}
    required = [key for key in own.get("required", ()) if key not in left_out | {REASON}]
    if words is not None:
        properties = {EVENT: {"const": words}, **properties}
        required = [EVENT, *required]
    own |= {"title": words or name, "properties": properties, "required": required}
    return {name: own, **found}


def _numbers_too(schema: Any) -> Any:  # noqa: ANN401  (JSON Schema)
    """Return the schema with numbers where it takes decimals in text: both are read exactly."""
    if isinstance(schema, list):
        return [_numbers_too(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": ["string", "number"], "format": "decimal", "description": _IN_DIGITS}
    return {key: _numbers_too(value) for key, value in schema.items()}


def _placed(message: str) -> dict[str, Any] | list[str]:
    """Return msgspec's message at the place that it names, as marshmallow nests messages."""
    place = _PLACE.search(message)
    placed: dict[str, Any] | list[str] = [_PLACE.sub("", message).replace("`", "'") + "."]
    for name, number in reversed(_STEP.findall(place[1]) if place else []):
        placed = {name or number: placed}
    return placed
