"""A history that is exported is restored as it was recorded, or not at all."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from milepost.composition import RULEBOOKS, open_milepost
from milepost.settings import Settings
from tests.milepost.running import ADA, JANUARY_15, MARCH_1, Cli, X

FIRST = {"opened_on": "2019-02-29", "recorded_at": "2026-03-01T12:00:00.000000Z"}


@pytest.fixture
def history(imi: Cli) -> bytes:
    """The log of IMI's rulebook and of Ada, as it is exported."""
    imi.run("import", imi.rows(X, ADA), "--reason", "her file")
    return imi.run("export").stdout_bytes


@pytest.fixture
def fresh(tmp_path: Path, empty_store: Path) -> Cli:
    """A store without events, elsewhere."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Cli(folder).take(empty_store)


def lines(history: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in history.splitlines()]


def written(changed: list[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in changed)


def test_a_line_has_the_whole_envelope(history: bytes) -> None:
    *_, last, closing = lines(history)

    assert last.pop("payload")["topic"] == last["topic"] == "pathway.course-completed.v1"
    assert last.pop("reason").startswith("sealed:v1:")
    assert last.pop("command_id").startswith("import/")
    assert last == {
        "position": 14,
        "event_id": "pathway/ada@2",
        "stream": "pathway/ada",
        "version": 2,
        "topic": "pathway.course-completed.v1",
        "recorded_at": "2026-03-01T12:00:00.000000Z",
        "actor": "registrar",
        "cause": None,
    }
    assert closing == {"format": "milepost.history/v1", "events": 14}


def test_a_restored_store_exports_the_same_bytes(history: bytes, fresh: Cli) -> None:
    said = fresh.says("import", fresh.write("history.jsonl", history))

    assert "14 events in 3 streams restored as recorded; the log ends at position 14." in said
    assert fresh.run("export").stdout_bytes == history


def test_a_restored_store_gives_the_same_answers(history: bytes, imi: Cli, fresh: Cli) -> None:
    fresh.run("import", fresh.write("history.jsonl", history))

    for known in ("14", "13", "2026-03-01"):
        asked = ("status", "ada", "--on", "2020-01-01", "--known", known)
        assert fresh.answer(*asked) == imi.answer(*asked)


def test_a_restored_pathway_is_answered_from_its_standing_row(history: bytes, fresh: Cli) -> None:
    fresh.run("import", fresh.write("history.jsonl", history))

    milepost = open_milepost(Settings(database_url=fresh.url))
    row = milepost.store.standing("ada")
    milepost.close()

    assert row is not None
    assert row.known == 14
    assert row.relies_on == ("program/X",)


def test_an_event_of_an_old_topic_keeps_its_bytes(fresh: Cli, history: bytes) -> None:
    old, closing = lines(history)[12], {"format": "milepost.history/v1", "events": 2}
    entry = {
        **old,
        "position": 14,
        "version": 2,
        "event_id": "pathway/ada@2",
        "topic": "pathway.logbook-hours-added.v1",
    }
    entry["payload"] = {
        "topic": "pathway.logbook-hours-added.v1",
        "ref": "m-1",
        "held_on": "2019-07-01",
        "hours": "3",
        "role": "sole",
    }
    old["position"], entry["position"] = 1, 2
    content = written([old, entry, closing])

    fresh.run("import", fresh.write("old.jsonl", content))

    assert fresh.says("export") == content


def test_a_history_follows_a_log_that_is_older(history: bytes, fresh: Cli) -> None:
    fresh.now = JANUARY_15 - timedelta(days=1)
    fresh.run("import", fresh.rows([{**ADA[0], "pathway": "bob"}]))
    fresh.now = MARCH_1

    fresh.run("import", fresh.write("history.jsonl", history))

    *events, _ = lines(fresh.run("export").stdout_bytes)
    assert [event["position"] for event in events] == list(range(1, 16))
    assert fresh.answer("status", "ada", "--on", "2020-01-01")["level"]["id"] == "qualified"


def test_a_history_is_not_restored_into_a_log_that_is_not_older(history: bytes, imi: Cli) -> None:
    refused = imi.refuses("import", imi.write("history.jsonl", history))

    assert "restore it into a store that is older" in refused
    assert imi.head() == 14


def test_a_dry_run_of_a_history_restores_nothing(history: bytes, fresh: Cli) -> None:
    said = fresh.says("import", fresh.write("history.jsonl", history), "--dry-run")

    assert "14 events in 3 streams would be recorded; nothing was." in said
    assert "qualified" in said
    assert fresh.head() == 0


def test_a_history_cut_in_half_is_refused(history: bytes, fresh: Cli) -> None:
    refused = fresh.refuses("import", fresh.write("history.jsonl", history[:-100]))

    assert "line 14: this is no line of a history, or was cut" in refused
    assert fresh.head() == 0


CLOSING = b'{"format":"milepost.history/v1","events":14}\n'


def test_a_history_cut_at_the_end_of_any_line_is_refused(history: bytes, fresh: Cli) -> None:
    whole = history.splitlines(keepends=True)

    for count in range(1, len(whole)):
        refused = fresh.refuses("import", fresh.write("history.jsonl", b"".join(whole[:count])))
        assert "without it the file may have been cut" in refused
        assert f"after {count} events" in refused
    assert fresh.head() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (CLOSING.replace(b"14", b"15"), "the history closes with a count of 15 events, and has 14"),
        (CLOSING.replace(b"14", b"13"), "the history closes with a count of 13 events, and has 14"),
        (CLOSING + CLOSING, "the history is closed in the line before line 16, and goes on"),
        (CLOSING.replace(b"events", b"event"), "line 15: this is no line of a history"),
        (CLOSING[:-3], "line 15: this is no line of a history, or was cut"),
    ],
)
def test_a_history_that_does_not_close_with_its_count_is_refused(
    history: bytes, fresh: Cli, changed: bytes, said: str
) -> None:
    assert said in fresh.refuses("import", fresh.write("history.jsonl", history.replace(CLOSING, changed)))
    assert fresh.head() == 0


def test_the_history_of_an_empty_store_closes_and_has_nothing_to_restore(fresh: Cli) -> None:
    empty = fresh.run("export").stdout_bytes

    assert empty == CLOSING.replace(b"14", b"0")
    assert "the file has no rows" in fresh.refuses("import", fresh.write("history.jsonl", empty))


def test_a_history_may_be_counted_too(history: bytes, fresh: Cli) -> None:
    file = fresh.write("history.jsonl", history)

    assert "the file has 14 rows, and was said to have 15" in fresh.refuses("import", file, "--rows", 15)
    fresh.run("import", file, "--rows", 14)


FAULTS = [
    ("another id", {"event_id": "pathway/ada@3"}, "event_id: expected pathway/ada@1, found pathway/ada@3"),
    ("another order", {"position": 12}, "position: 12 is not after 12"),
    ("a version left out", {"version": 2, "event_id": "pathway/ada@2"}, "version: pathway/ada goes on with 1, not 2"),
    ("a topic unknown", {"topic": "pathway.flown.v1"}, "topic: the topic 'pathway.flown.v1' is not known here"),
    ("another topic", {"topic": "pathway.fee-paid.v1"}, "payload: Invalid value 'pathway.pathway-opened.v1'"),
    (
        "the future",
        {"recorded_at": "2027-01-01T00:00:00.000000Z"},
        "recorded_at: 2027-01-01T00:00:00.000000Z is in the future",
    ),
    (
        "the past",
        {"recorded_at": "2025-01-01T00:00:00.000000Z"},
        "recorded_at: 2025-01-01T00:00:00.000000Z is before the line above",
    ),
    ("no instant", {"recorded_at": "noon"}, "recorded_at: expected an instant such as"),
    ("no such day", {"recorded_at": "2025-02-30T00:00:00.000000Z"}, "recorded_at: day is out of range for month"),
    ("another key", {"colour": "red"}, "this is no line of a history, or was cut"),
    (
        "other bytes",
        {"payload": {"opened_on": "2019-03-01", "topic": "pathway.pathway-opened.v1"}},
        "payload: these are not the bytes of the event as it was recorded",
    ),
    (
        "what could not be recorded",
        {"payload": {"topic": "pathway.pathway-opened.v1", "opened_on": "1800-01-01"}},
        "payload: opened_on: 1800-01-01 cannot be",
    ),
]


@pytest.mark.parametrize(("change", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_line_that_does_not_follow_is_named(history: bytes, fresh: Cli, change: dict[str, object], said: str) -> None:
    changed = lines(history)
    changed[12] |= change

    refused = fresh.refuses("import", fresh.write("history.jsonl", written(changed)))

    assert f"line 13, {said}" in refused or f"line 13: {said}" in refused
    assert fresh.head() == 0


def test_one_pathway_is_exported_alone(history: bytes, imi: Cli) -> None:
    assert imi.run("export", "--pathway", "ada").stdout_bytes.splitlines()[:-1] == history.splitlines()[12:-1]


def test_a_pathway_that_is_not_there_is_not_exported(imi: Cli) -> None:
    assert "no pathway 'bob' was opened" in imi.refuses("export", "--pathway", "bob")


def test_an_exported_file_is_there_once_it_is_whole(history: bytes, imi: Cli) -> None:
    out = imi.folder / "history.jsonl"

    imi.run("export", "--out", out)

    assert out.read_bytes() == history
    assert not list(imi.folder.glob("*.part"))


def test_a_file_that_cannot_be_written_is_named(imi: Cli) -> None:
    assert "No such file or directory" in imi.refuses("export", "--out", imi.folder / "nowhere" / "history.jsonl")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no device that is always full")
def test_a_full_disk_ends_an_export(imi: Cli) -> None:
    environment = {"MILEPOST_DATABASE_URL": imi.url, "PYTHONPATH": str(RULEBOOKS.parent)}
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "milepost", "export"]
        run = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)

    assert run.returncode != 0
    assert b"No space left on device" in run.stderr
    assert b"Traceback" not in run.stderr
