"""Evidence that no text of the rulebook declares is not recorded, with the nearest that is declared."""

from datetime import date
from decimal import Decimal

import pytest

from application.declaring import FieldNotDeclared, KindNotDeclared, require_declared
from domain.evidence import Evidence
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded
from domain.pathway.training import CourseCompleted
from domain.policy.vocabulary import Field, Kind, Vocabulary

CIRCLE = Kind(
    "a peer circle", "held_on", {"held_on": Field("date"), "mode": Field("text", values=("in room", "online"))}
)
DECLARED: Vocabulary = {"peer circle": CIRCLE, "course": Kind("a course", "ended_on", {"live": Field("yes or no")})}
DAY = date(2024, 5, 1)
COURSE = CourseCompleted(ref="course-1", program="X", format="online", ended_on=DAY, hours=Decimal(40), result="passed")
MEETING = EvidenceRecorded(ref="c-1", kind="peer circle", days={"held_on": DAY}, texts={"mode": "online"})


@pytest.mark.parametrize(
    ("event", "of"),
    [
        (MEETING, None),
        (EvidenceDetailed(of="course-1", flags={"live": True}), COURSE),
        (EvidenceDetailed(of="c-1", texts={"mode": "in room"}), EvidenceRecorded(ref="c-1", kind="peer circle")),
        (EvidenceDetailed(of="course-1", numbers={"hours": Decimal(41)}), COURSE),
        (EvidenceDetailed(of="nothing", flags={"live": True}), None),
    ],
)
def test_what_is_declared_or_said_of_by_the_domain_is_let_through(
    event: EvidenceRecorded | EvidenceDetailed, of: Evidence | None
) -> None:
    require_declared(event, of, DECLARED)


@pytest.mark.parametrize(
    ("kind", "declared", "because"),
    [
        ("per circle", DECLARED, "declares the kind 'per circle'; did you mean 'peer circle'?"),
        ("course", DECLARED, "'course' is recorded by an event of its own, and not as 'evidence recorded'"),
        ("peer circle", {}, "declares the kind 'peer circle', nor any other; adopt the one that does"),
    ],
)
def test_a_kind_that_nobody_declares(kind: str, declared: Vocabulary, because: str) -> None:
    with pytest.raises(KindNotDeclared, match=because):
        require_declared(EvidenceRecorded(ref="c-1", kind=kind), None, declared)


@pytest.mark.parametrize(
    ("event", "of", "because"),
    [
        (EvidenceRecorded(ref="c-1", kind="peer circle", days={"held": DAY}), None, "'held' of 'peer circle'; did you"),
        (EvidenceRecorded(ref="c-1", kind="peer circle", texts={"held_on": "May"}), None, "a date, and not a text"),
        (EvidenceRecorded(ref="c-1", kind="peer circle", texts={"mode": "by letter"}), None, "one of in room, online"),
        (EvidenceDetailed(of="course-1", texts={"room": "blue"}), COURSE, "'room' of 'course'; known are live"),
        (EvidenceDetailed(of="c-1", flags={"late": True}), EvidenceRecorded(ref="c-1", kind="other"), "nor any other"),
    ],
)
def test_a_field_that_nobody_declares(
    event: EvidenceRecorded | EvidenceDetailed, of: Evidence | None, because: str
) -> None:
    with pytest.raises(FieldNotDeclared, match=because):
        require_declared(event, of, DECLARED)
