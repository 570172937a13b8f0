"""Every cell of the table of roles and operations, over HTTP: what it gives is answered, and nothing else is."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copyfile

import pytest
from werkzeug.test import TestResponse

from application.access import ANYONE, OPERATIONS, Caller, Reach, Role
from application.store import EventStore
from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.vaults import vault_in
from tests.web import sample
from tests.web.callers import signed_in
from tests.web.examples import EXAMPLES, WITHOUT_A_RESOURCE, Example
from tests.web.office import Office
from tests.web.running import HERE

OWN = {"programs": frozenset({"basic", "new"}), "pathways": frozenset({"ada", "new"})}
ANOTHERS = {"programs": frozenset({"other"}), "pathways": frozenset({"zoe"})}
BOARD = Caller("board", frozenset({Role.REGISTRAR, Role.ADMINISTRATOR}))


class Cells:
    """One operation in a store of its own, asked by one role after the other."""

    def __init__(self, store: EventStore, example: Example) -> None:
        self.store = store
        self._app = sample.app_of(store, sample.assessor_of(store))
        self._example = example
        board = Office(store, BOARD)
        for number, asked in enumerate(example.before):
            assert isinstance(asked.body, Mapping)
            done = board.post(str(asked.address), dict(asked.body), key=f"before-{number}", bare=asked.question)
            assert done.status_code in {200, 201, 202}, done.json
        found = example.asked.address
        self._address = found if isinstance(found, str) else found(board)

    def ask(self, role: Role | None, *, own: bool) -> TestResponse:
        """Ask as somebody who has this role and nothing else. All are of one name, so that a write is done once."""
        asked = self._example.instead.get(role, self._example.asked) if role else self._example.asked
        caller = Caller("somebody", frozenset({role} if role else ()), **(OWN if own else ANOTHERS))
        client = signed_in(self._app, ANYONE if role is Role.PUBLIC else caller)
        address = self._address if asked is self._example.asked else str(asked.address)
        key = "instead" if role in self._example.instead else "once"
        if asked.file is not None:
            return client.post(address, data=asked.file, content_type="text/csv", headers={"Idempotency-Key": key})
        if asked.body is None:
            return client.get(address)
        headers = {"Idempotency-Key": key, "If-Match": "*"}
        if isinstance(asked.body, str):
            return client.post(address, data=asked.body, content_type="application/yaml", headers=headers)
        said = {} if asked.question else {"reason": "as told by letter", "cause": None}
        return client.post(address, json=said | dict(asked.body), headers=headers)


@pytest.fixture
def cells(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[Cells]:
    file = copyfile(url.removeprefix("sqlite:///"), tmp_path / "store.sqlite")
    engine = open_engine(f"sqlite:///{file}")
    yield Cells(SqlEventStore(engine, EVENTS, UPCASTERS, vault=vault_in(tmp_path)), EXAMPLES[request.param])
    engine.dispose()


def reached(operation: str, role: Role | None, *, own: bool) -> bool:
    """Tell whether the table lets the role ask for what is its own, or for what is another's."""
    reaches = {OPERATIONS[operation].reach(each) for each in (role, Role.PUBLIC) if each}
    return Reach.ANY in reaches or (own and Reach.OWN in reaches)


def test_every_operation_has_an_example_or_no_resource() -> None:
    assert EXAMPLES.keys() | WITHOUT_A_RESOURCE == OPERATIONS.keys()
    assert not EXAMPLES.keys() & WITHOUT_A_RESOURCE


def test_no_desk_asks_for_an_operation_that_has_no_example() -> None:
    desks = "".join(path.read_text() for path in (HERE / "application" / "desks").glob("*.py"))

    assert [name for name in WITHOUT_A_RESOURCE if f'"{name}"' in desks] == []


@pytest.mark.parametrize(("cells", "operation"), [(name, name) for name in EXAMPLES], indirect=["cells"])
def test_each_role_is_answered_as_the_table_says(cells: Cells, operation: str) -> None:
    asked = [(role, own) for role in (*Role, None) for own in (True, False)]
    head = cells.store.head()

    for role, own in asked:
        if not reached(operation, role, own=own):
            response = cells.ask(role, own=own)
            assert response.status_code == (401 if role is Role.PUBLIC else 403), (role, own, response.json)
    assert cells.store.head() == head

    for role, own in asked:
        if reached(operation, role, own=own):
            response = cells.ask(role, own=own)
            assert response.status_code in {200, 201, 202}, (role, own, response.json)
    done = OPERATIONS[operation]
    assert (cells.store.head() > head) is (done.writes and not done.beside_the_log)


@pytest.mark.parametrize(("cells", "operation"), [("pathways.read", "pathways.read")], indirect=["cells"])
def test_whether_something_exists_is_not_told_to_those_it_is_not_for(cells: Cells, operation: str) -> None:
    there = cells.ask(Role.MEDIATOR, own=False).json
    nowhere = EXAMPLES[operation].asked.address
    assert there
    assert isinstance(nowhere, str)

    client = signed_in(sample.app_of(cells.store, sample.assessor_of(cells.store)), Caller("somebody", frozenset()))
    absent = client.get(nowhere.replace("ada", "nobody")).json

    assert absent
    changing = {"instance", "request_id"}
    assert {name: absent[name] for name in absent.keys() - changing} == {
        name: there[name] for name in there.keys() - changing
    }
