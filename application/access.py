"""Whether a caller may do what is asked: by the table of operations, and by what is the caller's own."""

import msgspec

from application.operations import OPERATIONS, Operation, Owned, Reach, Role
from application.store import EventStore
from domain.pathway import state as pathway_state
from domain.pathway.fact import fact
from domain.pathway.training import CourseCompleted
from domain.refusal import Refusal

__all__ = [
    "ANYONE",
    "OPERATIONS",
    "Access",
    "Caller",
    "NotIdentified",
    "NotPermitted",
    "Operation",
    "Owned",
    "Reach",
    "Role",
]


class Caller(msgspec.Struct, frozen=True):
    """Who asks. `name` stands in the log as the actor; `programs` and `pathways` are the ids of the caller's own."""

    name: str
    roles: frozenset[Role]
    programs: frozenset[str] = frozenset()
    pathways: frozenset[str] = frozenset()


ANYONE = Caller("anyone", frozenset({Role.PUBLIC}))
"""Who does not say who they are."""


class NotPermitted(Refusal):
    """The caller may not do this, or not with this; whether it exists is not told."""

    sentence = "{0} may not {1}, or not with what was named"


class NotIdentified(NotPermitted):
    """What was asked for is not public, and the caller did not say who they are."""

    sentence = "this is not public: say who you are"


def _without_interest(caller: Caller, pathway: str | None, program: str | None) -> frozenset[Role]:
    """Return the roles in which the caller may write, without those that would judge what is the caller's own."""
    of_own_pathway = Role.MEDIATOR in caller.roles and pathway in caller.pathways
    of_own_program = Role.PROVIDER in caller.roles and program in caller.programs
    if of_own_pathway or of_own_program:
        return caller.roles & {Role.MEDIATOR, Role.PROVIDER}
    return caller.roles


class Access:
    """Lets a caller do what the table allows. Every use case on behalf of a caller asks it first."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def permit(self, caller: Caller, operation: str, *, pathway: str | None = None, program: str | None = None) -> None:
        """Raise NotPermitted unless one of the caller's roles reaches so far; ids are those of bodies, without a kind.

        What is a caller's own is told by the ids alone, before anything is read of what is asked for. A provider's
        graduates are the exception: the courses of the pathway are looked at. Of what is their own, staff may write no
        more than a mediator or a provider may.
        """
        asked = OPERATIONS[operation]
        for role in (*(_without_interest(caller, pathway, program) if asked.writes else caller.roles), Role.PUBLIC):
            reach = asked.reach(role)
            if reach is Reach.ANY or (reach is Reach.OWN and self._owns(caller, role, asked, pathway, program)):
                return
        raise (NotIdentified if caller is ANYONE else NotPermitted)(caller.name, asked.says)

    def _owns(self, caller: Caller, role: Role, asked: Operation, pathway: str | None, program: str | None) -> bool:
        if role is Role.MEDIATOR:
            return pathway is not None and pathway in caller.pathways
        if asked.owned is Owned.PROGRAM:
            return program is not None and program in caller.programs
        return pathway is not None and not caller.programs.isdisjoint(self._programs_completed(pathway))

    def _programs_completed(self, pathway: str) -> set[str]:
        name = f"pathway/{pathway}"
        state = pathway_state.fold(name, [each.event for each in self._store.stream(name)])
        facts = [
            fact("", evidence, [remark for _, remark in state.remarks.get(ref, ())])
            for ref, (_, evidence) in state.evidence.items()
            if isinstance(evidence, CourseCompleted)
        ]
        return {str(each["program"]) for each in facts if each}
