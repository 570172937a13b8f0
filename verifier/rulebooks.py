"""The texts of a rulebook as its events leave them, and the chain of texts that a question is judged by."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from verifier.calendar import END, day_of
from verifier.facts import Event, UnreadableEvent, readable
from verifier.texts import Chain, Text, alone, in_force
from verifier.topics import POLICIES

STATED = {"policy.policy-drafted.v1", "policy.policy-published.v1", "policy.policy-corrected.v1"}


class TextAltered(Exception):
    """The text of a version is not the one that its hash names."""


class VersionUnknown(Exception):
    """No version of the name that was asked for is published or proposed."""


class Placed(NamedTuple):
    """An event at its position in the log."""

    position: int
    event: Event


class Rulebook:
    """The versions that were published and proposed, by name, as far as some events tell."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._drafts: dict[str, Mapping[str, Any]] = {}
        self._stated: dict[str, list[Mapping[str, Any]]] = {}
        self._refused: dict[str, Mapping[str, Any]] = {}
        self._suspended: dict[str, list[tuple[int, int]]] = {}
        self._superseded: dict[str, str] = {}
        self._chosen: list[Mapping[str, Any]] = []
        for event in events:
            self._take(event)
        self.published = {name: self._published(name) for name in self._stated}
        self.proposed = {
            name: text_of(said, readings=self.readings(name))
            for name, said in self._drafts.items()
            if name not in self._stated and name not in self._refused
        }

    def readings(self, version: str) -> dict[str, str]:
        """Return what was chosen for the parameters of a version."""
        return {each["parameter"]: each["value"] for each in self._chosen if each.get("version") in (None, version)}

    def _take(self, event: Event) -> None:
        said = readable(event)
        if said["topic"] not in POLICIES:
            raise UnreadableEvent(f"{event.id} is no event of a rulebook")
        what, version = said["topic"].split(".")[1], str(said.get("version"))
        if what == "policy-drafted":
            self._drafts[version] = said
            self._refused.pop(version, None)
        elif what in ("policy-published", "policy-corrected"):
            self._stated.setdefault(version, []).append(said)
        elif what == "policy-refused":
            self._refused[version] = said
        elif what == "policy-suspended":
            until = day_of(said["until"]) if said.get("until") else END
            self._suspended.setdefault(version, []).append((day_of(said["from"]), until))
        elif what == "policy-suspension-lifted":
            self._lift(version, day_of(said["lifted_on"]))
        elif what == "policy-superseded":
            self._superseded[version] = said["effective_on"]
        elif what == "interpretation-chosen":
            self._chosen.append(said)

    def _lift(self, version: str, day: int) -> None:
        spans = self._suspended.get(version, ())
        self._suspended[version] = [(first, min(until, day)) for first, until in spans if first < day]

    def _published(self, name: str) -> Text:
        superseded = self._superseded.get(name)
        return text_of(self._stated[name][-1], superseded, self._suspended.get(name, ()), self.readings(name))


def text_of(
    said: Mapping[str, Any],
    superseded: str | None = None,
    suspended: Iterable[tuple[int, int]] = (),
    readings: Mapping[str, str] = {},
) -> Text:
    """Return the text that an event states, if it is the one of its hash. Raises `TextAltered`."""
    found = "sha256:" + sha256(said["document"].encode()).hexdigest()
    if found != said["content_hash"]:
        raise TextAltered(f"the text of version {said['version']} has the hash {found}, and not {said['content_hash']}")
    policy = json.loads(said["document"])
    if superseded is not None:
        policy["in_force_until"] = min(filter(None, (policy.get("in_force_until"), superseded)))
    return Text(policy, found, suspended, readings)


def chain_for(events: Sequence[Placed], known: int, under: str | None, *, hindsight: bool) -> Chain:
    """Return the texts that judge, given all events of the rulebook, what was known, and which version was asked for.

    A version that is not stated as known is taken as it was first stated, if that was known, or with hindsight.
    """
    visible = Rulebook(each.event for each in events if each.position <= known)
    if under is None:
        return in_force(visible.published.values())
    named = visible
    if under not in visible.published and under not in visible.proposed:
        named = _first_stated(events, known, under, hindsight=hindsight)
    found = named.published.get(under) or named.proposed[under]
    text = Text(found.policy, found.content_hash, found.suspended, visible.readings(found.version))
    if under in named.published:
        return alone(text, visible.published.values())
    return in_force([*visible.published.values(), text])


def _first_stated(events: Sequence[Placed], known: int, under: str, *, hindsight: bool) -> Rulebook:
    for index, each in enumerate(events, start=1):
        said = each.event.payload
        if said["topic"] in STATED and said["version"] == under and (hindsight or each.position <= known):
            return Rulebook(each.event for each in events[:index])
    raise VersionUnknown(f"no version {under!r} is published or proposed, as far as was known")
