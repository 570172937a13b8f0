"""All desks, put together over one store."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from application.access import Access
from application.adopting import Adopting
from application.answering import KEPT, Answering
from application.assessing import Assessor
from application.consultations import Consultations
from application.desks.announcements import AnnouncementDesk
from application.desks.answers import AnswerDesk
from application.desks.clerk import Clerk
from application.desks.consultations import ConsultationDesk
from application.desks.determinations import DeterminationDesk
from application.desks.exports import ExportDesk
from application.desks.impacts import ImpactDesk
from application.desks.jobs import JobDesk, Long
from application.desks.ledger import LedgerDesk, Vouched
from application.desks.pathways import PathwayDesk
from application.desks.persons import PersonDesk
from application.desks.policies import PolicyDesk, ReadYaml
from application.desks.public_register import PublicRegisterDesk
from application.desks.reprojection import ReprojectionDesk
from application.desks.standings import StandingDesk
from application.desks.streams import PROGRAMS, REGISTERS, StreamDesk
from application.desks.subscriptions import Notified, SubscriptionDesk
from application.desks.uploads import Bulk, UploadDesk
from application.determinations import KeptDeterminations
from application.forgetting import Forgetting, Scrub
from application.impact_reports import Impacts
from application.many_standings import ManyStandings
from application.measures import Measures
from application.public_register import PublicRegister
from application.recording import Registrar
from application.revealing import Revealing
from application.rulebooks import Rulebooks
from application.store import EventStore, StandingRows
from application.subject_access import Asking, Remembered, SubjectAccess
from application.tables import Tables, WriteWorkbook
from application.translations import Translations
from application.vault import Vault
from domain.program.state import Program
from domain.register import Register


class Files(msgspec.Struct, frozen=True):
    """What reads what callers bring, texts of the rulebook and files of rows, and writes the workbooks they take."""

    read_yaml: ReadYaml
    bulk: Bulk
    workbook: WriteWorkbook


class Beside(msgspec.Struct, frozen=True):
    """What is kept beside the log: who is told of notices, long work, determinations, the ledger, and keys."""

    notified: Notified
    long: Long
    determined: KeptDeterminations
    vouched: Vouched
    vault: Vault | None = None
    scrub: Scrub = tuple


class Desks(msgspec.Struct, frozen=True):
    """Where callers are served."""

    pathways: PathwayDesk
    standings: StandingDesk
    answers: AnswerDesk
    programs: StreamDesk[Program]
    registers: StreamDesk[Register]
    policies: PolicyDesk
    impacts: ImpactDesk
    register: PublicRegisterDesk
    consultations: ConsultationDesk
    announcements: AnnouncementDesk
    subscriptions: SubscriptionDesk
    reprojection: ReprojectionDesk
    jobs: JobDesk
    determinations: DeterminationDesk
    uploads: UploadDesk
    persons: PersonDesk
    exports: ExportDesk
    ledger: LedgerDesk


class Questions(msgspec.Struct, frozen=True):
    """What answers questions about pathways, and what was answered about all of them."""

    assessor: Assessor
    answering: Answering
    many: ManyStandings
    register: PublicRegister
    translations: Translations
    impacts: Impacts


def questions_over(
    assessor: Assessor, rows: StandingRows, translations: Translations, impacts: Impacts, room: int = KEPT
) -> Questions:
    """Return what answers from a store, of which these are the standing rows and the reports that are kept.

    `room` is that of answers, in bytes.
    """
    many = ManyStandings(assessor, rows)
    register = PublicRegister(assessor, many, rows)
    return Questions(assessor, Answering(assessor, rows, translations, room), many, register, translations, impacts)


def desks_over(
    store: EventStore,
    registrar: Registrar,
    questions: Questions,
    rulebooks: Rulebooks,
    consultations: Consultations,
    files: Files,
    beside: Beside,
    clock: Callable[[], datetime],
) -> Desks:
    """Return the desks of a store; `clock` gives the instant of recording."""
    access = Access(store)
    revealing = Revealing(beside.vault, clock)
    clerk = Clerk(access, registrar, revealing, clock)
    adopting = Adopting(store, registrar, rulebooks, questions.impacts, files.read_yaml)
    measures = Measures(store, registrar, rulebooks, questions.impacts)
    forgetting = Forgetting(store, registrar, beside.vault, revealing, beside.scrub)
    asking = Asking(questions.assessor, questions.register, forgetting, revealing)
    kept = Remembered(beside.determined.sought, beside.notified.deliveries.of_pathway)
    held = SubjectAccess(store, asking, kept, beside.vault)
    return Desks(
        pathways=PathwayDesk(access, store, clerk, rulebooks, revealing),
        standings=StandingDesk(access, questions.assessor, questions.answering, questions.many, revealing),
        answers=AnswerDesk(access, questions.assessor, questions.answering, questions.translations, revealing),
        programs=StreamDesk(access, store, clerk, PROGRAMS),
        registers=StreamDesk(access, store, clerk, REGISTERS),
        policies=PolicyDesk(access, rulebooks, adopting, files.read_yaml, measures, clock),
        impacts=ImpactDesk(access, questions.impacts),
        register=PublicRegisterDesk(access, questions.register),
        consultations=ConsultationDesk(access, consultations, clerk, files.read_yaml, revealing),
        announcements=AnnouncementDesk(access, consultations, clerk, files.read_yaml),
        exports=ExportDesk(access, Tables(store, questions.assessor, questions.many), files.workbook),
        subscriptions=SubscriptionDesk(access, beside.notified, clock),
        reprojection=ReprojectionDesk(access, beside.long.reprojecting.status),
        jobs=JobDesk(access, beside.long, clock),
        determinations=DeterminationDesk(access, store, rulebooks, beside.determined),
        ledger=LedgerDesk(access, beside.vouched),
        persons=PersonDesk(access, forgetting, held, beside.vault, clock),
        uploads=UploadDesk(access, store, registrar, questions.assessor, questions.many, files.bulk, clock),
    )
