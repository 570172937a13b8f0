"""The key set of an issuer is read when it is due, and no more often."""

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from application.authentication import KeySetUnreachable
from infrastructure.key_set import FRESH_FOR, KEPT_FOR, LONGEST, PAUSE, KeySet, keys_in, reader
from tests.infrastructure.issuer import NOON, key_set

SECOND = timedelta(seconds=1)


class Issuer:
    """Counts how often its keys are read; while it is away, they cannot be."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds
        self.reads = 0
        self.away = False

    def __call__(self) -> bytes:
        self.reads += 1
        if self.away:
            raise ConnectionRefusedError
        return key_set(*self.kinds)


def known(keys: KeySet, key_id: str, at: datetime) -> bool:
    return keys.find(key_id, at) is not None


def test_a_key_set_is_read_once_while_it_is_fresh() -> None:
    issuer = Issuer("ES256", "Ed25519")
    keys = KeySet(issuer)

    assert all(known(keys, kind, NOON + moment) for kind in issuer.kinds for moment in (0 * SECOND, FRESH_FOR - SECOND))
    assert issuer.reads == 1
    assert known(keys, "ES256", NOON + FRESH_FOR)
    assert issuer.reads == 2


def test_a_key_that_nobody_knows_has_the_set_read_again_but_not_at_once() -> None:
    issuer = Issuer("ES256")
    keys = KeySet(issuer)
    known(keys, "ES256", NOON)
    issuer.kinds = ("ES256", "Ed25519")

    assert not any(known(keys, "Ed25519", NOON + count * SECOND) for count in range(30))
    assert issuer.reads == 1
    assert known(keys, "Ed25519", NOON + PAUSE)
    assert issuer.reads == 2


def test_a_key_that_was_taken_back_is_trusted_no_longer_than_the_set_is_fresh() -> None:
    issuer = Issuer("ES256", "Ed25519")
    keys = KeySet(issuer)
    known(keys, "Ed25519", NOON)
    issuer.kinds = ("ES256",)

    assert not known(keys, "Ed25519", NOON + FRESH_FOR)


def test_the_keys_known_are_used_for_a_while_when_the_issuer_is_away() -> None:
    issuer = Issuer("ES256")
    keys = KeySet(issuer)
    known(keys, "ES256", NOON)
    issuer.away = True

    assert known(keys, "ES256", NOON + KEPT_FOR - SECOND)
    with pytest.raises(KeySetUnreachable):
        keys.find("ES256", NOON + KEPT_FOR)


def test_an_issuer_that_is_away_is_asked_no_more_often() -> None:
    issuer = Issuer("ES256")
    issuer.away = True
    keys = KeySet(issuer)

    for count in range(30):
        with pytest.raises(KeySetUnreachable):
            keys.find("ES256", NOON + count * SECOND)
    assert issuer.reads == 1

    issuer.away = False
    assert known(keys, "ES256", NOON + PAUSE)


@pytest.mark.parametrize(
    "document",
    [b"", b"\xff", b"[]", b"{}", b'{"keys": 7}', b'{"keys": []}', b'{"keys": [7]}', b"[" * 100_000],
    ids=["nothing", "no text", "a list", "no keys", "a number", "none", "numbers", "no bottom"],
)
def test_what_is_no_key_set_is_refused(document: bytes) -> None:
    with pytest.raises(KeySetUnreachable, match="no key set"):
        keys_in(document)


def test_keys_that_verify_no_signature_are_left_out() -> None:
    (good,) = json.loads(key_set("ES256"))["keys"]
    others = [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
        {"kty": "future", "kid": "future"},
        good | {"kid": "encrypts", "use": "enc"},
        {name: value for name, value in good.items() if name != "kid"},
        good | {"kid": "broken", "x": "AA"},
        good | {"kid": 7},
    ]

    assert list(keys_in(json.dumps({"keys": [*others, good]}).encode())) == ["ES256"]


def test_a_key_set_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_bytes(key_set("ES256"))

    assert known(KeySet(reader(str(file))), "ES256", NOON)


class Published(BaseHTTPRequestHandler):
    """Gives the key set at one address, a redirection to it at another, and at a third more than a key set has."""

    def do_GET(self) -> None:
        """Answer."""
        status = {"/keys": 200, "/long": 200, "/elsewhere": 302}.get(self.path, 404)
        self.send_response(status)
        self.send_header("Location", "/keys")
        self.end_headers()
        self.wfile.write(b" " * (LONGEST + 1) if self.path == "/long" else key_set("ES256"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def issuer_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an issuer that is reached over HTTPS, by a certificate of its own."""
    file = certificate(tmp_path_factory.mktemp("issuer"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with pytest.MonkeyPatch.context() as patch, HTTPServer(("127.0.0.1", 0), Published) as server:
        patch.setenv("SSL_CERT_FILE", str(file))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()
        serving.join()


def certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate of localhost that it signed itself."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, secret.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    pem = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "localhost.pem"
    file.write_bytes(pem + made.public_bytes(Encoding.PEM))
    return file


def test_a_key_set_is_read_over_https(issuer_at: str) -> None:
    assert known(KeySet(reader(f"{issuer_at}/keys")), "ES256", NOON)


@pytest.mark.parametrize(("path", "why"), [("elsewhere", "302"), ("nothing", "404"), ("long", "no key set")])
def test_what_is_elsewhere_or_too_long_is_no_key_set(issuer_at: str, path: str, why: str) -> None:
    with pytest.raises(KeySetUnreachable, match=why):
        KeySet(reader(f"{issuer_at}/{path}")).find("ES256", NOON)


def test_an_issuer_with_a_certificate_that_nobody_vouches_for_is_not_believed(
    issuer_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(KeySetUnreachable, match="CERTIFICATE_VERIFY_FAILED"):
        KeySet(reader(f"{issuer_at}/keys")).find("ES256", NOON)


@pytest.mark.parametrize("location", ["http://login.example/keys", "file:///etc/passwd", "ftp://login.example/keys"])
def test_no_address_but_one_of_https_is_read(location: str) -> None:
    with pytest.raises(KeySetUnreachable, match="over https"):
        KeySet(reader(location)).find("ES256", NOON)


def test_a_file_that_is_not_there_is_an_issuer_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(KeySetUnreachable, match="No such file"):
        KeySet(reader(str(tmp_path / "none.json"))).find("ES256", NOON)
