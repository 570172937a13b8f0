"""Webhooks to receivers of every sort: what each does has a name, and nothing keeps the service waiting."""

import json
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks.webhooks import Webhook

from application.notices.delivery import Outcome, Told
from infrastructure.connecting import Patience
from infrastructure.receivers import Receivers
from infrastructure.webhooks import MEDIA_TYPE, Webhooks
from milepost.clock import now
from tests.application.told import SECRET, errand, notice, subscription
from tests.infrastructure.receiver import Answering, Receiver, dripping, hanging, receiving, said, sent

SHORT = Patience(connecting=0.3, answering=0.3)
HOST = "crm.example"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
PROCESSING = b"HTTP/1.1 102 Processing\r\nX: y\r\n\r\n"
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nTransfer-Encoding: chunked\r\n\r\n"
TROUBLED = b"HTTP/1.1 500 Oh\r\nRetry-After: 120\r\nContent-Length: 2\r\n\r\noh"


def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def webhooks(receivers: Receivers | None = None, tls: ssl.SSLContext | None = None) -> Webhooks:
    return Webhooks(receivers or Receivers(here, loopback=True), "imi", "milepost/0.1", SHORT, tls)


def told(address: str, *, by: Webhooks | None = None) -> Told:
    return (by or webhooks()).carry(errand(subscription(address=address)), now())


def answered(*answers: Answering) -> tuple[Told, Receiver]:
    with receiving(*answers) as receiver:
        return told(receiver.address), receiver


def test_what_is_sent_is_an_envelope_that_the_receiver_can_verify() -> None:
    done, receiver = answered(said("204 No Content"))

    assert done == Told(Outcome.DELIVERED, 204)
    (received,) = receiver.received
    assert received.line == "POST /hook?of=ada HTTP/1.1"
    assert received.headers["content-type"] == MEDIA_TYPE
    assert received.headers["host"] == f"127.0.0.1:{receiver.port}"
    verified = Webhook(SECRET).verify(received.body, received.headers)
    assert verified["id"] == received.headers["webhook-id"] == notice().id
    assert json.loads(received.body) == verified


def test_signing_gives_what_standard_webhooks_publishes() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)

    assert (
        Webhook(SECRET).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_each_attempt_has_the_same_id_and_bytes_and_its_own_instant() -> None:
    with receiving(said("500 Oh"), said("200 OK")) as receiver:
        first, second = (
            webhooks().carry(errand(subscription(address=receiver.address)), now() + timedelta(seconds=wait))
            for wait in (0, 5)
        )

    assert (first.outcome, second.outcome) == (Outcome.REFUSED, Outcome.DELIVERED)
    one, other = receiver.received
    assert (one.body, one.headers["webhook-id"]) == (other.body, other.headers["webhook-id"])
    assert int(other.headers["webhook-timestamp"]) - int(one.headers["webhook-timestamp"]) in {5, 6}
    assert one.headers["webhook-signature"] != other.headers["webhook-signature"]
    Webhook(SECRET).verify(other.body, other.headers)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said("500 Oh", "we\r\nfell \x00over"), Told(Outcome.REFUSED, 500, "we  fell  over")),
        (said("400 Bad", "x" * 10_000_000), Told(Outcome.REFUSED, 400, "x" * 200)),
        (said("410 Gone"), Told(Outcome.GONE, 410)),
        (said("302 Found", "", "Location: http://127.0.0.1:1/"), Told(Outcome.REDIRECTED, 302)),
        (said("429 Later", "", "Retry-After: 120"), Told(Outcome.BUSY, 429, wait=timedelta(minutes=2))),
        (
            said("503 Later", "", "Date: Fri, 01 Jan 2027 12:00:00 GMT", "Retry-After: Fri, 01 Jan 2027 13:00:00 GMT"),
            Told(Outcome.BUSY, 503, wait=timedelta(hours=1)),
        ),
        (said("503 Later", "", "Retry-After: -1"), Told(Outcome.BUSY, 503)),
        (said("503 Later", "", "Retry-After: soon"), Told(Outcome.BUSY, 503)),
        (sent(b"HTTP/1.1 404 No\r\nContent-Length: 99\r\n\r\ncut"), Told(Outcome.REFUSED, 404, "cut")),
        (sent(b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), Told(Outcome.REFUSED, 404)),
        (sent(b"HTTP/1.1 204 No\r\nContent-Length: -5\r\nX\r\n\r\n"), Told(Outcome.DELIVERED, 204)),
        (sent(EARLY_HINTS + b"HTTP/1.1 204 No Content\r\n\r\n"), Told(Outcome.DELIVERED, 204)),
        (sent(2 * PROCESSING + EARLY_HINTS + TROUBLED), Told(Outcome.REFUSED, 500, "oh", timedelta(minutes=2))),
        (sent(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n" + TROUBLED), Told(Outcome.REFUSED, 101)),
    ],
    ids=map(str, count()),
)
def test_what_a_receiver_answers_is_told_and_not_acted_upon(answer: Answering, expected: Told) -> None:
    done, receiver = answered(answer)

    assert done == expected
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    "answer",
    [
        hanging,
        dripping(b"", CONTINUE),
        dripping(b"", PROCESSING),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        dripping(b"", b"H"),
    ],
    ids=["says nothing", "asks to go on", "goes on", "never ends its head", "says no line"],
)
def test_a_receiver_that_keeps_everybody_waiting_is_waited_for_so_long_and_no_longer(answer: Answering) -> None:
    begun = monotonic()

    done, _ = answered(answer)

    assert done == Told(Outcome.TOO_SLOW, answer="the answer took too long")
    assert monotonic() - begun < 1


