"""What the mediator learned outside courses."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.evidence import Evidence, Private


class LearningRecorded(Evidence, tag="pathway.learning-recorded.v1"):
    """Continuing learning on `held_on`; `hours` are units of `unit_minutes`, sixty when that is absent.

    Each of the `topics` becomes a fact of its own beside their list: ``topics_ethics``.
    """

    gives: ClassVar = "learning"
    positive: ClassVar = frozenset({"hours", "unit_minutes"})

    held_on: date
    category: str
    hours: Decimal
    unit_minutes: int = 60
    live: bool | None = None
    provider: str | None = None
    approved_by: str | None = None
    process: str | None = None
    topics: tuple[str, ...] = ()
    points: Decimal | None = None
    private: Private | None = None


class EducationEvidenced(Evidence, tag="pathway.education-evidenced.v1"):
    """A degree was awarded on `awarded_on`."""

    gives: ClassVar = "education"

    degree: str
    awarded_on: date
    field: str | None = None
    institution: str | None = None
    country: str | None = None
