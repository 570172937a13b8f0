"""The service upon which its description is tried: over a store of its own, for callers who have keys."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from application.access import Caller, Role
from application.authentication import Authentication
from application.keys import Keyring, Scope
from application.store import EventStore
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.keys import SqlKeys
from infrastructure.migrations import migrate
from milepost.composition import translations
from milepost.settings import Settings
from tests.vaults import vault_in
from tests.web import sample
from tests.web.callers import MADE_AT
from tests.web.examples import EXAMPLES
from tests.web.office import Office
from web.app import create_app

BOARD = Caller("board", frozenset({Role.REGISTRAR, Role.ADMINISTRATOR}))
OTHERS = {
    Role.AUDITOR: Caller("otto", frozenset({Role.AUDITOR})),
    Role.PROVIDER: Caller("academy", frozenset({Role.PROVIDER}), programs=frozenset({"basic"})),
    Role.MEDIATOR: Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"})),
    Role.SERVICE: Caller("portal", frozenset({Role.SERVICE})),
}


class Service(NamedTuple):
    """The service, its store, the board at its office, and the keys: the board's, and one of each other role."""

    app: Flask
    store: EventStore
    office: Office
    board: str
    others: Mapping[Role, str]


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """The sample and whatever the examples have to find, in a store in the folder."""
    engine = open_engine(f"sqlite:///{folder / 'store.sqlite'}")
    migrate(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS, vault=vault_in(folder))
    sample.record(store)
    sample.checkpoint(store)
    board = Office(store, BOARD)
    for asked in {id(each): each for example in EXAMPLES.values() for each in example.before}.values():
        assert isinstance(asked.body, dict)
        assert board.post(str(asked.address), asked.body, bare=asked.question).status_code in {200, 201, 202}
    keyring = Keyring(SqlKeys(database(engine)))
    own, *others = (_key(keyring, each, bytes([place]) * 32) for place, each in enumerate((BOARD, *OTHERS.values())))
    authentication = Authentication(keyring, None, lambda: sample.NOW)
    words = translations(Settings())
    desks = sample.app_of(store, sample.assessor_of(store), words).desks
    app = create_app(
        lambda: desks, lambda: sample.TODAY, authenticate=authentication.caller, cursor_key=lambda: b"a key"
    )
    yield Service(app, store, board, own, dict(zip(OTHERS, others, strict=True)))
    engine.dispose()


def _key(keyring: Keyring, caller: Caller, drawn: bytes) -> str:
    scope = Scope(caller.name, caller.roles, caller.programs, caller.pathways)
    return keyring.add(scope, drawn, "ann", MADE_AT, timedelta(days=1))[1]
