"""A witness that signs what goes on from what it saw, and answers of others, none of which is kept."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from application.ledger.witnessing import WitnessFailed, Witnessing, WitnessKnowsMore
from domain.ledger.checkpoint import Checkpoint, opened
from domain.ledger.note import COSIGNATURE, Signature, VerifierKey, read_note
from domain.ledger.proof_text import read_consistency
from domain.ledger.proofs import require_consistent
from domain.ledger.tree import EMPTY
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.ledger.witness import HttpWitness
from infrastructure.receivers import Receivers
from tests.infrastructure.receiver import receiving
from tests.store.events import EVENTS, NOON, UPCASTERS
from tests.store.following import KEY, ORIGIN, following, ledger_of, record

NAME = "witness.example/w"
SIGNING = SigningKey(NAME, bytes([9]) * 32)
WITNESS = VerifierKey(NAME, SIGNING.verifier.public, COSIGNATURE)


class Honest:
    """A witness in this process, as C2SP tlog-witness has it."""

    key = WITNESS

    def __init__(self) -> None:
        self.seen = Checkpoint(ORIGIN, 0, EMPTY)

    def add(self, proof: str) -> str | int:
        shown = read_consistency(proof)
        checkpoint, note = opened(shown.note, ORIGIN, [KEY.verifier], verified)
        if shown.old != self.seen.size:
            return self.seen.size
        require_consistent(shown.old, checkpoint.size, shown.path, self.seen.root, checkpoint.root)
        self.seen = checkpoint
        return cosigned(note.text).line()


def cosigned(text: str, key: SigningKey = SIGNING, time: int = 1_700_000_000) -> Signature:
    made = key.sign(f"cosignature/v1\ntime {time}\n{text}").made
    return Signature(NAME, WITNESS.key_id, time.to_bytes(8, "big") + made)


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    grow(engine)
    yield engine
    engine.dispose()


def grow(engine: Engine) -> None:
    record(SqlEventStore(engine, EVENTS, UPCASTERS), 7)
    list(following(engine).advance())


def showing(engine: Engine, witness: object) -> Witnessing:
    return Witnessing(ledger_of(engine), witness, verified, lambda: NOON)  # type: ignore[arg-type]


def test_a_witness_signs_each_last_checkpoint_once(lite: Engine) -> None:
    witness = Honest()
    assert showing(lite, witness).show() == 7
    grow(lite)
    assert showing(lite, witness).show() == showing(lite, witness).show() == 14
    note = ledger_of(lite).checkpoint(14).note
    assert opened(note, ORIGIN, [KEY.verifier], verified)[0] == witness.seen
    assert [each.name for each in read_note(note).signatures] == [ORIGIN, NAME]


def test_an_empty_log_is_shown_to_nobody(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    assert showing(engine, Honest()).show() == 0
    engine.dispose()


def test_a_witness_that_saw_what_was_not_kept_is_asked_from_there(lite: Engine) -> None:
    witness = Honest()
    last = ledger_of(lite).checkpoint(7)
    witness.seen = last.checkpoint
    grow(lite)
    assert showing(lite, witness).show() == 14


def test_a_witness_that_saw_more_than_the_store_has_shows_that_it_was_set_back(lite: Engine) -> None:
    witness = Honest()
    witness.seen = Checkpoint(ORIGIN, 8, bytes(32))
    with pytest.raises(WitnessKnowsMore, match="saw a checkpoint of size 8, the last one here is of size 7"):
        showing(lite, witness).show()


def answering(status: str, body: bytes, kind: str = "text/plain") -> Callable[..., None]:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return lambda out, _over: out.write(head + body) and None


WRONG: dict[str, tuple[str, str, str, str]] = {
    "a signature of another key": ("200 OK", "other", "text/plain", "is not its signature of the checkpoint"),
    "no signature": ("200 OK", "hello\n", "text/plain", "is not its signature of the checkpoint"),
    "another text and its signature": ("200 OK", "text", "text/plain", "answered with another text"),
    "no text": ("200 OK", "\udcff", "text/plain", "was not reached"),
    "a size that changes": ("409 Conflict", "3\n", "text/x.tlog.size", "names another size"),
    "a size that is none": ("409 Conflict", "x\n", "text/x.tlog.size", "did not sign: status 409"),
    "a size of no such kind": ("409 Conflict", "3\n", "text/plain", "did not sign: status 409"),
    "that it does not know the log": ("404 Not Found", "", "text/plain", "did not sign: status 404"),
    "a redirection": ("302 Found", "", "text/plain", "did not sign: status 302"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_witness_answers_wrongly_is_told_and_not_kept(lite: Engine, name: str) -> None:
    status, body, kind, told = WRONG[name]
    text = ledger_of(lite).checkpoint(7).checkpoint.text()
    longer = cosigned(text + "\nx\n").line()
    lines = {"other": cosigned(text, KEY).line(), "text": f"x\n\n{longer}"}
    content = lines.get(body, body).encode(errors="surrogateescape")
    with receiving(answering(status, content, kind)) as receiver:
        witness = HttpWitness(receiver.address, WITNESS, Receivers(lambda *_: ["127.0.0.1"], loopback=True), "milepost")
        with pytest.raises(WitnessFailed, match=told):
            showing(lite, witness).show()
    assert ledger_of(lite).cosigned(NAME) == 0


def test_a_witness_is_shown_the_checkpoint_where_it_takes_it(lite: Engine) -> None:
    line = cosigned(ledger_of(lite).checkpoint(7).checkpoint.text()).line()
    with receiving(answering("200 OK", line.encode())) as receiver:
        address = f"http://127.0.0.1:{receiver.port}/w/"
        receivers = Receivers(lambda *_: ["127.0.0.1"], loopback=True)
        assert showing(lite, HttpWitness(address, WITNESS, receivers, "milepost")).show() == 7
        (asked,) = receiver.received
    assert asked.line == "POST /w/add-checkpoint HTTP/1.1"
    assert asked.body.decode() == f"old 0\n\n{ledger_of(lite).checkpoint(7).note.removesuffix(line)}"


def test_an_address_within_is_not_asked(lite: Engine) -> None:
    within = HttpWitness("https://w.example", WITNESS, Receivers(lambda *_: ["10.0.0.1"]), "milepost")
    with pytest.raises(WitnessFailed, match="AddressForbidden"):
        showing(lite, within).show()
