"""A dossier is verified as it is, and whatever somebody changes in it, or in the store that it is made of, is named."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile
from sqlite3 import Connection
from typing import Any

import msgspec
import pytest

from application.assessing import Coordinates
from application.ledger.dossier import Dossiers
from application.ledger.ledger import CheckpointUnknown, LedgerUnusable
from domain.content import content_hash
from domain.ledger.note import Note, read_note
from infrastructure.migrations import migrate
from tests.store.following import KEY, NEXT_KEY, ledger_of
from tests.verifier.house import (
    ADA,
    DAY,
    EARLIER,
    KEYS,
    SIZE,
    SOMEBODY_ELSE,
    assessor_of,
    closing_engine,
    dossier_of,
    found,
    house,
    tampered,
    verified,
)
from verifier.bundling import BUNDLE
from verifier.checks import PROBLEMS
from verifier.command import main

Members = dict[str, Any]
PAGE = Path(__file__).parents[2] / "docs" / "dossier.md"


def changed(change: Callable[[Members], object]) -> bytes:
    members = json.loads(house().dossier)
    change(members)
    return json.dumps(members, ensure_ascii=False).encode()


def own(members: Members, number: int) -> Members:
    """Return one of the person's own events."""
    return [each for each in members["events"] if each["envelope"]["stream"] == ADA][number]  # type: ignore[no-any-return]


def signed_by(key: Any, note: str) -> str:  # noqa: ANN401 - a key that signs
    text = read_note(note).text.replace(KEY.verifier.name, key.verifier.name)
    return Note(text, (key.sign(text),)).written()


def told_again(members: Members) -> None:
    """Sign what the file tells, as who holds the key can."""
    names = ("answer", "hindsight", "known", "on", "pathway", "proofs", "rulebook", "timeline", "under")
    told = msgspec.json.encode({name: members[name] for name in names}, order="sorted")
    *above, _ = read_note(members["told"]).text.splitlines()
    text = "".join(f"{line}\n" for line in (*above, content_hash(told)))
    members["told"] = Note(text, (KEY.sign(text),)).written()


def signed(*changes: Callable[[Members], object]) -> Callable[[Members], object]:
    """Return the changes, with what the file tells signed again."""

    def change(members: Members) -> None:
        for each in changes:
            each(members)
        told_again(members)

    return change


def answer_changed(members: Members) -> None:
    members["answer"]["levels"][0]["since"] = members["answer"]["level"]["since"] = "2019-01-01"


def insert_own(members: Members) -> None:
    again = json.loads(json.dumps(own(members, -1)))
    again["envelope"] |= {"version": 6, "event_id": f"{ADA}@6", "position": again["envelope"]["position"] + 1}
    members["events"].append(again)


def replace_policy(members: Members) -> None:
    first = members["events"][0]
    first["payload"] = first["payload"].replace("40 hours", "10 hours")


def swap(members: Members) -> None:
    one, other = own(members, 1), own(members, 2)
    one["payload"], other["payload"] = other["payload"], one["payload"]


def renumber(members: Members) -> None:
    del members["events"][members["events"].index(own(members, 1))]
    for each in members["events"]:
        envelope = each["envelope"]
        if envelope["stream"] == ADA and envelope["version"] > 2:
            envelope["version"] -= 1
            envelope["event_id"] = f"{ADA}@{envelope['version']}"


