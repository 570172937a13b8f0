"""What differs in meaning between two periods of one name."""

from collections.abc import Iterator, Sequence

from domain.policy.differing_conditions import Edit, led
from domain.policy.differing_pair import Pair
from domain.policy.language import NEVER, Condition
from domain.policy.said import one_line
from domain.policy.saying_text import extension_head, late_head, period_heads, renewal_in_words
from domain.policy.text import Extension, Period, Renewal


def period_edits(old: Period, new: Period, pair: Pair) -> Iterator[Edit]:
    """Yield what differs in when a period begins, lasts, is made longer, is renewed and ends."""
    yield from _heads(period_heads(old), period_heads(new))
    yield from led("begins", pair.conditions.optional(old.begins, new.begins))
    yield from led("begins whenever", pair.conditions.optional(_whenever(old), _whenever(new)))
    before, after = {each.name: each for each in old.extended}, {each.name: each for each in new.extended}
    for name in {**before, **after}:
        yield from _extension(name, before.get(name), after.get(name), pair)
    yield from _renewal(old.renewed, new.renewed, pair)
    yield from led("ends when", pair.conditions.optional(old.lost, new.lost))


def _heads(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    yield from ((was, is_) for was, is_ in zip(old, new, strict=True) if was != is_)


def _extension(name: str, old: Extension | None, new: Extension | None, pair: Pair) -> Iterator[Edit]:
    yield from _heads([extension_head(old) if old else ""], [extension_head(new) if new else ""])
    edits = pair.conditions.optional(_case(old), _case(new))
    yield from led(f"longer by '{name}', where", edits)


def _whenever(period: Period) -> Condition | None:
    """Return on what a period begins; that it never does is said apart."""
    return None if period.whenever == NEVER else period.whenever


def _case(extension: Extension | None) -> Condition | None:
    """Return when a ground makes a period longer, or None where it does so to every one."""
    return extension.of if extension and (extension.of.binders or extension.of.when) else None


def _renewal(old: Renewal | None, new: Renewal | None, pair: Pair) -> Iterator[Edit]:
    if old is not None and new is not None:
        yield from led("renewed when", pair.conditions.of(old.when, new.when))
        yield from _heads([late_head(old)], [late_head(new)])
        yield from led("late when", pair.conditions.optional(old.late_when, new.late_when))
    elif old is not None or new is not None:
        was = one_line(renewal_in_words(old, pair.before.speech)) if old else ""
        yield was, one_line(renewal_in_words(new, pair.after.speech)) if new else ""
