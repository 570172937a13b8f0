"""Reasons that are stated and never given: those of a clause that only says which items are meant."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from domain.policy.language import AsInForce, ClauseHolds, Condition, Exists, Require
from domain.policy.leaning import items_named, parts_of
from domain.policy.places import Way
from domain.policy.roots import Root, roots_of, within
from domain.policy.said import listed
from domain.policy.text import Clause, Policy


class Choice(msgspec.Struct, frozen=True):
    """A selection at some place that only chooses an item by a clause."""

    clause: str
    item: str
    root: Root


def reasons(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the clauses that give no reason of theirs, because they are named only where items are chosen by them."""
    named: Counter[str] = Counter()
    in_hand: dict[str, set[str]] = {}
    choices: list[Choice] = []
    for root in roots_of(policy):
        for condition, hand in within(root.condition):
            if isinstance(condition, ClauseHolds | AsInForce):
                named[condition.no] += 1
                in_hand.setdefault(condition.no, set()).update(hand)
            elif isinstance(condition, Exists):
                choices += (Choice(no, item, root) for no, item in _choosing(condition, policy))
    for no, number in named.items():
        places = [each for each in choices if each.clause == no]
        silent = [each for each in places if _tells(each.root) and each.item not in in_hand.get(each.root.way[-1], ())]
        if len(places) == number and silent:
            yield from _never_given(policy.clause(no), silent[0], policy)


def _never_given(clause: Clause, choice: Choice, policy: Policy) -> Iterator[tuple[str, Way, str]]:
    elsewhere = {code for each in policy.clauses if each.no != clause.no for code in (*_codes(each), *_missing(each))}
    codes = [code for code in _codes(clause) if code not in elsewhere]
    if codes:
        stated = f"{listed(codes, 'and')} of clause {clause.no} {'are' if codes[1:] else 'is'} never given"
        how = f"{choice.root.called} only chooses the {choice.item} by it: write 'require: clause {clause.no}'"
        yield "reason-never-given", choice.root.way, f"{stated}, because {how}"


def _tells(root: Root) -> bool:
    """Tell whether a root stands in a section in which what is missing is told."""
    return root.way[0] in {"clauses", "levels", "listing"}


def _choosing(exists: Exists, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the clauses that stand bare among the lines of a selection, each with an item of it that it judges.

    A period is passed over: where its renewal is judged it is in hand already, and is not chosen.
    """
    taken = [binder.name for binder in exists.binders if not policy.vocabulary[binder.kind].derived]
    for line in exists.when:
        if isinstance(line, ClauseHolds):
            judged = _items(line, policy, set())
            yield from ((line.no, name) for name in [name for name in taken if name in judged][:1])


def _codes(clause: Clause) -> list[str]:
    required = (each.otherwise for each, _ in within(clause.condition) if isinstance(each, Require))
    return [code for code in dict.fromkeys([*required, clause.otherwise]) if code]


def _missing(clause: Clause) -> Iterator[str]:
    taking = (each for each, _ in within(clause.condition) if isinstance(each, Exists))
    yield from (binder.missing for each in taking for binder in each.binders)


def _items(condition: Condition, policy: Policy, opened: set[str]) -> set[str]:
    """Return the items that a condition names or takes, the clauses that it names opened."""
    found = items_named(condition)
    if isinstance(condition, ClauseHolds) and condition.no not in opened:
        opened.add(condition.no)
        found |= _items(policy.clause(condition.no).condition, policy, opened)
    for part in parts_of(condition):
        found |= _items(part, policy, opened)
    return found
