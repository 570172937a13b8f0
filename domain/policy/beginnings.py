"""What has to be asked of a period that is over: whether one is looked for now, and what refused the next beginning."""

from msgspec.structs import replace

from domain.policy.language import ClauseHolds, Compare, Condition, Day, Exists, FieldOf, InForce, Require, Term
from domain.policy.leaning import items_of, requires
from domain.policy.roots import within
from domain.policy.settling import BEFORE
from domain.policy.text import Period

ENDS = {"due", "last_day", "until"}
MIRRORED = {"before": "after", "on or before": "on or after", "after": "before", "on or after": "on or before"}


def runs_on_the_day(exists: Exists, name: str) -> bool:
    """Tell whether a selection looks for a span that contains the day asked about."""
    lines = (_plain(line) for line in exists.when)
    return any(isinstance(line, InForce) and line.item == name and isinstance(line.on, Day) for line in lines)


def not_long_over(exists: Exists, name: str) -> bool:
    """Tell whether a selection looks for a span that runs or ended no longer ago than it says, not for one over."""
    bounds = [bound for line in exists.when if (bound := _bound_of_day(_plain(line))) is not None]
    of_it = [(relation, term) for relation, term in bounds if name in items_of(term)]
    over = any(relation not in BEFORE and _ends(term) for relation, term in of_it)
    return not over and any(relation in BEFORE for relation, _ in of_it)


def beginning_of(period: Period) -> Exists:
    """Return what begins a period as an act of the day of the beginning, which requires every clause that it names."""
    assert period.begins is not None  # noqa: S101 -- this is asked of periods that begin with something
    lines = tuple(_required(line) for line in period.begins.when)
    return replace(period.begins, when=lines, judged_on=period.on, reaches_earlier_acts=True)


def _required(line: Condition) -> Condition:
    names_clause = any(isinstance(each, ClauseHolds) for each, _ in within(line))
    return Require(line, "") if names_clause and not requires(line) else line


def _plain(line: Condition) -> Condition:
    return line.that if isinstance(line, Require) else line


def _bound_of_day(line: Condition) -> tuple[str, Term] | None:
    """Return how the day asked about lies to another, if that is what a line says."""
    match line:
        case Compare(Day(), relation, right):
            return relation, right
        case Compare(left, relation, Day()):
            return MIRRORED.get(relation, relation), left
    return None


def _ends(term: Term) -> bool:
    return isinstance(term, FieldOf) and term.field in ENDS
