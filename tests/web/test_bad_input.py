"""Whatever is wrong with a write is told as a problem, and nothing is recorded; without it, the same write is."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import msgspec
import pytest
from flask import Flask, request
from msgspec.structs import replace

from application.access import OPERATIONS, Caller, Reach, Role
from application.authentication import Authentication
from application.keys import Keyring
from application.store import EventStore
from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.key_set import KeySet
from infrastructure.tokens import IssuedTokens, Trust
from tests.application.test_keys import KeysInMemory
from tests.infrastructure.issuer import AUDIENCE, ISSUER, NOON, claims, key, key_set, part, token
from tests.vaults import vault_in
from tests.web import sample
from tests.web.examples import EXAMPLES, Asked, Example
from tests.web.further_examples import FURTHER
from tests.web.office import Office
from web.app import create_app

BOARD = Caller("board", frozenset({Role.REGISTRAR, Role.ADMINISTRATOR}))
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
RECORDS = {name for name, each in OPERATIONS.items() if each.writes and not each.beside_the_log}
WRITES = (*((name, each) for name, each in EXAMPLES.items() if name in RECORDS), *FURTHER)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
STRANGER = {"sub": "zoe", "roles": ["mediator"], "pathways": ["zoe"]}


class Sent(msgspec.Struct, frozen=True):
    """A request, to the byte."""

    address: str
    body: bytes
    headers: Mapping[str, str | None]


class Wrong(msgspec.Struct, frozen=True):
    """A request with one thing wrong, and how that is told: its status, and the problem or one of several."""

    case: str
    sent: Sent
    status: int
    problems: tuple[str, ...]


def by(credential: str) -> dict[str, str | None]:
    return {"Authorization": f"Bearer {credential}"}


def unsigned(**said: Any) -> str:  # noqa: ANN401  (claims)
    """Return a token that says of itself that it needs no signature."""
    return f"{part(json.dumps({'alg': 'none', 'kid': 'ES256', 'typ': 'at+jwt'}))}.{part(json.dumps(claims(**said)))}."


def wrong_callers(sent: Sent, said: dict[str, Any]) -> Iterator[Wrong]:
    """Yield the request of those who are nobody, or somebody else."""
    good = token(claims(**said))
    forged = {
        "an expired token": token(claims(**said, exp=int(NOON.timestamp()) - 60)),
        "a token that is not valid yet": token(claims(**said, nbf=int(NOON.timestamp()) + 3600)),
        "a token without a signature": unsigned(**said),
        "a token for another service": token(claims(**said, aud="elsewhere")),
        "a token of another issuer": token(claims(**said, iss="https://elsewhere.example")),
        "a token by a key that nobody knows": token(claims(**said), {"kid": "unknown"}),
        "a token by another key": token(claims(**said), {"alg": "RS256", "kid": "ES256"}, key("RS256")),
        "a token cut short": good[:-4],
    }
    for case, credential in forged.items():
        yield Wrong(case, with_headers(sent, by(credential)), 401, ("token-refused",))
    yield Wrong("nobody", with_headers(sent, {"Authorization": None}), 401, ("credentials-missing",))
    yield Wrong("a key that nobody made", with_headers(sent, by(f"mp_{12 * '0'}_{64 * '0'}")), 401, ("key-refused",))
    yield Wrong("no credential", with_headers(sent, {"Authorization": "Basic x"}), 401, ("credentials-unreadable",))
    yield Wrong("somebody else", with_headers(sent, by(token(claims(**STRANGER)))), 403, ("not-permitted",))


def wrong_headers(sent: Sent) -> Iterator[Wrong]:
    for case, name in (("no key", None), ("a key of two words", "two words"), ("a long key", "x" * 129)):
        given = with_headers(sent, {"Idempotency-Key": name})
        yield Wrong(case, given, 400, ("idempotency-key-missing",))
    yield Wrong("another media type", with_headers(sent, {"Content-Type": "text/plain"}), 415, ("media-type-unknown",))
    latin = f"{sent.headers['Content-Type']}; charset=ISO-8859-1"
    yield Wrong("another charset", with_headers(sent, {"Content-Type": latin}), 415, ("media-type-unknown",))
    yield Wrong("a packed body", with_headers(sent, {"Content-Encoding": "gzip"}), 415, ("media-type-unknown",))
    if "If-Match" in sent.headers:
        yield Wrong("no version", with_headers(sent, {"If-Match": None}), 428, ("precondition-missing",))
        yield Wrong("no tag", with_headers(sent, {"If-Match": "1"}), 400, ("precondition-unreadable",))
        for tag in ('"99999"', 'W/"1"', '""'):
            yield Wrong(f"version {tag}", with_headers(sent, {"If-Match": tag}), 412, ("precondition-failed",))


def wrong_bodies(sent: Sent) -> Iterator[Wrong]:
    """Yield the request with bodies that are no JSON of it."""
    told: dict[str, Any] = json.loads(sent.body)
    noun = next(name for name in told if name not in {"id", "reason", "cause"})
    bodies = {
        "nothing": b"",
        "cut short": sent.body[:-1],
        "a list": b"[%b]" % sent.body,
        "no UTF-8": sent.body.replace(b"as told", b"as \xff told"),
        "a null byte": sent.body.replace(b"as told", b"as \x00 told"),
        "a null character": sent.body.replace(b"as told", b"as \\u0000 told"),
        "half a pair of surrogates": sent.body.replace(b"as told", b"as \\ud800 told"),
        "a member twice": b'{"reason": "r", ' + sent.body[1:],
        "no number": b'{"more": NaN, ' + sent.body[1:],
        "seventeen deep": b'{"more": ' + 16 * b"[" + 16 * b"]" + b", " + sent.body[1:],
        "without a bottom": 100_000 * b"[",
        "an unknown member": encoded(told | {"because": 1}),
        "an unknown member within": encoded(told | {noun: told[noun] | {"colour": "blue"}}),
        "a topic": encoded(told | {noun: told[noun] | {"topic": "pathway.course-completed.v1"}}),
        "no reason": encoded({name: value for name, value in told.items() if name != "reason"}),
        "a blank reason": encoded(told | {"reason": " \n\u00a0"}),
        "a number as reason": encoded(told | {"reason": 7}),
        "a number as cause": encoded(told | {"cause": 7}),
        "no object": encoded(told | {noun: [told[noun]]}),
        **{f"{name} of another type": encoded(told | {noun: told[noun] | of}) for name, of in other_types(told[noun])},
    }
    for case, body in bodies.items():
        assert body != sent.body
        yield Wrong(case, replace(sent, body=body), 400, ("body-invalid",))
    yield Wrong("huge", replace(sent, body=sent.body + 262_144 * b" "), 413, ("body-too-large",))
    yield Wrong("a parameter", replace(sent, address=f"{sent.address}?dry_run=true"), 400, ("query-invalid",))
    yield Wrong("sealed", replace(sent, body=encoded(told | {"reason": "sealed:v1:AAAA"})), 422, ("impossible-value",))
    for name, value in told[noun].items():
        if name.startswith("hours") and not isinstance(value, dict):
            for number in ("1_0", "\u0664\u0660", "+40", " 40", "NaN", "4e", ".5"):
                body = encoded(told | {noun: told[noun] | {name: number}})
                yield Wrong(f"{name}: {number}", replace(sent, body=body), 400, ("body-invalid",))
        if isinstance(value, str) and DAY.fullmatch(value):
            for day in ("2021-02-30", "0000-01-01", "99999-01-01", "2021-2-3", "2021-02-03T00:00:00Z", ""):
                body = encoded(told | {noun: told[noun] | {name: day}})
                yield Wrong(f"{name}: {day}", replace(sent, body=body), 400, ("body-invalid",))
            for day in ("1066-10-14", "9999-12-31"):
                body = encoded(told | {noun: told[noun] | {name: day}})
                yield Wrong(f"{name}: {day}", replace(sent, body=body), 422, ("impossible-value", "not-yet-happened"))


def other_types(noun: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in noun.items():
        yield name, {name: [[1]] if isinstance(value, dict) else {"of": [1]}}


def wrong_documents(sent: Sent) -> Iterator[Wrong]:
    yield Wrong("no UTF-8", replace(sent, body=b"\xff" + sent.body), 400, ("body-invalid",))
    yield Wrong("huge", replace(sent, body=sent.body + 1_000_000 * b"#"), 413, ("body-too-large",))
    yield Wrong("no reason", replace(sent, address=sent.address.partition("?")[0]), 400, ("query-invalid",))
    yield Wrong("an unknown parameter", replace(sent, address=f"{sent.address}&x=1"), 400, ("query-invalid",))
    for text in ("%00", "%ff"):
        yield Wrong(f"a reason with {text}", replace(sent, address=f"{sent.address}{text}"), 400, ("query-invalid",))
    bodies = {
        "nothing": b"",
        "a null byte": sent.body + b"\x00\n",
        "cut short": sent.body[:40],
        "an unknown member": sent.body + b"colour: blue\n",
        "a day that is none": re.sub(rb"\d{4}-\d\d-\d\d", b"2021-02-30", sent.body, count=1),
        "without a bottom": b"title: " + 5_000 * b"[",
        "an alias": b"a: &a [x]\nb: *a\n" + sent.body,
    }
    for case, body in bodies.items():
        assert body != sent.body
        yield Wrong(case, replace(sent, body=body), 422, ("document-refused",))
    if b"2021-11-01" in sent.body:
        far_off, long_ago = (sent.body.replace(b"2021-11-01", day) for day in (b"9999-12-31", b"1066-10-14"))
        yield Wrong("a day far off", replace(sent, body=far_off), 422, ("document-refused",))
        told = (409, ("scenarios-fail",)) if "adoptions" in sent.address else (422, ("impossible-value",))
        yield Wrong("a day long ago", replace(sent, body=long_ago), told[0], ("document-refused", *told[1]))


def wrong_files(sent: Sent) -> Iterator[Wrong]:
    lines = b'{"event": "course completed", "pathway": "ada", "ref": "\\ud800"}\n'
    as_lines = with_headers(replace(sent, body=lines), {"Content-Type": "application/jsonl"})
    yield Wrong("half a pair of surrogates", as_lines, 422, ("rows-refused",))
    yield Wrong("lines as CSV", replace(sent, body=lines), 422, ("file-of-another-type",))
    yield Wrong("huge", replace(sent, body=sent.body + 8 * 1024 * 1024 * b"\n"), 413, ("body-too-large",))
    yield Wrong("nothing", replace(sent, body=b""), 422, ("file-empty",))
    yield Wrong("no reason", replace(sent, address=sent.address.partition("?")[0]), 400, ("query-invalid",))
    yield Wrong("an unknown parameter", replace(sent, address=f"{sent.address}&x=1"), 400, ("query-invalid",))
    for text in ("%00", "%ff"):
        yield Wrong(f"a reason with {text}", replace(sent, address=f"{sent.address}{text}"), 400, ("query-invalid",))
    bodies = {
        "no UTF-8": sent.body.replace(b"basic", b"bas\xffic"),
        "a null byte": sent.body.replace(b"course-9", b"course\x009"),
        "a person who is to be forgotten": b"event,pathway,forgotten_on\nperson forgotten,ada,2021-03-01\n",
        "an unknown column": sent.body.replace(b",ref,", b",reference,"),
        "a day that is none": sent.body.replace(b"2021-03-01", b"2021-02-30"),
        "a day to come": sent.body.replace(b"2021-03-01", b"9999-12-31"),
        "a pathway that is none": sent.body.replace(b",ada,", b",a/da,"),
    }
    for case, body in bodies.items():
        assert body != sent.body
        yield Wrong(case, replace(sent, body=body), 422, ("rows-refused",))


def encoded(told: object) -> bytes:
    return json.dumps(told).encode()


def with_headers(sent: Sent, others: Mapping[str, str | None]) -> Sent:
    return replace(sent, headers={**sent.headers, **others})


@cache
def service() -> Flask:
    """Return the service for those who have tokens of the issuer, at whichever desks a request names."""
    tokens = IssuedTokens(Trust(ISSUER, AUDIENCE), KeySet(lambda: key_set("ES256")))
    authentication = Authentication(Keyring(KeysInMemory()), tokens, lambda: NOON)
    return create_app(
        lambda: request.environ[sample.DESKS],
        lambda: sample.TODAY,
        authenticate=authentication.caller,
        cursor_key=lambda: b"a key",
    )


class Write:
    """A write that comes out well, in a store of its own with what has to be there before."""

    def __init__(self, store: EventStore, operation: str, example: Example) -> None:
        self.store = store
        able = [Office(store, BOARD), Office(store, ADA)]
        for asked in example.before:
            assert isinstance(asked.body, Mapping)
            assert any(each.post(str(asked.address), dict(asked.body)).status_code == 201 for each in able)
        may = {role for role in BOARD.roles if OPERATIONS[operation].reach(role) is not Reach.NONE}
        self.caller = (
            {"sub": "desk", "roles": ["registrar", "administrator"]}
            if may
            else {"sub": "ada", "roles": ["mediator"], "pathways": ["ada"]}
        )
        found = example.asked.address
        address = found if isinstance(found, str) else found(able[0])
        self.asked = msgspec.structs.replace(example.asked, address=address)
        self.sent = sent_for(self.asked, token(claims(**self.caller)))
        self._client = service().test_client()
        self._client.environ_base[sample.DESKS] = sample.app_of(store, sample.assessor_of(store)).desks  # type: ignore[assignment]

    def told(self, sent: Sent) -> tuple[int, str]:
        """Return the status and what the answer is: the name of a problem, or of a format."""
        headers = {name: value for name, value in sent.headers.items() if value is not None}
        response = self._client.post(sent.address, data=sent.body, headers=headers)
        assert response.headers["Cache-Control"] == "no-store"
        found = response.json or {}
        if response.status_code < 400:
            return response.status_code, found["format"]
        assert response.content_type == "application/problem+json"
        assert found["status"] == response.status_code
        return response.status_code, found["type"].removeprefix("/problems/")

    def wrong(self) -> Iterator[Wrong]:
        """Yield the write with each of the things that may be wrong with it."""
        wrong: Callable[[Sent], Iterator[Wrong]] = wrong_bodies
        if self.asked.file is not None:
            wrong = wrong_files
        elif isinstance(self.asked.body, str):
            wrong = wrong_documents
        yield from wrong_callers(self.sent, self.caller)
        yield from wrong_headers(self.sent)
        yield from wrong(self.sent)


def sent_for(asked: Asked, credential: str) -> Sent:
    headers = {**by(credential), "Idempotency-Key": "once"}
    address = str(asked.address)
    if asked.file is not None:
        return Sent(address, asked.file, headers | {"Content-Type": "text/csv"})
    if isinstance(asked.body, str):
        upon = {} if "/documents" in address else {"If-Match": "*"}
        return Sent(address, asked.body.encode(), headers | {"Content-Type": "application/yaml"} | upon)
    body = encoded({"reason": "as told by letter", "cause": None, **(asked.body or {})})
    opens = "id" in (asked.body or {}) or address.startswith("/v1/reprojections")
    return Sent(address, body, headers | {"Content-Type": "application/json"} | ({} if opens else {"If-Match": "*"}))


@pytest.fixture
def write(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[Write]:
    file = copyfile(url.removeprefix("sqlite:///"), tmp_path / "store.sqlite")
    engine = open_engine(f"sqlite:///{file}")
    yield Write(SqlEventStore(engine, EVENTS, UPCASTERS, vault=vault_in(tmp_path)), *request.param)
    engine.dispose()


FOUND_FIRST = {"/v1/policies/adoptions", "/v1/policies/liftings", "/v1/policies/measures/adoptions"}
"""Where something has to be laid before what is posted, in a store of one's own."""


