"""Amounts that can never be reached, are always reached, or are asked for twice over."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from domain.policy.language import Cap, Condition, Measure, Require, Share, Together, Total
from domain.policy.places import Way
from domain.policy.roots import Root, roots_of, within
from domain.policy.said import one_line
from domain.policy.saying import Speech
from domain.policy.saying_amounts import portion, quantity
from domain.policy.saying_text import speech_of
from domain.policy.text import Policy

NONE = Decimal(0)
REACHING = {"at least", "more than", "is"}
Measured = Measure | Total


def amounts(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the amounts that a careful reader would ask about."""
    speech = speech_of(policy)
    for root in roots_of(policy):
        for condition, _ in within(root.condition):
            yield from _of(condition, root, speech)


def _of(condition: Condition, root: Root, speech: Speech) -> Iterator[tuple[str, Way, str]]:
    if isinstance(condition, Measure | Total):
        yield from _measured(condition, root, speech)
    if isinstance(condition, Share) and _says_nothing(condition):
        words = f"in {root.called}, every share is {condition.relation} {portion(condition)}"
        yield "always-met", root.way, words
    if isinstance(condition, Together) and condition.how == "all":
        yield from _floors(condition, root)
    if isinstance(condition, Together) and condition.how == "at least" and not 0 < condition.n <= len(condition.of):
        yield "count-of-lines", root.way, f"{root.called} asks for {condition.n} of {len(condition.of)} lines"


def _says_nothing(share: Share) -> bool:
    return (share.relation, share.amount) in {("at least", NONE), ("at most", share.out_of)}


def _measured(measured: Measured, root: Root, speech: Speech) -> Iterator[tuple[str, Way, str]]:
    if any(cap.amount == NONE and cap.amount_of is None for cap in measured.caps):
        yield "nothing-counts", root.way, f"in {root.called}, a cap of nothing lets nothing count"
    if measured.amount_of is not None or not measured.relation:
        return
    said = one_line(speech.of(msgspec.structs.replace(measured, caps=(), **_bare(measured))))
    if measured.relation == "at least" and measured.amount == NONE:
        yield "always-met", root.way, f"in {root.called}, '{said}' always holds"
    most = most_of(measured)
    if most is not None and measured.relation in REACHING and not _reaches(measured, most):
        words = f"in {root.called}, '{said}' is out of reach: at most {quantity(most, measured.unit)} can count"
        yield "out-of-reach", root.way, words


def _bare(measured: Measured) -> dict[str, object]:
    return {"where": ()} if isinstance(measured, Measure) else {"parts": ()}


def _reaches(measured: Measured, most: Decimal) -> bool:
    return most > measured.amount if measured.relation == "more than" else most >= measured.amount


def most_of(measured: Measured) -> Decimal | None:
    """Return the most that can count, or None where nothing bounds it."""
    bounds = [cap.amount for cap in measured.caps if _of_whole(cap) and cap.amount_of is None]
    inner = _parts(measured) if isinstance(measured, Total) else _best(measured)
    if inner is not None:
        bounds.append(max(inner - measured.beyond, NONE))
    return min(bounds, default=None)


def _of_whole(cap: Cap) -> bool:
    return not cap.each and not cap.out_of


def _parts(total: Total) -> Decimal | None:
    parts = [most_of(part.of) for part in total.parts]
    return None if None in parts else sum((each for each in parts if each is not None), NONE)


def _best(measure: Measure) -> Decimal | None:
    if measure.how != "best" or measure.worth is None or not measure.worth.by:
        return None
    return measure.taken * max([measure.worth.otherwise, *(amount for _, amount in measure.worth.scale)])


def _floors(condition: Together, root: Root) -> Iterator[tuple[str, Way, str]]:
    """Yield that the floors of a total's parts ask for more than the total, which then asks for nothing."""
    total = next(iter(condition.of), None)
    if not isinstance(total, Total) or total.relation not in REACHING or total.amount_of is not None:
        return
    floors = {each.that if isinstance(each, Require) else each for each in condition.of[1:]}
    needed = sum((_floor(part.of, floors) for part in total.parts), NONE)
    if needed > total.amount:
        asked, of = quantity(needed, total.unit), quantity(total.amount, total.unit)
        words = f"in {root.called}, the parts alone ask for {asked}, more than the {of} in all"
        yield "floors-above-total", root.way, words


def _floor(part: Measured, floors: Iterable[Condition]) -> Decimal:
    alike = [each for each in floors if isinstance(each, Measure | Total) and each.amount_of is None]
    own = [each.amount for each in alike if _bare_part(each) == _bare_part(part)]
    inner = sum((_floor(each.of, alike) for each in part.parts), NONE) if isinstance(part, Total) else NONE
    return max([inner, *own])


def _bare_part(part: Measured) -> Measured:
    """Return a part as its floor has it: caps of the total around it do not bite there."""
    caps = tuple(cap for cap in part.caps if not cap.out_of)
    return msgspec.structs.replace(part, relation="", amount=NONE, caps=caps)
