"""The population: the same again for the same seed, in the order of its recording, and of every kind."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from domain.topics import EVENTS
from milepost.sample import drawing
from milepost.sample.ascending import Line, ascending
from milepost.sample.drawing import Sample, pieces
from milepost.sample.entry import FIRST_DAY, LAST_DAY, Entry
from milepost.sample.population import SHARE
from milepost.sample.recording import batches, history

AFTERWARDS = datetime(2026, 11, 1, tzinfo=UTC)
TOPICS_THAT_TELL = {
    "pathway.course-completed.v1",
    "pathway.course-component-completed.v1",
    "pathway.refresher-completed.v1",
    "pathway.evidence-corrected.v1",
    "pathway.evidence-retracted.v1",
    "pathway.logbook-hours-amended.v1",
    "pathway.logbook-hours-verified.v1",
    "pathway.personal-data-erased.v1",
    "pathway.complaint-raised.v1",
    "pathway.suspension-imposed.v1",
    "pathway.appeal-decided.v1",
    "pathway.recognition-granted.v1",
    "pathway.status-revoked.v1",
    "pathway.registration-evidenced.v1",
    "pathway.learning-recorded.v1",
    "pathway.feedback-digest-published.v1",
    "pathway.fee-waived.v1",
    "program.approval-effective-date-corrected.v1",
    "program.approval-withdrawn.v1",
    "program.adaptation-document-accepted.v1",
    "program.adaptation-document-rejected.v1",
    "program.scope-amended.v1",
    "program.program-reinstated.v1",
    "register.jurisdiction-listing-ended.v1",
    "policy.policy-published.v1",
    "policy.policy-drafted.v1",
}


def lines(
    folder: Path, pathways: int, *, seed: int = 1, until: datetime = AFTERWARDS, practising: int = SHARE
) -> list[Line]:
    draw = drawing.drawing(Sample(pathways, seed, until, practising), folder)
    return list(ascending([draw(piece).run for piece in pieces(pathways)]))


def drawn(folder: Path, pathways: int, *, seed: int = 1, until: datetime = AFTERWARDS) -> list[Entry]:
    return list(map(_entry, lines(folder, pathways, seed=seed, until=until)))


def _entry(line: Line) -> Entry:
    event = msgspec.json.decode(line.payload, type=EVENTS[line.topic])
    return Entry(datetime.fromisoformat(line.recorded_at), line.stream, line.version, event)


@pytest.fixture(scope="module")
def three_hundred_lines(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    return lines(tmp_path_factory.mktemp("runs"), 300)


@pytest.fixture(scope="module")
def three_hundred(three_hundred_lines: list[Line]) -> list[Entry]:
    return list(map(_entry, three_hundred_lines))


def test_the_same_seed_draws_the_same_to_the_byte(tmp_path: Path, three_hundred_lines: list[Line]) -> None:
    assert list(history(lines(tmp_path, 300))) == list(history(three_hundred_lines))


def test_as_many_pathways_are_drawn_as_are_asked_for(three_hundred: list[Entry]) -> None:
    assert len({entry.stream for entry in three_hundred if entry.stream.startswith("pathway/IMI-")}) == 300


def test_another_seed_draws_another(tmp_path: Path) -> None:
    assert drawn(tmp_path, 5, seed=1) != drawn(tmp_path, 5, seed=2)


def test_the_pieces_that_it_is_drawn_in_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines(tmp_path, 20)
    monkeypatch.setattr(drawing, "PIECE", 3)

    assert lines(tmp_path, 20) == whole
    assert len(list(tmp_path.iterdir())) > 5


def test_most_events_are_of_those_who_practise(tmp_path: Path) -> None:
    fewer, more = (len(lines(tmp_path, 200, practising=share)) for share in (9, SHARE))

    assert 8 * 200 < fewer < 13 * 200 < more


def test_the_log_ascends_over_the_years(three_hundred: list[Entry]) -> None:
    instants = [entry.recorded_at for entry in three_hundred]

    assert instants == sorted(instants)
    assert {instant.year for instant in instants} == set(range(2009, 2027))
    assert FIRST_DAY <= instants[0].date() <= instants[-1].date() <= LAST_DAY


def test_versions_of_a_stream_have_no_gap(three_hundred: list[Entry]) -> None:
    streams: dict[str, list[Entry]] = {}
    for entry in three_hundred:
        streams.setdefault(entry.stream, []).append(entry)

    for entries in streams.values():
        assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))


def test_nothing_is_recorded_after_the_present(tmp_path: Path) -> None:
    then = datetime(2021, 1, 1, tzinfo=UTC)

    entries = drawn(tmp_path, 40, until=then)

    assert max(entry.recorded_at for entry in entries) <= then


def test_versions_of_the_rulebook_become_known_on_the_days_of_their_publication(three_hundred: list[Entry]) -> None:
    published = [entry for entry in three_hundred if entry.event.topic() == "policy.policy-published.v1"]

    assert [entry.recorded_at.date() for entry in published] == [entry.event.published_on for entry in published]  # type: ignore[attr-defined]
    assert [entry.event.version for entry in published][-1] == "2025.09"  # type: ignore[attr-defined]
    assert published[-1].recorded_at.date().isoformat() == "2025-09-16"


def test_three_hundred_pathways_meet_everything_that_a_record_can_meet(three_hundred: list[Entry]) -> None:
    topics = Counter(entry.event.topic() for entry in three_hundred)

    assert set(topics) >= TOPICS_THAT_TELL
    assert {"CMTP", "QAP", "ODR-QAP"} == {
        entry.event.kind  # type: ignore[attr-defined]
        for entry in three_hundred
        if entry.event.topic() == "program.program-submitted.v1"
    }


def test_logbooks_are_short_and_long(three_hundred: list[Entry]) -> None:
    sizes = Counter(entry.stream for entry in three_hundred if entry.event.topic() == "pathway.logbook-hours-added.v2")

    assert min(size for stream, size in sizes.items() if "IMI-" in stream) < 20
    assert max(sizes.values()) > 100


def test_what_one_office_records_at_once_is_one_batch(three_hundred_lines: list[Line]) -> None:
    for batch in batches(three_hundred_lines):
        assert len({line.recorded_at for line in batch.lines}) == 1
        assert len(batch.lines) <= 500
