"""What leans on what: the clauses and levels that a condition names."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.policy.language import (
    Anchored,
    AsInForce,
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Depending,
    Entitled,
    Exists,
    FieldOf,
    ForEach,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Relieved,
    Require,
    Share,
    Shifted,
    Table,
    Term,
    Together,
    Total,
)
from domain.policy.text import Clause, Level, Period, Policy


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside a condition."""
    match condition:
        case Together():
            found: tuple[Condition, ...] = condition.of
        case Require() | OnDay() | InEach():
            found = (condition.that,)
        case Exists():
            found = condition.when
        case Measure():
            found = condition.where
        case Share():
            found = (*condition.which, *condition.where)
        case Total():
            found = tuple(part.of for part in condition.parts)
        case Relieved():
            found = (condition.that, *(relief.when for relief in condition.by))
        case _:
            found = ()
    return found


def conditions_of(policy: Policy) -> Iterator[Condition]:
    """Yield the conditions of a text, those inside them apart."""
    for clause in (*policy.clauses, *policy.refusals):
        yield clause.condition
    for period in policy.periods:
        yield from conditions_of_period(period)
    for level in policy.levels:
        yield from _conditions_of_level(level)
    for rule in (*policy.standings, *policy.conditions, *policy.notes):
        yield rule.condition
    for need in policy.listing:
        yield need.condition


def _conditions_of_level(level: Level) -> Iterator[Condition]:
    for route in level.routes:
        yield route.condition
    yield from (condition for condition in (level.kept, level.lost) if condition is not None)


def conditions_of_period(period: Period) -> Iterator[Condition]:
    """Yield the conditions of a period, those inside them apart."""
    renewal = period.renewed
    yield from (extension.of for extension in period.extended)
    own = (period.begins, period.whenever, period.lost)
    renewing = (renewal.when, renewal.late_when) if renewal else ()
    yield from (condition for condition in (*own, *renewing) if condition is not None)


def named_in(condition: Condition) -> Iterator[str]:
    """Yield what a condition names: ``clause 2.1``, ``level qualified``, ``parameter digest``, ``period year``.

    A kind of evidence is named as if it were a period, which has the name of its kind.
    """
    if isinstance(condition, ClauseHolds | AsInForce):
        yield f"clause {condition.no}"
    elif isinstance(condition, LevelHeld | Entitled):
        yield f"level {condition.level}"
    elif isinstance(condition, Reading):
        yield f"parameter {condition.parameter}"
    yield from (f"period {kind}" for kind in kinds_in(condition))
    for part in parts_of(condition):
        yield from named_in(part)


def kinds_in(condition: Condition) -> tuple[str, ...]:
    """Return the kinds of evidence that a condition takes in hand, apart from what its parts take."""
    if isinstance(condition, Exists):
        return tuple(binder.kind for binder in condition.binders)
    return (condition.kind,) if isinstance(condition, Measure | Share) else ()


def leaning_of(policy: Policy) -> dict[str, list[str]]:
    """Return, for each clause, level and period of a text, those that it leans on."""
    named = {f"clause {clause.no}": list(leant_on(clause.condition, policy)) for clause in policy.clauses}
    for level in policy.levels:
        named[f"level {level.id}"] = [name for condition in _conditions_of_level(level) for name in named_in(condition)]
    for period in policy.periods:
        named[f"period {period.name}"] = list(_named_by_period(period, policy))
    return {name: [other for other in others if other in named] for name, others in named.items()}


def names_in(condition: Condition) -> tuple[str, ...]:
    """Return the names under which a condition takes items in hand; one in hand already is not taken again."""
    if isinstance(condition, Exists):
        return tuple(binder.name for binder in condition.binders)
    return (condition.name,) if isinstance(condition, Measure | Share) else ()


def taken_by(clause: Clause, policy: Policy) -> frozenset[str]:
    """Return the names of all items that a clause takes in hand, the clauses that it names opened."""
    taken: set[str] = set()
    opened = {clause.no}
    waiting = [clause.condition]
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, Exists):
            taken.update(binder.name for binder in condition.binders)
        elif isinstance(condition, ClauseHolds) and condition.no not in opened:
            opened.add(condition.no)
            waiting.append(policy.clause(condition.no).condition)
        waiting += parts_of(condition)
    return frozenset(taken)


