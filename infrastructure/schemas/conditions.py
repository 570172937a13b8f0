"""What a condition may hold: a line of text, or a mapping of one of its forms."""

from collections.abc import Iterable, Mapping

from domain.policy.words import NUMBER_RELATIONS
from infrastructure.schemas.shapes import (
    Shape,
    by_first_key,
    closed,
    known,
    line,
    listed,
    named,
    one_of_keys,
    text,
    whole,
    yes,
)

CONDITION, LINE, AMOUNT = known("condition"), known("line"), known("amount")
LINES = listed(CONDITION, "lines that all have to hold, of the same items")
SEVERAL = listed(CONDITION, minItems=1)
CODE = line("the reason code that is given when it does not hold")
RELATIONS = dict.fromkeys(NUMBER_RELATIONS, AMOUNT)
WORTH = {
    "counts as": known("worth"),
    "counts at most": known("caps"),
    "counts beyond": AMOUNT,
}
ITEMS = {
    "count": line("how many items of a kind"),
    "sum": line("a number field, added up: mediation.hours"),
    "distinct": line("a field: how many different values it has"),
    "best": line("a number field, or a kind with 'counts as': the greatest one; '2 of course.hours': the two greatest"),
}
WHERE = {"where": listed(CONDITION, "which items are meant")}
PARTS = {"total": named(known("part"), "named parts, added up")}

SELECTION = closed(
    {
        "for": line("the kind of evidence that is taken in hand; 'course as other course' gives another name"),
        "with": {
            "description": "further kinds; as a mapping, each with the reason code that is given when there is none",
            "oneOf": [listed(line()), named(line())],
        },
        "when": LINES,
        "judged on": line("an act: everything is judged on this day, by the text then in force"),
        "counts from": line("the first day on which it counts"),
        "counts up to": line("the last day on which it counts, included"),
        "reaches earlier acts": yes("whether a later text judges acts from before it"),
    },
    ["for"],
)
MEASURE = closed({**ITEMS, **WHERE, **WORTH, **RELATIONS}, allOf=[one_of_keys(ITEMS), one_of_keys(RELATIONS)])
TOTAL = closed({**PARTS, **WORTH, **RELATIONS}, ["total"], allOf=[one_of_keys(RELATIONS)])
SHARE = closed(
    {
        "share": line("a number field, or a kind"),
        "of which": listed(CONDITION, "the lines that the share is of", minItems=1),
        **WHERE,
        **RELATIONS,
    },
    ["share", "of which"],
    allOf=[one_of_keys(RELATIONS)],
)
IN_EACH = closed(
    {
        "in each of": line("lengths: '3 years before application.submitted_on'"),
        "named": line("how each length is called in the lines"),
        "that": CONDITION,
        "at least": whole("in how many of them; in all, if left out"),
        "in a row": yes("whether these have to follow on each other"),
    },
    ["in each of", "named", "that"],
)
EVERY = closed(
    {"every": line("a kind of evidence, none of which may fail"), **WHERE, "that": CONDITION}, ["every", "that"]
)

TABLE: Shape = {
    "required": ["by"],
    "properties": {"by": line("the text field of the table"), "otherwise": text("for any other value")},
    "additionalProperties": text("the amount for this value"),
}

FORMS: dict[str, Shape] = {
    "for": SELECTION,
    **dict.fromkeys(ITEMS, MEASURE),
    "total": TOTAL,
    "share": SHARE,
    "in each of": IN_EACH,
    "every": EVERY,
    "require": closed({"require": CONDITION, "else": CODE}, ["require"]),
    "on": closed({"on": line("a day"), "that": CONDITION}, ["on", "that"]),
    "of": closed({"of": SEVERAL, "at least": whole("how many of them have to hold")}, ["of", "at least"]),
    "all": closed({"all": SEVERAL}, ["all"]),
    "any": closed({"any": SEVERAL}, ["any"]),
    "none": closed({"none": SEVERAL}, ["none"]),
    "that": closed({"that": CONDITION}, ["that"]),
}
"""Each form under the key by which the reader knows it, in the reader's order."""


def formed(own: Mapping[str, Shape] | None = None, required: Iterable[str] = ()) -> Shape:
    """Return a mapping that has the keys of one form and keys of its own beside."""
    beside = dict(own or {})
    forms = {
        key: form | {"properties": form["properties"] | beside, "required": [*required, *form.get("required", ())]}
        for key, form in FORMS.items()
    }
    offered: dict[str, Shape] = {key: {} for form in forms.values() for key in form["properties"]}
    return {"properties": offered, **by_first_key(forms)}


DEFINITIONS: dict[str, Shape] = {
    "line": line("a relation, such as 'course.hours at least 40 hours'", minLength=1),
    "amount": {
        "description": "a number with its unit, a number field of an item in hand, so much for each full month of a "
        "span in hand, or a table by a text field",
        "if": {"type": "object"},
        "then": TABLE,
        "else": text(),
    },
    "condition": {
        "description": "a line of text, or a mapping that says how lines belong together",
        "if": {"type": "object"},
        "then": formed(),
        "else": LINE,
    },
    "worth": {
        "description": "what one item, or one unit of the field, is worth",
        "if": {"type": "object"},
        "then": {
            "required": ["by"],
            "properties": {"by": line("the text field of the scale"), "otherwise": text("of any other value")},
            "additionalProperties": text("the worth of this value"),
        },
        "else": line("such as '5 points' or '1 hour for each 50 minutes'"),
    },
    "caps": {
        "description": "how much counts; several stand from the innermost out",
        "if": {"type": "array"},
        "then": {"items": AMOUNT, "minItems": 1},
        "else": AMOUNT,
    },
    "part": closed(
        {**ITEMS, **WHERE, **PARTS, **WORTH, "at least": AMOUNT, "else": CODE},
        allOf=[one_of_keys((*ITEMS, *PARTS))],
        description="a part of a total; with 'at least', it has a floor of its own",
    ),
}
