"""Documents of consultations and announcements."""

import re
from datetime import date
from pathlib import Path

import pytest

from application.consultation_reading import read_announcement, read_consultation
from domain.announcement import AnnouncementPublished
from domain.consultation.events import ConsultationOpened
from domain.consultation.question import Question
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_document, read_yaml

ROOT = Path(__file__).parents[2]
IMI = ROOT / "rulebooks" / "imi"
BUNDLED = sorted((IMI / "consultations").glob("*.yaml"))
PAGE = (ROOT / "docs" / "consultations.md").read_text()


def block(kind: str) -> str:
    found = re.search(rf"```yaml {kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


CONSULTATION, ANNOUNCEMENT = block("consultation"), block("announcement")


def test_a_consultation_is_read_as_the_page_writes_it() -> None:
    assert read_consultation(read_yaml(CONSULTATION, "asked.yaml")) == (
        "online-training",
        ConsultationOpened(
            title="Training taken online",
            about="Training that is always online is under consideration.",
            asked=("mediators",),
            who="mediators who were trained online",
            informs="2021.06",
            opens_on=date(2020, 11, 25),
            closes_on=date(2021, 1, 31),
            sources=("https://example.org/announcement",),
            questions=(
                Question(
                    id="part",
                    asks="How much of your training took place online?",
                    kind="choice",
                    choices=("all of it", "some of it"),
                ),
                Question(id="hours", asks="How long did it take?", kind="number", number_of="hours", optional=True),
                Question(id="lessons", asks="What would you tell a provider?", kind="free text"),
            ),
        ),
    )


def test_an_announcement_is_read_as_the_page_writes_it() -> None:
    assert read_announcement(read_yaml(ANNOUNCEMENT, "told.yaml")) == (
        "2020-11-25",
        AnnouncementPublished(
            title="Training online",
            text="Training that is always online is under consideration.",
            published_on=date(2020, 11, 25),
            audience=("mediators", "organisations"),
            version="2020.11",
            consultations=("online-training",),
            sources=("https://example.org/announcement",),
        ),
    )


@pytest.mark.parametrize("path", BUNDLED, ids=[path.stem for path in BUNDLED])
def test_the_consultations_that_come_along_are_named_after_their_files_and_say_whence_they_are(path: Path) -> None:
    name, opened = read_consultation(read_document(path))
    assert name == path.stem
    assert opened.sources[0].startswith("https://imimediation.org/2020/11/25/")
    assert "The words of the questions are examples" in (opened.about or "")


def test_the_announcement_that_comes_along_names_all_of_them() -> None:
    _, published = read_announcement(read_document(IMI / "announcements" / "2020-11-25.yaml"))
    assert sorted(published.consultations) == [path.stem for path in BUNDLED]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("milepost.consultation/v1", "milepost.policy/v1", "1:9: the format 'milepost.policy/v1' is not known"),
        ("title:", "titel:", "3:1: the key of a consultation 'titel' is not known; did you mean 'title'?"),
        ("title: Training taken online\n", "", "1:1: 'title' is missing from 'a consultation'"),
        ("asked: [mediators]", "asked: [judges]", "5:9: asked 'judges' is not known"),
        ("asked: [mediators]", "asked: []", "2:15: asked: [] cannot be; expected mediators, organisations, or both"),
        ("2020-11-25", "25 November", "8:11: expected a date as YYYY-MM-DD"),
        ("2021-01-31", "2020-01-31", "2:15: closes_on: 2020-01-31 cannot be; expected opens_on (2020-11-25) or later"),
        ("    number of: hours\n", "", "16:3: 'hours' is answered in one of these ways: free text, choice, number of"),
        ("free text: yes", "free text: no", "22:16: expected yes, or another way of answering"),
        ("free text: yes", "number of: [x]", "22:16: expected 'number of', as one line of text"),
        ("[all of it, some of it]", "[all of it]", "expected two choices or more, each once"),
        ("optional: yes", "optional: perhaps", "19:15: the answer 'perhaps' is not known"),
    ],
)
def test_a_fault_of_a_consultation_is_named_with_its_place(before: str, after: str, fault: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_consultation(read_yaml(CONSULTATION.replace(before, after, 1), "asked.yaml"))
    assert fault in str(refused.value)


def test_the_faults_of_all_questions_are_named_at_once() -> None:
    text = CONSULTATION.replace("number of: hours", "count of: hours").replace("free text: yes", "essay: yes")
    with pytest.raises(DocumentRefused) as refused:
        read_consultation(read_yaml(text, "asked.yaml"))
    assert [fault.place.line for fault in refused.value.faults] == [18, 22]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("milepost.announcement/v1", "milepost.policy/v1", "1:9: the format 'milepost.policy/v1' is not known"),
        ("audience: [mediators, organisations]", "audience: [world]", "6:12: audience 'world' is not known"),
        ("audience: [mediators, organisations]", "audience: []", "2:15: audience: [] cannot be"),
        ("text: ", "words: ", "the key of an announcement 'words' is not known"),
    ],
)
def test_a_fault_of_an_announcement_is_named_with_its_place(before: str, after: str, fault: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_announcement(read_yaml(ANNOUNCEMENT.replace(before, after, 1), "told.yaml"))
    assert fault in str(refused.value)


def test_a_document_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(DocumentRefused, match="expected a consultation, as a mapping"):
        read_consultation(read_yaml("- a\n", "asked.yaml"))
