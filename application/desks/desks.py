"""All desks, put together over one store."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from application.access import Access
from application.answering import Answering
from application.assessing import Assessor
from application.consultations import Consultations
from application.desks.announcements import AnnouncementDesk
from application.desks.answers import AnswerDesk
from application.desks.clerk import Clerk
from application.desks.consultations import ConsultationDesk
from application.desks.pathways import PathwayDesk
from application.desks.policies import PolicyDesk, ReadYaml
from application.desks.standings import StandingDesk
from application.desks.streams import PROGRAMS, REGISTERS, StreamDesk
from application.many_standings import ManyStandings
from application.recording import Registrar
from application.rulebooks import Rulebooks
from application.store import EventStore
from application.translations import Translations
from domain.program.state import Program
from domain.register import Register


class Desks(msgspec.Struct, frozen=True):
    """Where callers are served."""

    pathways: PathwayDesk
    standings: StandingDesk
    answers: AnswerDesk
    programs: StreamDesk[Program]
    registers: StreamDesk[Register]
    policies: PolicyDesk
    consultations: ConsultationDesk
    announcements: AnnouncementDesk


def desks_over(
    store: EventStore,
    registrar: Registrar,
    assessor: Assessor,
    rulebooks: Rulebooks,
    consultations: Consultations,
    translations: Translations,
    read_yaml: ReadYaml,
    answering: Answering,
    many: ManyStandings,
    clock: Callable[[], datetime],
) -> Desks:
    """Return the desks of a store; `clock` gives the instant of recording."""
    access = Access(store)
    clerk = Clerk(access, registrar, clock)
    return Desks(
        pathways=PathwayDesk(access, store, clerk),
        standings=StandingDesk(access, assessor, answering, many),
        answers=AnswerDesk(access, assessor, answering, translations),
        programs=StreamDesk(access, store, clerk, PROGRAMS),
        registers=StreamDesk(access, store, clerk, REGISTERS),
        policies=PolicyDesk(access, rulebooks, read_yaml, clerk, clock),
        consultations=ConsultationDesk(access, consultations, clerk),
        announcements=AnnouncementDesk(access, consultations, clerk),
    )
