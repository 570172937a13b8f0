"""Milepost put together: the store behind the settings, and the use cases over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from application.adopting import Adopting
from application.answering import MEGABYTE, Answering
from application.asked_impacts import AskedImpacts, Judging
from application.assessing import Assessor
from application.authentication import Authentication, Tokens
from application.chains import Chains
from application.compiled import CompiledChains
from application.consultations import Consultations
from application.desks.desks import Beside, Desks, Files, desks_over, questions_over
from application.desks.jobs import Long
from application.desks.ledger import Vouched
from application.desks.subscriptions import Notified
from application.desks.uploads import Bulk
from application.determinations import Determined
from application.determining import Following
from application.determining_again import Kept
from application.exporting import Exporting
from application.forgetting import Forgetting
from application.impact_reports import Impacts
from application.impacts import AskingImpact
from application.importing import Importing
from application.jobs import Jobs
from application.keys import Keyring
from application.ledger.believing import Trust
from application.ledger.deriving import Deriving
from application.ledger.dossier import Dossiers
from application.ledger.drawing import Drawing
from application.ledger.following import Checkpointing
from application.ledger.ledger import Ledger
from application.ledger.proofs import Proofs
from application.ledger.receipts import Receipts
from application.ledger.verifying import Verifying
from application.ledger.witnessing import Witnessing
from application.measures import Measures
from application.notices.delivery import Deliveries
from application.notices.dispatch import Dispatch
from application.notices.reminding import Reminding
from application.notices.subscription import Subscribing
from application.recording import Registrar
from application.refusals import RowRefused
from application.renewing import Renewing
from application.reprojecting import Reprojecting
from application.restoring import Restoring
from application.revealing import Revealing
from application.rulebooks import Rulebooks
from application.sheets import Row, rows
from application.store import EventStore, StandingRows
from application.subject_access import Asking, Remembered, SubjectAccess
from application.translations import Translations
from application.vault import Vault
from domain.content import content_hash
from domain.policy.reading import read_vocabulary
from domain.policy.translation import read_translation
from domain.policy.vocabulary import Vocabulary
from domain.topics import EVENTS, UPCASTERS
from infrastructure.archive import SqlArchive
from infrastructure.cursor_key import cursor_key
from infrastructure.database import database
from infrastructure.documents import canonical_bytes, policy_from, read_document, read_whole, read_yaml
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.inspection import Inspection
from infrastructure.keys import SqlKeys
from infrastructure.ledger.raw import SqlRawLog
from infrastructure.migrations import migrate
from infrastructure.scrubbing import scrub
from infrastructure.staying_current import StayingCurrent
from infrastructure.wal_index import mark_of, unmarked
from infrastructure.workbooks import is_workbook, workbook_pieces, workbook_rows
from milepost.chance import drawn
from milepost.clock import Clock, now
from milepost.ledger import checkpointing_of, verified, verifying_of, witnessing_of
from milepost.metering import Counting, TimedRules
from milepost.notifying import dispatch_of, subscribing_to
from milepost.settings import Settings
from milepost.vault import make_vault, vault_of

RULEBOOKS = Path(__file__).parent.parent / "rulebooks"
"""Where rulebooks lie, in a checkout and in an installed wheel alike."""


@dataclass(frozen=True, slots=True)
class Milepost:
    """The service put together, for one process; `close` gives up its connections."""

    settings: Settings
    clock: Clock
    store: EventStore
    assessor: Assessor
    registrar: Registrar
    importing: Importing
    exporting: Exporting
    restoring: Restoring
    rulebooks: Rulebooks
    adopting: Adopting
    measures: Measures
    consultations: Consultations
    translations: Translations
    keyring: Keyring
    authentication: Authentication
    desks: Desks
    renewing: Renewing
    reprojecting: Reprojecting
    impact: AskingImpact
    asked: AskedImpacts
    judging: Callable[[EventStore], Judging]
    impacts: Impacts
    jobs: Jobs
    following: Following
    determined: Determined
    determinations: Kept
    cursor_key: Callable[[], bytes]
    inspection: Inspection
    subscribing: Subscribing
    deliveries: Deliveries
    reminding: Reminding
    dispatch: Callable[[Clock], Dispatch]
    answering: Answering
    ledger: Ledger
    proofs: Proofs
    receipts: Receipts
    drawing: Drawing
    dossiers: Dossiers
    checkpointing: Callable[[Clock], Checkpointing]
    witnessing: Callable[[Clock], Witnessing | None]
    verifying: Callable[[Trust], Verifying]
    deriving: Callable[[], Deriving]
    vault: Vault
    revealing: Revealing
    forgetting: Forgetting
    subject_access: SubjectAccess
    close: Callable[[], None]


def initialise(settings: Settings) -> Path | None:
    """Make the store and its vault, or bring them to this release; return the file of a master key that was made.

    Raises StoreUnusable.
    """
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    return make_vault(settings)


def open_milepost(
    settings: Settings, clock: Clock = now, counting: Counting | None = None, *, lasting: bool = False
) -> Milepost:
    """Return Milepost over the store of the settings; call it in the process that uses it, after any fork.

    One that is ``lasting`` is kept until the process ends: what it opens to see commits stays open for so long.
    Raises StoreNotInitialised and whatever else makes the store unusable.
    """
    engine = open_engine(settings.database_url)
    current = StayingCurrent(engine)
    mark = current.limited(mark_of(engine)) if lasting else unmarked
    vault = vault_of(settings)
    revealing = Revealing(vault, clock)
    store = SqlEventStore(engine, EVENTS, UPCASTERS, counting.appended if counting else None, mark, vault)
    compiled = CompiledChains(lambda chain: TimedRules(chain, counting.assessed)) if counting else compiled_chains()
    judging = judging_over(store.rows, clock, settings.rulebook, vault, compiled)
    live = judging(store)
    assessor, registrar, rulebooks = live.assessor, live.registrar, live.rulebooks
    archive = SqlArchive(engine)
    words = translations(settings)
    keyring = Keyring(SqlKeys(database(engine)))
    consultations = Consultations(store, rulebooks)
    subscribing = subscribing_to(store.subscriptions, settings)
    reprojecting = Reprojecting(store, registrar, assessor, store.generations, store.jobs, clock, settings.rulebook)
    asked = AskedImpacts(live, judging)
    questions = questions_over(assessor, store.rows, words, store.impacts, settings.kept_answers * MEGABYTE)
    signing = partial(checkpointing_of, store.ledger, settings, clock)
    vouched = Vouched(
        store.ledger,
        Proofs(store.ledger),
        Drawing(store.ledger),
        Receipts(store.ledger, signing, verified, assessor, questions.answering, questions.register),
        Dossiers(store.ledger, assessor, signing),
    )

    def scrubbing() -> tuple[str, ...]:
        return scrub(lambda: engine, lambda: vault.engine)

    def close() -> None:
        engine.dispose()
        vault.close()

    forgetting = Forgetting(store, registrar, vault, revealing, scrubbing)
    notified = Notified(subscribing, store.deliveries, drawn)
    long = Long(store.jobs, asked, reprojecting)
    beside = Beside(notified, long, store.determinations, vouched, vault, scrubbing)
    return Milepost(
        settings=settings,
        clock=clock,
        store=store,
        assessor=assessor,
        registrar=registrar,
        importing=live.importing,
        exporting=Exporting(archive),
        restoring=Restoring(store, archive, assessor, vault, clock),
        rulebooks=rulebooks,
        adopting=Adopting(store, registrar, rulebooks, store.impacts, read_yaml),
        measures=Measures(store, registrar, rulebooks, store.impacts),
        consultations=consultations,
        translations=words,
        keyring=keyring,
        authentication=Authentication(keyring, tokens(settings), clock),
        desks=desks_over(
            store,
            registrar,
            questions,
            rulebooks,
            consultations,
            Files(read_whole, Bulk(live.importing, rows_of), workbook_pieces),
            beside,
            clock,
        ),
        renewing=Renewing(assessor, store.rows, store.generations, store.renewals),
        reprojecting=reprojecting,
        impact=live.impact,
        asked=asked,
        judging=judging,
        following=Following(store, assessor, store.determinations),
        determined=Determined(store, assessor, store.determinations),
        determinations=store.determinations,
        impacts=store.impacts,
        jobs=store.jobs,
        cursor_key=cache(lambda: cursor_key(database(engine))),
        inspection=Inspection(engine),
        subscribing=subscribing,
        deliveries=store.deliveries,
        reminding=Reminding(assessor, store.rows, store.deliveries),
        dispatch=partial(dispatch_of, store.deliveries, settings),
        answering=questions.answering,
        ledger=store.ledger,
        proofs=vouched.proofs,
        receipts=vouched.receipts,
        drawing=vouched.drawing,
        dossiers=vouched.dossiers,
        checkpointing=partial(checkpointing_of, store.ledger, settings),
        witnessing=partial(witnessing_of, store.ledger, settings),
        verifying=partial(verifying_of, SqlRawLog(database(engine))),
        deriving=partial(Deriving, store, assessor, store.generations, store.rows, store.determinations, store.impacts),
        vault=vault,
        revealing=revealing,
        forgetting=forgetting,
        subject_access=SubjectAccess(
            store,
            Asking(assessor, questions.register, forgetting, revealing),
            Remembered(store.determinations.sought, store.deliveries.of_pathway),
            vault,
        ),
        close=close,
    )


def judging_over(
    rows: StandingRows, clock: Clock, rulebook: str, vault: Vault | None, compiled: CompiledChains
) -> Callable[[EventStore], Judging]:
    """Return what gives all that judges by a store, given the rows of the one that is live.

    Texts are read and compiled once, in whatever store they are found.
    """
    written, read = chains(), cache(policy_from)

    def judging(store: EventStore) -> Judging:
        assessor = Assessor(store, read, clock, rulebook, compiled)
        registrar = Registrar(store, assessor, vault)
        rulebooks = Rulebooks(store, registrar, written, read, rulebook)
        importing = Importing(registrar, rulebooks.declared, rulebooks.levels)
        impact = AskingImpact(store, rows, assessor, rulebooks)
        return Judging(store, registrar, assessor, rulebooks, importing, impact)

    return judging


def rows_of(content: bytes) -> Iterator[Row | RowRefused]:
    """Return the rows of a file: a workbook, a sheet of commas or lines of JSON."""
    return workbook_rows(content) if is_workbook(content) else rows(content)


def tokens(settings: Settings) -> Tokens | None:
    """Return what verifies the access tokens of the issuer that the settings trust, if they trust one."""
    if not settings.oidc_issuer:
        return None
    # Loading what verifies signatures takes half a command's start.
    from infrastructure.key_set import KeySet, reader  # noqa: PLC0415
    from infrastructure.tokens import IssuedTokens, Trust  # noqa: PLC0415

    trust = Trust(
        settings.oidc_issuer,
        settings.oidc_audience,
        settings.oidc_name,
        settings.oidc_roles,
        settings.oidc_programs,
        settings.oidc_pathways,
    )
    return IssuedTokens(trust, KeySet(reader(settings.oidc_keys)))


@cache
def compiled_chains() -> CompiledChains:
    """Return what this process compiled, for whichever store: a chain is known by its texts."""
    return CompiledChains()


def vocabulary() -> Vocabulary:
    """Return the kinds of evidence that every rulebook may read."""
    return read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))


def chains() -> Chains:
    """Return what reads rulebooks."""
    return Chains(vocabulary(), canonical_bytes, content_hash)


def translations(settings: Settings) -> Translations:
    """Return the words of every language that comes with Milepost, and those of the folder that the settings name."""
    shipped = [*RULEBOOKS.glob("words.*.yaml"), *RULEBOOKS.glob("*/words/*.yaml")]
    own = Path(settings.words).rglob("*.yaml") if settings.words else ()
    return Translations(read_translation(read_document(path)) for path in (*sorted(shipped), *sorted(own)))
