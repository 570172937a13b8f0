"""What differs in meaning between two conditions, told by the smallest parts that differ."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from domain.policy.language import (
    Compare,
    Condition,
    Exists,
    InEach,
    Measure,
    OnDay,
    Reading,
    Relieved,
    Require,
    Share,
    Together,
    Total,
)
from domain.policy.said import one_line
from domain.policy.saying import Speech, otherwise

Edit = tuple[str, str]
"""What is said before and after; empty where there is nothing."""
ONE_OF = {"any": "one way", "none": "what may not be", "at least": "one of several"}
"""What leads a line that stands for itself among others, by how many of them have to hold."""


class Side(msgspec.Struct, frozen=True):
    """One of the two texts: its words, and the normal form of its conditions."""

    speech: Speech
    normal: Callable[[Condition], bytes]

    def words(self, condition: Condition) -> str:
        return one_line(self.speech.of(condition))

    def head(self, condition: Condition) -> str:
        """Return the first line alone, without the words that point to what stands under it."""
        return self.speech.of(condition).words


class Comparison:
    """Compares conditions of two texts."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old = old
        self._new = new
        self._forms: dict[type, Callable[[Any, Any], Iterator[Edit]]] = {
            Require: self._required,
            Together: self._together,
            Exists: self._selected,
            Measure: self._measured,
            Total: self._totalled,
            Share: self._shared,
            InEach: self._inside,
            OnDay: self._inside,
            Relieved: self._relieved,
        }

    def of(self, old: Condition, new: Condition) -> Iterator[Edit]:
        """Yield what differs, nothing where the conditions mean the same."""
        if self._same(old, new):
            return
        if _is_all(old) != _is_all(new):
            yield from self._lines(_lines_of(old), _lines_of(new))
        elif type(old) is type(new) and type(old) in self._forms:
            yield from self._forms[type(old)](old, new)
        else:
            yield self._old.words(old), self._new.words(new)

    def optional(self, old: Condition | None, new: Condition | None) -> Iterator[Edit]:
        """Yield what differs where a condition may be left out."""
        if old is not None and new is not None:
            yield from self.of(old, new)
        elif old is not None or new is not None:
            yield self._old.words(old) if old else "", self._new.words(new) if new else ""

    def _same(self, old: Condition, new: Condition) -> bool:
        return self._old.normal(old) == self._new.normal(new)

    def _whole(self, old: Condition, new: Condition) -> Edit:
        return self._old.words(old), self._new.words(new)

    def _required(self, old: Require, new: Require) -> Iterator[Edit]:
        yield from self.of(old.that, new.that)
        if old.otherwise != new.otherwise:
            yield otherwise(old.otherwise), otherwise(new.otherwise)

    def _together(self, old: Together, new: Together) -> Iterator[Edit]:
        if (old.how, old.n) != (new.how, new.n):
            yield self._whole(old, new)
        elif old.how == "all":
            yield from self._lines(old.of, new.of)
        else:
            yield from led(ONE_OF[old.how], self._apart(old.of, new.of))

    def _selected(self, old: Exists, new: Exists) -> Iterator[Edit]:
        if old.binders != new.binders:
            yield self._whole(old, new)
            return
        yield from self._heads(msgspec.structs.replace(old, when=()), msgspec.structs.replace(new, when=()))
        yield from self._lines(old.when, new.when)

    def _measured(self, old: Measure, new: Measure) -> Iterator[Edit]:
        if _shape(old) != _shape(new) or old.name != new.name:
            yield self._whole(old, new)
            return
        yield from self._heads(msgspec.structs.replace(old, where=()), msgspec.structs.replace(new, where=()))
        yield from self._lines(old.where, new.where)

    def _totalled(self, old: Total, new: Total) -> Iterator[Edit]:
        yield from self._heads(msgspec.structs.replace(old, parts=()), msgspec.structs.replace(new, parts=()))
        before, after = {each.name: each.of for each in old.parts}, {each.name: each.of for each in new.parts}
        for name in {**before, **after}:
            for was, is_ in self.optional(before.get(name), after.get(name)):
                yield was and f"{name}: {was}", is_ and f"{name}: {is_}"

    def _shared(self, old: Share, new: Share) -> Iterator[Edit]:
        if (old.name, *_shape(old)) != (new.name, *_shape(new)):
            yield self._whole(old, new)
            return
        bare = {"which": (), "where": ()}
        yield from self._heads(msgspec.structs.replace(old, **bare), msgspec.structs.replace(new, **bare))
        yield from self._lines(old.which, new.which)
        yield from self._lines(old.where, new.where)

    def _inside(self, old: InEach | OnDay, new: InEach | OnDay) -> Iterator[Edit]:
        """Yield what differs where one condition stands inside: in it, if all around it is the same."""
        if self._same(msgspec.structs.replace(old, that=new.that), new):
            yield from self.of(old.that, new.that)
        else:
            yield self._whole(old, new)

    def _relieved(self, old: Relieved, new: Relieved) -> Iterator[Edit]:
        yield from self.of(old.that, new.that)
        before, after = {each.name: each for each in old.by}, {each.name: each for each in new.by}
        for name in {**before, **after}:
            was, is_ = before.get(name), after.get(name)
            edits = self.optional(was.when if was else None, is_.when if is_ else None)
            yield from ((a and f"lifted by '{name}': {a}", b and f"lifted by '{name}': {b}") for a, b in edits)
            if was and is_ and was.reason != is_.reason:
                yield f"lifted by '{name}' ({was.reason})", f"lifted by '{name}' ({is_.reason})"

    def _heads(self, old: Condition, new: Condition) -> Iterator[Edit]:
        if not self._same(old, new):
            yield self._old.head(old), self._new.head(new)

    def _lines(self, old: Sequence[Condition], new: Sequence[Condition]) -> Iterator[Edit]:
        """Yield what differs between lines that stand together in any order."""
        before, after = _without([*old], [*new], self._same)

        def became(line: Condition) -> Condition | None:
            alike = [each for each in after if _shape(each) == _shape(line)]
            return alike[0] if alike else after[0] if len(before) == len(after) == 1 else None

        yield from self._paired(before, after, became)

    def _apart(self, old: Sequence[Condition], new: Sequence[Condition]) -> Iterator[Edit]:
        """Yield what differs between lines each of which stands for itself: a change of one is none of the others."""
        before, after = _without([*old], [*new], self._same)
        alone = len(before) == len(after) == 1

        def became(line: Condition) -> Condition | None:
            return next((each for each in after if alone or self._is_kin(line, each)), None)

        yield from self._paired(before, after, became)

    def _paired(
        self, before: list[Condition], after: list[Condition], became: Callable[[Condition], Condition | None]
    ) -> Iterator[Edit]:
        """Yield what differs in each line that became another, and then what is left on either side."""
        for line in [*before]:
            new = became(line)
            if new is not None:
                yield from self.of(line, new)
                before.remove(line)
                after.remove(new)
        yield from ((self._old.words(each), "") for each in before)
        yield from (("", self._new.words(each)) for each in after)

    def _is_kin(self, old: Condition, new: Condition) -> bool:
        """Tell whether one line became the other: they are of one shape, or have a line in common."""
        if _is_all(old) or _is_all(new):
            return any(self._same(line, each) for line in _lines_of(old) for each in _lines_of(new))
        return _shape(old) == _shape(new)