def leant_on(condition: Condition, policy: Policy) -> Iterator[str]:
    """Yield what a condition names in its own text; the clause of a day before it is another text's."""
    if _of_earlier_text(condition, policy):
        return
    if not parts_of(condition):
        yield from named_in(condition)
        return
    yield from (f"period {kind}" for kind in kinds_in(condition))
    for part in parts_of(condition):
        yield from leant_on(part, policy)


def _of_earlier_text(condition: Condition, policy: Policy) -> bool:
    """Tell whether a condition names a clause as it stood on a written day on which the text was not in force yet."""
    written = isinstance(condition, AsInForce) and isinstance(condition.on, Literal) and condition.on.value
    return bool(written) and date.fromisoformat(str(written)) < policy.in_force_from


def acts_in(condition: Condition, policy: Policy, no: str = "") -> Iterator[tuple[str, Exists]]:
    """Yield the acts by which a condition is met, each with the number of the clause in which it stands, if any."""
    if isinstance(condition, Exists):
        if condition.judged_on is not None:
            yield no, condition
    elif isinstance(condition, ClauseHolds):
        yield from acts_in(policy.clause(condition.no).condition, policy, condition.no)
    elif isinstance(condition, Require | Relieved) or (isinstance(condition, Together) and condition.how != "none"):
        for part in parts_of(condition):
            yield from acts_in(part, policy, no)


def requires(condition: Condition) -> bool:
    """Tell whether a condition says what is required, in itself or in conditions that stand together."""
    together = isinstance(condition, Together) and condition.how != "none"
    return isinstance(condition, Require) or (together and any(requires(part) for part in parts_of(condition)))


def _named_by_period(period: Period, policy: Policy) -> Iterator[str]:
    """Yield what a period names, in the clauses that it names as well.

    Where it begins, the others of its name are those that are over by then; for the rest it has itself in hand.
    """
    beginning = [condition for condition in (period.begins, period.whenever) if condition is not None]
    rest = [condition for condition in conditions_of_period(period) if condition not in beginning]
    for condition in _opened(beginning, policy):
        yield from _level_in(condition)
        yield from (f"period {kind}" for kind in kinds_in(condition) if kind != period.name)
    for condition in _opened(rest, policy):
        yield from _level_in(condition)
        taken = zip(names_in(condition), kinds_in(condition), strict=True)
        yield from (f"period {kind}" for name, kind in taken if name != period.name)


def _level_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, LevelHeld | Entitled):
        yield f"level {condition.level}"


def _opened(conditions: Iterable[Condition], policy: Policy) -> Iterator[Condition]:
    """Yield conditions and all inside them, the clauses that they name opened once."""
    ahead, clauses = list(conditions), {clause.no: clause.condition for clause in policy.clauses}
    while ahead:
        condition = ahead.pop()
        yield condition
        ahead += parts_of(condition)
        if isinstance(condition, ClauseHolds | AsInForce) and not _of_earlier_text(condition, policy):
            named = clauses.pop(condition.no, None)
            ahead += [] if named is None else [named]


def not_stated(policy: Policy, periods: Iterable[str] = ()) -> list[str]:
    """Return what a text names without stating it, in order; ``periods`` are names that can only mean periods."""
    stated = {f"clause {each.no}" for each in policy.clauses} | {f"level {each.id}" for each in policy.levels}
    stated |= {f"parameter {each.name}" for each in policy.parameters}
    dropped = {f"period {name}" for name in periods} - {f"period {each.name}" for each in policy.periods}
    named = {name for condition in conditions_of(policy) for name in _named_now(condition)}
    named |= {f"level {name}" for name in policy.listing_of}
    named |= {f"level {each.level}" for each in policy.announcements}
    kinds = {f"period {kind}" for condition in conditions_of(policy) for kind in _kinds_within(condition)}
    return sorted((named - stated) | (kinds & dropped))


