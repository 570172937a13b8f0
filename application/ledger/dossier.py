"""The dossier: one file with an answer and everything that it leans on, to be checked by somebody who trusts nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import msgspec

from application.assessing import Assessor, Coordinates
from application.ledger.following import Checkpointing, LogShorter
from application.ledger.ledger import CheckpointUnknown, Ledger, Signed
from application.proving import Proved, everything_proved
from domain.answer import Answer, Segment
from domain.case import Case
from domain.content import content_hash
from domain.facts import referenced_streams
from domain.ledger.note import Note, encoded
from domain.ledger.proof_text import Consistency
from domain.ledger.proofs import consistency, inclusion
from domain.ledger.tiles import subtrees_in
from domain.ledger.tree import Subtrees

FORMAT = "milepost.dossier/v1"
HEADS, TOLD = "streams", "answer"
"""What statements of heads, and of an answer, add to the name of their log: its key signs nothing else so named."""

Streams: TypeAlias = Mapping[str, Sequence[tuple[int, bytes]]]
"""Streams with their events, each with its position and the bytes of its leaf."""


class Entry(msgspec.Struct, frozen=True):
    """An event as it was hashed, in its two parts, with the path that proves it under the checkpoint."""

    envelope: msgspec.Raw
    payload: str
    proof: tuple[str, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was resolved, and what is told: the answer, the whole timeline, and the proofs."""

    pathway: str
    on: date
    known: int
    under: str | None
    hindsight: bool
    rulebook: str
    answer: Answer
    timeline: tuple[Segment, ...]
    proofs: Sequence[Proved]


class Signatures(msgspec.Struct, frozen=True, kw_only=True):
    """What the log's key signed: a checkpoint, how many events each stream had there, and a hash of what is told.

    ``since`` proves that the log goes on from an earlier checkpoint, where one was named. By ``heads`` no event can be
    left out.
    """

    checkpoint: str
    since: str | None
    heads: str
    told: str


class Dossiers:
    """Makes dossiers from a log and its ledger."""

    def __init__(self, ledger: Ledger, assessor: Assessor, checkpointing: Callable[[], Checkpointing]) -> None:
        """Take the ledger, what answers questions, and what signs; that may be asked for each time."""
        self._ledger = ledger
        self._assessor = assessor
        self._checkpointing = checkpointing

    def of(self, pathway: str, at: Coordinates, since: int | None = None) -> bytes:
        """Return the dossier of the answer to a question, with a proof from the checkpoint of a size if one is named.

        Raises what keeps the question from being answered, LedgerUnusable, and NotInTree for a size that there is not.
        """
        position = self._assessor.answer(pathway, at).known.position
        at = msgspec.structs.replace(at, known=position)
        answer = self._assessor.answer(pathway, at)
        case, _ = self._assessor.case(pathway, at, thorough=True)
        checkpointing = self._checkpointing()
        signed = self._covering(position, checkpointing)
        self._require_whole(signed.checkpoint.size)
        subtrees = subtrees_in(self._ledger.tile)
        streams = self._ledger.leaves_of(_streams(pathway, answer, case), signed.checkpoint.size)
        told = Told(
            pathway=pathway,
            on=at.on,
            known=position,
            under=at.under,
            hindsight=at.hindsight,
            rulebook=answer.under.rulebook,
            answer=answer,
            timeline=case.segments(),
            proofs=everything_proved(case, at.on),
        )
        heads = (f"{len(events)} {msgspec.json.encode(stream).decode()}" for stream, events in streams.items())
        signatures = Signatures(
            checkpoint=signed.note,
            since=None if since is None else _since(since, signed, subtrees),
            heads=_stated(HEADS, heads, signed, checkpointing),
            told=_stated(TOLD, [content_hash(_sorted(told))], signed, checkpointing),
        )
        in_order = sorted(leaf for events in streams.values() for leaf in events)
        return _written(told, signatures, (_entry(*leaf, signed.checkpoint.size, subtrees) for leaf in in_order))

    def _covering(self, position: int, checkpointing: Checkpointing) -> Signed:
        """Return the last checkpoint, which is made now if the log has come further than it."""
        last = self._ledger.last()
        if last is None or last.checkpoint.size < position:
            for _ in checkpointing.advance():
                pass
            last = self._ledger.last()
        if last is None:
            raise CheckpointUnknown(None)
        return last

    def _require_whole(self, size: int) -> None:
        """Raise LogShorter where events are missing: nothing is signed for how many a stream has then."""
        number = self._ledger.number(size)
        if number != size:
            message = (
                f"the log has {number} events up to position {size}, for which a checkpoint was signed: some are "
                "missing; `milepost verify` tells which"
            )
            raise LogShorter(message)


def _streams(pathway: str, answer: Answer, case: Case) -> list[str]:
    """Return the streams that an answer leans on: its own, its rulebook's, those of programs and registers."""
    return [f"pathway/{pathway}", f"policy/{answer.under.rulebook}", *referenced_streams(case.facts)]


def _since(old: int, signed: Signed, subtrees: Subtrees) -> str:
    path = consistency(old, signed.checkpoint.size, subtrees)
    return Consistency(old, tuple(path), signed.note).written()


def _stated(what: str, lines: Iterable[str], signed: Signed, checkpointing: Checkpointing) -> str:
    """Return a signed statement about the log at a checkpoint."""
    checkpoint = signed.checkpoint
    above = [f"{checkpoint.origin}/{what}", str(checkpoint.size), encoded(checkpoint.root)]
    text = "".join(f"{line}\n" for line in (*above, *lines))
    return Note(text, checkpointing.signatures(text)).written()


def _entry(position: int, leaf: bytes, size: int, subtrees: Subtrees) -> Entry:
    envelope, _, payload = leaf.partition(b"\n")
    path = inclusion(position - 1, size, subtrees)
    return Entry(msgspec.Raw(envelope), payload.decode(), tuple(map(encoded, path)))


def _written(told: Told, signatures: Signatures, entries: Iterable[Entry]) -> bytes:
    """Return the file: one JSON object, with a line for each event."""
    events = b",\n".join(map(msgspec.json.encode, entries))
    parts = (msgspec.json.encode({"format": FORMAT}), msgspec.json.encode(signatures), _sorted(told))
    return b'{%b,\n"events":[\n%b\n]}\n' % (b",\n".join(part[1:-1] for part in parts), events)


def _sorted(told: Told) -> bytes:
    """Return canonical JSON (RFC 8785), which for texts, whole numbers and what holds them is a matter of order."""
    return msgspec.json.encode(told, order="sorted")
