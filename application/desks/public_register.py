"""The desk at which anybody asks who is listed."""

from datetime import date

from application.access import Access, Caller
from application.public_register import Found, PublicEntryShown, PublicRegister, Sought


class PublicRegisterDesk:
    """Serves everybody, whoever they are."""

    def __init__(self, access: Access, register: PublicRegister) -> None:
        self._access = access
        self._register = register

    def search(self, caller: Caller, sought: Sought, on: date, after: str, until: int | None, limit: int) -> Found:
        """Return entries that are sought. Raises NotPermitted and what `PublicRegister.search` raises."""
        self._access.permit(caller, "register.search")
        return self._register.search(sought, on, after, until, limit)

    def entry(self, caller: Caller, pathway: str, on: date) -> PublicEntryShown:
        """Return an entry. Raises NotPermitted and what `PublicRegister.entry` raises."""
        self._access.permit(caller, "register.read")
        return self._register.entry(pathway, on)
