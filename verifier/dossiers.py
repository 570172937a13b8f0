"""A dossier as a file holds it, read strictly: what is not as it has to be is refused by name."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn

from verifier.facts import Event
from verifier.rulebooks import Placed
from verifier.tree import MEMBERS, canonical

FORMAT = "milepost.dossier/v1"
MEMBERS_OF_FILE = {
    "format": str,
    "pathway": str,
    "on": str,
    "known": int,
    "under": (str, type(None)),
    "hindsight": bool,
    "rulebook": str,
    "checkpoint": str,
    "since": (str, type(None)),
    "heads": str,
    "told": str,
    "answer": dict,
    "timeline": list,
    "proofs": list,
    "events": list,
}
SIGNED = ("answer", "hindsight", "known", "on", "pathway", "proofs", "rulebook", "timeline", "under")
"""What the log's key signed a hash of."""
NUMBERS = {"position", "version"}
MAY_BE_NULL = {"cause", "reason"}
CUT_OFF = "the file does not end as a dossier ends: a part of it is missing"


class FileCutOff(Exception):
    """The file ends before it should."""


class NotADossier(Exception):
    """The file is not a dossier."""


class EventMalformed(Exception):
    """An event of the file is not written as one, or its parts contradict each other."""


class EventsOutOfOrder(Exception):
    """The events do not stand in the order of the log."""


class ClockSetBack(Exception):
    """An event says that it was recorded before one that stands before it in the log."""


class Entry(NamedTuple):
    """An event with its envelope, its payload as it is stored, and the path of its proof."""

    envelope: Mapping[str, Any]
    payload: str
    path: tuple[str, ...]
    said: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.envelope["event_id"])

    @property
    def position(self) -> int:
        return int(self.envelope["position"])

    @property
    def placed(self) -> Placed:
        return Placed(self.position, Event(self.id, self.said))


class Dossier(NamedTuple):
    """What a file holds."""

    members: Mapping[str, Any]
    entries: list[Entry]

    @property
    def day(self) -> int:
        return date.fromisoformat(self.members["on"]).toordinal()

    @property
    def known(self) -> int:
        return int(self.members["known"])

    @property
    def told(self) -> str:
        """The hash of what is told, as canonical JSON."""
        members = {name: self.members[name] for name in SIGNED}
        return "sha256:" + sha256(canonical(members)).hexdigest()

    def stream(self, name: str) -> list[Placed]:
        """Return the events of a stream, in their order."""
        return [each.placed for each in self.entries if each.envelope["stream"] == name]


def read_dossier(content: bytes) -> Dossier:
    """Return the dossier of a file's bytes. Raises what is the case with it."""
    members = _object(content)
    if members.get("format") != FORMAT:
        raise NotADossier(f"the file says that its format is {members.get('format')!r}; this verifier reads {FORMAT}")
    for name, kind in MEMBERS_OF_FILE.items():
        if name not in members or not _is(members[name], kind):
            raise NotADossier(f"the member {name!r} is missing, or is not what it has to be")
    strange = [name for name in members if name not in MEMBERS_OF_FILE]
    if strange:
        raise NotADossier(f"the file has a member {strange[0]!r}, which no dossier has")
    try:
        date.fromisoformat(members["on"])
    except ValueError:
        raise NotADossier(f"{members['on']!r} is no day of the calendar") from None
    dossier = Dossier(members, [_entry(each) for each in members["events"]])
    _require_order(dossier.entries)
    return dossier


def read_json(text: str) -> Any:
    """Return what a text of JSON says. Raises ValueError where it says a thing twice, or says what JSON cannot."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _refuse(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number of a dossier")


def _object(content: bytes) -> Mapping[str, Any]:
    if not content.rstrip().endswith(b"}"):
        raise FileCutOff(CUT_OFF)
    try:
        text = content.decode("utf-8").rstrip()
    except UnicodeDecodeError as cause:
        raise NotADossier(f"the file is not text in UTF-8: {cause}") from None
    try:
        found = read_json(text)
    except json.JSONDecodeError as cause:
        if cause.pos >= len(text):
            raise FileCutOff(CUT_OFF) from None
        raise NotADossier(f"the file cannot be read: {cause}") from None
    except (ValueError, RecursionError) as cause:
        raise NotADossier(f"the file cannot be read: {cause}") from None
    if not isinstance(found, dict):
        raise NotADossier("the file is not one JSON object")
    return found


def _is(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _entry(found: Any) -> Entry:
    if not isinstance(found, dict) or set(found) != {"envelope", "payload", "proof"}:
        raise EventMalformed("an event of the file has other members than envelope, payload and proof")
    envelope, payload, path = found["envelope"], found["payload"], found["proof"]
    if not isinstance(envelope, dict) or set(envelope) != set(MEMBERS) or not isinstance(payload, str):
        raise EventMalformed("the envelope of an event does not have the ten members of an envelope")
    for name, value in envelope.items():
        if not _is(value, int if name in NUMBERS else (str, type(None)) if name in MAY_BE_NULL else str):
            raise EventMalformed(f"{name!r} in the envelope of {envelope['event_id']!r} is not what it has to be")
    if not isinstance(path, list) or not all(isinstance(each, str) for each in path):
        raise EventMalformed(f"the proof of {envelope['event_id']} is no list of hashes")
    return Entry(envelope, payload, tuple(path), _stated_in(envelope, payload))


def _stated_in(envelope: Mapping[str, Any], payload: str) -> Mapping[str, Any]:
    """Return what the payload of an event says, if its envelope agrees with it."""
    if envelope["event_id"] != f"{envelope['stream']}@{envelope['version']}":
        raise EventMalformed(
            f"{envelope['event_id']} says that it is version {envelope['version']} of {envelope['stream']}"
        )
    try:
        said = read_json(payload)
    except (ValueError, RecursionError) as cause:
        raise EventMalformed(f"what {envelope['event_id']} says cannot be read: {cause}") from None
    if not isinstance(said, dict) or said.get("topic") != envelope["topic"]:
        raise EventMalformed(f"{envelope['event_id']} has another topic in its envelope than in what it says")
    return said


def _require_order(entries: list[Entry]) -> None:
    for before, entry in pairwise(entries):
        if entry.position <= before.position:
            raise EventsOutOfOrder(
                f"{entry.id} is at position {entry.position} and stands behind {before.id}, at {before.position}"
            )


def require_times_in_order(entries: list[Entry]) -> None:
    """Raise `ClockSetBack` where an event was recorded before one that stands before it in the log."""
    for before, entry in pairwise(entries):
        if entry.envelope["recorded_at"] < before.envelope["recorded_at"]:
            raise ClockSetBack(
                f"{entry.id} says that it was recorded at {entry.envelope['recorded_at']}, before {before.id}, "
                f"which stands before it in the log and was recorded at {before.envelope['recorded_at']}"
            )
