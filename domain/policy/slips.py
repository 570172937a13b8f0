"""Lines that cannot be read, as people write them who know rulebooks: each told in the words of the language."""

import re
from collections.abc import Iterator, Mapping

from domain.policy.typed import Fault, Text, unknown

RELATIONS = (
    "on or before",
    "on or after",
    "before",
    "after",
    "is",
    "at least",
    "at most",
    "more than",
    "less than",
    "is one of",
    "is not",
    "in force on",
    "within",
    "begun by",
)
UNDER_NONE = "what must not hold stands under 'none:', without the 'not'"
NUMBERED = "a clause is named as 'clause {1}'"
TWO_LINES = (
    "two lines say it: of numbers 'at least' and 'at most', of days 'on or after' and 'on or before', "
    "which include both ends"
)

LOWEST = "'{1}' is said as 'at least', or of days 'on or after'"
HIGHEST = "'{1}' is said as 'at most', or of days 'on or before'"
MORE = "'{1}' is said as 'more than', or of days 'after'"
LESS = "'{1}' is said as 'less than', or of days 'before'"
ON_OR_AFTER = "'{1}' is said as 'on or after', or as 'after' where the day itself does not count"
ON_OR_BEFORE = "'{1}' is said as 'on or before', or as 'before' where the day itself does not count"
IS = "'{1}' is said as 'is'"
BACK = "so long back is said as 'on or after {1} before the day'"
IN_FORCE = "'{1}' is said as 'in force on the day', or 'in force on' another day"

LENGTH = r"(\d+ (?:day|week|month|year)s?)"
_RELATION = "|".join(sorted(RELATIONS, key=len, reverse=True))
_NUMBERS = (
    "one two three four five six seven eight nine ten twelve fifteen eighteen twenty thirty forty fifty sixty hundred"
)
_IN_DIGITS = dict(zip(_NUMBERS.split(), (*range(1, 11), 12, 15, 18, 20, 30, 40, 50, 60, 100), strict=True))
_SEVERAL = re.compile(r" is (?:either )?((?!one of|not)[^.]+?(?:, | or )[^.]+)$")
_MEASURED_DAYS = re.compile(rf" (at least|at most|more than|less than) {LENGTH} (before|after) ")
_DAYS_APART = {
    ("at least", "before"): "on or before",
    ("at most", "before"): "on or after",
    ("more than", "before"): "before",
    ("less than", "before"): "after",
    ("at least", "after"): "on or after",
    ("at most", "after"): "on or before",
    ("more than", "after"): "after",
    ("less than", "after"): "before",
}
_NUMBER_WORD = re.compile(rf"(?:^| )({'|'.join(_IN_DIGITS)}) (?!of )([a-z]+)")


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf" ({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?= |$)")


ANYWHERE: Mapping[re.Pattern[str], str] = {
    re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u3000]"): "a blank of another kind stands here; use a plain one",
    re.compile(r"^(not|no) "): UNDER_NONE,
    re.compile(r" is not (one of)(?= )"): "put the line with 'is one of' under 'none:'",
    re.compile(rf" is ((?!is|not)(?:{_RELATION}))(?= )"): "'is {1}' is one word too many: say '{1}'",
    _words("not less than", "no less than", "no fewer than", "not fewer than"): LOWEST,
    _words("not more than", "no more than", "not greater than", "no greater than", "not over"): HIGHEST,
    _words("not before", "no earlier than", "not earlier than", "no sooner than"): ON_OR_AFTER,
    _words("not after", "no later than", "not later than"): ON_OR_BEFORE,
    _words("not at least"): LESS,
    _words("not at most"): MORE,
    re.compile(r" (not) (?:within|in force on|begun by|on or)(?= )"): UNDER_NONE,
    re.compile(rf" (?:with)?in the (?:last|past) {LENGTH}"): BACK,
    re.compile(rf" within {LENGTH}(?: before the day| of the day)?$"): BACK,
    re.compile(rf" within {LENGTH} (?:of|from|after|since|following) (.+)$"): (
        "two lines say it: 'on or after {2}' and 'before {1} after {2}'"
    ),
    re.compile(rf" within {LENGTH} (?:before|prior to|up to) (.+)$"): (
        "two lines say it: 'on or after {1} before {2}' and 'before {2}'"
    ),
    re.compile(rf" (?:older than|more than) {LENGTH}$"): "so long ago is said as 'before {1} before the day'",
    re.compile(rf" (?:newer than|younger than|less than) {LENGTH}$"): BACK,
    re.compile(rf" {LENGTH} ago$"): "'{1} ago' is said as '{1} before the day'; " + BACK,
    re.compile(rf"[^. ]\.\w+ (?:{_RELATION}) .*?([\w -]+?\.\w+) (?:{_RELATION}) "): (
        "two lines run together here: each begins with a dash and a blank, in one column"
    ),
    re.compile(r" is (?:not |one of )?([\"'\[“«])"): "a value stands without quotes and brackets",
}
"""Slips in lines that have a relation, or may have one."""