def _named_now(condition: Condition) -> Iterator[str]:
    """Yield what a condition names that its own text has to state."""
    if isinstance(condition, ClauseHolds | LevelHeld | Entitled | Reading):
        yield from named_in(condition)
    for part in parts_of(condition):
        yield from _named_now(part)


def _kinds_within(condition: Condition) -> Iterator[str]:
    yield from kinds_in(condition)
    for part in parts_of(condition):
        yield from _kinds_within(part)


def circle_in(policy: Policy) -> list[str]:
    """Return a circle of clauses or levels that lean on each other, closed by its first member, or nothing."""
    return _circle(leaning_of(policy))


def circle_over(policies: Iterable[Policy]) -> list[str]:
    """Return a circle of levels or periods over several texts, each of which has none of its own."""
    leaning: dict[str, list[str]] = {}
    for policy in policies:
        within = leaning_of(policy)
        for name in within:
            if not name.startswith("clause "):
                leaning.setdefault(name, []).extend(_lasting_under(name, within))
    return _circle({name: [each for each in others if each in leaning] for name, others in leaning.items()})


def _lasting_under(name: str, leaning: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the levels and periods, which last over texts, that a part of one text leans on."""
    for other in leaning[name]:
        if other.startswith("clause "):
            yield from _lasting_under(other, leaning)
        else:
            yield other


def _circle(leaning: Mapping[str, Iterable[str]]) -> list[str]:
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        circles = (visit(other, [*path, name]) for other in leaning[name])
        circle = next((circle for circle in circles if circle), [])
        done.add(name)
        return circle

    return next((circle for circle in (visit(name, []) for name in leaning) if circle), [])


def items_named(condition: Condition) -> set[str]:
    """Return the items that a condition names or binds, apart from what its parts name."""
    found = {item for term in _terms(condition) for item in items_of(term)}
    if isinstance(condition, Measure | Total):
        own = condition.name if isinstance(condition, Measure) else ""
        found |= {item for of in depending_in(condition) for item in _items_depended_on(of) if item != own}
    if isinstance(condition, InForce | Begun | Given):
        found.add(condition.item)
    if isinstance(condition, Exists):
        found |= {binder.name for binder in condition.binders}
    return found


def depending_in(measured: Measure | Total) -> Iterator[Depending]:
    """Yield the amounts of a measure that depend on items in hand, apart from those of its parts."""
    caps = (cap.amount_of for cap in measured.caps)
    yield from (of for of in (measured.amount_of, measured.beyond_of, *caps) if of is not None)
    if isinstance(measured, Measure) and measured.worth is not None and measured.worth.span is not None:
        yield measured.worth.span


def _items_depended_on(of: Depending) -> Iterator[str]:
    if isinstance(of, ForEach):
        yield from (name for name in (of.item, of.within) if name)
    else:
        yield from items_of(of.by if isinstance(of, Table) else of)


def reads_span(condition: Condition, item: str) -> bool:
    """Tell whether a condition says, in itself or in its parts, when a span has to be in force or to have begun."""
    said = isinstance(condition, InForce | Begun) and condition.item == item
    return said or any(reads_span(part, item) for part in parts_of(condition))


def _terms(condition: Condition) -> tuple[Term | None, ...]:
    match condition:
        case Compare():
            found: tuple[Term | None, ...] = (condition.left, condition.right)
        case OneOf():
            found = (condition.left,)
        case InForce() | AsInForce():
            found = (condition.on,)
        case OnDay():
            found = (condition.day,)
        case InEach():
            found = (condition.anchor,)
        case Exists():
            found = (condition.judged_on, condition.counts_from, condition.counts_up_to)
        case _:
            found = ()
    return found


def items_of(term: Term | None) -> Iterator[str]:
    """Yield the items that a term names."""
    return (each.item for each in fields_of(term))


def fields_of(term: Term | None) -> Iterator[FieldOf]:
    """Yield the fields that a term reads."""
    if isinstance(term, FieldOf):
        yield term
    elif isinstance(term, Anchored):
        yield from fields_of(term.term)
    elif isinstance(term, Shifted):
        yield from fields_of(term.months_of)
        yield from fields_of(term.term)
