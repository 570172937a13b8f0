"""Why a person is not forgotten, or nothing is written about one who was."""

from application.forgetting import NotForgotten, TextStandsOpen
from domain.pathway.keeping import HoldAlreadyPlaced, HoldStands, HoldUnknown
from domain.sealed import Forgotten
from web.problem import Problem

NOT_FORGOTTEN = Problem(
    name="not-forgotten",
    status=404,
    title="The person was not forgotten",
    text="There is no receipt, because nobody has forgotten the person.",
)
FORGOTTEN = Problem(
    name="person-forgotten",
    status=409,
    title="The person was forgotten",
    text="No text is recorded about somebody who was forgotten, and the reason of a write is one. What is recorded "
    "without text, as files of rows can be, is recorded as before.",
)
OF_HOLDS: dict[type[Exception], Problem] = {
    Forgotten: FORGOTTEN,
    HoldAlreadyPlaced: Problem(
        name="hold-already-placed",
        status=409,
        title="A hold of this name was placed before",
        text="A legal hold has a `ref` of its own within the pathway. Choose another.",
    ),
    HoldUnknown: Problem(
        name="hold-unknown",
        status=404,
        title="No such hold stands",
        text="No legal hold of this `ref` stands on the texts about the person; it may have been lifted before.",
    ),
}
"""What writes to pathways may come to as well."""

OF_PERSONS: dict[type[Exception], Problem] = {
    NotForgotten: NOT_FORGOTTEN,
    HoldStands: Problem(
        name="hold-stands",
        status=409,
        title="A legal hold stands",
        text="The texts about the person have to be kept; the detail names the hold, its day and its reason. Nobody is "
        "forgotten until every hold is lifted, and then by another person than who lifted it.",
    ),
    TextStandsOpen: Problem(
        name="text-stands-open",
        status=409,
        title="A text about the person stands open",
        text="The event that the detail names was recorded before texts were sealed. What is recorded is never "
        "changed, so that the person cannot be forgotten in this store.",
    ),
}
