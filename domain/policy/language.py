"""The policy language as a tree: what a rulebook means, apart from how it was typed.

The tree is what is stored and hashed, as canonical JSON. A `Condition` holds on days; a `Term` names a value.
"""

from datetime import date
from decimal import Decimal

import msgspec

from domain.dates import Duration
from domain.policy.vocabulary import Vocabulary


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


Term = FieldOf | Literal | Day | Shifted


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
    """A span in hand contains a day."""

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
    ``reaches_earlier_acts`` lets a later text judge acts from before it.
    """

    binders: tuple[Binder, ...]
    when: tuple["Condition", ...] = ()
    judged_on: Term | None = None
    counts_from: Term | None = None
    reaches_earlier_acts: bool = False


class Measure(Node, frozen=True, tag="measure"):
    """A count of items, or a sum over a field of theirs, compared with an amount."""

    name: str
    kind: str
    relation: str
    amount: Decimal
    field: str = ""
    unit: str = ""
    where: tuple["Condition", ...] = ()


Condition = (
    Compare
    | OneOf
    | Given
    | InForce
    | Begun
    | Reading
    | ClauseHolds
    | LevelHeld
    | Entitled
    | Together
    | Require
    | OnDay
    | Exists
    | Measure
)


class Clause(msgspec.Struct, frozen=True, omit_defaults=True):
    """A numbered clause: what it says, where that is written, what it takes, and the codes it gives."""

    no: str
    text: str
    source: str
    condition: Condition
    reason: str = ""
    otherwise: str = ""
    note: str = ""


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question on which the published texts leave two readings: its values in words, and the one read by default."""

    name: str
    text: str
    source: str
    values: dict[str, str]
    default: str


class Route(msgspec.Struct, frozen=True):
    """A named way to a level."""

    name: str
    condition: Condition


class Level(msgspec.Struct, frozen=True, omit_defaults=True):
    """A level that is acquired by a route and held while it is kept; a specialisation stands beside the ladder."""

    id: str
    rank: int
    title: str
    routes: tuple[Route, ...] = ()
    kept: Condition | None = None
    lost: Condition | None = None
    specialisation: bool = False


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A standing, an open condition or a note, which holds while its condition does."""

    name: str
    condition: Condition
    reason: str
    text: str = ""
    source: str = ""
    order: int = 0
    by: str = ""


class Need(msgspec.Struct, frozen=True):
    """What a listing needs, and the reason shown while it is unmet."""

    name: str
    condition: Condition
    otherwise: str


class Announcement(msgspec.Struct, frozen=True):
    """A way to a level that was announced and is not in force."""

    level: str
    route: str
    text: str
    source: str
    reason: str


class Policy(msgspec.Struct, frozen=True, omit_defaults=True):
    """One whole text of a rulebook. ``in_force_from`` is inclusive, ``in_force_until`` exclusive."""

    rulebook: str
    version: str
    title: str
    published: date
    in_force_from: date
    vocabulary: Vocabulary
    in_force_until: date | None = None
    retroactive: str = ""
    marked: str = ""
    sources: dict[str, str] = {}
    parameters: tuple[Parameter, ...] = ()
    clauses: tuple[Clause, ...] = ()
    refusals: tuple[Clause, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    levels: tuple[Level, ...] = ()
    standings: tuple[Rule, ...] = ()
    listing_of: tuple[str, ...] = ()
    listing: tuple[Need, ...] = ()
    conditions: tuple[Rule, ...] = ()
    notes: tuple[Rule, ...] = ()

    def clause(self, no: str) -> Clause:
        """Return the clause of this number; the reader has made sure that it exists."""
        return next(clause for clause in self.clauses if clause.no == no)
