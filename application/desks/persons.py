"""The desk at which persons are forgotten, and told what is held about them and who read it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from application.access import Access, Caller
from application.desks.clerk import command_of, key_of, permit_event
from application.desks.instruction import Instruction
from application.forgetting import Forgetting, ForgettingReceipt
from application.store import Recorded
from application.subject_access import AllHeld, SubjectAccess
from application.vault import Reading, Vault
from domain.pathway.forgetting import PersonForgotten

FORGET = "persons.forget"


class PersonDesk:
    """Serves callers who speak of what is held about one person, by the id of their pathway."""

    def __init__(
        self,
        access: Access,
        forgetting: Forgetting,
        held: SubjectAccess,
        vault: Vault | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._access = access
        self._held = held
        self._forgetting = forgetting
        self._vault = vault
        self._clock = clock

    def forget(self, caller: Caller, pathway: str, event: PersonForgotten, instruction: Instruction) -> Recorded:
        """Return the event that says that a person is forgotten.

        Who was forgotten before stays so, whatever key the write has. Raises NotPermitted and what
        `Forgetting.forget` raises.
        """
        permit_event(self._access, caller, f"pathway/{pathway}", PersonForgotten, None)
        command, key = command_of(caller, instruction), key_of(caller, FORGET, instruction)
        recorded, _ = self._forgetting.forget(pathway, event, command, self._clock(), key, instruction.seen)
        return recorded

    def receipt(self, caller: Caller, pathway: str) -> ForgettingReceipt:
        """Return that a person was forgotten. Raises NotPermitted, PathwayUnknown, NotForgotten and VaultUnusable."""
        self._access.permit(caller, "persons.receipt", pathway=pathway)
        return self._forgetting.receipt(pathway)

    def held(self, caller: Caller, pathway: str) -> AllHeld:
        """Return all that is held about a person. Raises NotPermitted, PathwayUnknown and VaultUnusable."""
        self._access.permit(caller, "persons.read", pathway=pathway)
        now = self._clock()
        return self._held.of(pathway, caller.name, now.date(), now)

    def readings(self, caller: Caller, pathway: str, after: int, limit: int) -> Sequence[tuple[int, Reading]]:
        """Return so many readings at most of texts about a person, each with its number, after one.

        Raises NotPermitted, PathwayUnknown and VaultUnusable.
        """
        self._access.permit(caller, "persons.readings", pathway=pathway)
        self._held.require(pathway)
        return self._vault.readings(f"pathway/{pathway}", after, limit) if self._vault else ()
