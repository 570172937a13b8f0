"""What is given back of an upload: what it would do, or what it did."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from application.desks.uploads import Effect
from application.importing import Moved
from application.store import Recorded
from domain.brief import Brief


class StandShown(msgspec.Struct, frozen=True):
    """Where a pathway stands, by the ids of its level, standing and listing."""

    level: str
    standing: str
    listing: str


class MovedShown(msgspec.Struct, frozen=True):
    """Where a pathway stands without the file and with it; null before it is opened, or without a policy."""

    pathway: str
    before: StandShown | None
    after: StandShown | None


class CheckShown(msgspec.Struct, frozen=True):
    """What a file would do: how many events it would record, and how many of its rows are recorded already.

    `pathways` are those it touches and whose standing the caller may know.
    """

    format: Literal["milepost.upload-check/v1"]
    events: int
    recorded_before: int
    pathways: tuple[MovedShown, ...]


class UploadShown(msgspec.Struct, frozen=True):
    """What was recorded of a file, as event ids in the order of its rows; none if all of it was recorded already."""

    format: Literal["milepost.upload/v1"]
    recorded: int
    first_position: int | None
    last_position: int | None
    events: tuple[str, ...]


def check_shown(effect: Effect) -> CheckShown:
    pathways = tuple(MovedShown(each.pathway, *_before_and_after(each)) for each in effect.pathways)
    return CheckShown("milepost.upload-check/v1", effect.events, effect.before, pathways)


def upload_shown(recorded: Sequence[Recorded]) -> UploadShown:
    first, last = (recorded[0].position, recorded[-1].position) if recorded else (None, None)
    return UploadShown("milepost.upload/v1", len(recorded), first, last, tuple(each.event_id for each in recorded))


def _before_and_after(each: Moved[Brief]) -> tuple[StandShown | None, StandShown | None]:
    return _stand(each.before), _stand(each.after)


def _stand(brief: Brief | None) -> StandShown | None:
    return StandShown(brief.level, brief.standing, brief.listing) if brief else None
