"""What differs in meaning between the named parts of two texts: levels, rules, needs, parameters, kinds of evidence."""

from collections.abc import Iterator

from domain.policy.differing_conditions import Edit, led
from domain.policy.differing_pair import Pair
from domain.policy.said import listed, one_line
from domain.policy.saying_text import (
    announcement_in_words,
    field_type_in_words,
    level_in_words,
    loss_in_words,
    rule_in_words,
)
from domain.policy.text import Announcement, Clause, Level, Loss, Need, Parameter, Rule
from domain.policy.vocabulary import Kind


def parameter_edits(old: Parameter, new: Parameter) -> Iterator[Edit]:
    if old.default != new.default:
        yield f"read as '{old.default}' unless chosen otherwise", f"read as '{new.default}' unless chosen otherwise"
    yield from ((f"the reading '{each}'", "") for each in old.values if each not in new.values)
    yield from (("", f"the reading '{each}'") for each in new.values if each not in old.values)


def clause_edits(old: Clause, new: Clause, pair: Pair) -> Iterator[Edit]:
    yield from pair.conditions.of(old.condition, new.condition)
    yield from code_edits("gives", old.reason, new.reason)
    yield from code_edits("otherwise", old.otherwise, new.otherwise)


def level_edits(old: Level, new: Level, pair: Pair) -> Iterator[Edit]:
    was, is_ = (one_line(level_in_words(each, pair.before.speech)[0]) for each in (old, new))
    if was != is_:
        yield was, is_
    before, after = (
        {each.name: each.condition for each in old.routes},
        {each.name: each.condition for each in new.routes},
    )
    renamed = pair.renamed_routes(old, new)
    for name in {**before, **after}:
        if name in renamed or name in renamed.values():
            continue
        yield from led(f"the route '{name}'", pair.conditions.optional(before.get(name), after.get(name)))
    yield from led("kept while", pair.conditions.optional(old.kept, new.kept))
    yield from led("lost when", pair.conditions.optional(old.lost, new.lost))


def rule_edits(old: Rule, new: Rule, pair: Pair) -> Iterator[Edit]:
    yield from pair.conditions.of(old.condition, new.condition)
    was, is_ = (one_line(rule_in_words(each, pair.before.speech)[1]) for each in (old, new))
    if was != is_:
        yield was, is_


def need_edits(old: Need, new: Need, pair: Pair) -> Iterator[Edit]:
    yield from pair.conditions.of(old.condition, new.condition)
    yield from code_edits("otherwise", old.otherwise, new.otherwise)


def announcement_edits(old: Announcement, new: Announcement) -> Iterator[Edit]:
    was, is_ = announcement_in_words(old).words, announcement_in_words(new).words
    if was != is_:
        yield was, is_


def loss_edits(old: Loss, new: Loss) -> Iterator[Edit]:
    was, is_ = loss_in_words(old).words, loss_in_words(new).words
    if was != is_:
        yield was, is_


def listing_edits(pair: Pair) -> Iterator[Edit]:
    """Yield whether those of other levels may be listed."""
    was, is_ = pair.old.listing_of, pair.new.listing_of
    if set(was) != set(is_):
        yield f"of {listed([*was])}" if was else "", f"of {listed([*is_])}" if is_ else ""


def kind_edits(old: Kind, new: Kind) -> Iterator[Edit]:
    """Yield the fields that are described otherwise."""
    for name in {**old.fields, **new.fields}:
        was, is_ = (
            f"{name}: {field_type_in_words(each.fields[name])}" if name in each.fields else "" for each in (old, new)
        )
        if was != is_:
            yield was, is_
    if (old.since, old.until) != (new.since, new.until):
        yield _counts(old), _counts(new)


def _counts(kind: Kind) -> str:
    return f"counts from {kind.since}{f' until {kind.until}' if kind.until else ' on'}"


def code_edits(what: str, old: str, new: str) -> Iterator[Edit]:
    """Yield that another reason code is given."""
    if old != new:
        yield f"{what} {old}" if old else "", f"{what} {new}" if new else ""
