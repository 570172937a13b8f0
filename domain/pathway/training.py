"""Courses, their parts, and assessments.

A course refers to its program, the version and the format only. Whether that was approved is the program's own
matter, and is joined by date when the pathway is assessed.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from domain.evidence import Evidence, Format, Private, Result


class CourseStarted(Evidence, tag="pathway.course-started.v1"):
    """A course began on `begun_on`; that it ended is another event."""

    gives: ClassVar = "begun course"

    program: str
    program_version: str = "1"
    format: Format
    begun_on: date
    provider: str | None = None
    site: str | None = None
    country: str | None = None


class CourseCompleted(Evidence, tag="pathway.course-completed.v1"):
    """A course ended, with its result; `ended_on` is the day of completion, the certificate's date is not.

    `hours` are those attended. `roleplay` says where the role-play took place.
    """

    gives: ClassVar = "course"
    order: ClassVar = (("begun_on", "ended_on"), ("ended_on", "certificate_issued_on"))
    positive: ClassVar = frozenset({"hours"})

    program: str
    program_version: str = "1"
    format: Format
    begun_on: date | None = None
    ended_on: date
    hours: Decimal
    result: Result
    roleplay: Literal["in room", "online"] | None = None
    roleplay_share: Decimal | None = None
    hours_in_room: Decimal | None = None
    hours_online: Decimal | None = None
    hours_by_topic: dict[str, Decimal] = msgspec.field(default_factory=dict)
    attendance_checked: bool | None = None
    provider: str | None = None
    site: str | None = None
    country: str | None = None
    certificate: str | None = None
    certificate_issued_on: date | None = None
    carries_logo: bool | None = None
    private: Private | None = None


class CourseComponentCompleted(Evidence, tag="pathway.course-component-completed.v1"):
    """One part of a course was held on `held_on`, apart from the rest; `course` names the evidence of the whole."""

    gives: ClassVar = "component"
    positive: ClassVar = frozenset({"hours"})

    program: str | None = None
    program_version: str | None = None
    course: str | None = None
    component: str
    held_on: date
    format: Format
    hours: Decimal | None = None
    result: Result
    provider: str | None = None
    site: str | None = None


class RefresherCompleted(Evidence, tag="pathway.refresher-completed.v1"):
    """A refresher was held on `held_on` for someone who had done the course before; it is not a course."""

    gives: ClassVar = "refresher"
    positive: ClassVar = frozenset({"hours"})

    program: str
    program_version: str | None = None
    held_on: date
    format: Format | None = None
    hours: Decimal | None = None
    provider: str | None = None


class AssessmentRecorded(Evidence, tag="pathway.assessment-recorded.v1"):
    """Theory, skills or both were assessed on `held_on`; the result was known on `result_on`."""

    gives: ClassVar = "assessment"
    order: ClassVar = (("held_on", "result_on"), ("held_on", "valid_until"))

    program: str
    program_version: str | None = None
    skill: Literal["theory", "skills", "theory and skills"]
    held_on: date
    result_on: date | None = None
    result: Result
    valid_until: date | None = None
    assessors: tuple[str, ...] = ()
