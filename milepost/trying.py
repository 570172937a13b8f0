"""What tries a change in another process, here or elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from application.asked_impacts import ImpactAsked
from application.impact import Spread, Tried
from application.impacts import Inquiry, Proposed, Question
from domain.content import content_hash
from domain.measures import MeasureDrafted
from domain.policy.chain import Version
from infrastructure.documents import canonical_bytes, policy_from
from milepost.cluster import Cluster
from milepost.composition import Milepost, open_milepost, rows_of
from milepost.settings import Settings

_TOGETHER = 5
"""How many batches go to a worker of a cluster together: handing one over costs as much as some pathways do."""


Stated: TypeAlias = bytes | MeasureDrafted
"""A draft as it goes to another process: the canonical bytes of a text, or a measure."""

Tries: TypeAlias = Callable[[Sequence[str]], Tried]
"""Tries a change on a batch of pathways."""


def stated(proposed: Proposed) -> Stated:
    """Return what is proposed as it goes to another process."""
    return proposed if isinstance(proposed, MeasureDrafted) else canonical_bytes(proposed.policy)


class Supposed(msgspec.Struct, frozen=True):
    """Events that are not recorded, or a reading, as they go to another process.

    With what is asked come the content of the file that has the events, if they are not in that, and the instant at
    which they are tried.
    """

    asked: ImpactAsked
    file: bytes
    at: datetime


def inquiry_of(milepost: Milepost, supposed: Supposed) -> Inquiry:
    """Look into what is supposed. Raises what `AskedImpacts.inquiry` raises."""
    asked, at = supposed.asked, supposed.at
    if not supposed.file or asked.known is None:
        return milepost.asked.inquiry(asked, at)
    then = milepost.asked.known_at(asked.known)
    return then.of_submission(then.read(rows_of(supposed.file), at.date()), asked, at)


def tries(milepost: Milepost, document: Stated, asked: Question) -> Tries:
    """Return what tries a draft on batches of pathways."""
    draft: Proposed = (
        document
        if isinstance(document, MeasureDrafted)
        else Version(policy=policy_from(document), content_hash=content_hash(document))
    )
    return milepost.impact.of_proposed(draft, asked).trying.batch


def supposes(milepost: Milepost, supposed: Supposed) -> Tries:
    """Return what tries what is supposed on batches of pathways."""
    return inquiry_of(milepost, supposed).trying.batch


def opened(settings: Settings, make: Callable[..., Tries], *arguments: object) -> Tries:
    """Return what tries in a process of its own, over a store that it opens."""
    return make(open_milepost(settings), *arguments)


def on_cluster(cluster: Cluster, make: Callable[..., Tries], *arguments: object) -> Spread:
    """Return what has a change tried by the workers of a cluster."""

    def spread(batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
        return filter(None, cluster.each(batches, make, *arguments, together=_TOGETHER))

    return spread
