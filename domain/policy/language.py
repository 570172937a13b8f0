"""The policy language as a tree: what a rulebook means, apart from how it was typed.

The tree is what is stored and hashed, as canonical JSON. A `Condition` holds on days; a `Term` names a value.
"""

from decimal import Decimal

import msgspec

from domain.dates import Duration


class Node(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", forbid_unknown_fields=True):
    """A node of the tree."""


class FieldOf(Node, frozen=True, tag="field"):
    """A field of an item in hand."""

    item: str
    field: str


class Literal(Node, frozen=True, tag="value"):
    """A value as it stands in the document; numbers carry the unit they were written with."""

    value: str
    unit: str = ""


class Day(Node, frozen=True, tag="day"):
    """The day that is asked about."""


class Shifted(Node, frozen=True, tag="shifted"):
    """A day so long before or after another; the length is written, or a field that counts months."""

    term: "Term"
    direction: str
    length: Duration = Duration()
    months_of: FieldOf | None = None


class Anchored(Node, frozen=True, tag="anchored"):
    """The ``last`` such day of a year on or before a term, or the ``next`` on or after it; month 0 is a month's end."""

    term: "Term"
    side: str
    month: int = 0
    day: int = 0


Term = FieldOf | Literal | Day | Shifted | Anchored


class Compare(Node, frozen=True, tag="compare"):
    """A relation between two terms."""

    left: Term
    relation: str
    right: Term


class OneOf(Node, frozen=True, tag="one of"):
    """The term is one of a list of texts."""

    left: FieldOf
    values: tuple[str, ...]


class Given(Node, frozen=True, tag="given"):
    """A field has a value; only for fields whose absence means something."""

    item: str
    field: str


class InForce(Node, frozen=True, tag="in force"):
    """A span in hand, or one of the equal lengths of an `InEach`, contains a day."""

    item: str
    on: Term


class Begun(Node, frozen=True, tag="begun"):
    """A span in hand has begun by the day, whatever became of it later."""

    item: str


class Reading(Node, frozen=True, tag="reading"):
    """An interpretation parameter has one of these values."""

    parameter: str
    values: tuple[str, ...]


class ClauseHolds(Node, frozen=True, tag="clause"):
    """Another clause of the same text holds."""

    no: str


class AsInForce(Node, frozen=True, tag="clause as in force"):
    """A clause holds as it stood in the text that was in force on a day; it fails where that text has none such."""

    no: str
    on: Term


class LevelHeld(Node, frozen=True, tag="level"):
    """A level is held, by rule or by recognition."""

    level: str


class Entitled(Node, frozen=True, tag="entitled"):
    """The rules alone give a level, apart from any recognition."""

    level: str


class Together(Node, frozen=True, tag="together"):
    """Some number of conditions hold: ``all``, ``any``, ``none``, or at least ``n``."""

    how: str
    of: tuple["Condition", ...]
    n: int = 0


class Require(Node, frozen=True, tag="require"):
    """A condition with the reason code to give where it fails."""

    that: "Condition"
    otherwise: str


class OnDay(Node, frozen=True, tag="on"):
    """The truth of a condition on one day, as a constant."""

    day: Term
    that: "Condition"


class Binder(Node, frozen=True, tag="binder"):
    """An item taken in hand; ``missing`` is the reason to give when there is none."""

    name: str
    kind: str
    missing: str = ""


class Exists(Node, frozen=True, tag="exists"):
    """One and the same combination of items meets every line.

    ``judged_on`` makes it an act: its lines are judged on that day, by the text in force then, and what is found lasts.
    ``counts_from`` is the first day on which it counts, for an act even one before its own; ``counts_up_to`` the last.
    ``reaches_earlier_acts`` lets a later text judge acts from before it.
    """

    binders: tuple[Binder, ...]
    when: tuple["Condition", ...] = ()
    judged_on: Term | None = None
    counts_from: Term | None = None
    counts_up_to: Term | None = None
    reaches_earlier_acts: bool = False


class ForEach(Node, frozen=True, tag="for each"):
    """So much for each full length of a span in hand, or for each that is ``started``, counted from its first day.

    With ``within``, only the days that lie in that span as well are counted.
    """

    amount: Decimal
    length: Duration
    item: str
    started: bool = False
    within: str = ""


class Table(Node, frozen=True, tag="table"):
    """An amount for each text of a field of an item in hand; a text that it does not name has ``otherwise``."""

    by: FieldOf
    scale: tuple[tuple[str, Decimal], ...]
    otherwise: Decimal = Decimal(0)


Depending = FieldOf | ForEach | Table
"""An amount that depends on items in hand."""


class Worth(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an item counts as: so much for each so much of it, or what a text field of it is given in a scale.

    ``full`` counts whole multiples of ``for_each`` alone. A text that the scale does not name is worth ``otherwise``.
    A ``span`` gives it so much for each length of time.
    """

    amount: Decimal = Decimal(0)
    for_each: Decimal = Decimal(1)
    full: bool = False
    by: str = ""
    scale: tuple[tuple[str, Decimal], ...] = ()
    otherwise: Decimal = Decimal(0)
    span: ForEach | None = None


class Cap(msgspec.Struct, frozen=True, omit_defaults=True):
    """What counts at most: of ``each`` item, of those alike in a field of that name, or of the whole if it is empty.

    With ``out_of`` the amount is a share, such as 40 out of 100, of the total of which this is a part, itself included.
    """

    amount: Decimal
    each: str = ""
    out_of: int = 0
    amount_of: Depending | None = None


EACH_ITEM = "each item"


class Measure(Node, frozen=True, tag="measure"):
    """Items measured, and the measure compared with an amount; inside a `Total` the relation is empty.

    ``how`` is empty for the count, or the sum of a field; ``distinct`` counts the values of a field; ``best`` takes the
    greatest, or the ``taken`` greatest together. Each item is worth what ``worth`` says; caps of items and of fields
    bite; ``beyond`` is taken off; then the whole is capped. ``amount_of`` takes the amount from items in hand,
    ``beyond_of`` what is taken off.
    """

    name: str
    kind: str
    relation: str
    amount: Decimal
    field: str = ""
    unit: str = ""
    where: tuple["Condition", ...] = ()
    how: str = ""
    taken: int = 1
    worth: Worth | None = None
    caps: tuple[Cap, ...] = ()
    beyond: Decimal = Decimal(0)
    amount_of: Depending | None = None
    beyond_of: Depending | None = None


class Part(msgspec.Struct, frozen=True):
    """A named part of a total."""

    name: str
    of: "Measure | Total"


class Total(Node, frozen=True, tag="total"):
    """Parts of one unit added up and compared with an amount; inside another total the relation is empty."""

    parts: tuple[Part, ...]
    relation: str
    amount: Decimal
    unit: str = ""
    caps: tuple[Cap, ...] = ()
    beyond: Decimal = Decimal(0)
    amount_of: Depending | None = None
    beyond_of: Depending | None = None


class Share(Node, frozen=True, tag="share"):
    """How much of the items, or of the sum of a field, meets the lines of ``which``: so much ``out_of`` so much."""

    name: str
    kind: str
    which: tuple["Condition", ...]
    relation: str
    amount: Decimal
    out_of: int = 100
    field: str = ""
    where: tuple["Condition", ...] = ()


class InEach(Node, frozen=True, tag="in each"):
    """A condition holds in each of several equal lengths, one after the other, ``before`` a day or ``from`` it on.

    ``at_least`` asks it of so many of them, ``in_a_row`` of so many that follow on each other; 0 asks it of all. In the
    condition, the length is in hand under its name, for `InForce` alone. The day that ends the last one is not in it.
    """

    name: str
    times: int
    length: Duration
    side: str
    anchor: Term
    that: "Condition"
    at_least: int = 0
    in_a_row: bool = False


class Relief(msgspec.Struct, frozen=True):
    """A named ground on which a requirement need not be met, with its reason code."""

    name: str
    when: "Condition"
    reason: str


class Relieved(Node, frozen=True, tag="relieved"):
    """A requirement that is met, or that a relief lifts."""

    that: "Condition"
    by: tuple[Relief, ...]


Condition = (
    Compare
    | OneOf
    | Given
    | InForce
    | Begun
    | Reading
    | ClauseHolds
    | AsInForce
    | LevelHeld
    | Entitled
    | Together
    | Require
    | OnDay
    | Exists
    | Measure
    | Total
    | Share
    | InEach
    | Relieved
)

ALWAYS = Together(how="all", of=())
"""What holds on every day."""
NEVER = Together(how="any", of=())
"""What holds on no day."""