def test_every_resource_that_is_posted_to_has_an_example() -> None:
    rules = {rule.rule for rule in service().url_map.iter_rules() if "POST" in (rule.methods or ())}
    addresses = service().url_map.bind("localhost")
    asked = [example.asked for _, example in (*EXAMPLES.items(), *FURTHER)]
    sent = [each.address for each in asked if each.body is not None or each.file is not None]
    posted = [address.partition("?")[0] for address in sent if isinstance(address, str)]
    found = {addresses.match(address, "POST", return_rule=True)[0].rule for address in posted}

    assert found | FOUND_FIRST == rules


RECORDED = {
    (201, "milepost.recorded"),
    (201, "milepost.upload"),
    (202, "milepost.job"),
    (201, "milepost.live"),
}


def name_of(write: tuple[str, Example]) -> str:
    operation, example = write
    address = example.asked.address
    return f"{operation} {address if isinstance(address, str) else address.__name__}"


@pytest.mark.parametrize("write", WRITES, indirect=True, ids=name_of)
def test_a_write_with_something_wrong_records_nothing_and_without_it_something(write: Write) -> None:
    head = write.store.head()

    for each in write.wrong():
        status, problem = write.told(each.sent)
        assert status == each.status, (each.case, problem)
        assert problem in each.problems, each.case
        assert write.store.head() == head, each.case

    status, format_ = write.told(write.sent)
    recorded = write.store.head()
    assert (status, format_.partition("/")[0]) in RECORDED
    assert recorded > head
    reworded = write.sent.address + "s" if "reason=" in write.sent.address else write.sent.address
    again = replace(write.sent, address=reworded, body=write.sent.body.replace(b"as told", b"otherwise told"))
    assert write.told(again) == (422, "idempotency-key-reused")
    assert write.store.head() == recorded
