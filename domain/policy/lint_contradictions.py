"""What can never hold: lines that exclude each other, or days on which the text is not in force."""

from collections.abc import Iterator, Sequence

from domain.policy.language import (
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Exists,
    InEach,
    Literal,
    Measure,
    OnDay,
    Relieved,
    Require,
    Together,
)
from domain.policy.lint_known import Clash, Known, added
from domain.policy.places import Way
from domain.policy.roots import roots_of
from domain.policy.said import one_line
from domain.policy.saying_text import speech_of
from domain.policy.text import Policy


def contradictions(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the parts that can hold on no day."""
    finding = Contradictions(policy)
    days, speech = _own_days(policy), speech_of(policy)
    for root in roots_of(policy):
        if isinstance(root.condition, ClauseHolds) and root.way[0] != "levels":
            continue
        clash = finding.of(root.condition, Known())
        if clash is not None:
            one, other = (one_line(speech.of(each)) for each in clash)
            code = "route-never-taken" if "routes" in root.way else "never-holds"
            yield code, root.way, f"{root.called} can never hold: '{one}' and '{other}' exclude each other"
        elif root.of_own_days and finding.of(root.condition, days) is not None:
            words = f"{root.called} can hold only on days on which this text is not in force"
            yield "not-in-force-then", root.way, words


def _own_days(policy: Policy) -> Known:
    lines: list[Condition] = [Compare(Day(), "on or after", Literal(policy.in_force_from.isoformat()))]
    if policy.in_force_until is not None:
        lines.append(Compare(Day(), "before", Literal(policy.in_force_until.isoformat())))
    known = Known()
    for line in lines:
        found = added(known, line)
        assert isinstance(found, Known)  # noqa: S101 -- the reader refuses an end before the beginning
        known = found
    return known


class Contradictions:
    """Finds lines of one text that exclude each other."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def of(self, condition: Condition, known: Known) -> Clash | None:
        """Return two lines that keep a condition from ever holding, where others are known to hold."""
        return self._of_all([condition], known)

    def _of_all(self, conditions: Sequence[Condition], known: Known) -> Clash | None:
        lines = sorted((line for condition in conditions for line in self._lines(condition)), key=_excludes)
        for line in lines:
            found = added(known, line)
            if not isinstance(found, Known):
                return found
            known = found
        return next((clash for clash in (self._inside(line, known) for line in lines) if clash is not None), None)

    def _lines(self, condition: Condition) -> Iterator[Condition]:
        """Yield the lines that all have to hold, clauses opened."""
        match condition:
            case Together(how="all"):
                for each in condition.of:
                    yield from self._lines(each)
            case Require():
                yield from self._lines(condition.that)
            case ClauseHolds():
                yield condition
                yield from self._lines(self._policy.clause(condition.no).condition)
            case _:
                yield condition

    def _inside(self, line: Condition, known: Known) -> Clash | None:
        """Return a clash among the lines that stand inside one that has to hold."""
        match line:
            case Together(how="any" | "at least"):
                return self._too_few(line.of, line.n or 1, known)
            case Relieved():
                return self._too_few((line.that, *(ground.when for ground in line.by)), 1, known)
            case Exists():
                act = line.judged_on is not None or line.reaches_earlier_acts
                inner, known = line.when, known.without_days() if act else known
            case Measure(relation="at least" | "more than"):
                inner = line.where
            case InEach():
                inner = (line.that,)
            case OnDay():
                inner, known = (line.that,), known.without_days()
            case _:
                return None
        return self._of_all(inner, known)

    def _too_few(self, conditions: Sequence[Condition], needed: int, known: Known) -> Clash | None:
        """Return a clash if fewer than are needed can hold."""
        clashes = [clash for clash in (self.of(each, known) for each in conditions) if clash is not None]
        return clashes[0] if clashes and len(conditions) - len(clashes) < needed else None


def _excludes(line: Condition) -> bool:
    """Tell whether a line only says what is not so: it is weighed after those that say what is."""
    return getattr(line, "how", "") == "none" or getattr(line, "relation", "") == "is not"