IN_THE_FILE: dict[str, tuple[Callable[[Members], object], str]] = {
    "edit an event": (
        lambda m: own(m, 1).update(payload=own(m, 1)["payload"].replace('"40"', '"90"')),
        "EventNotInLog",
    ),
    "delete one in the middle": (lambda m: m["events"].remove(own(m, 1)), "EventMissing"),
    "delete the last": (lambda m: m["events"].remove(own(m, -1)), "EventMissing"),
    "delete one and renumber": (renumber, "EventNotInLog"),
    "swap two": (swap, "EventNotInLog"),
    "insert one": (insert_own, "EventNotInLog"),
    "back-date one": (
        lambda m: own(m, -1)["envelope"].update(recorded_at="2021-05-13T13:00:00.000000Z"),
        "EventNotInLog",
    ),
    "date one before the one before it": (
        lambda m: own(m, -1)["envelope"].update(recorded_at="2020-01-01T00:00:00.000000Z"),
        "EventNotInLog",
    ),
    "put them in another order": (lambda m: m["events"].reverse(), "EventsOutOfOrder"),
    "name another as who recorded it": (lambda m: own(m, 1)["envelope"].update(actor="somebody"), "EventNotInLog"),
    "replace a policy's bytes": (replace_policy, "EventNotInLog"),
    "leave out a whole stream": (
        lambda m: m.update(events=[each for each in m["events"] if each["envelope"]["stream"] != "program/X"]),
        "EventMissing",
    ),
    "change the answer": (answer_changed, "AnswerChanged"),
    "change the answer and sign it again": (signed(answer_changed), "AnswerDiffers"),
    "change the timeline and sign it again": (
        signed(lambda m: m["timeline"][0].update(standing="suspended")),
        "AnswerDiffers",
    ),
    "change a proof and sign it again": (
        signed(lambda m: m["proofs"][0]["proof"].update(holds=not m["proofs"][0]["proof"]["holds"])),
        "AnswerDiffers",
    ),
    "give a reason that no rule has, and sign it": (
        signed(lambda m: m["answer"].update(missing=[{"level": "qualified", "reasons": ["NO"]}])),
        "AnswerDiffers",
    ),
    "answer another question": (signed(lambda m: m.update(on="2025-01-01")), "OtherQuestion"),
    "say it was known at another time": (
        signed(lambda m: m["answer"]["known"].update(recorded_at="2020-01-01T00:00:00Z")),
        "OtherQuestion",
    ),
    "know more than the checkpoint": (
        signed(lambda m: m.update(known=SIZE + 1), lambda m: m["answer"]["known"].update(position=SIZE + 1)),
        "OtherQuestion",
    ),
    "lower the statement of heads": (
        lambda m: m.update(heads=m["heads"].replace(f'6 "{ADA}"', f'5 "{ADA}"')),
        "NotSigned",
    ),
    "take the signature away": (lambda m: m.update(checkpoint=m["checkpoint"].rpartition("\n\n")[0]), "NoteMalformed"),
    "sign with another key of another name": (
        lambda m: m.update(checkpoint=signed_by(SOMEBODY_ELSE, m["checkpoint"])),
        "OfAnotherLog",
    ),
    "sign with another key of this name": (
        lambda m: m.update(checkpoint=signed_by(NEXT_KEY, m["checkpoint"])),
        "NotSigned",
    ),
    "take away the proof from the earlier checkpoint": (lambda m: m.update(since=None), "NoProofFromYourCheckpoint"),
    "write the size of the earlier checkpoint with a zero before it": (
        lambda m: m.update(since=m["since"].replace("old ", "old 0", 1)),
        "NoProofFromYourCheckpoint",
    ),
    "write a size that no log has": (
        lambda m: m.update(since=m["since"].replace("old ", f"old {'9' * 5000}", 1)),
        "NoProofFromYourCheckpoint",
    ),
    "prove another checkpoint": (lambda m: m.update(since=m["since"].replace("— ", "—  ")), "LogRewritten"),
    "add a member": (lambda m: m.update(certified=True), "NotADossier"),
}
"""What is changed in a file, and the name of what the verifier finds."""


def sql(*statements: str) -> Callable[[Connection], object]:
    return lambda connection: [connection.execute(statement) for statement in statements]


def moved(by: int, after: int) -> tuple[str, ...]:
    """Return what makes all later events stand so many places further on."""
    return (
        f"UPDATE events SET position = -(position + {by}) WHERE position > {after}",  # noqa: S608 - two numbers
        "UPDATE events SET position = -position WHERE position < 0",
        f"UPDATE head SET position = position + {by}",  # noqa: S608 - a number
    )


