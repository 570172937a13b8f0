"""What is stated and never read: parameters, readings, clauses, kinds, periods; and levels that nothing ends."""

from collections.abc import Iterator

from domain.policy.language import AsInForce, ClauseHolds, Condition, Reading
from domain.policy.leaning import kinds_in
from domain.policy.places import Way
from domain.policy.roots import roots_of, within
from domain.policy.said import listed
from domain.policy.text import Parameter, Policy


def names(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield what nothing in the text asks for."""
    conditions = [condition for root in roots_of(policy) for condition, _ in within(root.condition)]
    yield from _parameters(policy, conditions)
    named = {each.no for each in conditions if isinstance(each, ClauseHolds | AsInForce)}
    for clause in policy.clauses:
        if clause.no not in named:
            yield (
                "clause-not-named",
                ("clauses", clause.no),
                f"no level, rule, need or other clause names clause {clause.no}",
            )
    read = {kind for each in conditions for kind in kinds_in(each)}
    periods = {period.name for period in policy.periods}
    for name in policy.vocabulary:
        if name in read:
            continue
        if name in periods:
            yield "period-not-read", ("periods", name), f"the period '{name}' is read by no condition"
        else:
            yield "kind-not-read", ("vocabulary", name), f"the kind '{name}' is read by no condition"
    if policy.periods:
        for level in policy.levels:
            if level.kept is None and level.lost is None and level.routes:
                words = f"{level.id} is held for ever, though the text has the period {listed(sorted(periods))}"
                yield "level-never-ends", ("levels", level.id), words


def read_as_in_force(policy: Policy, before: Policy) -> frozenset[str]:
    """Return the kinds and periods that a text reads through clauses as they stood in the text before it.

    A clause that the text before does not state is of an earlier one, and may read anything that was known then.
    """
    conditions = [condition for root in roots_of(policy) for condition, _ in within(root.condition)]
    clauses = {clause.no: clause.condition for clause in before.clauses}
    waiting = [each.no for each in conditions if isinstance(each, AsInForce)]
    if not clauses.keys() >= set(waiting):
        return frozenset(before.vocabulary)
    read: set[str] = set()
    opened: set[str] = set()
    while waiting:
        no = waiting.pop()
        if no not in opened:
            opened.add(no)
            inside = [condition for condition, _ in within(clauses[no])]
            read |= {kind for each in inside for kind in kinds_in(each)}
            waiting += (each.no for each in inside if isinstance(each, ClauseHolds))
    return frozenset(read)


def _parameters(policy: Policy, conditions: list[Condition]) -> Iterator[tuple[str, Way, str]]:
    for parameter in policy.parameters:
        asked = [each.values for each in conditions if isinstance(each, Reading) and each.parameter == parameter.name]
        way = ("parameters", parameter.name)
        if not asked:
            yield "parameter-not-read", way, f"the parameter '{parameter.name}' is read by no condition"
            continue
        for alike in _alike(parameter, asked):
            values = listed([f"'{each}'" for each in alike], "and")
            yield "readings-alike", way, f"no condition tells the readings {values} of '{parameter.name}' apart"


def _alike(parameter: Parameter, asked: list[tuple[str, ...]]) -> Iterator[list[str]]:
    groups: dict[tuple[bool, ...], list[str]] = {}
    for value in parameter.values:
        groups.setdefault(tuple(value in each for each in asked), []).append(value)
    yield from (group for group in groups.values() if len(group) > 1)
