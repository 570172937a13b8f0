"""What a selection looked at: each combination of items, as far as it got."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from domain.policy.deadlines import Latest
from domain.policy.hand import Hand, Holds
from domain.policy.language import Binder
from domain.policy.measured import Measured, enough_for_all
from domain.policy.proof import Cited, Proof, SetAside
from domain.policy.selecting import Items
from domain.policy.telling import unmet_in_words
from domain.policy.terms import Slots
from domain.policy.vocabulary import Kind
from domain.timeline import END, Timeline, contains, truth_on

Explain = Callable[[Hand, int], Proof]
MOST_SET_ASIDE = 50
"""How much evidence a proof names that does not count."""

_RANK = {True: 2, None: 1, False: 0}


class Line(msgspec.Struct, frozen=True):
    """A line of a selection with its proof and what it measures; ``place`` counts the lines as they are written.

    What is not ``required`` tells which items are meant; ``sieve`` gives the days on which it holds where it names no
    other line, so that what is not meant is passed over before anything is proved of it.
    """

    place: int
    explain: Explain
    measured: Measured | None
    required: bool
    sieve: Holds | None


class Selection(msgspec.Struct, frozen=True):
    """What a selection takes in hand, and how its lines are proved.

    ``taken`` gives for each item its place in the hand, and the days on which it is there. ``lines`` are given by how
    many of the items have to be in hand; ``places`` are those of the first line about each item. ``judged`` gives the
    day of an act, and how many items have to be in hand before it can be known. ``latest`` gives, for each item, the
    last day on which one would still count. ``counts`` gives what says that a combination does not count yet, or no
    longer; it stands behind those that do, however far it got. ``runs`` tells whether a period is looked for that runs
    on the day, ``not_long_over`` whether one that runs or ended no longer ago than so.
    """

    binders: Sequence[Binder]
    slots: Slots
    items: Sequence[Items]
    taken: Sequence[tuple[int, Callable[[Mapping[str, Any]], Timeline]]]
    lines: Sequence[Sequence[Line]]
    places: Sequence[int]
    judged: tuple[int, Callable[[Hand], Any]] | None
    latest: Sequence[Latest]
    counts: Callable[[Hand, int], Proof | None]
    runs: bool
    not_long_over: bool


class Missing(msgspec.Struct, frozen=True):
    """An item that there is none of, and the place of the first line that is about it."""

    binder: Binder
    place: int


class Reached(msgspec.Struct, frozen=True):
    """How far a combination got: its items, its lines with their proofs, and the day of an act."""

    items: tuple[Cited, ...] = ()
    lines: tuple[tuple[Line, Proof], ...] = ()
    judged_on: int | None = None


def candidates(selection: Selection, hand: Hand, day: int) -> list[Proof]:
    """Return a proof for each combination of items that is what the selection means, as far as it got."""
    found: list[Proof] = []
    on = _day_of_act(selection, hand, 0, None)
    proofs = tuple([(line, line.explain(hand, day if on is None else on)) for line in selection.lines[0]])
    _go_on(selection, hand, day, Reached((), proofs, on), found)
    return found


def _go_on(selection: Selection, hand: Hand, day: int, reached: Reached, found: list[Proof]) -> None:
    """Add what begins with the items that are in hand."""
    depth = len(reached.items)
    if depth == len(selection.binders):
        found.append(_candidate(reached, over=selection.counts(hand, day)))
        return
    binder, so_far = selection.binders[depth], len(found)
    slot, own = selection.taken[depth]
    for item in selection.items[depth](hand):
        hand[slot] = item
        if contains(own(item)[1], day):
            further = _reached(selection, hand, day, reached, item)
            if further is not None:
                _go_on(selection, hand, day, further, found)
    if depth and len(found) == so_far:
        missing = Missing(binder, selection.places[depth])
        found.append(_candidate(reached, without=missing, last_day=selection.latest[depth](hand)))


def _reached(selection: Selection, hand: Hand, day: int, before: Reached, item: Mapping[str, Any]) -> Reached | None:
    """Return what another item adds with its lines, or None where one of them says that it is not what is meant."""
    depth = len(before.items) + 1
    on, lines = _day_of_act(selection, hand, depth, before.judged_on), selection.lines[depth]
    at = day if on is None else on
    for line in lines:
        if line.sieve is not None and truth_on(line.sieve(hand), at) is False:
            return None
    proofs = []
    for line in lines:
        proof = line.explain(hand, at)
        if proof.holds is False and not line.required:
            return None
        proofs.append((line, proof))
    return Reached((*before.items, cited(selection.binders[depth - 1].kind, item)), (*before.lines, *proofs), on)


def _day_of_act(selection: Selection, hand: Hand, depth: int, before: int | None) -> int | None:
    """Return the day of an act, once enough items are in hand to know it."""
    if selection.judged is None or depth != selection.judged[0]:
        return before
    found = selection.judged[1](hand)
    return found if isinstance(found, int) else None


def furthest(proof: Proof) -> tuple[int, int, int]:
    """Return how far a proof got, to be compared with others."""
    return (_RANK[proof.holds], -proof.failed, proof.passed)


def set_aside(proofs: Sequence[Proof], best: Proof) -> tuple[SetAside, ...]:
    """Return the evidence of the combinations that failed, each item with the line that it fails."""
    kept = set(best.evidence)
    found: dict[Cited, SetAside] = {}
    for proof in proofs:
        failing = next((part for part in proof.parts if not part.holds), None)
        if proof.holds or failing is None:
            continue
        for each in proof.evidence:
            if each not in kept and len(found) < MOST_SET_ASIDE:
                found.setdefault(each, failing_line(each, failing, proof.codes))
    return tuple(found.values())


def left_out(selection: Selection, proofs: Sequence[Proof], hand: Hand, day: int) -> tuple[SetAside, ...]:
    """Return the first items that no combination begins with, each with the line that it fails."""
    if not selection.binders:
        return ()
    binder = selection.binders[0]
    kind, (slot, own) = selection.slots[binder.name][1], selection.taken[0]
    seen = {proof.evidence[0] for proof in proofs if proof.evidence}
    found: list[SetAside] = []
    for item in selection.items[0](hand):
        name = cited(binder.kind, item)
        if name in seen or len(found) == MOST_SET_ASIDE:
            continue
        hand[slot] = item
        if not contains(own(item)[1], day):
            found.append(not_at_hand(name, kind, item, day))
            continue
        act = selection.judged[1](hand) if selection.judged is not None and selection.judged[0] <= 1 else day
        judged = (line.explain(hand, act if isinstance(act, int) else day) for line in selection.lines[1])
        failing = [proof for proof in judged if proof.holds is False]
        found += [failing_line(name, proof, proof.codes) for proof in failing[:1]]
    return tuple(found)


def not_at_hand(name: Cited, kind: Kind, item: Mapping[str, Any], day: int) -> SetAside:
    """Return why an item is not there at all on a day: it is of a later one, or was taken back."""
    since, retracted = item.get(kind.since), item.get("retracted_on", END)
    if retracted <= day:
        return SetAside(name, "it still stands", f"taken back from {date.fromordinal(retracted)} on")
    if since is None:
        return SetAside(name, "it has a date", "no date")
    return SetAside(name, f"it is of a day up to {date.fromordinal(day)}", str(date.fromordinal(since)))


def failing_line(name: Cited, failing: Proof, codes: Sequence[str]) -> SetAside:
    """Return that an item does not count, with the line that it fails."""
    code = codes[0] if codes else ""
    return SetAside(name, unmet_in_words(failing), failing.found, failing.short, code)


def cited(kind: str, item: Mapping[str, Any]) -> Cited:
    """Return how an item of evidence is named."""
    return Cited(kind=kind, id=item.get("id", ""), event=item.get("event", ""))


def as_date(day: int | None) -> date | None:
    """Return a day as a date, if there is one."""
    return None if day is None else date.fromordinal(day)


def _candidate(
    reached: Reached, *, over: Proof | None = None, without: Missing | None = None, last_day: int | None = None
) -> Proof:
    """Return the proof of a combination, which may not count on the day, or be ``without`` an item.

    The first that fails as the lines are written gives the reason; an item is missed where it is first spoken of, and
    what is written after that is about something else.
    """
    proofs = tuple([proof for _, proof in reached.lines])
    parts = proofs if over is None else (*proofs, over)
    unmet = [proof for proof in parts if not proof.holds]
    judged_on = as_date(reached.judged_on)
    if not unmet and without is None:
        passed = len(reached.items) + len(parts)
        return Proof(says="", holds=True, evidence=reached.items, parts=parts, passed=passed, judged_on=judged_on)
    told = sorted([each for each in reached.lines if not each[1].holds], key=_place)
    if over is not None and over.dead:
        told = []
    elif without is not None and without.binder.missing:
        told = [each for each in told if each[0].place < without.place]
    telling = next((proof for _, proof in told if proof.codes), None)
    missing = (without.binder.missing,) if without is not None and without.binder.missing else ()
    failing = without is not None or any(proof.holds is False for proof in unmet)
    return Proof(
        says="",
        holds=False if failing else None if unmet else True,
        codes=telling.codes if telling else missing,
        found=f"no {without.binder.name}" if without else "",
        short=enough_for_all([(proof.short, line.measured) for line, proof in told if proof.short]),
        evidence=reached.items,
        parts=parts,
        passed=len(reached.items) + len(parts) - len(unmet),
        failed=0 if over is None else 1,
        last_day=as_date(last_day) or min([each.last_day for each in unmet if each.last_day], default=None),
        judged_on=judged_on,
    )


def _place(line: tuple[Line, Proof]) -> int:
    """Return the place of a line that was judged."""
    return line[0].place
