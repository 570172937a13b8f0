"""What a text takes away on purpose: read from its document."""

from collections.abc import Iterator
from datetime import date

from domain.policy import words
from domain.policy.naming import codes_of
from domain.policy.text import Loss, Policy
from domain.policy.typed import Fault, Text, Typed, Walk, code_of, entries_of, unknown

SECTION = "takes away"
KEYS = ("level", "text", "source", "from", "reasons")


def read_losses(walk: Walk, in_force_from: date) -> tuple[Loss, ...]:
    """Return what stands under ``takes away``; what says no day is taken from the first day of the text on."""

    def loss(name: Text, typed: Typed) -> Loss:
        part = Walk(name, entries_of(typed, f"'{name.value}' of what it takes away", KEYS), walk.faults)
        return Loss(
            name=name.value,
            level=part.line("level"),
            text=part.line("text"),
            source=part.line("source"),
            from_=words.day(part.text("from")) if "from" in part.entries else in_force_from,
            reasons=tuple(code_of(each, "a reason") for each in part.names("reasons")),
        )

    return tuple(walk.each_under(SECTION, loss))


def faults_of_losses(policy: Policy, old: Policy, walk: Walk) -> Iterator[Fault]:
    """Yield a fault for each level, reason and day of what a whole text takes away that cannot be.

    Levels and reasons may be those of the text before it. Before a text that amends none, there may be any levels.
    """
    levels = {level.id for text in (policy, old) for level in text.levels}
    codes = {code for text in (policy, old) for code in codes_of(text)} - {""}
    typed = entries_of(walk.entries[SECTION][1], SECTION) if policy.losses else {}
    for loss in policy.losses:
        part = Walk(typed[loss.name][0], entries_of(typed[loss.name][1], SECTION))
        if "amends" in walk.entries and loss.level not in levels:
            yield unknown(part.text("level"), "the level", levels)
        yield from (unknown(each, "the reason", codes) for each in part.names("reasons") if each.value not in codes)
        if loss.from_ < min(policy.published, policy.in_force_from) and not policy.retroactive:
            early = f"takes days from {loss.from_} on, before it is published and in force"
            yield Fault(part.text("from").place, f"{early}; say so, and why, under 'retroactive'")
