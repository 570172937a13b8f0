"""One whole text of a rulebook: its clauses, and the levels, periods, standings and listing that they give."""

from datetime import date

import msgspec

from domain.dates import Duration
from domain.policy.language import Condition, Exists, FieldOf, Term
from domain.policy.vocabulary import Vocabulary


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


class Extension(msgspec.Struct, frozen=True, omit_defaults=True):
    """What makes a period longer, for each combination of items that ``of`` selects.

    By ``its length`` on the calendar, by ``its days`` within the period, by a written length, or by months that a field
    counts; or ``up_to`` a day, included. Together at most ``at_most``, or so many percent of the period's own days.
    """

    name: str
    of: Exists
    by: str = ""
    length: Duration = Duration()
    months_of: FieldOf | None = None
    up_to: Term | None = None
    at_most: Duration = Duration()
    at_most_percent: int = 0


class Renewal(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a period is followed by the next: the condition is judged on its last day, with the period in hand.

    Up to ``late`` after it, the first day counts on which the condition and ``late_when`` hold; the next period then
    begins on ``late_from``: ``the day``, or ``its end`` without a gap. ``reaches_earlier`` lets what this text says of
    late renewal reach periods that ended under another text.
    """

    when: Condition
    late: Duration = Duration()
    late_when: Condition | None = None
    late_from: str = ""
    reaches_earlier: bool = False


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lengths of time that follow on each other; each is an item of a kind of this name: a span.

    The first begins on a day (``on``) of what ``begins`` selects, or on each day on which ``whenever`` begins to hold;
    a beginning inside a running period counts only if it ``begins_anew``; one on a day before this text, if no text
    stated the period then and this one ``reaches_earlier``. The n-th ``lasts`` the n-th length, or the
    last of them, its first day counted; or the first ``lasts_up_to`` a day, included, and the n-th up to the n-th of
    these, ``then_up_to`` the next of them. It ends early on the day ``lost`` holds.
    """

    name: str
    text: str
    source: str
    begins: Exists | None = None
    on: Term | None = None
    whenever: Condition | None = None
    begins_anew: bool = False
    reaches_earlier: bool = False
    lasts: tuple[Duration, ...] = ()
    lasts_up_to: Term | None = None
    then_up_to: tuple[Term, ...] = ()
    extended: tuple[Extension, ...] = ()
    renewed: Renewal | None = None
    lost: Condition | None = None
    note: str = ""

    @property
    def last_days(self) -> tuple[Term, ...]:
        """The last day of the first, of the second, and so on; none where lengths are stated."""
        first = () if self.lasts_up_to is None else (self.lasts_up_to,)
        return (*first, *self.then_up_to)


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


class Loss(msgspec.Struct, frozen=True, omit_defaults=True, rename={"from_": "from"}):
    """Days of a level that a text takes away on purpose, from a day on: for these reasons, or whatever the reason.

    It is said of the change from the text before; no amendment takes it over.
    """

    name: str
    level: str
    text: str
    source: str
    from_: date
    reasons: tuple[str, ...] = ()


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
    periods: tuple[Period, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    levels: tuple[Level, ...] = ()
    standings: tuple[Rule, ...] = ()
    listing_of: tuple[str, ...] = ()
    listing: tuple[Need, ...] = ()
    conditions: tuple[Rule, ...] = ()
    notes: tuple[Rule, ...] = ()
    losses: tuple[Loss, ...] = ()

    def clause(self, no: str) -> Clause:
        """Return the clause of this number; the reader has made sure that it exists."""
        return next(clause for clause in self.clauses if clause.no == no)
