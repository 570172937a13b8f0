"""``milepost notices``: subscribed, made, sent, watched, and nothing lost where a process is killed."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest
from msgspec.structs import replace
from standardwebhooks.webhooks import Webhook

from application.notices.delivery import Delivery, Outcome
from application.notices.notice import Notice
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.notices import SqlDeliveries
from milepost.clock import now
from milepost.composition import open_milepost
from tests.application.told import notice
from tests.infrastructure.postbox import Postbox, taking
from tests.infrastructure.receiver import Receiver, receiving, said
from tests.milepost.running import ADA, MARCH_1, Cli, X

PATIENCE = 30
LATER = timedelta(minutes=10)


class Letterbox(Cli):
    """A folder with a store that may tell this machine."""

    def __init__(self, folder: Path, store: Path) -> None:
        super().__init__(folder)
        self.take(store)
        self.settings = replace(self.settings, webhooks="loopback", notices_file=str(folder / "letters.jsonl"))

    def put(self, *notices: Notice) -> None:
        engine = open_engine(self.url)
        SqlDeliveries(database(engine)).put(notices, MARCH_1)
        engine.dispose()

    def subscribe(self, name: str, address: str, *options: str) -> str:
        return self.says("notices", "subscribe", name, address, *options).strip()

    def send(self, at: datetime | None = None) -> list[Delivery]:
        """Send what is due at an instant, or now."""
        milepost = open_milepost(self.settings)
        try:
            return list(milepost.dispatch(now if at is None else lambda: at).send())
        finally:
            milepost.close()

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {"MILEPOST_DATABASE_URL": self.url, "MILEPOST_WEBHOOKS": "loopback"}
        command = [sys.executable, "-m", "milepost", "notices", *arguments]
        here = Path(__file__).parents[2]
        return subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True)

    def counts(self, name: str) -> dict[str, int]:
        listed = self.answer("notices", "list")["subscriptions"]
        found: dict[str, int] = next(each["notices"] for each in listed if each["id"] == name)
        return found


@pytest.fixture
def box(tmp_path: Path, empty_store: Path) -> Letterbox:
    return Letterbox(tmp_path, empty_store)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(said("500 Oh", "no room"), said("204 No Content")) as receiver:
        yield receiver


def test_what_is_refused_is_sent_again_and_the_log_tells_of_both(box: Letterbox, receiver: Receiver) -> None:
    secret = box.subscribe("crm", receiver.address, "--kind", "reminder")
    box.put(notice())

    assert box.says("notices", "send").splitlines()[-1] == "1 refused"
    assert box.says("notices", "send") == "Nothing was due.\n"
    (second,) = box.send(now() + LATER)

    assert (second.outcome, second.attempt) == (Outcome.DELIVERED, 2)
    first, again = receiver.received
    assert Webhook(secret).verify(first.body, first.headers)["data"]["pathway"] == "ada"
    assert (first.body, first.headers["webhook-id"]) == (again.body, again.headers["webhook-id"])
    assert box.counts("crm") == {"delivered": 1}
    logged = box.answer("notices", "log", "--to", "crm")["deliveries"]
    assert [(each["attempt"], each["outcome"], each["answer"]) for each in logged] == [
        (2, "delivered", ""),
        (1, "refused", "no room"),
    ]
    assert "no room" in box.says("notices", "log", "--limit", 1, "--before", logged[0]["number"])


def test_a_receiver_that_can_take_nothing_keeps_nobody_else_waiting(box: Letterbox) -> None:
    with receiving(said("503 Later")) as ill, receiving(said("204 No Content")) as well:
        box.subscribe("ill", ill.address)
        box.subscribe("well", well.address)
        box.put(*(notice(f"reminder/{number}") for number in range(5)))
        assert box.answer("notices", "send") == {"attempts": 6, "outcomes": {"busy": 1, "delivered": 5}}

    assert (len(ill.received), len(well.received)) == (1, 5)
    assert (box.counts("ill"), box.counts("well")) == ({"waiting": 5}, {"delivered": 5})
    ended = box.says("notices", "unsubscribe", "ill")
    assert ended == "The subscription ill has ended at 2026-03-01T12:00:00Z: ended by registrar.\n"
    assert box.counts("ill") == {"given up": 5}


def test_who_is_gone_is_told_nothing_more(box: Letterbox) -> None:
    with receiving(said("410 Gone")) as gone:
        box.subscribe("crm", gone.address)
        box.put(notice(), notice("reminder/other"))
        assert [each.outcome for each in box.send()] == [Outcome.GONE]

    assert box.counts("crm") == {"given up": 2}
    assert "ended" in box.says("notices", "list")
    assert "or it has ended" in box.refuses("notices", "subscribe", "crm", gone.address)


def test_what_was_given_up_may_wait_again(box: Letterbox) -> None:
    with receiving(*10 * [said("404 No")], said("204 No Content")) as receiver:
        box.subscribe("crm", receiver.address)
        box.put(notice())
        begun = now()
        outcomes = [box.send(begun + timedelta(days=day))[0].outcome for day in range(0, 20, 2)]
        assert (set(outcomes), box.counts("crm")) == ({Outcome.REFUSED}, {"given up": 1})
        assert box.says("notices", "send", "--again", "crm").splitlines()[-1] == "1 delivered"


def test_letters_are_written_to_the_file_where_there_is_no_mail_host(box: Letterbox) -> None:
    box.subscribe("office", "office@body.example")
    box.put(notice())
    box.run("notices", "send")

    (letter,) = map(json.loads, (box.folder / "letters.jsonl").read_text().splitlines())
    assert (letter["to"], letter["notice"]["id"]) == ("office@body.example", notice().id)


def test_letters_go_through_the_mail_host_that_is_named(box: Letterbox) -> None:
    postbox = Postbox()
    box.subscribe("office", "office@body.example")
    box.put(notice())
    with taking(postbox) as port:
        sender = "milepost@body.example"
        box.settings = replace(box.settings, smtp=f"127.0.0.1:{port}", smtp_security="none", smtp_sender=sender)
        assert [each.outcome for each in box.send()] == [Outcome.DELIVERED]

    assert [(each["From"], each["To"]) for each in postbox.letters] == [(sender, "office@body.example")]


def test_the_secret_of_a_webhook_is_shown_once(box: Letterbox) -> None:
    made = box.run("notices", "subscribe", "crm", "https://crm.example/")
    secret = made.stdout.strip()

    assert secret.startswith("whsec_")
    assert secret not in made.stderr + box.says("notices", "list") + box.says("notices", "list", "--json")
    assert box.answer("notices", "subscribe", "crm", "https://crm.example/")["secret"] is None
    assert "Nobody has subscribed" not in box.says("notices", "list")


def test_what_cannot_be_is_refused_in_words(box: Letterbox) -> None:
    assert "Nobody has subscribed yet" in box.says("notices", "list")
    assert "is not a public address" in box.refuses("notices", "subscribe", "crm", "https://10.0.0.1/")
    assert "there is no subscription crm" in box.refuses("notices", "unsubscribe", "crm")
    assert "there is no subscription crm" in box.refuses("notices", "log", "--to", "crm")
    assert "there is no subscription crm" in box.refuses("notices", "send", "--again", "crm")
    assert "no policy is in force" in box.refuses("notices", "remind")


def test_reminders_are_made_once(imi: Cli) -> None:
    imi.run("import", imi.rows(X, ADA))

    assert imi.answer("notices", "remind", "--days", "3660") == {"made": 0}
    assert imi.says("notices", "remind") == "0 reminders were made.\n"


def test_what_is_killed_between_an_attempt_and_its_note_is_sent_again_under_the_same_id(box: Letterbox) -> None:
    sending: list[subprocess.Popen[str]] = []

    def killing(_caller: BinaryIO, _over: Event) -> None:
        sending[0].send_signal(signal.SIGKILL)
        sending[0].wait(PATIENCE)

    with receiving(killing, said("204 No Content")) as receiver:
        box.subscribe("crm", receiver.address)
        box.put(notice())
        sending.append(box.process("send"))
        with sending[0] as killed:
            assert killed.wait(PATIENCE) == -signal.SIGKILL
        assert box.counts("crm") == {"waiting": 1}
        assert box.send() == []
        (done,) = box.send(now() + LATER)

    assert (done.outcome, done.attempt) == (Outcome.DELIVERED, 1)
    assert {each.headers["webhook-id"] for each in receiver.received} == {notice().id}
    assert (len(receiver.received), box.counts("crm")) == (2, {"delivered": 1})


def test_asked_to_stop_it_ends_what_it_has_begun(box: Letterbox) -> None:
    stop = Event()

    def stopping(caller: BinaryIO, _over: Event) -> None:
        stop.set()
        caller.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    with receiving(stopping) as receiver:
        box.subscribe("crm", receiver.address)
        box.put(notice(), notice("reminder/other"))
        milepost = open_milepost(box.settings)
        assert [each.outcome for each in milepost.dispatch(now).send(stop.is_set)] == [Outcome.DELIVERED]
        milepost.close()

    assert box.counts("crm") == {"delivered": 1, "waiting": 1}


def test_what_is_recorded_is_told_by_whoever_watches(tmp_path: Path, adopted_store: Path) -> None:
    box = Letterbox(tmp_path, adopted_store)
    told = Event()

    def telling(caller: BinaryIO, _over: Event) -> None:
        caller.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        told.set()

    with receiving(telling) as receiver:
        box.subscribe("crm", receiver.address, "--kind", "determination")
        with box.process("watch") as watching:
            box.run("import", box.rows(X, ADA))
            assert told.wait(PATIENCE)
            watching.send_signal(signal.SIGTERM)
            watching.communicate(timeout=PATIENCE)

    event = json.loads(receiver.received[0].body)
    assert (event["type"], event["subject"]) == ("milepost.determination.v1", "pathway/ada")
    assert event["data"]["after"]["level"] != event["data"]["before"]["level"]


def test_watching_ends_what_it_has_begun_and_then_stops(box: Letterbox) -> None:
    ready, answer = Event(), Event()

    def slow(caller: BinaryIO, _over: Event) -> None:
        ready.set()
        answer.wait(PATIENCE)
        caller.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    with receiving(slow) as receiver:
        box.subscribe("crm", receiver.address)
        box.put(notice(), notice("reminder/other"))
        with box.process("watch") as watching:
            assert ready.wait(PATIENCE)
            watching.send_signal(signal.SIGTERM)
            answer.set()
            told, _ = watching.communicate(timeout=PATIENCE)

    assert watching.returncode == 0
    assert "delivered 204" in told
    assert box.counts("crm") == {"delivered": 1, "waiting": 1}
