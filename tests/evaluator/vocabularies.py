"""Random vocabularies: a point and a span, whose values may be absent in every sense, and decisions that recognise."""

from functools import cache

from hypothesis import strategies as st

from domain.policy.vocabulary import Absence, Field, Kind, Vocabulary

LEVELS = ("first", "second")
ROLES = ("lead", "co", "aide")
DATES: tuple[Absence, ...] = ("unknown", "not yet", "no end")
OTHERS: tuple[Absence, ...] = ("unknown", "no")

RECOGNITION = Kind(
    words="a recognition",
    since="granted_on",
    until="until",
    fields={
        "level": Field(type="text"),
        "granted_on": Field(type="date"),
        "until": Field(type="date", absent="no end"),
        "hours": Field(type="number", unit="hours"),
    },
)
DAY = Field(type="date")
TERM = Kind(
    words="the term",
    since="from",
    until="until",
    derived=True,
    fields={"from": DAY, "due": DAY, "last_day": DAY, "until": DAY, "number": Field(type="number")},
)


@cache
def dates(since: bool) -> st.SearchStrategy[Field]:  # noqa: FBT001 - whether the kind counts from it
    return st.sampled_from([Field(type="date", absent=absent) for absent in (DATES[:2] if since else DATES)])


def others(field: Field) -> st.SearchStrategy[Field]:
    absences: list[Absence] = ["unknown", "no"]
    return st.sampled_from(
        [Field(type=field.type, unit=field.unit, values=field.values, absent=absent) for absent in absences]
    )


HOURS, MONTHS = others(Field(type="number", unit="hours")), others(Field(type="number", unit="months"))
OPEN, CLOSED, TRUTH = (
    others(Field(type="text")),
    others(Field(type="text", values=ROLES)),
    others(Field(type="yes or no")),
)


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    point = {
        "ended_on": draw(dates(since=True)),
        "begun_on": draw(dates(since=False)),
        "hours": draw(HOURS),
        "months": draw(MONTHS),
        "role": draw(CLOSED),
        "passed": draw(TRUTH),
    }
    span = {
        "from": draw(dates(since=True)),
        "until": draw(dates(since=False)),
        "hours": draw(HOURS),
        "role": draw(OPEN),
    }
    return {
        "course": Kind(words="a course", since="ended_on", fields=point),
        "approval": Kind(words="an approval", since="from", until="until", fields=span),
        "recognition": RECOGNITION,
        "term": TERM,
    }
