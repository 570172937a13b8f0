"""What others say of the mediator: feedback, digests of it, reviews by peers."""

from datetime import date
from typing import ClassVar

from domain.evidence import Evidence, Private, Result


class FeedbackReceived(Evidence, tag="pathway.feedback-received.v1"):
    """One party's or adviser's feedback, received on `received_on`; what it says is private."""

    gives: ClassVar = "feedback"

    received_on: date
    mediation: str | None = None
    reviewer: str | None = None
    reviewer_relation: str | None = None
    private: Private | None = None


class FeedbackDigestPublished(Evidence, tag="pathway.feedback-digest-published.v1"):
    """An independent reviewer's summary of feedback, public from `published_on`."""

    gives: ClassVar = "digest"

    published_on: date
    reviewer: str | None = None
    reviewer_relation: str | None = None
    based_on_count: int | None = None


class PeerReviewCompleted(Evidence, tag="pathway.peer-review-completed.v1"):
    """A peer's review of the mediator's practice ended on `completed_on`."""

    gives: ClassVar = "peer review"

    completed_on: date
    reviewer: str | None = None
    result: Result | None = None
    private: Private | None = None
