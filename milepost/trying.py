"""What tries a draft in another process, here or elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from application.impact import Spread, Tried
from application.impacts import Proposed, Question
from domain.content import content_hash
from domain.measures import MeasureDrafted
from domain.policy.chain import Version
from infrastructure.documents import canonical_bytes, policy_from
from milepost.cluster import Cluster
from milepost.composition import Milepost, open_milepost
from milepost.settings import Settings

_TOGETHER = 5
"""How many batches go to a worker of a cluster together: handing one over costs as much as some pathways do."""


Stated: TypeAlias = bytes | MeasureDrafted
"""What is tried, as it goes to another process: the canonical bytes of a text, or a measure."""


def stated(proposed: Proposed) -> Stated:
    """Return what is proposed as it goes to another process."""
    return proposed if isinstance(proposed, MeasureDrafted) else canonical_bytes(proposed.policy)


def trying(settings: Settings, document: Stated, asked: Question) -> Callable[[Sequence[str]], Tried]:
    """Return what tries a draft in a process of its own, over a store that it opens."""
    return tries(open_milepost(settings), document, asked)


def tries(milepost: Milepost, document: Stated, asked: Question) -> Callable[[Sequence[str]], Tried]:
    """Return what tries a draft on batches of pathways."""
    draft: Proposed = (
        document
        if isinstance(document, MeasureDrafted)
        else Version(policy=policy_from(document), content_hash=content_hash(document))
    )
    return milepost.impact.of_proposed(draft, asked).trying.batch


def on_cluster(cluster: Cluster, document: Stated, asked: Question) -> Spread:
    """Return what has a draft tried by the workers of a cluster."""

    def spread(batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
        return filter(None, cluster.each(batches, tries, document, asked, together=_TOGETHER))

    return spread
