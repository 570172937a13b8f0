"""The kinds of fact that a rulebook reads: their fields, and what an absent value means."""

from typing import Literal

import msgspec

FieldType = Literal["date", "number", "text", "yes or no"]
Absence = Literal["unknown", "not yet", "no end", "no"]
"""What a missing value means: ``unknown`` leaves doubt; ``not yet`` and ``no`` make every relation with it fail;
``no end`` is a date later than every day."""


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field of a kind; ``unit`` only for numbers, ``values`` only for texts that have a closed list."""

    type: FieldType
    unit: str = ""
    values: tuple[str, ...] = ()
    absent: Absence = "unknown"


class Kind(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of fact. A point counts from its ``since`` field on; a span holds from ``since`` until ``until``.

    The items of a ``derived`` kind are periods, worked out from the rulebook; none are recorded.
    """

    words: str
    since: str
    fields: dict[str, Field]
    until: str = ""
    derived: bool = False


Vocabulary = dict[str, Kind]
