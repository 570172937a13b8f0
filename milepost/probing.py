"""Whether this worker is ready: each thing that it needs, checked now."""

from collections.abc import Callable

from application.readiness import OK, VAULT, WRITES, Condition, Readiness
from application.store import StoreBusy, StoreUnusable
from application.vault import Vault, VaultUnusable
from infrastructure.inspection import Inspection
from web.problems import READING


class Probe:
    """Checks a vault, and the store that `inspection` looks at: it raises StoreUnusable while there is none."""

    def __init__(self, inspection: Callable[[], Inspection], vault: Callable[[], Vault], lag_limit: int) -> None:
        """Check nothing yet."""
        self._inspection = inspection
        self._vault = vault
        self._lag_limit = lag_limit

    def readiness(self) -> Readiness:
        """Return what was found."""
        checks = {"migrations": self._said(lambda: self._inspection().require_current())}
        if checks["migrations"] == OK:
            checks[WRITES] = self._said(lambda: self._inspection().require_writable())
            checks[VAULT] = self._said(lambda: self._vault().require_usable())
            lag: dict[str, int] = {}
            checks["projections"] = self._said(lambda: self._projections(lag))
            return Readiness(checks, lag)
        return Readiness(checks)

    def condition(self) -> Condition:
        """Return what a look at the store tells. Raises StoreUnusable."""
        return self._inspection().condition()

    def _said(self, check: Callable[[], object]) -> str:
        try:
            return str(check() or OK)
        except StoreBusy:
            return OK
        except VaultUnusable:
            return READING[VaultUnusable].name
        except StoreUnusable as unusable:
            return READING[type(unusable)].name

    def _projections(self, found: dict[str, int]) -> str:
        """Tell of those that are too far behind, and of one that knows more than the log has; fill in what is found."""
        found.update(self._inspection().lag())
        behind = [name for name, lag in found.items() if lag > self._lag_limit]
        ahead = [name for name, lag in found.items() if lag < 0]
        said = [f"{word}: {', '.join(names)}" for word, names in (("behind", behind), ("ahead", ahead)) if names]
        return "; ".join(said) or OK
