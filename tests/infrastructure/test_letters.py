"""Letters handed to a mail host, or written to a file."""

import errno
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from socket import create_server
from time import monotonic
from typing import Literal

import msgspec
import pytest

from application.notices.delivery import Outcome, Told
from application.notices.dispatch import HELD
from application.notices.subscription import Way
from infrastructure.letters import LetterFile, Mail, MailHost
from tests.application.told import NOON, errand, notice, subscription
from tests.infrastructure.postbox import Endless, Postbox, speaking, taking

OFFICE = subscription("office", "office@body.example", Way.EMAIL)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def host(postbox: Postbox) -> Iterator[MailHost]:
    with taking(postbox) as port:
        yield MailHost("127.0.0.1", port, "milepost@body.example", security="none", patience=0.5)


def test_a_letter_is_handed_over_with_an_id_by_which_a_copy_is_known(host: MailHost, postbox: Postbox) -> None:
    done = [Mail(host).carry(errand(OFFICE), NOON) for _ in range(2)]

    assert done == 2 * [Told(Outcome.DELIVERED)]
    first, second = postbox.letters
    assert (first["From"], first["To"]) == ("milepost@body.example", "office@body.example")
    assert first["Subject"] == "Level certified of ada ends on 2027-02-01."
    assert first["Message-ID"] == second["Message-ID"] == f"<{notice().id}.office@body.example>"
    assert first.get_content_type() == "text/plain"


def test_nothing_that_a_notice_says_becomes_a_header_or_another_receiver(host: MailHost, postbox: Postbox) -> None:
    lines = "Ended\r\nBcc: all@example.org\r\n\r\nGo to https://evil.example\r\n.\r\nRCPT TO:<all@example.org>"
    bad = msgspec.structs.replace(notice(), says=lines, data={"name\r\nBcc: x@example.org": lines})

    assert Mail(host).carry(errand(OFFICE, bad), NOON) == Told(Outcome.DELIVERED)

    (letter,) = postbox.letters
    assert set(letter.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding", "X-Peer", "X-MailFrom", "X-RcptTo"),
    } - {"X-Peer", "X-MailFrom", "X-RcptTo"}
    assert str(letter["Subject"]).startswith("Ended  Bcc: all@example.org")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 nobody here", Told(Outcome.REFUSED, 550, "nobody here")),
        ("451 not now", Told(Outcome.BUSY, 451, "not now")),
    ],
    ids=["for good", "for now"],
)
def test_what_the_host_refuses_is_told(host: MailHost, postbox: Postbox, answer: str, expected: Told) -> None:
    postbox.answer = answer

    assert Mail(host).carry(errand(OFFICE), NOON) == expected


def test_a_host_that_does_not_encrypt_is_given_no_letter_where_that_is_wanted(host: MailHost, postbox: Postbox) -> None:
    done = Mail(msgspec.structs.replace(host, security="starttls")).carry(errand(OFFICE), NOON)

    assert done.outcome is Outcome.UNREADABLE
    assert postbox.letters == []


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_host_that_says_nothing_is_too_slow(security: str) -> None:
    with create_server(("127.0.0.1", 0)) as listening:
        host = MailHost("127.0.0.1", listening.getsockname()[1], "milepost@body.example", patience=0.2)
        silent = msgspec.structs.replace(host, security=security)
        assert Mail(silent).carry(errand(OFFICE), NOON).outcome is Outcome.TOO_SLOW

    assert Mail(silent).carry(errand(OFFICE), NOON).outcome is Outcome.UNREACHABLE


def test_a_host_that_answers_each_time_but_slowly_is_not_waited_for_without_end(
    host: MailHost, postbox: Postbox
) -> None:
    postbox.waits = {"MAIL": 0.3, "RCPT": 0.4}

    done = Mail(msgspec.structs.replace(host, in_all=0.5)).carry(errand(OFFICE), NOON)

    assert done == Told(Outcome.TOO_SLOW, answer="the answer took too long")
    assert postbox.letters == []


RECORD_BEGUN = b"\x16\x03\x03\x40\x00"
UP_TO_STARTTLS = (b"220 here\r\n", b"250-here\r\n250 STARTTLS\r\n", b"220 go on\r\n")


@pytest.mark.parametrize(
    ("security", "answers", "last"),
    [("none", (), b"220 "), ("tls", (), RECORD_BEGUN), ("starttls", UP_TO_STARTTLS, RECORD_BEGUN)],
)
def test_an_answer_that_never_ends_is_waited_for_so_long_and_no_longer(
    security: Literal["tls", "starttls", "none"], answers: tuple[bytes, ...], last: bytes
) -> None:
    begun = monotonic()

    with speaking(Endless(*answers, last=last)) as port:
        host = MailHost("127.0.0.1", port, "milepost@body.example", security=security, in_all=0.3)
        done = Mail(host).carry(errand(OFFICE), NOON)

    assert done == Told(Outcome.TOO_SLOW, answer="the answer took too long")
    assert monotonic() - begun < 1


def test_a_letter_that_was_taken_is_delivered_however_long_the_host_takes_to_end(
    host: MailHost, postbox: Postbox
) -> None:
    postbox.waits = {"QUIT": 0.6}
    begun = monotonic()

    done = Mail(msgspec.structs.replace(host, patience=20, in_all=0.3)).carry(errand(OFFICE), NOON)

    assert done == Told(Outcome.DELIVERED)
    assert len(postbox.letters) == 1
    assert monotonic() - begun < 0.6


def test_a_letter_is_sent_or_too_slow_well_before_another_process_tries_it() -> None:
    assert 2 * timedelta(seconds=MailHost("", 25, "").in_all) <= HELD


def test_a_file_has_a_line_for_each_letter_and_is_on_the_disk(tmp_path: Path) -> None:
    synced: list[int] = []
    file = tmp_path / "notices.jsonl"
    letters = LetterFile(file, "imi", synced.append)

    assert [letters.carry(errand(OFFICE), NOON) for _ in range(2)] == 2 * [Told(Outcome.DELIVERED)]

    one, other = (json.loads(line) for line in file.read_text().splitlines())
    assert one == other
    assert one["to"] == "office@body.example"
    assert one["notice"]["id"] == notice().id
    assert len(synced) == 2


def test_a_line_that_was_broken_off_takes_no_other_with_it(tmp_path: Path) -> None:
    file = tmp_path / "notices.jsonl"
    file.write_bytes(b'{"to": "off')

    LetterFile(file, "imi", os.fsync).carry(errand(OFFICE), NOON)

    assert json.loads(file.read_text().splitlines()[1])["to"] == "office@body.example"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for path, sync in ((tmp_path / "none" / "notices.jsonl", os.fsync), (tmp_path / "notices.jsonl", full)):
        done = LetterFile(path, "imi", sync).carry(errand(OFFICE), NOON)
        assert done.outcome is Outcome.UNREACHABLE


def test_a_device_that_is_full_is_told() -> None:
    done = LetterFile(Path("/dev/full"), "imi", os.fsync).carry(errand(OFFICE), NOON)

    assert done.outcome is Outcome.UNREACHABLE
