"""What an amendment that may only tighten loosens, or cannot be shown to tighten."""

from collections.abc import Iterator

from domain.policy.language import Condition, Measure, Share, Together, Total
from domain.policy.leaning import conditions_of_period, leaning_of, named_in, parts_of
from domain.policy.places import Way
from domain.policy.roots import Root, roots_of
from domain.policy.stricter import stricter
from domain.policy.text import Level, Period, Policy
from domain.policy.vocabulary import Kind

ANY = Together(how="all", of=())
NOTHING = Together(how="any", of=())
SHOWN_ONLY = {"refuses", "conditions", "notes"}
"""Sections that give nobody anything: what holds there more often is no relief."""


Loose = tuple[Way, str]
"""A part that is not shown to be stricter: its way in the document, and how it is called."""


def loosened(old: Policy, new: Policy) -> list[Loose]:
    """Return what is not shown to be at least as strict, in the order of the text."""
    kept = {each.no for each in new.refusals}
    return [
        *_of_clauses(old, new),
        *_turned_around(old, new),
        *(each for level in new.levels for each in _of_level(_level(old, level.id), level)),
        *(each for period in new.periods for each in _of_period(_period(old, period.name), period)),
        *_of_listing(old, new),
        *_of_standings(old, new),
        *(
            (("vocabulary", name), f"kind {name}")
            for name, kind in old.vocabulary.items()
            if _described_otherwise(kind, new, name)
        ),
        *((("drops", "refuses"), f"refusal {each.no}, dropped") for each in old.refusals if each.no not in kept),
        *(
            (("parameters", each.name), f"parameter {each.name}")
            for each in new.parameters
            if each not in old.parameters and _read(old, each.name)
        ),
    ]


def _of_clauses(old: Policy, new: Policy) -> Iterator[Loose]:
    before = {clause.no: clause.condition for clause in old.clauses}
    for clause in new.clauses:
        if not stricter(clause.condition, before.get(clause.no, clause.condition)):
            yield ("clauses", clause.no), f"clause {clause.no}"


def _turned_around(old: Policy, new: Policy) -> Iterator[Loose]:
    """Yield what changed, or leans on what did, and is named where less of it means more of the rest; at that place."""
    changed = _changed(old, new)
    leaning = {**leaning_of(new), **_named_by_periods(new)}
    size = -1
    while size != len(changed):
        size = len(changed)
        changed |= {name for name, others in leaning.items() if changed & set(others)}
    found: dict[str, Root] = {}
    taking_away = [root for root in roots_of(new) if _takes_away(root, new)]
    for root in roots_of(new):
        if root.way[0] in SHOWN_ONLY or root in taking_away:
            continue
        for name in _named_opposite(root.condition):
            found.setdefault(name, root)
    for root in taking_away:
        for name in _named_plainly(root.condition):
            found.setdefault(name, root)
    for name in sorted(found.keys() & changed):
        what, _, own = name.partition(" ")
        relying = found[name]
        yield (f"{what}s", own), f"{name}, whose tightening loosens {relying.called}"


def _changed(old: Policy, new: Policy) -> set[str]:
    clauses = {clause.no: clause.condition for clause in old.clauses}
    levels, periods = {level.id: level for level in old.levels}, {period.name: period for period in old.periods}
    return {
        *(f"clause {each.no}" for each in new.clauses if clauses.get(each.no, each.condition) != each.condition),
        *(f"level {each.id}" for each in new.levels if levels.get(each.id, each) != each),
        *(f"period {each.name}" for each in new.periods if periods.get(each.name, each) != each),
    }


def _named_by_periods(policy: Policy) -> dict[str, list[str]]:
    """Return all that each period names, itself included."""
    return {
        f"period {period.name}": [name for condition in conditions_of_period(period) for name in named_in(condition)]
        for period in policy.periods
    }


def _takes_away(root: Root, policy: Policy) -> bool:
    """Tell whether the holding of a condition takes something away."""
    ending = [period.lost for period in policy.periods if period.lost is not None]
    section, *_, last = root.way
    return section == "standings" or last == "lost when" or (section == "periods" and root.condition in ending)