def led(words: str, edits: Iterator[Edit]) -> Iterator[Edit]:
    """Yield edits whose words are led by others."""
    return ((old and f"{words}: {old}", new and f"{words}: {new}") for old, new in edits)


def _without(
    old: list[Condition], new: list[Condition], same: Callable[[Condition, Condition], bool]
) -> tuple[list[Condition], list[Condition]]:
    """Return the lines that are not on both sides."""
    left = []
    for line in old:
        found = next((each for each in new if same(line, each)), None)
        if found is None:
            left.append(line)
        else:
            new.remove(found)
    return left, new


def _is_all(condition: Condition) -> bool:
    return isinstance(condition, Together) and condition.how == "all"


def _lines_of(condition: Condition) -> Sequence[Condition]:
    return condition.of if isinstance(condition, Together) and condition.how == "all" else (condition,)


def _shape(condition: Condition) -> tuple[object, ...]:
    """Return what a condition is about, apart from what it says of it: lines of one shape are a line that changed."""
    match condition:
        case Require():
            return _shape(condition.that)
        case Compare():
            found: tuple[object, ...] = (Compare, condition.left)
        case Reading():
            found = (Reading, condition.parameter)
        case Measure() | Share():
            found = (type(condition), condition.kind, condition.field)
        case Exists():
            found = (Exists, *(each.kind for each in condition.binders))
        case Together() | Total() | InEach() | OnDay() | Relieved():
            found = (type(condition), getattr(condition, "how", ""))
        case _:
            found = (condition,)
    return found
