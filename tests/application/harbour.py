"""A small rulebook, its documents and events, and an office that records one event a day: for tests of use cases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from application.assessing import Assessor, Coordinates
from application.memory import MemoryStore
from application.recording import Registrar
from application.store import Command
from domain.content import content_hash
from domain.event import Event
from domain.pathway.training import CourseCompleted
from domain.policy.reading import read_policy, read_vocabulary
from domain.program.events import ProgramApproved
from domain.rulebook import PolicyPublished
from infrastructure.documents import canonical_bytes, policy_from, read_document, read_yaml
from infrastructure.event_store import SqlEventStore

BASE = read_vocabulary(read_document(Path(__file__).parents[2] / "rulebooks" / "vocabulary.yaml"))
REGISTRAR = Command("registrar", "command-1")
NOON = datetime(2021, 1, 1, 12, tzinfo=UTC)
NOW = datetime(2022, 1, 1, tzinfo=UTC)
MARCH_1 = date(2020, 3, 1)
TEXT = """
format: milepost.policy/v1
rulebook: harbour
version: "{version}"
title: {title}
published: 2019-01-01
in force from: {in_force_from}
parameters:
  counted:
    text: Which courses count.
    source: invented
    values: {{passed: those passed, all: all}}
    default: passed
clauses:
  1.1:
    text: A course of at least {hours} hours at an approved program.
    source: invented
    for: course
    with: {{approval: PROGRAM_NOT_APPROVED}}
    when:
      - approval.program is course.program
      - approval in force on course.ended_on
      - any: [counted is all, course.result is passed]
      - require: course.hours at least {hours} hours
        else: HOURS_SHORT
    reason: COMPLETED_APPROVED
levels:
  qualified: {{rank: 10, title: Harbour Mediator, routes: {{course: clause 1.1}}}}
"""


def document(
    version: str, hours: int = 40, title: str = "Harbour", in_force_from: str = "2019-01-01"
) -> dict[str, str]:
    text = TEXT.format(version=version, hours=hours, title=title, in_force_from=in_force_from)
    stored = canonical_bytes(read_policy(read_yaml(text, "harbour.yaml"), BASE))
    return {"version": version, "document": stored.decode(), "content_hash": content_hash(stored)}


def published(version: str, hours: int = 40, in_force_from: str = "2019-01-01") -> PolicyPublished:
    stated = document(version, hours, in_force_from=in_force_from)
    day = date.fromisoformat(in_force_from)
    return PolicyPublished(
        version=version,
        document=stated["document"],
        content_hash=stated["content_hash"],
        published_on=date(2019, 1, 1),
        effective_from=day,
    )


def course(ref: str = "course-1", hours: int = 40, result: str = "passed") -> CourseCompleted:
    return CourseCompleted(
        ref=ref,
        program="X",
        format="face to face",
        ended_on=date(2020, 3, 20),
        hours=Decimal(hours),
        result=result,  # type: ignore[arg-type]
    )


APPROVED = ProgramApproved(formats=("face to face",), effective_on=MARCH_1, retrospective=False)


class Office:
    """Records one event after the other, a day apart, and asks."""

    def __init__(self, store: MemoryStore | SqlEventStore) -> None:
        self.store = store
        self.assessor = Assessor(store, policy_from, lambda: NOW, "harbour")
        self.registrar = Registrar(store, self.assessor)
        self.instant = NOON

    def record(self, stream: str, *events: Event) -> int:
        self.registrar.record(stream, events, REGISTRAR, self.instant)
        self.instant += timedelta(days=1)
        return self.store.head()

    def level(self, known: int | None = None, under: str | None = None, *, hindsight: bool = False) -> str:
        at = Coordinates(on=date(2020, 4, 1), known=known, under=under, hindsight=hindsight)
        return self.assessor.answer("ada", at).level.id