@pytest.mark.parametrize("interim", [CONTINUE, PROCESSING], ids=["100", "102"])
def test_of_interim_answers_so_many_are_read_and_no_more(interim: bytes) -> None:
    done, _ = answered(sent(1000 * interim + b"HTTP/1.1 204 No Content\r\n\r\n"))

    assert done == Told(Outcome.UNREADABLE, answer="32 interim answers and no final one")


def test_words_that_never_end_are_not_waited_for() -> None:
    begun = monotonic()

    done, _ = answered(dripping(b"HTTP/1.1 500 Oh\r\nContent-Length: 99\r\n\r\n", b""))

    assert done == Told(Outcome.REFUSED, 500)
    assert monotonic() - begun < 1.5


@pytest.mark.parametrize("answer", [b"", b"\x16\x03\x01", b"HTTP/1.1 OK\r\n\r\n", 70_000 * b"x"], ids=map(str, count()))
def test_what_is_no_answer_is_unreadable(answer: bytes) -> None:
    done, _ = answered(sent(answer))

    assert (done.outcome, done.status) == (Outcome.UNREADABLE, None)


def test_where_nobody_listens_nothing_is_delivered() -> None:
    with receiving(hanging) as receiver:
        address = receiver.address

    assert told(address).outcome is Outcome.UNREACHABLE


def test_another_address_of_the_host_is_tried_where_one_does_not_take_the_connection() -> None:
    both = Receivers(lambda _host, _port: ["127.0.0.2", "127.0.0.1"], loopback=True)
    with receiving(said("204 No Content")) as receiver:
        done = told(receiver.address, by=webhooks(both))

    assert done.outcome is Outcome.DELIVERED


def certified(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what shows a certificate for a name, and what trusts in it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return showing(pem + secret), ssl.create_default_context(cadata=pem.decode())


def showing(pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "chain.pem"
        file.write_bytes(pem)
        context.load_cert_chain(file)
    return context


def test_the_certificate_is_that_of_the_host_that_is_meant_although_an_address_is_asked() -> None:
    server, client = certified(HOST)
    with receiving(said("204 No Content"), tls=server) as receiver:
        good, other, unknown, plain = (
            told(f"https://{host}:{receiver.port}/", by=webhooks(tls=trust))
            for host, trust in ((HOST, client), ("other.example", client), (HOST, None), (HOST, client))
        )

    assert (good.outcome, plain.outcome) == (Outcome.DELIVERED, Outcome.DELIVERED)
    assert (other.outcome, unknown.outcome) == (Outcome.CERTIFICATE_REFUSED, Outcome.CERTIFICATE_REFUSED)
    assert receiver.received[0].headers["host"] == f"{HOST}:{receiver.port}"


def test_a_receiver_that_never_ends_its_greeting_is_too_slow() -> None:
    with create_server(("127.0.0.1", 0)) as listening:
        done = told(f"https://{HOST}:{listening.getsockname()[1]}/")

    assert done.outcome is Outcome.TOO_SLOW


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_asked() -> None:
    """Whoever answers for a name may answer otherwise the next time (DNS rebinding)."""
    asked: list[str] = []

    def changing(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiving(said("204 No Content")) as receiver:
        by = webhooks(Receivers(changing, loopback=True))
        first = told(f"http://{HOST}:{receiver.port}/", by=by)
        second = told(f"http://{HOST}:{receiver.port}/", by=by)

    assert asked == [HOST, HOST]
    assert (first.outcome, second) == (Outcome.DELIVERED, Told(Outcome.ADDRESS_FORBIDDEN, answer="10.0.0.1"))
    assert ip_address(second.answer).is_private


def test_what_was_subscribed_under_other_settings_is_told_and_raises_nothing() -> None:
    done = told("http://127.0.0.1:8080/hook", by=webhooks(Receivers(here)))

    assert done.outcome is Outcome.ADDRESS_FORBIDDEN
    assert "begins with https://" in done.answer


def test_a_name_that_nobody_knows_is_told() -> None:
    def nobody(_host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    assert told("https://crm.example/", by=webhooks(Receivers(nobody))).outcome is Outcome.NAME_UNKNOWN
