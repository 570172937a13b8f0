"""Days, fields and lengths in plain English: what a term names."""

import re
from calendar import month_name
from datetime import date

from domain.dates import Duration
from domain.policy.language import Anchored, Day, FieldOf, Literal, Shifted, Term

THE_DAY = "the day asked about"
ALONE = {
    "ended": "ended",
    "started": "started",
    "begun": "began",
    "resigned": "resigned",
    "expired": "expired",
    "lapsed": "lapsed",
}
"""What happens by itself; to anything else it is done."""
DONE = {
    "held",
    "paid",
    "told",
    "heard",
    "done",
    "met",
    "given",
    "sent",
    "made",
    "read",
    "taken",
    "left",
    "withdrawn",
    "written",
    "found",
    "lost",
}
PERSONAL = {"born": "was born", "died": "died"}
"""What happens to the person of whom the evidence speaks."""
PARTICLES = {"in", "out", "up", "off", "over", "back"}
EDGES = {"from": "the first day of", "until": "the first day after", "last_day": "the last day of"}
UNCOUNTED = {
    *("learning", "education", "insurance", "good conduct", "supervision", "practice", "experience"),
    *("feedback", "teaching", "reading"),
}
ARTICLED = {"insurance", "supervision"}
"""What is counted one by one in the singular alone."""
_EDGE = re.compile(r"^(.+)_(from|until)$")


def day_in_words(term: Term) -> str:
    """Return a day as a noun: ``the day 6 months after the day on which the course ended``."""
    match term:
        case Day():
            return THE_DAY
        case Literal():
            return date_in_words(date.fromisoformat(term.value))
        case FieldOf():
            return _field_as_day(term)
        case Shifted():
            return _shifted(term)
        case _:
            return _anchored(term)


def _shifted(term: Shifted) -> str:
    start = day_in_words(term.term)
    if term.months_of is not None:
        return f"the day that is as many months {term.direction} {start} as {field_in_words(term.months_of)} says"
    return f"the day {length_in_words(term.length)} {term.direction} {start}"


def _anchored(term: Anchored) -> str:
    day = f"{term.day} {month_name[term.month]}" if term.month else "end of a month"
    return f"the {term.side} {day} on or {'before' if term.side == 'last' else 'after'} {day_in_words(term.term)}"


def date_in_words(day: date) -> str:
    return f"{day.day} {month_name[day.month]} {day.year}"


def _field_as_day(term: FieldOf) -> str:
    if term.field in EDGES:
        return f"{EDGES[term.field]} the {term.item}"
    done = done_in_words(term)
    if done:
        return f"the day on which {done}"
    if term.field.endswith("_on"):
        return f"the {term.item}'s {plain(term.field.removesuffix('_on'))} day"
    edge = _EDGE.match(term.field)
    return _edge(term.item, plain(edge[1]), edge[2]) if edge is not None else field_in_words(term)


def _edge(item: str, what: str, edge: str) -> str:
    """Return the day of ``covers_from`` or ``valid_until``; whether it is still in is for the rule to say."""
    if what in {"covers", "runs", "counts", "applies", "valid"}:
        return f"the day {edge} which the {item} {'is valid' if what == 'valid' else what}"
    return f"the {'beginning' if edge == 'from' else 'end'} of the {item}'s {what}"


def done_in_words(term: FieldOf) -> str:
    """Return what happened on the day that a field tells, if its name says so: ``the course ended``; else nothing."""
    *before, verb = term.field.removesuffix("_on").split("_")
    if term.field.endswith("_on") and verb in PERSONAL and not before:
        return f"the person {PERSONAL[verb]}"
    if verb in PARTICLES and before:
        before, verb = before[:-1], f"{before[-1]} {verb}"
    if not term.field.endswith("_on") or not (verb in ALONE or verb in DONE or verb.partition(" ")[0].endswith("ed")):
        return ""
    owner = " ".join([f"the {term.item}'s", *before]) if before else f"the {term.item}"
    return f"{owner} {ALONE[verb]}" if verb in ALONE else f"{owner} was {verb}"


def field_in_words(term: FieldOf) -> str:
    """Return a field of an item in hand: ``the course's hours``; one that is called like its item is the item."""
    name = plain(term.field)
    return f"the {term.item}" if name == term.item else f"the {term.item}'s {name}"


def plain(name: str) -> str:
    """Return a name of a document as words."""
    return name.replace("_", " ")


def length_in_words(length: Duration) -> str:
    """Return a length in years, months and days."""
    years, months = divmod(length.months, 12)
    counted = ((years, "year"), (months, "month"), (length.days, "day"))
    return " and ".join(f"{number} {many(unit, number)}" for number, unit in counted if number) or "no time"


def many(noun: str, number: object = 2) -> str:
    """Return a noun in the plural, unless the number is one."""
    if str(number) == "1":
        return noun
    if _uncounted(noun):
        return f"items of {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    if _uncounted(noun) and noun not in ARTICLED:
        return f"an item of {noun}"
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _uncounted(noun: str) -> bool:
    return noun in UNCOUNTED or noun.rpartition(" ")[2] in UNCOUNTED
