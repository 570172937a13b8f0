"""One line of plain English for each part of a proof; what stands inside it has lines of its own."""

from collections.abc import Callable
from typing import Any

import msgspec

from domain.policy.every import every_of
from domain.policy.language import (
    Condition,
    Entitled,
    Exists,
    LevelHeld,
    Measure,
    OnDay,
    Relieved,
    Require,
    Share,
    Together,
    Total,
)
from domain.policy.proof import Proof
from domain.policy.said import one_line
from domain.policy.saying import OPENINGS, Speech
from domain.policy.saying_days import day_in_words
from domain.policy.terms import Slots
from domain.policy.text import Policy


class Telling:
    """Tells the conditions of one text: its levels by their titles, periods as lengths of time."""

    def __init__(self, policy: Policy) -> None:
        self._vocabulary = policy.vocabulary
        self._titles = {level.id: level.title for level in policy.levels}
        self._told: dict[type, Callable[[Any, Slots], str]] = {
            Require: lambda each, slots: self.line(each.that, slots),
            Relieved: lambda each, slots: self.line(each.that, slots),
            Together: lambda each, _: _together(each),
            OnDay: lambda each, slots: f"as it was on {day_in_words(each.day)}: {self.line(each.that, slots)}",
            Exists: self._selected,
            Measure: lambda each, slots: self._plainly(msgspec.structs.replace(each, where=()), slots),
            Total: lambda each, slots: self._plainly(msgspec.structs.replace(each, parts=()), slots),
            Share: lambda each, slots: one_line(self._speech(slots).of(each)),
            LevelHeld: lambda each, _: f"the level '{self._titles[each.level]}' is held",
            Entitled: lambda each, _: f"the rules alone give the level '{self._titles[each.level]}'",
        }

    def line(self, condition: Condition, slots: Slots) -> str:
        """Return a condition in one line, with the items in hand by the names that they have there."""
        return self._told.get(type(condition), self._plainly)(condition, slots)

    def _plainly(self, condition: Condition, slots: Slots) -> str:
        return self._speech(slots).of(condition).words

    def _selected(self, exists: Exists, slots: Slots) -> str:
        binders = tuple(msgspec.structs.replace(each, missing="") for each in exists.binders)
        return self._plainly(msgspec.structs.replace(exists, when=(), binders=binders), slots)

    def _speech(self, slots: Slots) -> Speech:
        return Speech(self._vocabulary, [name for name, (_, kind) in slots.items() if kind.derived])


def _together(together: Together) -> str:
    every = every_of(together)
    if every is not None:
        return f"every {every[0].binders[0].name} meets this"
    return OPENINGS.get(together.how) or f"at least {together.n} of these hold"


def unmet_in_words(proof: Proof) -> str:
    """Return what is not so, where a proof fails: its clause, or the parts of it that it lacks."""
    if proof.clause:
        return proof.text
    unmet = [unmet_in_words(part) for part in proof.parts if not part.holds]
    if proof.says == OPENINGS["all"] and unmet:
        return unmet[0]
    if proof.says == OPENINGS["any"] and unmet:
        return ", or ".join(dict.fromkeys(unmet))
    return proof.says
