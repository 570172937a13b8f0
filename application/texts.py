"""The texts of a rulebook as its stream states them: which are published or proposed, and how each is read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from domain.drafts import CorrectionDrafted
from domain.measures import InterpretationChosen
from domain.policy.chain import Version
from domain.policy.text import Policy
from domain.rulebook import PolicyCorrected, PolicyDrafted, PolicyPublished, Rulebook, unaltered
from domain.timeline import END, NEVER_SPANS, Spans, union

PolicyFrom = Callable[[bytes], Policy]
"""Gives the policy that canonical bytes state."""


class Texts(msgspec.Struct, frozen=True):
    """The published versions and the proposals of a rulebook, by name, in the order they were recorded.

    ``corrections`` are texts that are proposed in place of published ones, ``ended`` the days on which versions were
    superseded.
    """

    published: dict[str, Version]
    proposed: dict[str, Version]
    corrections: dict[str, Version]
    ended: Mapping[str, date]
    readings: tuple[InterpretationChosen, ...]

    def as_read(self, version: Version) -> Version:
        """Return a version read as the choices recorded here say."""
        return msgspec.structs.replace(version, readings=_readings(self.readings, version.policy.version))

    def corrected(self, version: Version) -> Version:
        """Return a version as it would be in place of the published one of its name, if there is one."""
        name = version.policy.version
        if name not in self.published:
            return self.as_read(version)
        policy = _ended(version.policy, self.ended.get(name))
        return msgspec.structs.replace(self.published[name], policy=policy, content_hash=version.content_hash)


class Shelf:
    """Reads stored texts, each only once: a text is known by its hash."""

    def __init__(self, policy_from: PolicyFrom) -> None:
        """Take what reads canonical bytes."""
        self._policy_from = policy_from
        self._read: dict[str, Policy] = {}

    def policy(self, stated: PolicyDrafted | CorrectionDrafted | PolicyPublished | PolicyCorrected) -> Policy:
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
            corrections={
                name: Version(policy=self.policy(event), content_hash=event.content_hash)
                for name, event in rulebook.corrections.items()
            },
            ended={name: event.effective_on for name, event in rulebook.superseded.items()},
            readings=tuple(rulebook.readings),
        )

    def _published(self, rulebook: Rulebook, name: str) -> Version:
        stated: Sequence[PolicyPublished | PolicyCorrected] = [
            rulebook.published[name],
            *rulebook.corrected.get(name, []),
        ]
        superseded = rulebook.superseded.get(name)
        policy = _ended(self.policy(stated[-1]), superseded.effective_on if superseded else None)
        return Version(
            policy=policy,
            content_hash=stated[-1].content_hash,
            suspended=_suspended(rulebook, name),
            readings=_readings(rulebook.readings, name),
        )


def _ended(policy: Policy, superseded: date | None) -> Policy:
    """Return a text that is in force no longer than up to the day on which it was superseded, if it was."""
    ends = [day for day in (policy.in_force_until, superseded) if day is not None]
    return policy if superseded is None else msgspec.structs.replace(policy, in_force_until=min(ends))


def _suspended(rulebook: Rulebook, name: str) -> Spans:
    days = NEVER_SPANS
    for event in rulebook.suspended.get(name, []):
        days = union(days, (event.from_.toordinal(), event.until.toordinal() if event.until else END))
    return days


def _readings(chosen: Iterable[InterpretationChosen], name: str) -> Mapping[str, str]:
    return {event.parameter: event.value for event in chosen if event.version in {None, name}}
