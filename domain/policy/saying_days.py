"""Days, fields and lengths in plain English: what a term names."""

from calendar import month_name
from datetime import date

from domain.dates import Duration
from domain.policy.language import Anchored, Day, FieldOf, Literal, Shifted, Term

THE_DAY = "the day asked about"
ALONE = {"ended": "ended", "started": "started", "begun": "began", "resigned": "resigned", "expired": "expired"}
"""What happens by itself; to anything else it is done."""
DONE = {
    "held",
    "paid",
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
EDGES = {"from": "the first day of", "until": "the first day after", "last_day": "the last day of"}
UNCOUNTED = {"learning", "education", "insurance", "good conduct", "supervision", "practice", "experience", "feedback"}


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
    return f"the {term.side} {day} {'by' if term.side == 'last' else 'from'} {day_in_words(term.term)}"


def date_in_words(day: date) -> str:
    return f"{day.day} {month_name[day.month]} {day.year}"


def _field_as_day(term: FieldOf) -> str:
    if term.field in EDGES:
        return f"{EDGES[term.field]} the {term.item}"
    done = done_in_words(term)
    if done:
        return f"the day on which {done}"
    name = field_in_words(term)
    return f"{name.removesuffix(' on')} day" if term.field.endswith("_on") else name


def done_in_words(term: FieldOf) -> str:
    """Return what happened on the day that a field tells, if its name says so: ``the course ended``; else nothing."""
    *before, verb = term.field.removesuffix("_on").split("_")
    if not term.field.endswith("_on") or not (verb in ALONE or verb in DONE or verb.endswith("ed")):
        return ""
    owner = " ".join([f"the {term.item}'s", *before]) if before else f"the {term.item}"
    return f"{owner} {ALONE[verb]}" if verb in ALONE else f"{owner} was {verb}"


def field_in_words(term: FieldOf) -> str:
    """Return a field of an item in hand: ``the course's hours``."""
    return f"the {term.item}'s {plain(term.field)}"


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
    if noun in UNCOUNTED:
        return f"items of {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
