"""A step of a change told to the person concerned, in German, or as the texts state it."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from domain.attribution import Category, Cause, Step
from domain.policy.translation import AS_STATED, Translation, read_translation
from domain.recounting import Recounting
from domain.stand import NOWHERE, Stand, differing
from infrastructure.documents import read_document
from tests.laws.imi import RULEBOOKS, texts

MARCH_1 = date(2021, 3, 1)
QUALIFIED = Stand(
    version="2020.06",
    level="qualified",
    since=MARCH_1,
    until=date(2022, 3, 1),
    levels=("qualified", "trained_unrecognised"),
    standing="good",
    listing="listed",
    possibly_listed=True,
    reasons=("COMPLETED_APPROVED",),
)
COURSE = Cause(
    event="pathway/ada@2",
    topic="pathway.course-completed.v1",
    happened_on=MARCH_1,
    position=7,
    recorded_at=datetime(2021, 3, 4, 12, tzinfo=UTC),
    actor="registrar",
    cause=None,
    reason="her certificate",
)
RETRACTION = replace(
    COURSE, event="pathway/ada@3", topic="pathway.evidence-retracted.v1", happened_on=None, reason=None
)


def step(before: Stand, after: Stand, *causes: Cause, clauses: tuple[str, ...] = ()) -> Step:
    return Step(
        category=Category.LATE_EVIDENCE,
        on=MARCH_1,
        known=7,
        under="in force",
        causes=causes,
        clauses=clauses,
        differs=differing(before, after),
        before=before,
        after=after,
    )


def german() -> Translation:
    found = [read_translation(read_document(RULEBOOKS / name)) for name in ("words.de.yaml", "imi/words/de.yaml")]
    return found[1].over(found[0])


def told(step: Step, words: Translation = AS_STATED) -> list[str]:
    said = Recounting(words, {text.version: text for text in texts()}).of(step)
    return [said.words, *(each.words for each in said.under)]


def test_a_level_that_is_gained_is_told_by_its_title_with_reason_clause_and_evidence() -> None:
    assert told(step(NOWHERE, QUALIFIED, COURSE, clauses=("2.1",)), german()) == [
        "nachgereichter Nachweis am 2021-03-01",
        "Stufe: keine → IMI Qualified Mediator seit 2021-03-01 bis 2022-03-01 (dieser Tag nicht mehr)",
        "Außerdem: + Ausgebildet, nicht anerkannt",
        "Stand: keine → in Ordnung",
        "Liste: nicht auf der Liste → auf der Liste",
        german().reasons["COMPLETED_APPROVED"],
        f"Klausel 2.1: {german().clauses['2.1']}",
        "wegen Kurs (pathway/ada@2) am 2021-03-01; verzeichnet am 2021-03-04: her certificate",
    ]


def test_what_there_are_no_words_for_is_told_as_the_texts_state_it() -> None:
    lost = step(QUALIFIED, replace(NOWHERE, version="2020.06"), RETRACTION, clauses=("2.1", "99"))
    clause = next(text for text in texts() if text.version == "2020.06").clause("2.1").text
    assert told(lost)[2:] == [
        "Also held: - Trained, not recognised",
        "standing: good → none",
        "listing: listed → unlisted",
        "no longer: COMPLETED_APPROVED",
        f"clause 2.1: {clause}",
        "clause 99: ",
        "because of pathway/ada@3; recorded on 2021-03-04",
    ]


def test_what_is_owed_in_doubt_and_to_be_known_is_told() -> None:
    doubtful = replace(
        QUALIFIED,
        possible_levels=("certified",),
        possible_standings=("under review",),
        possibly_listed=False,
        conditions=("role-play",),
        possible_conditions=("hours",),
        notes=("a note",),
    )
    assert told(step(QUALIFIED, doubtful))[1:] == [
        "Owed: + role-play",
        "Possible: - listed, + IMI Certified Mediator, + under review",
        "Perhaps owed: + hours",
        "To know: + a note",
    ]


def test_an_event_that_changes_nothing_is_told_so() -> None:
    assert told(step(QUALIFIED, QUALIFIED, COURSE))[0] == "late evidence on 2021-03-01: changes nothing on that day"