def _named_plainly(condition: Condition) -> Iterator[str]:
    """Yield what a condition names where more of it means more of the condition."""
    if _opposite(condition):
        return
    if not parts_of(condition):
        yield from named_in(condition)
    for part in parts_of(condition):
        yield from _named_plainly(part)


def _opposite(condition: Condition) -> bool:
    """Tell whether less of what stands inside means more of the condition."""
    return (
        (isinstance(condition, Together) and condition.how == "none")
        or isinstance(condition, Share)
        or (isinstance(condition, Measure | Total) and condition.relation in {"at most", "less than", "is"})
    )


def _named_opposite(condition: Condition) -> Iterator[str]:
    for part in parts_of(condition):
        yield from named_in(part) if _opposite(condition) else _named_opposite(part)


def _of_level(old: Level | None, new: Level) -> Iterator[Loose]:
    if old is None:
        yield ("levels", new.id), f"level {new.id}, added"
        return
    for route in new.routes:
        if not any(stricter(route.condition, earlier.condition) for earlier in old.routes):
            yield ("levels", new.id, "routes", route.name), f"route {new.id}: {route.name}"
    if not stricter(new.kept or ANY, old.kept or ANY):
        yield ("levels", new.id, "kept while"), f"level {new.id}, kept while"
    if not stricter(old.lost or NOTHING, new.lost or NOTHING):
        yield ("levels", new.id, "lost when"), f"level {new.id}, lost when"


def _of_period(old: Period | None, new: Period) -> Iterator[Loose]:
    if old is None or old == new:
        return
    if _beginning_and_length(old) != _beginning_and_length(new):
        yield ("periods", new.name), f"period {new.name}, when it begins and how long it lasts"
    if any(extension not in old.extended for extension in new.extended):
        yield ("periods", new.name, "extended"), f"period {new.name}, what extends it"
    renewed, before = new.renewed, old.renewed
    if renewed is not None and renewed != before:
        late = before is not None and (renewed.late, renewed.late_when, renewed.late_from, renewed.reaches_earlier) == (
            before.late,
            before.late_when,
            before.late_from,
            before.reaches_earlier,
        )
        if before is None or not late or not stricter(renewed.when, before.when):
            yield ("periods", new.name, "renewed"), f"period {new.name}, its renewal"
    if not stricter(old.lost or NOTHING, new.lost or NOTHING):
        yield ("periods", new.name, "ends when"), f"period {new.name}, when it ends early"


def _beginning_and_length(period: Period) -> tuple[object, ...]:
    begins = (period.begins, period.on, period.whenever, period.begins_anew, period.reaches_earlier)
    return (*begins, period.lasts, period.last_days)


def _of_listing(old: Policy, new: Policy) -> Iterator[Loose]:
    needs = {need.name: need.condition for need in new.listing}
    for need in old.listing:
        if need.name not in needs or not stricter(needs[need.name], need.condition):
            yield ("listing", "needs", need.name), f"need {need.name} of the listing"
    if not set(new.listing_of) <= set(old.listing_of):
        yield ("listing", "of"), "which levels are listed"


def _of_standings(old: Policy, new: Policy) -> Iterator[Loose]:
    standings = {rule.name: rule.condition for rule in new.standings}
    for rule in old.standings:
        if standings.get(rule.name) != rule.condition:
            yield ("standings", rule.name), f"standing {rule.name}"


def _described_otherwise(old: Kind, policy: Policy, name: str) -> bool:
    """Tell whether a kind of evidence says of its old fields, or of the days it counts on, something else."""
    new = policy.vocabulary.get(name)
    if new is None or old.derived:
        return False
    fields = {name: new.fields.get(name) for name in old.fields}
    return (new.since, new.until) != (old.since, old.until) or fields != old.fields


def _read(old: Policy, name: str) -> bool:
    return name in {parameter.name for parameter in old.parameters}


def _level(policy: Policy, name: str) -> Level | None:
    return next((level for level in policy.levels if level.id == name), None)


def _period(policy: Policy, name: str) -> Period | None:
    return next((period for period in policy.periods if period.name == name), None)
