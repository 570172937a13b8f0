"""The texts of a rulebook as its stream states them: which are published or proposed, and how each is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from domain.policy.chain import Version
from domain.policy.text import Policy
from domain.rulebook import InterpretationChosen, PolicyCorrected, PolicyDrafted, PolicyPublished, Rulebook, unaltered
from domain.timeline import END, NEVER_SPANS, Spans, union

PolicyFrom = Callable[[bytes], Policy]
"""Gives the policy that canonical bytes state."""


class Texts(msgspec.Struct, frozen=True):
    """The published versions and the proposals of a rulebook, by name, in the order they were recorded."""

    published: dict[str, Version]
    proposed: dict[str, Version]
    readings: tuple[InterpretationChosen, ...]

    def as_read(self, version: Version) -> Version:
        """Return a version read as the choices recorded here say."""
        return msgspec.structs.replace(version, readings=_readings(self.readings, version.policy.version))


class Shelf:
    """Reads stored texts, each only once: a text is known by its hash."""

    def __init__(self, policy_from: PolicyFrom) -> None:
        """Take what reads canonical bytes."""
        self._policy_from = policy_from
        self._read: dict[str, Policy] = {}

    def policy(self, stated: PolicyDrafted | PolicyPublished | PolicyCorrected) -> Policy:
        """Return the policy that an event states. Raises `TextAltered`."""
        if stated.content_hash not in self._read:
            self._read[stated.content_hash] = self._policy_from(unaltered(stated).encode())
        return self._read[stated.content_hash]

    def texts(self, rulebook: Rulebook) -> Texts:
        """Return the texts of a rulebook; a correction replaces a version's text, a supersession ends its force."""
        return Texts(
            published={name: self._published(rulebook, name) for name in rulebook.published},
            proposed={
                name: Version(
                    policy=self.policy(event),
                    content_hash=event.content_hash,
                    readings=_readings(rulebook.readings, name),
                )
                for name, event in rulebook.drafts.items()
                if name not in rulebook.published and name not in rulebook.refused
            },
            readings=tuple(rulebook.readings),
        )

    def _published(self, rulebook: Rulebook, name: str) -> Version:
        stated: Sequence[PolicyPublished | PolicyCorrected] = [
            rulebook.published[name],
            *rulebook.corrected.get(name, []),
        ]
        policy, superseded = self.policy(stated[-1]), rulebook.superseded.get(name)
        if superseded is not None:
            ends = [day for day in (policy.in_force_until, superseded.effective_on) if day is not None]
            policy = msgspec.structs.replace(policy, in_force_until=min(ends))
        return Version(
            policy=policy,
            content_hash=stated[-1].content_hash,
            suspended=_suspended(rulebook, name),
            readings=_readings(rulebook.readings, name),
        )


def _suspended(rulebook: Rulebook, name: str) -> Spans:
    days = NEVER_SPANS
    for event in rulebook.suspended.get(name, []):
        days = union(days, (event.from_.toordinal(), event.until.toordinal() if event.until else END))
    return days


def _readings(chosen: Iterable[InterpretationChosen], name: str) -> Mapping[str, str]:
    return {event.parameter: event.value for event in chosen if event.version in {None, name}}
