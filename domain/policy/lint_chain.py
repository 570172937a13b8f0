"""What a careful lawyer would ask of versions that follow on each other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.policy.places import Way
from domain.policy.saying_days import date_in_words
from domain.policy.text import Policy

HEAD: Way = ("in force from",)


def chain_remarks(policies: Sequence[Policy]) -> Iterator[tuple[Policy, str, Way, str]]:
    """Yield remarks on versions that are in force together, or leave days under no text; each with its version."""
    ordered = sorted(policies, key=lambda each: (each.in_force_from, each.published))
    for before, after in pairwise(ordered):
        day = date_in_words(after.in_force_from)
        if before.in_force_from == after.in_force_from:
            words = f"takes effect on {day}, as version {before.version} does: the one published later decides"
            yield after, "versions-overlap", HEAD, words
        elif before.in_force_until is not None and before.in_force_until > after.in_force_from:
            until = date_in_words(before.in_force_until)
            words = f"takes effect on {day}, while version {before.version} is in force until {until}"
            yield after, "versions-overlap", HEAD, words
        elif before.in_force_until is not None and before.in_force_until < after.in_force_from:
            since = date_in_words(before.in_force_until)
            yield after, "no-text-between", HEAD, f"no text is in force from {since} until {day}"