WITHOUT_RELATION: Mapping[re.Pattern[str], str] = {
    re.compile(r"^clauses (\S+?)[ ,]"): "one clause stands on a line: 'clause {1}'; put several under 'all:' or 'any:'",
    re.compile(
        r"^(?:[Cc]lauses? no\.?|[Cc]lauses?|CLAUSE|§+|[Ss]ections?|[Aa]rt(?:icle|\.)?|[Rr]ule|[Pp]ara(?:graph|\.)?) ?"
        r"(\S*\d\S*)"
    ): NUMBERED,
    re.compile(r"^([A-Z]?\d[\w.]*)$", re.ASCII): NUMBERED,
    re.compile(r"^(?:level|has level|is) (\S+)$"): "a level is named as 'holds {1}'",
    re.compile(r" between .+ and "): TWO_LINES,
    re.compile(r" from .+ (?:to|until) "): TWO_LINES,
    _words(">=", "≥", "=>", "minimum", "min", "min."): LOWEST,
    _words("<=", "≤", "=<", "maximum", "max", "max.", "up to"): HIGHEST,
    _words(">", "greater than", "larger than", "higher than", "bigger than", "longer than", "over", "above"): MORE,
    _words("<", "fewer than", "smaller than", "lower than", "shorter than", "under", "below"): LESS,
    _words("since", "from", "as of", "starting"): ON_OR_AFTER,
    _words("by", "until", "till"): ON_OR_BEFORE,
    _words("later than"): "'{1}' is said as 'after'",
    _words("earlier than", "prior to"): "'{1}' is said as 'before'",
    _words("=", "==", "equals", "equal to", "are", "was", ":="): IS,
    _words("!=", "≠", "<>", "isn't", "other than", "differs from"): "'{1}' is said as 'is not'",
    _words("during", "inside"): "'{1}' is said as 'within', of a period in hand",
    _words("in force", "valid", "active", "current"): IN_FORCE,
    re.compile(r" (on) (?=\d|the |[\w -]+\.)"): IS,
    _words("in", "among", "any of"): "'{1}' is said as 'is one of', or as 'within' of a period in hand",
}
"""Slips in lines that have no relation at all."""


def said_otherwise(text: Text, *, related: bool) -> Fault | None:
    """Return the fault of a line that cannot be read, with what it may have meant; None where nobody can tell.

    ``related`` tells whether a relation stands in the line.
    """
    found = next(_told(text.value, related=related), None)
    if found is None:
        return None
    offset, words = found
    place = text.place
    return Fault(type(place)(file=place.file, line=place.line, column=place.column + offset), words)


def _told(line: str, *, related: bool) -> Iterator[tuple[int, str]]:
    for pattern, words in {**ANYWHERE, **({} if related else WITHOUT_RELATION)}.items():
        found = pattern.search(line)
        if found is not None:
            yield found.start((found.lastindex and 1) or 0), words.format(found[0], *found.groups())
    if (found := _MEASURED_DAYS.search(line)) is not None:
        say = _DAYS_APART[found[1], found[3]]
        yield found.start(1), f"of days '{found[1]} {found[2]} {found[3]}' is said as '{say} {found[2]} {found[3]}'"
    if (found := _NUMBER_WORD.search(line)) is not None:
        yield found.start(1), f"numbers stand in digits: '{_IN_DIGITS[found[1]]} {found[2]}'"
    if (found := _SEVERAL.search(line)) is not None:
        values = ", ".join(re.split(r",\s*(?:or\s+)?|\s+or\s+", found[1]))
        yield found.start(1), f"several values are said as 'is one of {values}'"
    if not related and (found := re.search(rf" ({_RELATION}) ", line.lower())) is not None:
        yield found.start(1), f"a relation stands in small letters: '{found[1]}'"


def no_such(text: Text, what: str, names: Mapping[str, str]) -> Fault:
    """Return the fault of a clause or level that is not there; ``names`` gives the words of each that is."""
    called = [name for name, words in names.items() if words.casefold() == text.value.casefold()]
    return (
        Fault(text.place, f"{what} '{text.value}' is not known; did you mean '{called[0]}'?")
        if called
        else unknown(text, what, names)
    )
