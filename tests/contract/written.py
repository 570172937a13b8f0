"""The examples of every operation as cases: what comes out well is tried too, and stands there afterwards."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

import schemathesis

from application.access import OPERATIONS, Reach
from tests.contract.service import BOARD, Service
from tests.web.examples import EXAMPLES, Asked

_NAMED = re.compile(r"<(?:\w+:)?(\w+)>")

Case = Mapping[str, Any]


def adding(service: Service) -> Callable[..., None]:
    """Return what adds the examples of an operation to what is tried of it."""
    written = dict[str, list[Case]]()
    for label, case in _written(service):
        written.setdefault(label, []).append(case)

    def before_add_examples(context: schemathesis.HookContext, examples: list[schemathesis.Case[Any]]) -> None:
        operation = context.operation
        assert operation is not None
        for each in written.get(operation.label, ()):
            case = operation.Case(**each)
            operation.schema.auth.set(case, schemathesis.AuthContext(operation, service.app))
            examples.append(case)

    return before_add_examples


def _written(service: Service) -> Iterator[tuple[str, Case]]:
    addresses = service.app.url_map.bind("localhost")
    for number, (name, example) in enumerate(EXAMPLES.items()):
        role = next(role for role in (*BOARD.roles, *service.others) if OPERATIONS[name].reach(role) is not Reach.NONE)
        for by, asked in {role: example.asked, **example.instead}.items():
            address = asked.address if isinstance(asked.address, str) else asked.address(service.office)
            path, _, query = address.partition("?")
            method = "GET" if asked.body is None and asked.file is None else "POST"
            rule, named = addresses.match(path, method, return_rule=True)
            case: dict[str, Any] = {
                "headers": {
                    "Authorization": f"Bearer {service.others.get(by, service.board)}",
                    "Idempotency-Key": f"example-{number}",
                    "If-Match": "*",
                },
                "path_parameters": {name: str(value) for name, value in named.items()},
                "query": dict(parse_qsl(query)),
            }
            yield f"{method} " + _NAMED.sub(r"{\1}", rule.rule), case | _sent(asked)


def _sent(asked: Asked) -> dict[str, Any]:
    if asked.file is not None:
        return {"body": asked.file, "media_type": "text/csv"}
    if isinstance(asked.body, str):
        return {"body": asked.body.encode(), "media_type": "application/yaml"}
    if asked.body is None:
        return {}
    said = {} if asked.question else {"reason": "as told by letter", "cause": None}
    return {"body": said | dict(asked.body), "media_type": "application/json"}
