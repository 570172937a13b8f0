"""Expectations as a person writes them: the question, and what is expected of its answer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

import msgspec

from application.expectations import EXPECTED, NONE, Expected, Form, Names, Stated
from application.field_reading import day_of
from application.scenarios import Expectation, Question
from domain.lost import RECOGNITION_ENDED
from domain.missing import LEVEL_MISSING
from domain.policy.said import listed
from domain.policy.text import Policy
from domain.policy.typed import Fault, Text, Typed, Walk, entries_of, items_of, text_of, unknown

QUESTION = ("on", "known", "under", "readings")
OPEN = "open"
"""The end of days that have none."""

OF_LEVELS = ("missing", "missing reasons")
"""What is said of routes to several levels."""

Known: TypeAlias = Sequence[str]
Read: TypeAlias = Callable[[str, Known, Typed], Any]


class Expectations:
    """Reads expectations of answers by some texts, whose names are the only ones accepted."""

    def __init__(self, texts: Sequence[Policy]) -> None:
        self.names = {of: sorted(set(names)) for of, names in _names(texts).items()}
        self.parameters = {each.name: each.values for text in texts for each in text.parameters}

    def read(self, typed: Typed) -> Expectation:
        """Return one expectation."""
        entries = entries_of(typed, "an expectation", [*QUESTION, *EXPECTED, "same as"])
        stated = tuple(self._stated(key, value) for key, value in entries.values() if key.value in EXPECTED)
        same_as = entries["same as"][1] if "same as" in entries else None
        if not stated and same_as is None:
            raise Fault(typed.place, f"nothing is expected here; what can be: {', '.join(sorted(EXPECTED))}")
        return Expectation(
            place=typed.place,
            question=self._question(typed, "an expectation"),
            stated=stated,
            same_as=self._question(same_as, "same as", QUESTION) if same_as else None,
        )

    def _question(self, typed: Typed, what: str, keys: Sequence[str] | None = None) -> Question:
        walk = Walk(Text(value=what, place=typed.place), entries_of(typed, f"'{what}'", keys))
        readings = (
            entries_of(walk.required("readings"), "readings", self.parameters) if "readings" in walk.entries else {}
        )
        return Question(
            on=day_of(walk.required("on")),
            known=day_of(walk.required("known")) if "known" in walk.entries else None,
            under=_word("under", self.names["versions"], walk.text("under")) if "under" in walk.entries else None,
            readings={
                name: _word(f"the reading of {name}", list(self.parameters[name]), value)
                for name, (_, value) in readings.items()
            },
        )

    def _stated(self, key: Text, typed: Typed) -> Stated:
        expected = EXPECTED[key.value]
        known = self.names[expected.of] if expected.of else []
        if expected.form in BY_WORD:
            value = self._by_word(key.value, known, typed, expected)
        else:
            value = FORMS[expected.form](key.value, known, typed)
        return Stated(place=key.place, key=key.value, value=value)

    def _by_word(self, key: str, known: Known, typed: Typed, expected: Expected) -> dict[str, Any]:
        read = _word if expected.choices else BY_WORD[expected.form]
        words = expected.choices or self.names["reasons"]
        entries = entries_of(typed, f"'{key}'").values()
        named = _way if key in OF_LEVELS else _word
        return {named(key, known, name): read(key, words, value) for name, value in entries}


def _word(key: str, known: Known, typed: Typed) -> str:
    text = text_of(typed, f"'{key}'")
    if text.value not in known:
        raise unknown(text, f"'{key}':", known)
    return text.value


def _way(key: str, known: Known, typed: Typed) -> str:
    """Return the name of a route to a level, which says to which where there are several."""
    text = text_of(typed, f"'{key}'")
    several = [each for each in known if each.endswith(f": {text.value}")]
    if len(several) > 1:
        raise Fault(text.place, f"several levels have a route '{text.value}'; say which: {listed(several)}")
    return _word(key, known, typed)


def _words(key: str, known: Known, typed: Typed) -> tuple[str, ...]:
    return tuple(_word(key, known, item) for item in items_of(typed, f"words for '{key}'"))


def _day(_: str, __: Known, typed: Typed) -> date:
    return day_of(typed)


def _text(key: str, _: Known, typed: Typed) -> str:
    return text_of(typed, f"'{key}'").value


def _spans(key: str, _: Known, typed: Typed) -> tuple[tuple[date, date | None], ...]:
    return tuple(_span(item) for item in items_of(typed, f"pairs of days for '{key}'"))


def _span(typed: Typed) -> tuple[date, date | None]:
    match items_of(typed, "two days"):
        case (first, Text(value="open")):
            return day_of(first), None
        case (first, until):
            return day_of(first), day_of(until)
    raise Fault(typed.place, f"expected two days: the first, and the first no longer or '{OPEN}'")


FORMS: dict[Form, Read] = {"word": _word, "words": _words, "text": _text, "day": _day, "spans": _spans}
BY_WORD: dict[Form, Read] = {"texts by word": _text, "words by word": _words, "days by word": _day}


def _names(texts: Sequence[Policy]) -> dict[Names, list[str]]:
    levels = [level for text in texts for level in text.levels]
    without_kinds = [msgspec.structs.replace(text, vocabulary={}) for text in texts]
    routes = [name for level in levels for route in level.routes for name in (route.name, f"{level.id}: {route.name}")]
    return {
        "levels": [NONE, *(level.id for level in levels)],
        "titles": [level.title for level in levels],
        "standings": [NONE, "good", *(rule.name for text in texts for rule in text.standings)],
        "listing": ["listed", "unlisted"],
        "possible listing": ["listed", "unlisted", "in doubt"],
        "reasons": [
            NONE,
            "RECOGNISED",
            RECOGNITION_ENDED,
            "LEVEL_NOT_LISTED",
            LEVEL_MISSING,
            *_codes(msgspec.to_builtins(without_kinds)),
        ],
        "routes": ["recognition", *routes],
        "announcements": [NONE, *(each.route for text in texts for each in text.announcements)],
        "conditions": [NONE, *(rule.name for text in texts for rule in text.conditions)],
        "notes": [NONE, *(rule.name for text in texts for rule in text.notes)],
        "versions": [text.version for text in texts],
        "periods": [period.name for text in texts for period in text.periods],
    }


def _codes(tree: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a policy as plain values
    """Yield every reason code that stands in a text."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in {"reason", "otherwise", "missing"} and isinstance(value, str):
                yield from (value,) if value else ()
            elif key != "vocabulary":
                yield from _codes(value)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from _codes(item)
