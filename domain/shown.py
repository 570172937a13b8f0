"""The standing and the listing on a day, as an answer shows them."""

from collections.abc import Callable, Iterator
from datetime import date

from domain.answer import Change, Listing, StandingShown, Under
from domain.policy.chain import Version
from domain.policy.rules import Assessment
from domain.policy.text import Need, Policy
from domain.timeline import BEGIN, END, truth_on

NONE, GOOD = "none", "good"


def day_shown(ordinal: int) -> date | None:
    """Return a day, or None for the first and the last there are, which stand for days that are not known."""
    return date.fromordinal(ordinal) if BEGIN < ordinal < END else None


def standing_shown(found: Assessment, policy: Policy, day: int, holds_level: bool) -> StandingShown:  # noqa: FBT001 -- one of four facts
    """Return the standing that comes first on a day, the others that hold too, and those in doubt."""
    ordered = sorted(policy.standings, key=lambda rule: rule.order)
    truths = [(rule, truth_on(found.standings[rule.name], day)) for rule in ordered]
    certain = [rule for rule, truth in truths if truth]
    possible = tuple(rule.name for rule, truth in truths if truth is None)
    if not certain:
        return StandingShown(GOOD if holds_level else NONE, "", "", (), possible)
    first = certain[0]
    return StandingShown(first.name, first.reason, first.text, tuple(rule.name for rule in certain[1:]), possible)


def listing_shown(
    found: Assessment, policy: Policy, day: int, reasons_of: Callable[[Need], tuple[str, ...]]
) -> Listing:
    """Return whether the mediator is on the public list on a day, and why not, by the reasons of each unmet need."""
    if not policy.listing_of and not policy.listing:
        return Listing("unlisted", (), possible=False)
    listable = truth_on(found.listable, day)
    unmet = [(need, truth_on(found.unmet[need.name], day)) for need in policy.listing]
    if not listable:
        return Listing("unlisted", ("LEVEL_NOT_LISTED",), possible=listable is None)
    reasons = dict.fromkeys(reason for need, truth in unmet if truth is not False for reason in reasons_of(need))
    if all(truth is False for _, truth in unmet):
        return Listing("listed", (), possible=True)
    return Listing("unlisted", tuple(reasons), possible=not any(truth for _, truth in unmet))


def under_shown(asked: str, version: Version) -> Under:
    """Return which text judged, and how it was asked for."""
    policy = version.policy
    return Under(
        asked=asked,
        rulebook=policy.rulebook,
        version=policy.version,
        title=policy.title,
        content_hash=version.content_hash,
        published=policy.published,
        in_force_from=policy.in_force_from,
        readings={each.name: version.reading(each.name) for each in policy.parameters},
        marked=policy.marked,
    )


def changes_shown(found: Assessment, day: int) -> Iterator[Change]:
    """Yield the later days on which something changes if nothing more happens, in order, with what begins and ends."""
    days: dict[int, list[str]] = {}
    parts = (
        ("", found.held),
        ("standing ", found.standings),
        ("listing lacks ", found.unmet),
        ("condition ", found.conditions),
    )
    for prefix, part in parts:
        for name, timeline in part.items():
            for index, edge in enumerate(timeline[0]):
                if day < edge < END:
                    days.setdefault(edge, []).append(f"{prefix}{name} {'ends' if index % 2 else 'begins'}")
    for edge in sorted(days):
        yield Change(date.fromordinal(edge), tuple(days[edge]))
