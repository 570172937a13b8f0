"""The service is tried against its own description: with whatever that allows, and much that it does not."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.transport.wsgi import WSGI_TRANSPORT, WSGITransport
from structlog.testing import capture_logs

from tests.contract import strategies
from tests.contract.service import Service
from tests.contract.written import adding

CONFIG = Path(__file__).parent / "schemathesis.toml"
PHASES = ("examples", "coverage", "fuzzing", "stateful")
BY_CHANCE = ("examples", "fuzzing", "stateful")

_KEY = "Idempotency-Key"
_USABLE = re.compile(r"[!-~]{1,100}")
_RECORDED = {HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}
_OF_SOCKETS = {"max_redirects", "verify", "cert"}

Asked = schemathesis.Case[Any]


class Failure(msgspec.Struct, frozen=True):
    """What did not hold, the command that shows it, and what was answered."""

    operation: str
    check: str
    says: str
    command: str = ""
    answer: str = ""


class Report(msgspec.Struct):
    """What was tried, and what did not hold; `answered` counts what came out well."""

    cases: int = 0
    operations: Counter[str] = msgspec.field(default_factory=Counter)
    answered: Counter[str] = msgspec.field(default_factory=Counter)
    failures: list[Failure] = msgspec.field(default_factory=list)

    def add(self, other: "Report") -> None:
        self.cases += other.cases
        self.operations += other.operations
        self.answered += other.answered
        self.failures += other.failures


class Turns:
    """Callers by turns: mostly the board, which may do most; else one of the others, or nobody who says so."""

    def __init__(self, service: Service) -> None:
        self._keys = (*service.others.values(), None, *[service.board] * 11)
        self._numbers = count(1)

    def get(self, case: Asked, _: schemathesis.AuthContext) -> str | None:
        """Return the key of whose turn it is, by what is asked; an example brings its own."""
        if case.meta is None:
            return str(case.headers["Authorization"]).removeprefix("Bearer ")
        asked = repr((case.path, case.path_parameters, case.query, case.body))
        return self._keys[crc32(asked.encode("utf-8", "replace")) % len(self._keys)]

    def set(self, case: Asked, key: str, _: schemathesis.AuthContext) -> None:
        """Let the caller be known. Most writes get an idempotency key of their own; what is drawn is drawn often."""
        case.headers["Authorization"] = f"Bearer {key}"
        number, drawn = next(self._numbers), case.headers.get(_KEY)
        if number % 8 and isinstance(drawn, str) and _USABLE.fullmatch(drawn):
            case.headers[_KEY] = f"{drawn}-{number}"


class InThisProcess(WSGITransport):
    """schemathesis 4.32 probes an application in its own process with settings of sockets, which fit none."""

    def send(self, case: Asked, *, session: Any = None, **given: Any) -> schemathesis.Response:  # noqa: ANN401  (as schemathesis has it)
        fitting = {name: value for name, value in given.items() if name not in _OF_SOCKETS}
        return super().send(case, session=session, **fitting)


def tried(service: Service, seed: int, examples: int, phases: Sequence[str] = PHASES) -> Report:
    """Try every operation: what its parameters ask for one by one, and so many examples drawn from the seed."""
    WSGI_TRANSPORT.__class__ = InThisProcess
    strategies.register()
    config = schemathesis.Config.from_path(CONFIG)
    config.update(seed=seed, max_failures=None)
    project = config.projects.default
    project.generation.update(max_examples=examples)
    for name in PHASES:
        project.phases.get_by_name(name=name).enabled = name in phases
    schema = schemathesis.openapi.from_wsgi("/openapi.json", service.app, config=config)
    schema.auth.providers.append(Turns(service))
    report = Report()
    schema.hooks.hook(adding(service))
    schema.hooks.hook(_watching(service, report))
    with capture_logs() as logged:
        for event in from_schema(schema).execute():
            _note(event, report)
            logged[:] = [each for each in logged if each["event"] == "unforeseen"]
    report.failures += [Failure(each["route"], "unforeseen", repr(each["exc_info"])) for each in logged]
    return report


def _watching(service: Service, report: Report) -> Callable[..., None]:
    """Return what watches the log: what is refused, or only asked, does not move it."""
    last = service.store.head()

    def after_call(_: schemathesis.HookContext, case: Asked, response: schemathesis.Response) -> None:
        nonlocal last
        before, last = last, service.store.head()
        if before < last and response.status_code not in _RECORDED:
            says = f"the log grew, and the answer is {response.status_code}"
            report.failures.append(Failure(case.operation.label, "nothing is recorded", says, case.as_curl_command()))

    return after_call


def _note(event: events.EngineEvent, report: Report) -> None:
    match event:
        case events.FatalError():
            raise event.exception
        case events.NonFatalError():
            report.failures.append(Failure(event.label, event.info.title, str(event.value)))
        case events.ScenarioFinished():
            done = event.recorder
            cases = {key: each.value for key, each in done.cases.items()}
            labels = {key: case.operation.label for key, case in cases.items()}
            report.cases += len(labels)
            report.operations.update(labels.values())
            report.answered.update(
                labels[key]
                for key, each in done.interactions.items()
                if each.response
                and each.response.status_code < HTTPStatus.MULTIPLE_CHOICES
                and cases[key].method == cases[key].operation.method.upper()
            )
            report.failures += _failures(done)


def _failures(done: ScenarioRecorder) -> Iterator[Failure]:
    for key, checks in done.checks.items():
        response = done.interactions[key].response
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                yield Failure(
                    failure.operation or "",
                    f"{check.name}: {failure.title}",
                    failure.message,
                    check.failure_info.code_sample or "",
                    f"{response.status_code} {response.text[:2000]}" if response else "",
                )
