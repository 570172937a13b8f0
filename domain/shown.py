"""The standing and the listing on a day, as an answer shows them."""

from domain.answer import Listing, StandingShown
from domain.policy.rules import Assessment
from domain.policy.text import Policy
from domain.timeline import truth_on

NONE, GOOD = "none", "good"


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


def listing_shown(found: Assessment, policy: Policy, day: int) -> Listing:
    """Return whether the mediator is on the public list on a day, and why not."""
    if not policy.listing_of and not policy.listing:
        return Listing("unlisted", (), possible=False)
    listable = truth_on(found.listable, day)
    unmet = [(need, truth_on(found.unmet[need.name], day)) for need in policy.listing]
    reasons = dict.fromkeys(need.otherwise for need, truth in unmet if truth is not False)
    if not listable:
        return Listing("unlisted", ("LEVEL_NOT_LISTED",), possible=listable is None)
    if not reasons:
        return Listing("listed", (), possible=True)
    return Listing("unlisted", tuple(reasons), possible=not any(truth for _, truth in unmet))
