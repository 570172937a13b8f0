"""Amounts and lengths as people write them elsewhere: what each may mean."""

import re
from decimal import Decimal

from domain.policy.typed import Fault, Text
from domain.policy.wording import amount_of

_GLUED = re.compile(r"^(\d+(?:\.\d{1,3})?)([^\W\d_]+)$")
_COMMA = re.compile(r"^(\d+),(\d{1,2})( .+)?$", re.ASCII)
_THOUSANDS = re.compile(r"^(\d{1,3}(?:[,'\u2019]\d{3})+)( .+)?$", re.ASCII)
_LENGTHS = re.compile(r"^(\d+ (?:year|month|week)s?),? (\d+ (?:month|week|day)s?)$", re.ASCII)
_THEN = re.compile(r"^(\d+ [a-z]+) then (.+)$")
_HALF = re.compile(r"^(\d+)[.,]5 years$", re.ASCII)
_SHORT = re.compile(r"^(\d+) ?([^\W\d_]+)\.?$")
_UNITS = {
    "day": "d tag tage tagen jour jours",
    "week": "w wk wks woche wochen semaine semaines",
    "month": "m mo mth mths monat monate monaten mois",
    "year": "y yr yrs jahr jahre jahren an ans année années",
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in (unit, f"{unit}s", *words.split())}


def amount_meant(text: str) -> str:
    """Return the amount that a text may mean, or nothing."""
    if match := _GLUED.match(text):
        return f"{match[1]} {match[2]}"
    if match := _COMMA.match(text):
        return f"{match[1]}.{match[2]}{match[3] or ''}"
    if match := _THOUSANDS.match(text):
        return f"{re.sub('[^0-9]', '', match[1])}{match[2] or ''}"
    return ""


def length_meant(text: str) -> str:
    """Return the length that a text may mean, or nothing."""
    if match := _LENGTHS.match(text):
        return f"{match[1]} and {match[2]}"
    if match := _THEN.match(text):
        return f"{match[1]}, then {match[2]}"
    if match := _HALF.match(text):
        return _plural(int(match[1]), "year") + " and 6 months" if int(match[1]) else "6 months"
    if (match := _SHORT.match(text)) and match[2].casefold() in UNITS:
        return _plural(int(match[1]), UNITS[match[2].casefold()])
    return ""


def other_unit(text: Text, number: Decimal, stated: str, unit: str) -> Fault:
    """Return the fault of an amount in another unit than is counted; one without any is shown with it."""
    alike = unit and (not stated or (stated.casefold()[0] == unit[0] and " " not in stated))
    say = f"; say '{amount_of(str(number), unit)}'" if alike else ""
    return Fault(text.place, f"expected an amount in {unit or 'plain numbers'}, found '{text.value}'{say}")


def _plural(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
