"""Every proof that tells why an answer is as it is, or why one thing of it changes."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from domain.case import Case, NoPolicyInForce
from domain.policy.proof import Proof
from domain.world import Part

_STATED_AS = {Part.STANDING: "standing", Part.LACKS: "listing", Part.CONDITION: "condition"}


class Proved(msgspec.Struct, frozen=True):
    """The proof of a part of the rulebook on a day: ``part`` says what it is, and ``name`` which one."""

    part: str
    name: str
    proof: Proof
    on: date


def routes_proved(case: Case, on: date, level: str | None = None) -> list[Proved]:
    """Return the proof of every route to a level, or to the one that is named, each named ``level: route``.

    A route that is not met any more, and by which a level is held, is proved as of the first day of the level.
    """
    found = []
    for each, route, proof in case.proofs(on, level):
        basis = None if proof.holds else case.proof_of_basis(each.id, route, on)
        day, proved = basis or (on, proof)
        found.append(Proved("route", f"{each.id}: {route}", proved, day))
    return found


def everything_proved(case: Case, on: date) -> list[Proved]:
    """Return the proofs of routes, and then of what keeps levels, of renewals, and of all other rules."""
    renewed = [Proved("renewal", name, proof, on) for name, proof in case.proofs_of_renewal(on)]
    return [
        *routes_proved(case, on),
        *_keeping_proved(case, on),
        *renewed,
        *(Proved(*each, on) for each in case.proof_of_rules(on)),
    ]


def one_proved(case: Case, part: Part, name: str, on: date, routes: Iterable[str] = ()) -> list[Proved]:
    """Return the proofs of one thing that is told of a pathway; what no text in force on the day states has none.

    Of a level, ``routes`` are those that it rests on: one that the text has no more is proved as of its first day.
    """
    try:
        if part in {Part.LEVEL, Part.BY_RULE}:
            stated = routes_proved(case, on, name)
            return [*stated, *_no_more_stated(case, on, name, routes, stated), *_keeping_proved(case, on, name)]
        if part is Part.NOTE:
            return _notes_proved(case, name, on)
        rules = case.proof_of_rules(on, name)
        return [Proved(*each, on) for each in rules if each[0] == _STATED_AS.get(part)]
    except NoPolicyInForce:
        return []


def _no_more_stated(
    case: Case, on: date, level: str, routes: Iterable[str], stated: Iterable[Proved]
) -> Iterator[Proved]:
    """Yield the proofs of routes by which a level is held and that are not among those stated."""
    names = {each.name for each in stated}
    for route in routes:
        basis = None if f"{level}: {route}" in names else case.proof_of_basis(level, route, on)
        if basis is not None:
            yield Proved("route", f"{level}: {route}", basis[1], basis[0])


def _notes_proved(case: Case, name: str, on: date) -> list[Proved]:
    version = case.version(on)
    noted = (note for note in version.policy.notes if note.name == name)
    return [Proved("note", name, case.prove(version, note.condition, on.toordinal()), on) for note in noted]


def _keeping_proved(case: Case, on: date, level: str | None = None) -> list[Proved]:
    """Return the proofs of what keeps and ends levels, or the one that is named."""
    kept = case.proofs_of_keeping(on, level)
    return [Proved("level", f"{each.id}, {what}", proof, on) for each, what, proof in kept]
