"""Dates as people write them elsewhere: which calendar dates they may mean."""

import re
from calendar import month_name
from datetime import date

GERMAN = "januar februar märz april mai juni juli august september oktober november dezember"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = {
    name.casefold(): number
    for names in (month_name[1:], GERMAN.split(), FRENCH.split())
    for number, name in enumerate(names, 1)
}
MONTHS |= {name[:3]: number for name, number in MONTHS.items() if name.capitalize() in month_name}
_YEAR_FIRST = re.compile(r"^(\d{4})[./-]?(\d{1,2})[./-]?(\d{1,2})$", re.ASCII)
_DAY_FIRST = re.compile(r"^(\d{1,2})([./-])(\d{1,2})[./-](\d{4})$", re.ASCII)
_DAY_AND_MONTH = re.compile(r"^(\d{1,2})(?:\.|st|nd|rd|th|er)? ?(?:of )?([^\W\d_]+)\.?,?(?: (\d{4}))?$")
_MONTH_AND_DAY = re.compile(r"^([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:, ?(\d{4})| (\d{4}))?$")
_NO_YEAR = re.compile(r"^(\d{1,2})([./])(\d{1,2})\.?$", re.ASCII)


def dates_meant(text: str) -> list[str]:
    """Return the dates that a text may mean, as YYYY-MM-DD; two where day and month may be either."""
    found: list[date | None] = []
    if match := _YEAR_FIRST.match(text):
        found = [_date(match[1], match[2], match[3])]
    elif match := _DAY_FIRST.match(text):
        found = [_date(match[4], match[3], match[1])]
        found += [_date(match[4], match[1], match[3])] if match[2] != "." else []
    elif match := _DAY_AND_MONTH.match(text):
        found = [_date(match[3], _month(match[2]), match[1])]
    elif match := _MONTH_AND_DAY.match(text):
        found = [_date(match[3] or match[4], _month(match[1]), match[2])]
    return list(dict.fromkeys(each.isoformat() for each in found if each is not None))


def days_of_year_meant(text: str) -> list[str]:
    """Return the days of the year that a text without a year may mean, as ``31 December``."""
    found: list[date | None] = []
    leap = "2000"
    if match := _NO_YEAR.match(text):
        found = [_date(leap, match[3], match[1])]
        found += [_date(leap, match[1], match[3])] if match[2] == "/" else []
    elif (match := _DAY_AND_MONTH.match(text)) and not match[3]:
        found = [_date(leap, _month(match[2]), match[1])]
    elif (match := _MONTH_AND_DAY.match(text)) and not (match[3] or match[4]):
        found = [_date(leap, _month(match[1]), match[2])]
    return list(dict.fromkeys(f"{each.day} {month_name[each.month]}" for each in found if each is not None))


def _month(name: str) -> str:
    return str(MONTHS.get(name.casefold(), ""))


def _date(year: str | None, month: str, day: str) -> date | None:
    """Return the day of these numbers, or None where there is none such."""
    if not year or not month:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
