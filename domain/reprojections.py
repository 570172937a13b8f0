"""What is told of a re-projection: all standings are made again from the log, and answered from."""

from domain.event import Event


class ReprojectionRequested(Event, tag="policy.reprojection-requested.v1"):
    """Every standing is to be assessed again, under the rulebook as known at the log position `known`."""

    reprojection: str
    known: int | None = None
    requested_by: str | None = None
    reason: str | None = None


class ReprojectionCompleted(Event, tag="policy.reprojection-completed.v1"):
    """Every standing was assessed again; `changed` of so many `pathways` differ, and their list is under a hash."""

    reprojection: str
    known: int | None = None
    pathways: int
    changed: int
    changes_hash: str | None = None


class ReprojectionRolledBack(Event, tag="policy.reprojection-rolled-back.v1"):
    """Answers come from the rows of the generation of this number again, which was kept."""

    generation: int
