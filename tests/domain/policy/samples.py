"""One of each node of the language, with its words."""

from decimal import Decimal

import msgspec

from domain.dates import Duration
from domain.policy.language import (
    EACH_ITEM,
    Anchored,
    AsInForce,
    Begun,
    Binder,
    Cap,
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Entitled,
    Exists,
    FieldOf,
    ForEach,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Part,
    Reading,
    Relief,
    Relieved,
    Require,
    Share,
    Shifted,
    Table,
    Together,
    Total,
    Worth,
)

YEAR = Duration(months=12)
ENDED = FieldOf("course", "ended_on")
HOURS = FieldOf("course", "hours")
PASSED = Compare(FieldOf("course", "result"), "is", Literal("passed"))
LEAD = OneOf(FieldOf("mediation", "role"), ("lead", "sole"))
COURSE = Exists((Binder("course", "course"),), (PASSED,))
PRACTICE = Measure("mediation", "mediation", "at least", Decimal(20), "hours", "hours", (LEAD,))
TRAINING = Measure("training", "training", "", Decimal(0), "points", "points", caps=(Cap(Decimal(40), out_of=100),))
CASES = Measure("mediation", "mediation", "", Decimal(0))
DAYS = Duration(days=1)
EACH_MONTH = ForEach(Decimal(2), Duration(months=1), "cycle")
BY_LEVEL = Table(FieldOf("application", "level"), (("candidate", Decimal(3)), ("credentialed", Decimal(10))))
HEARINGS = Measure("hearing", "hearing", "", Decimal(0), where=(ClauseHolds("1"),))

