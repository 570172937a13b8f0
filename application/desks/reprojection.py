"""The desk at which staff watch a re-projection."""

from collections.abc import Callable

from application.access import Access, Caller
from application.reprojecting import Status


class ReprojectionDesk:
    """Tells how the last re-projection is, wherever it was asked for."""

    def __init__(self, access: Access, status: Callable[[], Status]) -> None:
        self._access = access
        self._status = status

    def status(self, caller: Caller) -> Status:
        """Return the last re-projection and the generations that there are. Raises NotPermitted."""
        self._access.permit(caller, "reprojection.read")
        return self._status()
