"""What a text shows to people by an id or a code, and which of it a language has no words for."""

from collections.abc import Collection, Iterable, Iterator

from domain.policy.language import Condition, Exists, Relieved, Require
from domain.policy.roots import roots_of, within
from domain.policy.text import Policy
from domain.policy.translation import PHRASES, Translation
from domain.policy.typed import DocumentRefused, Typed, entries_of, unknown

Names = dict[str, dict[str, None]]
"""The ids of each part of a rulebook, in the order of their first mention."""

GIVEN_BY_MILEPOST = (
    "RECOGNISED",
    "RECOGNITION_ENDED",
    "LEVEL_NOT_LISTED",
    "LEVEL_MISSING",
    "WAIVED",
    "CAP_APPLIED",
    "SURPLUS_ONLY",
)
"""Reason codes that no rulebook states."""


def codes_of(policy: Policy) -> Iterator[str]:
    """Yield the reason codes that a text states."""
    for clause in (*policy.clauses, *policy.refusals):
        yield from (clause.reason, clause.otherwise)
    for rule in (*policy.standings, *policy.conditions, *policy.notes):
        yield rule.reason
    yield from (need.otherwise for need in policy.listing)
    yield from (announcement.reason for announcement in policy.announcements)
    for root in roots_of(policy):
        for condition, _ in within(root.condition):
            yield from _codes_in(condition)


def names_of(policies: Iterable[Policy], recorded: Collection[str] = ()) -> Names:
    """Return what the texts show to people; of the kinds of evidence those that are not ``recorded`` for every one."""
    found: Names = {}
    for policy in policies:
        for part, names in _names_of(policy, recorded):
            found.setdefault(part, {}).update(dict.fromkeys(name for name in names if name))
    return found


def lacking(translation: Translation, names: Names) -> Iterator[tuple[str, str]]:
    """Yield what the language has no words for, each with its part of the rulebook."""
    for part, ids in names.items():
        yield from ((part, each) for each in ids if each not in getattr(translation, part))


def names_of_every_rulebook(language: str, recorded: Collection[str] = ()) -> Names:
    """Return what Milepost itself shows to people in every rulebook.

    Its phrases, and the kinds of evidence that are ``recorded`` for every rulebook, are English as they are.
    """
    english = language.startswith("en")
    return {
        "reasons": dict.fromkeys(GIVEN_BY_MILEPOST),
        "kinds": dict.fromkeys(() if english else sorted(recorded)),
        "phrases": dict.fromkeys(() if english else sorted(PHRASES)),
    }


def require_known(typed: Typed, names: Names) -> None:
    """Refuse words for what no text names, nor Milepost itself. Raises `DocumentRefused`."""
    parts = entries_of(typed, "the words")
    faults = [
        unknown(key, f"what '{part}' gives words for,", ids)
        for part, ids in names.items()
        if part in parts
        for key, _ in entries_of(parts[part][1], part).values()
        if key.value not in ids and key.value not in GIVEN_BY_MILEPOST
    ]
    if faults:
        raise DocumentRefused(faults)


def _names_of(policy: Policy, recorded: Collection[str]) -> Iterator[tuple[str, Iterable[str]]]:
    yield "reasons", codes_of(policy)
    yield "clauses", (clause.no for clause in (*policy.clauses, *policy.refusals))
    yield "levels", (level.id for level in policy.levels)
    yield "routes", (route.name for level in policy.levels for route in level.routes)
    yield "routes", (announcement.route for announcement in policy.announcements)
    yield "periods", (period.name for period in policy.periods)
    yield "kinds", (name for name, kind in policy.vocabulary.items() if not (kind.derived or name in recorded))
    yield "standings", (rule.name for rule in policy.standings)
    yield "needs", (need.name for need in policy.listing)
    yield "conditions", (rule.name for rule in policy.conditions)
    yield "notes", (rule.name for rule in policy.notes)


def _codes_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Require):
        yield condition.otherwise
    if isinstance(condition, Exists):
        yield from (binder.missing for binder in condition.binders)
    if isinstance(condition, Relieved):
        yield from (relief.reason for relief in condition.by)
