"""What a caller may do, by the table and by what is the caller's own."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from application.access import ANYONE, OPERATIONS, Access, Caller, NotPermitted, Owned, Reach, Role
from application.memory import MemoryStore
from application.store import Append, Command
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.pathway.training import CourseCompleted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)
REGISTRAR = Caller("rita", frozenset({Role.REGISTRAR}))
PROVIDER = Caller("academy", frozenset({Role.PROVIDER}), programs=frozenset({"X"}))
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))


def _access(*of_ada: Event) -> Access:
    store = MemoryStore()
    store.append(
        [Append("pathway/ada", 0, [PathwayOpened(opened_on=date(2020, 1, 1)), *of_ada])], Command("r", "c"), NOON
    )
    return Access(store)


def test_whoever_reaches_everything_needs_no_id() -> None:
    _access().permit(REGISTRAR, "evidence.verify")


def test_what_the_table_does_not_give_is_refused_in_words() -> None:
    with pytest.raises(NotPermitted, match="ada may not verify mediations of the logbook, or not with what was named"):
        _access().permit(ADA, "evidence.verify", pathway="ada")


def test_several_roles_add_up() -> None:
    both = Caller("rita", frozenset({Role.AUDITOR, Role.REGISTRAR}))

    _access().permit(both, "evidence.verify", pathway="ada")


def test_a_mediator_reaches_the_own_pathway() -> None:
    _access().permit(ADA, "pathways.history", pathway="ada")


@pytest.mark.parametrize("pathway", ["ben", "", None])
def test_a_mediator_reaches_no_other(pathway: str | None) -> None:
    with pytest.raises(NotPermitted):
        _access().permit(ADA, "pathways.history", pathway=pathway)


def test_a_provider_reaches_the_own_program() -> None:
    _access().permit(PROVIDER, "evidence.record-training", pathway="new", program="X")


@pytest.mark.parametrize("program", ["Y", None])
def test_a_provider_reaches_no_other_program_even_for_a_graduate(program: str | None) -> None:
    with pytest.raises(NotPermitted):
        _access(COURSE).permit(PROVIDER, "evidence.record-training", pathway="ada", program=program)


def test_a_provider_reaches_its_graduates() -> None:
    _access(COURSE).permit(PROVIDER, "pathways.standing", pathway="ada")


@pytest.mark.parametrize("pathway", ["ada", "never opened", None])
def test_a_provider_reaches_nobody_else_whether_there_or_not(pathway: str | None) -> None:
    with pytest.raises(NotPermitted):
        _access().permit(PROVIDER, "pathways.standing", pathway=pathway, program="X")


@pytest.mark.parametrize(
    "remark",
    [
        EvidenceRetracted(of="course-1", reason="mistaken"),
        EvidenceCorrected(of="course-1", fields={"program": "Y"}, reason="mistaken"),
    ],
)
def test_a_graduate_is_told_by_what_holds_of_the_course_now(remark: Event) -> None:
    with pytest.raises(NotPermitted):
        _access(COURSE, remark).permit(PROVIDER, "pathways.standing", pathway="ada")


BOTH = Caller(
    "ada",
    frozenset({Role.REGISTRAR, Role.MEDIATOR, Role.PROVIDER}),
    programs=frozenset({"X"}),
    pathways=frozenset({"ada"}),
)


def test_a_registrar_who_is_a_mediator_is_no_more_than_that_on_the_own_pathway() -> None:
    _access().permit(BOTH, "evidence.record-logbook", pathway="ada")
    _access().permit(BOTH, "evidence.verify", pathway="ben")
    with pytest.raises(NotPermitted):
        _access().permit(BOTH, "evidence.verify", pathway="ada")


def test_whoever_provides_a_program_does_not_approve_it() -> None:
    _access().permit(BOTH, "programs.describe", program="X")
    _access().permit(BOTH, "programs.approve", program="Y")
    with pytest.raises(NotPermitted):
        _access().permit(BOTH, "programs.approve", program="X")


def test_everyone_may_do_what_the_public_may() -> None:
    for caller in (ANYONE, Caller("nobody in particular", frozenset())):
        _access().permit(caller, "register.search")


def test_anyone_may_do_nothing_else() -> None:
    public = {name for name, operation in OPERATIONS.items() if operation.reach(Role.PUBLIC) is not Reach.NONE}

    assert public == {
        "register.search",
        "register.read",
        "consultations.list",
        "consultations.read",
        "announcements.list",
        "announcements.read",
        "ledger.read",
        "register.receipt",
        "receipts.explain",
    }


def test_an_auditor_reads_everything_and_writes_nothing() -> None:
    for name, operation in OPERATIONS.items():
        assert operation.reach(Role.AUDITOR) is (Reach.NONE if operation.writes else Reach.ANY), name


def test_a_service_asks_for_standings_alone() -> None:
    beside = {
        name
        for name, operation in OPERATIONS.items()
        if operation.reach(Role.SERVICE) is not Reach.NONE and operation.reach(Role.PUBLIC) is Reach.NONE
    }

    assert beside == {"pathways.standing", "standings.read", "answers.read", "answers.receipt"}


def test_only_providers_and_mediators_have_anything_of_their_own() -> None:
    for operation in OPERATIONS.values():
        owners = {role for role in Role if operation.reach(role) is Reach.OWN}
        assert owners <= {Role.PROVIDER, Role.MEDIATOR}
        assert operation.owned is Owned.PATHWAY or Role.PROVIDER in owners
