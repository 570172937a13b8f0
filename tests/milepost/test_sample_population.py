"""The population: the same again for the same seed, in the order of its recording, and of every kind."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from milepost.sample.ascending import Ascending
from milepost.sample.entry import FIRST_DAY, LAST_DAY, Entry
from milepost.sample.population import Population
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


def drawn(
    folder: Path, pathways: int, *, seed: int = 1, until: datetime = AFTERWARDS, run: int = 100_000
) -> list[Entry]:
    ascending = Ascending(folder, run)
    for entries in Population(pathways, seed, until):
        for entry in entries:
            ascending.add(entry)
    return list(ascending)


@pytest.fixture(scope="module")
def three_hundred(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    return drawn(tmp_path_factory.mktemp("runs"), 300)


def test_the_same_seed_draws_the_same_to_the_byte(tmp_path: Path, three_hundred: list[Entry]) -> None:
    assert list(history(drawn(tmp_path, 300))) == list(history(three_hundred))


def test_as_many_pathways_are_drawn_as_are_asked_for(three_hundred: list[Entry]) -> None:
    assert len({entry.stream for entry in three_hundred if entry.stream.startswith("pathway/IMI-")}) == 300


def test_another_seed_draws_another(tmp_path: Path) -> None:
    assert drawn(tmp_path, 5, seed=1) != drawn(tmp_path, 5, seed=2)


def test_runs_that_are_kept_in_files_change_nothing(tmp_path: Path) -> None:
    assert drawn(tmp_path, 20, run=50) == drawn(tmp_path, 20)
    assert len(list(tmp_path.iterdir())) > 5


def test_the_log_ascends_over_the_years(three_hundred: list[Entry]) -> None:
    instants = [entry.recorded_at for entry in three_hundred]

    assert instants == sorted(instants)
    assert {instant.year for instant in instants} == set(range(2009, 2027))
    assert FIRST_DAY <= instants[0].date() <= instants[-1].date() <= LAST_DAY


def test_versions_of_a_stream_have_no_gap_and_one_entry_is_its_last(three_hundred: list[Entry]) -> None:
    streams: dict[str, list[Entry]] = {}
    for entry in three_hundred:
        streams.setdefault(entry.stream, []).append(entry)

    for entries in streams.values():
        assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.last for entry in entries] == [False] * (len(entries) - 1) + [True]


def test_nothing_is_recorded_after_the_present(tmp_path: Path) -> None:
    then = datetime(2021, 1, 1, tzinfo=UTC)

    entries = drawn(tmp_path, 40, until=then)

    assert max(entry.recorded_at for entry in entries) <= then
    assert sum(entry.last for entry in entries) == len({entry.stream for entry in entries})


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


def test_what_one_office_records_at_once_is_one_batch(three_hundred: list[Entry]) -> None:
    for batch in batches(three_hundred):
        assert len({entry.recorded_at for entry in batch.entries}) == 1
        assert len(batch.entries) <= 500
