"""The texts of a rulebook as its stream states them: which are published or proposed, and how each is read."""

from collections.abc import Callable, Mapping

import msgspec

from domain.policy.chain import Version
from domain.policy.language import Policy
from domain.rulebook import Rulebook
from domain.timeline import END, NEVER_SPANS, Spans, union

PolicyFrom = Callable[[bytes], Policy]
"""Gives the policy that canonical bytes state."""


class Texts(msgspec.Struct, frozen=True):
    """The published versions and the proposals of a rulebook, by name, in the order they were recorded."""

    published: dict[str, Version]
    proposed: dict[str, Version]


def texts(rulebook: Rulebook, policy_from: PolicyFrom) -> Texts:
    """Return the texts of a rulebook; a correction replaces a version's text, a supersession ends its force."""
    published: dict[str, Version] = {}
    for name, event in rulebook.published.items():
        corrections = rulebook.corrected.get(name, [])
        stated = corrections[-1] if corrections else event
        policy = policy_from(stated.document.encode())
        superseded = rulebook.superseded.get(name)
        if superseded is not None:
            ends = [day for day in (policy.in_force_until, superseded.effective_on) if day is not None]
            policy = msgspec.structs.replace(policy, in_force_until=min(ends))
        published[name] = Version(
            policy=policy,
            content_hash=stated.content_hash,
            suspended=_suspended(rulebook, name),
            readings=_readings(rulebook, name),
        )
    proposed = {
        name: Version(
            policy=policy_from(event.document.encode()),
            content_hash=event.content_hash,
            readings=_readings(rulebook, name),
        )
        for name, event in rulebook.drafts.items()
        if name not in rulebook.published and name not in rulebook.refused
    }
    return Texts(published=published, proposed=proposed)


def _suspended(rulebook: Rulebook, name: str) -> Spans:
    days = NEVER_SPANS
    for event in rulebook.suspended.get(name, []):
        days = union(days, (event.from_.toordinal(), event.until.toordinal() if event.until else END))
    return days


def _readings(rulebook: Rulebook, name: str) -> Mapping[str, str]:
    return {event.parameter: event.value for event in rulebook.readings if event.version in {None, name}}
