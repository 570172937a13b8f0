"""A text that has every part a text can have."""

from datetime import date

from domain.dates import Duration
from domain.policy.language import (
    NEVER,
    Anchored,
    Binder,
    ClauseHolds,
    Exists,
    FieldOf,
    InForce,
    Together,
)
from domain.policy.text import (
    Announcement,
    Clause,
    Extension,
    Level,
    Loss,
    Need,
    Parameter,
    Period,
    Policy,
    Renewal,
    Route,
    Rule,
)
from domain.policy.vocabulary import Field, Kind
from tests.domain.policy.samples import COURSE, ENDED, PRACTICE, YEAR

VOCABULARY = {
    "course": Kind(
        "a course", "ended_on", {"ended_on": Field("date", absent="not yet"), "hours": Field("number", "hours")}
    ),
    "learning": Kind("learning", "held_on", {"minutes": Field("number", "minutes")}),
    "leave": Kind("a leave", "from", {"from": Field("date"), "until": Field("date", absent="no end")}, "until"),
    "term": Kind("a term", "from", {"from": Field("date")}, "until", derived=True),
}
LEAVE = Exists((Binder("leave", "leave"),), (InForce("term", FieldOf("leave", "from")),))

WHOLE = Policy(
    rulebook="harbour",
    version="2026",
    title="The Harbour scheme",
    published=date(2026, 1, 15),
    in_force_from=date(2026, 2, 1),
    in_force_until=date(2030, 1, 1),
    retroactive="not at all",
    marked="An example.",
    vocabulary=VOCABULARY,
    sources={"leaflet": "leaflet of January"},
    parameters=(Parameter("who_counts", "Who counts.", "leaflet", {"lead": "the lead", "all": "everybody"}, "lead"),),
    clauses=(
        Clause("1", "A course.", "leaflet", COURSE, "PASSED", "COURSE_MISSING", "inferred"),
        Clause("2", "Practice.", "leaflet", PRACTICE),
    ),
    refusals=(Clause("R.1", "No refresher.", "leaflet", COURSE, "NO_ROUTE"),),
    periods=(
        Period(
            "term",
            "A term.",
            "leaflet",
            begins=COURSE,
            on=ENDED,
            begins_anew=True,
            lasts=(Duration(months=60), Duration(months=120)),
            extended=(
                Extension("leave", LEAVE, by="its length", at_most=YEAR),
                Extension("days", LEAVE, by="its days", at_most_percent=50),
                Extension("grant", LEAVE, length=YEAR),
                Extension("months", LEAVE, months_of=FieldOf("leave", "months")),
                Extension("until", LEAVE, up_to=FieldOf("leave", "until")),
            ),
            renewed=Renewal(ClauseHolds("2"), Duration(months=2), ClauseHolds("1"), "the day"),
            lost=ClauseHolds("1"),
        ),
        Period("cycle", "A cycle.", "leaflet", whenever=ClauseHolds("1"), lasts_up_to=Anchored(ENDED, "next", 12, 31)),
        Period(
            "plain", "", "", lasts=(YEAR,), renewed=Renewal(ClauseHolds("2"), Duration(months=1), late_from="its end")
        ),
        Period("always", "", "", lasts=(YEAR,), renewed=Renewal(Together("all", ()))),
        Period(
            "closed",
            "Closed.",
            "leaflet",
            whenever=NEVER,
            lasts=(YEAR,),
            extended=(
                Extension("all", Exists(()), up_to=Anchored(FieldOf("closed", "due"), "next", 12, 31)),
                Extension("some", Exists((), (ClauseHolds("1"),)), length=YEAR),
            ),
            note="That it is closed is inferred.",
        ),
        Period("older", "", "", begins=COURSE, on=ENDED, lasts=(YEAR,), reaches_earlier=True),
    ),
    announcements=(Announcement("qualified", "logbook", "Being worked on.", "leaflet", "NOT_IN_FORCE"),),
    levels=(
        Level(
            "qualified",
            10,
            "Harbour Mediator",
            (Route("course", ClauseHolds("1")),),
            ClauseHolds("2"),
            ClauseHolds("1"),
        ),
        Level("honorary", 20, "Honorary Mediator"),
        Level("family", 0, "Family Mediator", (Route("course", ClauseHolds("1")),), specialisation=True),
    ),
    standings=(Rule("suspended", ClauseHolds("2"), "SUSPENDED", "Suspended.", "leaflet", 1, "later"),),
    listing_of=("qualified", "honorary"),
    listing=(Need("name", ClauseHolds("1"), "NO_NAME"),),
    conditions=(Rule("owed", ClauseHolds("1"), "OWED"),),
    notes=(Rule("note", ClauseHolds("1"), "NOTED"),),
    losses=(Loss("courses of before", "qualified", "Too short.", "leaflet", date(2026, 2, 1), ("COURSE_MISSING",)),),
)
