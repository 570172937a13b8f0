"""Whether the service can do its work now."""

from datetime import datetime

import msgspec


class Waiting(msgspec.Struct, frozen=True):
    """How much waits, and since when the oldest does, if any."""

    count: int = 0
    since: datetime | None = None


class Condition(msgspec.Struct, frozen=True):
    """What a look at the store tells.

    `position` is the last position of the log. `standings` counts the standing rows, `marked` those among them that
    something newer has outdated: they are assessed anew when they are asked for. `lag` gives for each projection that
    follows the log how many events it is behind. `notices` wait to be told; `jobs`, by their kinds, are asked for and
    not finished, and `worker_seen_at` is when whoever does them was there last.
    """

    position: int
    standings: int
    marked: int
    lag: dict[str, int]
    notices: Waiting = Waiting()
    jobs: dict[str, Waiting] = {}
    worker_seen_at: datetime | None = None


class Readiness(msgspec.Struct, frozen=True):
    """What was checked, each with ``ok`` or the name of what is the case instead; `lag` is as in `Condition`."""

    checks: dict[str, str]
    lag: dict[str, int] = {}

    def ready(self, *, reads_alone: bool) -> bool:
        """Return whether all is well, or all that matters where nothing is to be recorded."""
        return all(said == OK for name, said in self.checks.items() if not (reads_alone and name in TO_RECORD))


OK = "ok"
WRITES = "writes"
"""The check whether something can be recorded."""
VAULT = "vault"
"""The check whether a text about a person can be sealed and opened; no standing needs one."""
TO_RECORD = {WRITES, VAULT}