def another_policy(connection: Connection) -> None:
    """Put another text in the place of a policy's, with the hash that it has."""
    ((payload,),) = connection.execute("SELECT payload FROM events WHERE event_id = 'policy/harbour@1'").fetchall()
    said = json.loads(payload)
    said["document"] = said["document"].replace("40", "10")
    said["content_hash"] = content_hash(said["document"].encode())
    connection.execute(
        "UPDATE events SET payload = ? WHERE event_id = 'policy/harbour@1'", (msgspec.json.encode(said),)
    )


INSERTED = """
INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, payload)
SELECT 6, stream, 7, topic, recorded_at, actor, command_id, CAST(replace(payload, 'course-2', 'course-3') AS BLOB)
FROM events WHERE event_id = 'pathway/ada@3'
"""
RENUMBERED = "UPDATE events SET version = version - 1 WHERE stream = 'pathway/ada' AND version = {}"
DELETED = "DELETE FROM events WHERE event_id = 'pathway/ada@3'"
IN_THE_STORE: dict[str, tuple[Callable[[Connection], object], str, str]] = {
    "edit an event": (
        sql("UPDATE events SET payload = CAST(replace(payload, '12', '42') AS BLOB) WHERE event_id = 'pathway/ada@3'"),
        "EventNotInLog",
        "LogRewritten",
    ),
    "delete one in the middle": (sql(DELETED), "LogShorter", "LogShorter"),
    "delete the end": (
        sql("DELETE FROM events WHERE position > 100", "UPDATE head SET position = 100", "DELETE FROM standing"),
        "LogShorter",
        "OlderThanYourCheckpoint",
    ),
    "delete one and renumber": (
        sql(DELETED, *moved(-1, 6), *(RENUMBERED.format(version) for version in (4, 5, 6))),
        "LogShorter",
        "LogRewritten",
    ),
    "swap two": (
        sql(
            "UPDATE events SET position = -5 WHERE position = 5",
            "UPDATE events SET position = 5 WHERE position = 6",
            "UPDATE events SET position = 6 WHERE position = -5",
        ),
        "EventNotInLog",
        "LogRewritten",
    ),
    "insert one": (sql(*moved(1, 5), INSERTED), "EventNotInLog", "LogRewritten"),
    "back-date one": (
        sql("UPDATE events SET recorded_at = '2021-01-05T13:00:00.000000Z' WHERE event_id = 'pathway/ada@3'"),
        "EventNotInLog",
        "LogRewritten",
    ),
    "replace a policy's bytes": (another_policy, "EventNotInLog", "LogRewritten"),
    "change a read model": (
        sql("UPDATE standing SET tracks = (SELECT tracks FROM standing WHERE pathway = 'm1') WHERE pathway = 'ada'"),
        "VERIFIED",
        "VERIFIED",
    ),
}
"""What is changed in a store; what is found if the ledger is left as it was, and if all of it is signed again."""


def outcome(folder: Path, change: Callable[[Connection], object], *, signed_again: bool) -> str:
    """Return the name of what the verifier finds, or of what is the case where no dossier can be made at all."""
    try:
        return found(tampered(folder, change, signed_again=signed_again))
    except LedgerUnusable as refused:
        return type(refused).__name__


def test_a_dossier_is_verified() -> None:
    report = verified(house().dossier)
    assert (report.verdict, report.problem, report.left_open) == ("VERIFIED", None, [])


def test_without_an_earlier_checkpoint_it_is_verified_in_part() -> None:
    report = verified(house().dossier, earlier=None)
    assert report.verdict == "VERIFIED IN PART"
    assert "No earlier checkpoint" in report.left_open[0]


