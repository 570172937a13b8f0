"""How levels are kept: losses without a reason, and acts of before that a text which restates them does not honour."""

from collections.abc import Iterator

from domain.policy.chain import Version
from domain.policy.language import AsInForce, ClauseHolds, Condition, Exists, FieldOf, LevelHeld, Require, Together
from domain.policy.leaning import kinds_in, parts_of
from domain.policy.meaning import Meanings
from domain.policy.places import Way
from domain.policy.saying_days import date_in_words
from domain.policy.text import Policy


def losses(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the levels that can be lost without anything to tell: what was there and ended them is told itself."""
    for level in policy.levels:
        if level.kept is not None and not _tells(level.kept, policy):
            how = "nobody who loses it is told why: write 'require:' with an 'else', or name a clause"
            yield "loss-without-reason", ("levels", level.id, "kept while"), f"'kept while' has no reason; {how}"


def _tells(condition: Condition, policy: Policy) -> bool:
    """Tell whether there is anything to tell where a condition fails: a reason, a clause, a level, or what is there."""
    match condition:
        case Require() | LevelHeld() | ClauseHolds() | AsInForce() | Together(how="none"):
            return True
    if isinstance(condition, Exists) and any(binder.missing for binder in condition.binders):
        return True
    renewals = (each.renewed.when for each in policy.periods if each.renewed and each.name in kinds_in(condition))
    return any(_tells(part, policy) for part in (*parts_of(condition), *renewals))


def acts_restated(policy: Policy, before: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the acts by which alone a level is kept, and which a text restates, so that those of before do not count.

    Levels that the text before does not have are nobody's yet.
    """
    restated = _Restated(policy, before)
    held = {level.id for level in before.levels}
    for level in policy.levels:
        if level.kept is not None and level.id in held:
            for no, act in dict.fromkeys(restated.dooming(level.kept)):
                way: Way = ("clauses", no) if no else ("levels", level.id, "kept while")
                yield "acts-not-honoured", way, _told(level.id, no, act, policy)


class _Restated:
    def __init__(self, policy: Policy, before: Policy) -> None:
        self._clauses = {clause.no: clause.condition for clause in policy.clauses}
        self._meanings = Meanings(Version(policy, ""))
        self._known = Meanings(Version(before, "")).acts()

    def dooming(self, condition: Condition, no: str = "") -> tuple[tuple[str, Exists], ...]:
        """Return the restated acts without which a condition fails, each with the number of its clause, if any."""
        match condition:
            case Exists(judged_on=None) | Require() | Together(how="all"):
                return tuple(each for part in parts_of(condition) for each in self.dooming(part, no))
            case Exists():
                honoured = condition.reaches_earlier_acts or self._meanings.of(condition) in self._known
                return () if honoured else ((no, condition),)
            case ClauseHolds() if condition.no in self._clauses:
                return self.dooming(self._clauses[condition.no], condition.no)
            case Together(how="any"):
                ways = [self.dooming(part, no) for part in condition.of]
                return tuple(each for way in ways for each in way) if all(ways) else ()
        return ()


def _told(level: str, no: str, act: Exists, policy: Policy) -> str:
    what, day = f"clause {no}" if no else "an act", date_in_words(policy.in_force_from)
    on = f"{act.judged_on.item}.{act.judged_on.field}" if isinstance(act.judged_on, FieldOf) else "its day"
    honour = f"beside it, '{what} as in force on {on}' honours them" if no else "name a clause, and as it was in force"
    return (
        f"{level} is kept by {what}, which is restated here: from {day} on, whoever holds it by an act of before loses "
        f"it; {honour}, and 'reaches earlier acts: yes' judges them by this text"
    )