SAMPLES: dict[str, tuple[Condition, str]] = {
    "a day compared": (
        Compare(ENDED, "on or after", Shifted(Day(), "before", YEAR)),
        "the course ended on or after the day 1 year before the day asked about",
    ),
    "the day compared": (
        Compare(Day(), "before", Shifted(FieldOf("fee", "paid_on"), "after", Duration(months=14, days=1))),
        "the day asked about is before the day 1 year and 2 months and 1 day after the day on which the fee was paid",
    ),
    "a day that is another": (
        Compare(FieldOf("approval", "from"), "is", Literal("2020-03-01")),
        "the first day of the approval is 1 March 2020",
    ),
    "a day that something was done on": (
        Compare(FieldOf("course", "certificate_issued_on"), "is", Literal("2020-03-01")),
        "the course's certificate was issued on 1 March 2020",
    ),
    "a day of a name that says nothing done": (
        Compare(FieldOf("complaint", "aware_on"), "after", ENDED),
        "the complaint's aware day is after the day on which the course ended",
    ),
    "months that a field counts": (
        Compare(Day(), "on or before", Shifted(ENDED, "after", months_of=FieldOf("suspension", "months"))),
        (
            "the day asked about is on or before the day that is as many months after the day on which "
            "the course ended as the suspension's months says"
        ),
    ),
    "an anchored day": (
        Compare(ENDED, "before", Anchored(Day(), "last", 12, 1)),
        "the course ended before the last 1 December on or before the day asked about",
    ),
    "a month's end": (
        Compare(ENDED, "before", Anchored(FieldOf("fee", "paid_on"), "next")),
        "the course ended before the next end of a month on or after the day on which the fee was paid",
    ),
    "a number compared": (
        Compare(HOURS, "at least", Literal("40", "hours")),
        "the course's hours are at least 40 hours",
    ),
    "a number that is exact": (
        Compare(HOURS, "is", Literal("1.0", "hours")),
        "the course's hours are exactly 1 hour",
    ),
    "two numbers compared": (
        Compare(HOURS, "at least", FieldOf("approval", "min_hours")),
        "the course's hours are at least the approval's min hours",
    ),
    "a text compared": (PASSED, "the course's result is passed"),
    "two texts compared": (
        Compare(FieldOf("course", "format"), "is not", FieldOf("approval", "format")),
        "the course's format is not the approval's format",
    ),
    "one of": (LEAD, "the mediation's role is lead or sole"),
    "given": (Given("suspension", "months"), "the suspension states its months"),
    "in force": (InForce("approval", ENDED), "the approval is in force on the day on which the course ended"),
    "within a period": (InForce("term", ENDED), "the day on which the course ended lies within the term"),
    "begun": (Begun("approval"), "the approval has begun by the day asked about, whatever became of it later"),
    "reading": (Reading("who_counts", ("lead", "all")), "'who counts' is read as 'lead' or 'all'"),
    "clause": (ClauseHolds("2.1"), "clause 2.1 holds"),
    "as in force": (
        AsInForce("2.1", FieldOf("course", "begun_on")),
        "clause 2.1 holds, as it stood in the text of the day on which the course began",
    ),
    "level": (LevelHeld("qualified"), "the level qualified is held"),
    "entitled": (Entitled("qualified"), "the rules alone give the level qualified"),
    "all": (
        Together("all", (ClauseHolds("1"), ClauseHolds("2"))),
        "all of these hold: [clause 1 holds; clause 2 holds]",
    ),
    "any": (Together("any", (ClauseHolds("1"),)), "at least one of these holds: [clause 1 holds]"),
    "none": (
        Together("none", (ClauseHolds("1"), ClauseHolds("2"))),
        "none of these holds: [clause 1 holds; clause 2 holds]",
    ),
    "not": (Together("none", (ClauseHolds("1"),)), "clause 1 does not hold"),
    "always": (Together("all", ()), "it is so in any case"),
    "never": (Together("any", ()), "it is so in no case"),
    "every": (
        Together("none", (Exists((Binder("course", "course"),), (Together("none", (ClauseHolds("1"),)),)),)),
        "every course meets this: [clause 1 holds]",
    ),
    "every of some": (
        Together(
            "none",
            (
                Exists(
                    (Binder("last", "term"),),
                    (InForce("last", ENDED), Together("none", (Together("any", (ClauseHolds("1"), PASSED)),))),
                ),
            ),
        ),
        (
            "every term (called the last) meets this: [counting only those of which this is true: [the day on "
            "which the course ended lies within the last]; at least one of these holds: [clause 1 holds; the "
            "course's result is passed]]"
        ),
    ),
    "at least": (
        Together("at least", (ClauseHolds("1"), ClauseHolds("2")), 2),
        "at least 2 of these hold: [clause 1 holds; clause 2 holds]",
    ),
    "require": (Require(PASSED, "NOT_PASSED"), "the course's result is passed, otherwise NOT_PASSED"),
    "require for its own reasons": (
        Require(ClauseHolds("2.1"), ""),
        "clause 2.1 holds, otherwise the reasons of its own",
    ),
    "no item": (Exists((), (Reading("who_counts", ("all",)),)), "'who counts' is read as 'all'"),
    "no item and several lines": (
        Exists((), (ClauseHolds("1"), ClauseHolds("2"))),
        "all of these hold: [clause 1 holds; clause 2 holds]",
    ),
    "on": (OnDay(Literal("2025-08-31"), ClauseHolds("1")), "as it was on 31 August 2025, clause 1 holds"),
    "an item": (Exists((Binder("profile", "profile"),)), "there is a profile"),
    "items": (
        Exists(
            (Binder("earlier", "course"), Binder("approval", "approval", "NO_APPROVAL"), Binder("fee", "fee")),
            (ClauseHolds("1"), Begun("approval")),
        ),
        (
            "there is a course (called the earlier) together with an approval (without it: NO_APPROVAL) "
            "and a fee, of which all of this is true: [clause 1 holds; the approval has begun by the day "
            "asked about, whatever became of it later]"
        ),
    ),
    "an act": (
        Exists((Binder("course", "course"),), (), ENDED, FieldOf("fee", "paid_on"), Literal("2020-01-31"), True),  # noqa: FBT003
        (
            "there is a course, judged on the day on which the course ended by the text then in force, "
            "counting from the day on which the fee was paid, counting up to and including 31 January "
            "2020, also if the act was before this text"
        ),
    ),
    "a period in hand": (
        Exists((Binder("last", "term"),), (InForce("last", Day()),)),
        "there is a term (called the last), of which this is true: [the day asked about lies within the last]",
    ),
    "a sum": (
        PRACTICE,
        (
            "at least 20 hours of mediation, counting those of which this is true: [the mediation's role "
            "is lead or sole]"
        ),
    ),
    "a count": (Measure("learning", "learning", "more than", Decimal(1)), "more than 1 learning"),
    "a count of many": (Measure("body", "body", "less than", Decimal(3)), "less than 3 bodies"),
    "points for a count": (
        Measure("mediation", "mediation", "is", Decimal(10), unit="points", worth=Worth(Decimal(5))),
        "exactly 10 points by the number of mediations; each counted as 5 points",
    ),
    "an amount of a field": (
        Measure("mediation", "mediation", "at least", Decimal(0), "hours", amount_of=FieldOf("approval", "min_hours")),
        "at least the approval's min hours, adding up the hours of mediations",
    ),
    "so much for each full month": (
        Measure("learning", "learning", "at least", Decimal(0), "hours", "hours", amount_of=EACH_MONTH),
        "at least 2 hours for each full month of the cycle, adding up the hours of items of learning",
    ),
    "an amount by a table": (
        Measure("mediation", "mediation", "at least", Decimal(0), amount_of=BY_LEVEL),
        (
            "at least 3 where the application's level is candidate, 10 where the application's level is credentialed "
            "and 0 otherwise by the number of mediations"
        ),
    ),
    "worth by length": (
        Measure(
            "leave",
            "leave",
            "",
            Decimal(0),
            unit="hours",
            worth=Worth(span=ForEach(Decimal(1), DAYS, "leave", within="cycle")),
        ),
        "the number of leaves; each counted as 1 hour for each day of the leave within the cycle",
    ),
    "limits that depend": (
        Measure(
            "learning",
            "learning",
            "at least",
            Decimal(5),
            "hours",
            "hours",
            caps=(Cap(Decimal(0), amount_of=msgspec.structs.replace(EACH_MONTH, length=YEAR, started=True)),),
            beyond_of=FieldOf("course", "hours"),
        ),
        (
            "at least 5 hours of learning; only what exceeds the course's hours counts; at most 2 hours for each "
            "started year of the cycle of them counted together"
        ),
    ),
    "different values": (
        Measure("supervision", "supervision", "at least", Decimal(3), "supervisor", how="distinct"),
        "the number of different supervisors among items of supervision: at least 3",
    ),
    "the best": (
        Measure("education", "education", "at least", Decimal(10), "points", "points", how="best"),
        "the most points of any one education: at least 10 points",
    ),
    "the best two": (
        Measure("course", "course", "at least", Decimal(40), "hours", "hours", how="best", taken=2),
        "the most hours of any 2 courses together: at least 40 hours",
    ),
    "the best three by their worth": (
        Measure("course", "course", "", Decimal(0), unit="points", how="best", taken=3, worth=Worth(Decimal(5))),
        "the best 3 courses together; each counted as 5 points",
    ),
    "a conversion": (
        Measure(
            "learning", "learning", "at least", Decimal(8), "minutes", "hours", worth=Worth(Decimal(1), Decimal(50))
        ),
        "at least 8 hours, adding up the minutes of items of learning; each 50 minutes counted as 1 hour",
    ),
    "a conversion of wholes": (
        Measure(
            "x",
            "x",
            "at most",
            Decimal(8),
            "weight",
            "hours",
            worth=Worth(Decimal("1.5"), Decimal(45), full=True),
        ),
        "at most 8 hours, adding up the weight of xes; each full 45 of the weight counted as 1.5 hours",
    ),
    "caps": (
        Measure(
            "learning",
            "learning",
            "at least",
            Decimal(8),
            "hours",
            "hours",
            caps=(Cap(Decimal(2), EACH_ITEM), Cap(Decimal(4), "category"), Cap(Decimal(20))),
            beyond=Decimal(1),
        ),
        (
            "at least 8 hours of learning; at most 2 hours of them for an item of learning each; at most 4 hours "
            "of them for all of the same category; only what exceeds 1 hour counts; at most 20 hours of "
            "them counted together"
        ),
    ),
    "a total": (
        Total(
            (
                Part("training", TRAINING),
                Part(
                    "degrees",
                    Measure(
                        "education",
                        "education",
                        "",
                        Decimal(0),
                        unit="points",
                        how="best",
                        worth=Worth(by="degree", scale=(("bachelor", Decimal(20)), ("master", Decimal(25)))),
                    ),
                ),
                Part(
                    "practice",
                    Total((Part("cases", Measure("mediation", "mediation", "", Decimal(0))),), "", Decimal(0)),
                ),
            ),
            "at least",
            Decimal(100),
            "points",
        ),
        (
            "at least 100 points in all, of these parts added up: [training: the points of trainings; at "
            "most 40 percent of the whole total of them counted together; degrees: the best education; "
            "each counted by its degree: bachelor as 20 points, master as 25 points and anything else as "
            "0 points; practice: in all, of these parts added up: [cases: the number of mediations]]"
        ),
    ),
    "floors of a total": (
        Together(
            "all",
            (
                Total(
                    (
                        Part("training", TRAINING),
                        Part("practice", Total((Part("cases", CASES), Part("hearings", HEARINGS)), "", Decimal(0))),
                    ),
                    "at least",
                    Decimal(100),
                    "points",
                ),
                Require(msgspec.structs.replace(TRAINING, relation="at least", amount=Decimal(30), caps=()), "SHORT"),
                msgspec.structs.replace(
                    Total((Part("cases", CASES), Part("hearings", HEARINGS)), "", Decimal(0)),
                    relation="at least",
                    amount=Decimal(3),
                ),
                msgspec.structs.replace(HEARINGS, relation="at least", amount_of=FieldOf("approval", "hearings")),
            ),
        ),
        (
            "at least 100 points in all, of these parts added up: [training: at least 30 points of "
            "training; at most 40 percent of the whole total of them counted together, otherwise SHORT; practice: at "
            "least 3 in all, of these parts added up: [cases: the number of mediations; hearings: at least the "
            "approval's hearings by the number of hearings, counting those of which this is true: [clause 1 holds]]]"
        ),
    ),
    "a total beside what is no floor of it": (
        Together("all", (Total((Part("cases", CASES),), "at least", Decimal(3)), HEARINGS)),
        (
            "all of these hold: [at least 3 in all, of these parts added up: [cases: the number of mediations]; the "
            "number of hearings, counting those of which this is true: [clause 1 holds]]"
        ),
    ),
    "worth, of some": (
        msgspec.structs.replace(HEARINGS, unit="points", worth=Worth(Decimal(5))),
        "the number of hearings; each counted as 5 points, taking those of which this is true: [clause 1 holds]",
    ),
    "a share": (
        Share("mediation", "mediation", (LEAD,), "at most", Decimal(40), field="hours"),
        (
            "at most 40 percent of the hours of mediations are such that this is true: [the mediation's "
            "role is lead or sole]"
        ),
    ),
    "a share of some": (
        Share("mediation", "mediation", (LEAD,), "at least", Decimal(50), where=(LEAD,)),
        (
            "at least 50 percent of mediations: [counting only those of which this is true: [the "
            "mediation's role is lead or sole]; are such that this is true: [the mediation's role is "
            "lead or sole]]"
        ),
    ),
    "in each": (
        InEach("year", 3, YEAR, "before", ENDED, InForce("year", FieldOf("learning", "held_on"))),
        (
            "in each of the 3 years before the day on which the course ended, a length being called the "
            "year: [the day on which the learning was held lies within the year]"
        ),
    ),
    "in some": (
        InEach("half", 4, Duration(months=6), "from", ENDED, ClauseHolds("1"), 2, in_a_row=True),
        (
            "in at least 2 that follow on each other of the 4 lengths of 6 months from the day on which "
            "the course ended, a length being called the half: [clause 1 holds]"
        ),
    ),
    "relieved": (
        Relieved(PRACTICE, (Relief("pandemic", Compare(Day(), "on or before", Literal("2021-12-31")), "LIFTED"),)),
        (
            "this is met or lifted: [at least 20 hours of mediation, counting those of which this is "
            "true: [the mediation's role is lead or sole]; lifted by the ground 'pandemic' (LIFTED) "
            "while the day asked about is on or before 31 December 2021]"
        ),
    ),
}