@pytest.mark.parametrize(
    "at",
    [
        Coordinates(on=date(2021, 7, 1), known=EARLIER),
        Coordinates(on=DAY, under="1"),
        Coordinates(on=DAY, known=7, under="2", hindsight=True),
        Coordinates(on=date(2021, 1, 1), known=date(2021, 1, 6)),
    ],
    ids=str,
)
def test_a_dossier_of_any_coordinates_is_verified(at: Coordinates) -> None:
    with closing_engine(house().store) as engine:
        assert found(dossier_of(engine, at)) == "VERIFIED"


@pytest.mark.parametrize(("change", "name"), IN_THE_FILE.values(), ids=IN_THE_FILE)
def test_what_is_changed_in_the_file_is_named(change: Callable[[Members], object], name: str) -> None:
    assert found(changed(change)) == name


@pytest.mark.parametrize(("change", "left", "again"), IN_THE_STORE.values(), ids=IN_THE_STORE)
def test_what_is_changed_in_the_store_is_named(
    tmp_path: Path, change: Callable[[Connection], object], left: str, again: str
) -> None:
    assert outcome(tmp_path, change, signed_again=False) == left
    assert outcome(tmp_path, change, signed_again=True) == again


def test_the_page_tells_what_is_found() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = re.findall(r"^\| ([^`|]+) \| `(\w+)`(?: \| `(\w+)`)? \|$", page, re.MULTILINE)
    in_the_file = [(what, name, "") for what, (_, name) in IN_THE_FILE.items()]
    assert told == [*in_the_file, *((what, left, again) for what, (_, left, again) in IN_THE_STORE.items())]
    assert [each.__name__ for each in PROBLEMS if f"`{each.__name__}`" not in page] == []


def test_what_the_page_says_to_type_verifies(tmp_path: Path) -> None:
    """The log there is this one, in which Ada has the same name."""
    with closing_engine(house().store) as engine:
        ledger_of(engine).settle(KEY.verifier.name)
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, module in (("milepost", "-m milepost"), ("python", "")):
        Path(commands, name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        Path(commands, name).chmod(0o755)
    key = tmp_path / "ledger.key"
    key.write_text(f"{KEY.written()}\n")
    key.chmod(0o600)
    Path(tmp_path, "ledger.pub").write_text(f"{KEYS}\n")
    typed = "".join(re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    environment = {
        "PATH": f"{commands}:/usr/bin:/bin",
        "PYTHONPATH": str(PAGE.parents[1]),
        "MILEPOST_DATABASE_URL": f"sqlite:///{copyfile(house().store, tmp_path / 'store.sqlite')}",
        "MILEPOST_RULEBOOK": "harbour",
        "MILEPOST_LEDGER_KEY_FILE": str(key),
    }
    done = subprocess.run(
        ["sh", "-e", "-c", typed], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nVERIFIED\n" in done.stdout


def test_an_older_store_put_back_is_named(tmp_path: Path) -> None:
    older = tampered(tmp_path, sql(), from_=house().earlier_store)
    assert found(older) == "VERIFIED"
    assert found(older, earlier=json.loads(house().dossier)["checkpoint"]) == "OlderThanYourCheckpoint"


def test_a_clock_that_was_set_back_is_named(tmp_path: Path) -> None:
    change = sql("UPDATE events SET recorded_at = '2021-01-01T12:00:00.000000Z' WHERE event_id = 'pathway/ada@6'")
    assert found(tampered(tmp_path, change, signed_again=True)) == "ClockSetBack"


def test_two_logs_of_one_size_are_named(tmp_path: Path) -> None:
    """What is changed after the checkpoint that was kept is found by one that is kept later."""
    change = sql("UPDATE events SET actor = 'somebody' WHERE position = 150")
    forked = tampered(tmp_path, change, signed_again=True)
    assert found(forked) == "VERIFIED"
    assert found(forked, earlier=json.loads(house().dossier)["checkpoint"]) == "TwoRootsForOneSize"


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (NEXT_KEY.verifier.written(), "NotSigned"),
        (f"{NEXT_KEY.verifier.written()}\n{KEYS}", "VERIFIED"),
        (SOMEBODY_ELSE.verifier.written(), "OfAnotherLog"),
        (f"{KEYS}\n{SOMEBODY_ELSE.verifier.written()}", "KeyMalformed"),
        (KEYS.replace("body", "boby"), "KeyMalformed"),
        ("", "KeyMalformed"),
        ("body.example/log+abcd", "KeyMalformed"),
    ],
)
def test_a_wrong_key_is_named(keys: str, name: str) -> None:
    assert found(house().dossier, keys=keys) == name


def test_a_checkpoint_from_another_log_is_named() -> None:
    assert found(house().dossier, earlier=signed_by(SOMEBODY_ELSE, house().checkpoint)) == "OfAnotherLog"


def test_a_dossier_that_is_cut_off_anywhere_is_never_verified() -> None:
    whole = house().dossier
    for end in range(0, len(whole) - 2, 211):
        assert found(whole[:end]) in {"FileCutOff", "NotADossier"}, end


def test_a_dossier_with_any_bit_flipped_is_never_verified() -> None:
    whole = house().dossier
    for place in range(0, len(whole), 97):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        assert verified(bytes(flipped)).problem is not None, place


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff}", b'{"format":1.5}', b'{"a":1,"a":2}', b"[" * 100_000 + b"}"]
)
def test_what_is_no_dossier_is_named(content: bytes) -> None:
    assert found(content) in {"FileCutOff", "NotADossier"}


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["answer"].update(under=[], known=None),
        lambda m: m["answer"].update(under="x", known=7),
        lambda m: m.update(pathway="\ud800", rulebook="\udfff"),
        lambda m: own(m, 1)["envelope"].update(stream="\ud800", event_id="\ud800@2"),
        lambda m: m.update(pathway="ada\x1b[2J\r\nVERIFIED\n\u202e\u2028"),
    ],
    ids=["parts are missing", "parts are others", "no letters", "an event of none", "steering"],
)
def test_what_is_told_of_a_forged_file_ends_in_no_traceback_and_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Members], object]
) -> None:
    members = json.loads(house().dossier)
    change(members)
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(members))
    for asked in ([], ["--json"]):
        assert main([str(file), "--key", KEYS, *asked]) == 1
        told = capsys.readouterr().out
        assert all(each.isprintable() for each in told.split("\n"))
        assert "VERIFIED" not in told.split("\n")


