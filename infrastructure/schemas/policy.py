"""What a rulebook's document may hold."""

from domain.policy.reading import FORMAT
from domain.policy.reading_periods import FROM, SPANS
from infrastructure.schemas.conditions import CODE, CONDITION, DEFINITIONS, SELECTION, formed
from infrastructure.schemas.shapes import (
    DRAFT,
    LENGTHS,
    Shape,
    by_first_key,
    closed,
    day,
    known,
    line,
    listed,
    named,
    text,
    whole,
    yes,
)
from infrastructure.schemas.vocabulary import KINDS

TEXT = text("the rule as it is published")
SOURCE = text("where it is stated: one of the sources, and the place in it")
REASON = line("the reason code that is given when it holds")
TITLE = text("how it is called where it is shown")
ACT = {key: SELECTION["properties"][key] for key in ("for", "with", "when")}
NOTE = text("what is inferred")

HEAD = {
    "format": {"const": FORMAT, "description": "always this"},
    "rulebook": line("the name of the rulebook, the same in each of its versions"),
    "version": text("the name of this version"),
    "amends": text("the version that this document changes; a whole text has none"),
    "only tightens": yes("of an amendment: refuse every change that is not shown to be stricter"),
    "title": TITLE,
    "published": day("the day on which the text was announced"),
    "in force from": day("its first day"),
    "in force until": day("the first day on which it is no longer in force; usually left out"),
    "retroactive": text("why it takes effect before its publication"),
    "marked": text("a warning that is shown with every answer by this text"),
    "sources": named(text(), "short names for what the clauses cite"),
}
PARAMETER = closed(
    {
        "text": text("the question that the text leaves open"),
        "source": SOURCE,
        "values": named(text(), "the readings, each with what it means"),
        "default": line("the reading until one is chosen"),
    },
    ["text", "source", "values", "default"],
)
OWN_OF_CLAUSE = {
    "text": TEXT,
    "source": SOURCE,
    "reason": REASON,
    "else": CODE,
    "note": NOTE,
    "may be waived": yes("whether a waiver that names its number lifts it"),
    "unless": named(
        closed({"when": CONDITION, "reason": REASON}, ["when", "reason"]), "grounds on whose days it is lifted"
    ),
}
CLAUSE = {
    "description": "a number, a text, a source, and a condition",
    "type": "object",
    **formed(OWN_OF_CLAUSE, ["text", "source"]),
}
EXTENSION = closed(
    {
        **ACT,
        "by": line(f"{', '.join(SPANS)}, a length, or 'extension.months months'"),
        "up to": line("a day, included, if it is later"),
        "at most": line("a length, or a percentage of the period's own days"),
    },
    ["for"],
    oneOf=[{"required": ["by"]}, {"required": ["up to"]}],
)
RENEWAL = {
    "if": {"type": "object"},
    "then": closed(
        {
            "when": CONDITION,
            "late": line("how long after the last day it may still be met", pattern=LENGTHS),
            "late when": CONDITION,
            "reaches earlier periods": yes("whether late renewal reaches periods that ended under another text"),
            "late counts from": {"enum": list(FROM), "description": "where the next period then begins"},
        },
        ["when"],
        dependencies={
            "late": ["late counts from"],
            "late when": ["late"],
            "late counts from": ["late"],
            "reaches earlier periods": ["late"],
        },
    ),
    "else": {"const": "always"},
}
BEGINS = by_first_key(
    {
        "whenever": closed({"whenever": CONDITION}, description="a first one begins when this begins to hold"),
        "for": closed({**ACT, "on": line("its first day")}, ["for", "on"]),
    }
)
PERIOD = closed(
    {
        "text": TEXT,
        "source": SOURCE,
        "note": NOTE,
        "reaches earlier beginnings": yes(
            "whether a beginning before this text counts too, if no text stated the period then"
        ),
        "begins": {"type": "object", **BEGINS},
        "begins anew": yes("whether a beginning inside a running period ends it"),
        "lasts": line("how long: '2 years', or '5 years, then 10 years'"),
        "lasts up to": line("its last day, included: of the first, then of the later ones"),
        "extended": named(EXTENSION, "named grounds that make it longer"),
        "renewed": RENEWAL,
        "ends when": CONDITION,
    },
    ["text", "source", "begins"],
    oneOf=[{"required": ["lasts"]}, {"required": ["lasts up to"]}],
)
LEVEL = closed(
    {
        "rank": whole("its place on the ladder"),
        "title": TITLE,
        "routes": named(CONDITION, "the ways to it"),
        "kept while": CONDITION,
        "lost when": CONDITION,
    }
)
RULE = closed(
    {
        "order": whole("of standings: the lowest is shown first"),
        "when": CONDITION,
        "reason": REASON,
        "text": TEXT,
        "source": SOURCE,
        "by": text("of a condition: by when it is to be met, in words"),
    },
    ["when", "reason"],
)
LISTING = closed(
    {
        "of": listed(line(), "the levels that are listed"),
        "needs": named(closed({"that": CONDITION, "else": CODE}, ["that", "else"]), "what else it takes"),
    }
)
DROPPED = (
    "parameters",
    "clauses",
    "refuses",
    "periods",
    "announces",
    "levels",
    "routes",
    "standings",
    "needs",
    "conditions",
    "notes",
)
ANNOUNCED = closed(
    {"level": line("the level that it will lead to"), "text": TEXT, "source": SOURCE, "reason": REASON},
    ["level", "text", "source", "reason"],
)
TAKEN = closed(
    {
        "level": line("the level of which days are taken"),
        "text": text("what is taken from whom, as it was decided"),
        "source": SOURCE,
        "from": day("the first day that is taken; if left out, the first day of the text"),
        "reasons": listed(CODE, "the reason codes by which it is taken; if left out, whatever the reason"),
    },
    ["level", "text", "source"],
)
SECTIONS = {
    "vocabulary": KINDS,
    "parameters": named(PARAMETER, "questions that the text leaves open"),
    "clauses": named(known("clause"), "the rules, by number"),
    "refuses": named(known("clause"), "clauses that name evidence that is not a way in"),
    "periods": named(PERIOD, "lengths of time that follow on one another"),
    "announces": named(ANNOUNCED, "ways that are announced and not in force"),
    "levels": named(LEVEL, "what can be reached"),
    "specialisations": named(LEVEL, "levels beside the ladder"),
    "standings": named(RULE, "what is shown while a level is held"),
    "listing": LISTING,
    "conditions": named(RULE, "conditions that are open, shown beside the standing"),
    "notes": named(RULE, "notes, shown beside the standing"),
    "takes away": named(TAKEN, "what is taken on purpose from those who have it under the text before"),
    "drops": closed(
        {part: listed(text("as 'level: route'" if part == "routes" else "")) for part in DROPPED},
        description="what an amendment takes out",
    ),
}


def policy() -> Shape:
    """Return the schema of a document of `milepost.policy/v1`."""
    whole_text = ["format", "rulebook", "version", "title", "published", "in force from"]
    return {
        "$schema": DRAFT,
        "title": FORMAT,
        **closed({**HEAD, **SECTIONS}, whole_text, dependencies={"only tightens": ["amends"], "drops": ["amends"]}),
        "definitions": {**DEFINITIONS, "clause": CLAUSE},
    }
