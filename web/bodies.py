"""Bodies of requests: JSON read strictly, so long and so deep at most, with nothing left to guess."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, NoReturn

from flask import Request, Response, abort, current_app, request
from flask_smorest import Blueprint
from flask_smorest import abort as abort_telling
from marshmallow import Schema

LONGEST = 262_144
DEEPEST = 16
NO_PARAMETER = "There is no such parameter here."
DIGITS = 19
"""A whole number of more digits is none that any resource takes."""

JSON = "application/json"
UNPACKED = "identity"
UTF_8 = "utf-8"

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class BodyInvalid(Exception):
    """The body is not what the resource takes; `errors` names each member by its JSON pointer."""

    def __init__(self, detail: str, pointer: str = "") -> None:
        super().__init__("The body cannot be read.")
        self.errors = [{"pointer": pointer, "detail": detail}]


class Resources(Blueprint):
    """Resources whose bodies are read here, at the location ``body``, and which refuse a query if they take none."""

    ARGUMENTS_PARSER = type(Blueprint.ARGUMENTS_PARSER)()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING = Blueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING | {"body": JSON}

    def __init__(self, *named: str, **options: Any) -> None:  # noqa: ANN401  (of flask-smorest)
        super().__init__(*named, **options)
        self._prepare_doc_cbks.append(_with_headers)
        self.before_request(_refuse_unread)

    @staticmethod
    def takes(*headers: dict[str, Any]) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
        """Describe the headers that an operation takes, beside its query: ``doc`` would put them in its place."""

        def described(view: Callable[..., Response]) -> Callable[..., Response]:
            @wraps(view)
            def taking(*given: Any, **named: Any) -> Response:  # noqa: ANN401  (of the view)
                return view(*given, **named)

            taking._apidoc = {**deepcopy(getattr(view, "_apidoc", {})), "headers": headers}  # type: ignore[attr-defined]  # noqa: SLF001  (where flask-smorest keeps it)
            return taking

        return described


def _refuse_unread() -> None:
    """Refuse the parameters of a query that nothing would read."""
    if not request.query_string or request.method == "OPTIONS":
        return
    described: dict[str, Any] = getattr(current_app.view_functions[request.endpoint or ""], "_apidoc", {})
    if all(each["in"] != "query" for each in described.get("arguments", {}).get("parameters", ())):
        abort_telling(400, messages={"query": {name: [NO_PARAMETER] for name in request.args}})


def _with_headers(doc: dict[str, Any], described: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ANN401  (as flask-smorest calls it)
    headers = described.get("headers", ())
    return {**doc, "parameters": [*doc.get("parameters", ()), *headers]} if headers else doc


@Resources.ARGUMENTS_PARSER.location_loader("body")
def read_body(request: Request, _: Schema) -> Any:  # noqa: ANN401  (JSON)
    """Return what the body says. Raises BodyInvalid, and what stands for the statuses 413 and 415."""
    if request.mimetype != JSON:
        abort(415)
    return read_json(bytes_of(request, LONGEST))


def bytes_of(request: Request, longest: int) -> bytes:
    """Return the body, unless it is longer than that, which is status 413, or packed or no UTF-8, which is 415."""
    if request.mimetype_params.get("charset", UTF_8).lower() != UTF_8:
        abort(415)
    if request.headers.get("Content-Encoding", UNPACKED).lower() != UNPACKED:
        abort(415)
    request.max_content_length = longest
    return request.get_data()


def read_json(body: bytes) -> Any:  # noqa: ANN401  (JSON)
    """Return the JSON of bytes; a number with a fraction is a decimal. Raises BodyInvalid."""
    if _depth(body) > DEEPEST:
        detail = f"Objects and lists stand more than {DEEPEST} deep inside one another."
        raise BodyInvalid(detail)
    try:
        found = json.loads(
            body.decode(), object_pairs_hook=_object, parse_float=_number, parse_constant=_refused_constant
        )
    except UnicodeDecodeError as error:
        detail = f"It is no UTF-8: byte {error.start} cannot be read."
        raise BodyInvalid(detail) from None
    except json.JSONDecodeError as error:
        detail = f"It is no JSON: {error.msg}, at line {error.lineno}, column {error.colno}."
        raise BodyInvalid(detail) from None
    except ValueError:
        detail = "It has a number of more digits than can be read."
        raise BodyInvalid(detail) from None
    for pointer, text in _texts(found, ""):
        if _NOT_TEXT.search(text):
            detail = "It has a text with a null character or half a surrogate pair."
            raise BodyInvalid(detail, pointer)
    return found


def pointed(pointer: str, step: object) -> str:
    """Return the JSON pointer to a member of what the pointer names."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for byte in _TEXT.sub(b"", body):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        detail = f"A member stands twice: {', '.join(map(json.dumps, twice))}."
        raise BodyInvalid(detail)
    return found


def _number(text: str) -> Decimal | int:
    """Return the number; one without a fraction is whole, however it is written."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    return int(number) if number.adjusted() < DIGITS and number == number.to_integral_value() else number


def _refused_constant(name: str) -> NoReturn:
    detail = f"{name} is no JSON."
    raise BodyInvalid(detail)


def _texts(part: Any, pointer: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (JSON)
    if isinstance(part, str):
        yield pointer, part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield pointer, name
            yield from _texts(value, pointed(pointer, name))
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from _texts(value, pointed(pointer, place))