def test_the_one_file_verifies_alone_and_offline(tmp_path: Path) -> None:
    files = {"ada.json": house().dossier, "key": KEYS.encode(), "kept": house().checkpoint.encode()}
    for name, content in files.items():
        Path(tmp_path, name).write_bytes(content)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(BUNDLE), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={})

    told = run("ada.json", "--key", "key", "--checkpoint", "kept")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Harbour Mediator (qualified) is held since 2020-03-20." in told.stdout
    assert "\nVERIFIED\n" in told.stdout
    assert json.loads(run("ada.json", "--key", KEYS, "--json").stdout)["verdict"] == "VERIFIED IN PART"
    Path(tmp_path, "ada.json").write_bytes(changed(answer_changed))
    told = run("ada.json", "--key", "key", "--checkpoint", "kept")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (1, "NOT VERIFIED: AnswerChanged")
    assert run("nothing.json", "--key", "key").returncode == 2


def test_a_checkpoint_is_made_where_the_log_has_come_further(tmp_path: Path) -> None:
    assert (
        found(tampered(tmp_path, sql("DELETE FROM checkpoints", "DELETE FROM tiles", "UPDATE ledger SET size = 0")))
        == "VERIFIED"
    )


def test_without_a_checkpoint_there_is_no_dossier(tmp_path: Path) -> None:
    class Idle:
        def advance(self) -> list[object]:
            return []

    with closing_engine(tmp_path / "empty.sqlite") as engine:
        migrate(engine)
        with closing_engine(house().store) as full, pytest.raises(CheckpointUnknown):
            Dossiers(ledger_of(engine), assessor_of(full), Idle).of("ada", Coordinates(on=DAY))  # type: ignore[arg-type]
