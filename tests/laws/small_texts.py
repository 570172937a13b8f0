"""Random short texts of a guild's rules, in two versions, and random facts for them."""

from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from domain.policy.chain import Chain
from domain.policy.reading import read_policy
from domain.policy.text import Policy
from domain.policy.typed import Mapping, Place, Sequence, Text
from domain.policy.vocabulary import Field
from tests.domain.policy.texts import KINDS, Facts, chain_of, on

Typed: TypeAlias = dict[str, Any] | list[Any] | str
Scope: TypeAlias = tuple[tuple[str, str], ...]
"""The items in hand: name, kind."""

BOUND = ("course", "mediation", "application", "refresher", "approval", "registration")
WORDS: dict[str, list[str]] = {
    "program": ["harbour", "quay"],
    "level": ["member", "fellow"],
    "register": ["north"],
    "label": ["gold"],
    "id": ["one"],
}
DAYS = [on("2019-02-28"), on("2020-02-29"), on("2020-06-01"), on("2020-12-31"), on("2021-01-01"), on("2021-08-31")]
LENGTHS = ["1 day", "6 months", "1 year", "1 year and 10 days"]
DATE_RELATIONS = ["on or before", "before", "on or after", "after", "is"]
NUMBER_RELATIONS = ["at least", "at most", "more than", "less than", "is"]
ALWAYS_GIVEN = {"recognition": {"level", "granted_on"}}
"""Fields without which a decision cannot be recorded; what they say may still be unknown."""
FIRST, SECOND = "2019-06-01", "2021-01-01"


def fields(scope: Scope, type_: str) -> list[str]:
    return [
        f"{name}.{field}" for name, kind in scope for field, each in KINDS[kind].fields.items() if each.type == type_
    ]


def absent(scope: Scope) -> list[str]:
    return [
        f"{name}.{field}"
        for name, kind in scope
        for field, each in KINDS[kind].fields.items()
        if each.absent != "unknown"
    ]


@cache
@st.composite
def fixed_days(draw: st.DrawFn, scope: Scope) -> str:
    base = draw(st.sampled_from([*fields(scope, "date"), "2020-02-29", "2020-06-30"]))
    shift = draw(st.sampled_from(["", "1 day before ", "6 months after ", "1 year before "]))
    return shift + base


@cache
def lines(scope: Scope) -> st.SearchStrategy[Typed]:
    """Return relations between items in hand."""
    days, counted, written = (fields(scope, type_) for type_ in ("date", "number", "text"))
    spans = [name for name, kind in scope if KINDS[kind].until]
    compared, alike = st.sampled_from(NUMBER_RELATIONS), st.sampled_from(["is", "is not"])
    before_the_day = st.sampled_from(LENGTHS).map(lambda length: f"{length} before the day")
    related = st.sampled_from(DATE_RELATIONS)
    found = [
        said(st.sampled_from(days), related, fixed_days(scope) | before_the_day),
        said(st.just("the day"), related, fixed_days(scope)),
        *(said(st.just(field), compared, numbers(scope, field)) for field in counted),
        *(said(st.just(field), alike, words(scope, field)) for field in written),
        *(st.just(f"{field} is {truth}") for field in fields(scope, "yes or no") for truth in ("yes", "no")),
        *(st.just(f"{field} is given") for field in absent(scope)),
        *(st.just(f"{span} begun by the day") for span in spans),
        *(said(st.just(span), st.just("in force on"), st.just("the day") | fixed_days(scope)) for span in spans),
    ]
    return st.one_of(found)


def said(*words: st.SearchStrategy[str]) -> st.SearchStrategy[Typed]:
    return st.tuples(*words).map(lambda found: " ".join(found).strip())


def declared(scope: Scope, field: str) -> Field:
    item, _, name = field.partition(".")
    return KINDS[dict(scope)[item]].fields[name]


def numbers(scope: Scope, field: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["0", "5", "40"]).map(lambda number: f"{number} {declared(scope, field).unit}")


def words(scope: Scope, field: str) -> st.SearchStrategy[str]:
    others = [each for each in fields(scope, "text") if not declared(scope, each).values]
    known = WORDS.get(field.partition(".")[2], ["x"])
    return st.sampled_from(list(declared(scope, field).values) or [*known, *others])


@cache
def conditions(names: tuple[str, ...], scope: Scope = (), depth: int = 2) -> st.SearchStrategy[Typed]:
    """Return conditions; ``names`` are the clauses and levels that they may lean on."""
    found: list[st.SearchStrategy[Typed]] = [lines(scope)] if scope else []
    found += [st.sampled_from(names)] if names else []
    if not depth:
        return st.one_of(found or [measures(names, scope)])
    deeper = st.deferred(lambda: conditions(names, scope, depth - 1))
    several = st.lists(deeper, min_size=1, max_size=3)
    return st.one_of(
        *found,
        selections(names, scope, depth),
        selections(names, scope, depth),
        measures(names, scope),
        *(st.fixed_dictionaries({how: several}) for how in ("all", "any", "none")),
        st.fixed_dictionaries({"at least": st.integers(0, 3).map(str), "of": several}),
        st.fixed_dictionaries({"require": deeper, "else": st.just("CODE")}),
        st.fixed_dictionaries({"on": fixed_days(scope), "that": deeper}),
    )


def named(kind: str, scope: Scope) -> str:
    taken = {name for name, _ in scope}
    return next(name for name in (kind, *(f"{kind} {number}" for number in range(2, 99))) if name not in taken)


@cache
@st.composite
def selections(draw: st.DrawFn, names: tuple[str, ...], scope: Scope, depth: int) -> Typed:
    """Return a selection of one item or two, which counts as a state, from a day on, or as an act."""
    inner = scope
    binders: list[str] = []
    when: list[Typed] = []
    for kind in draw(st.lists(st.sampled_from(BOUND), min_size=1, max_size=2)):
        name = named(kind, inner)
        inner = (*inner, (name, kind))
        binders.append(kind if name == kind else f"{kind} as {name}")
        if KINDS[kind].until:
            when.append(draw(st.sampled_from([f"{name} begun by the day", f"{name} in force on the day"])))
    when += draw(st.lists(conditions(names, inner, depth - 1), max_size=2))
    found: dict[str, Typed] = {"for": binders[0], "with": binders[1:], "when": when}
    own = st.sampled_from(fields(inner[len(scope) :], "date"))
    counted = draw(st.sampled_from(["state", "counts from", "judged on"]))
    if counted != "state":
        found[counted] = draw(own)
    if counted == "judged on":
        found["reaches earlier acts"] = draw(st.sampled_from(["yes", "no"]))
    return found


@cache
@st.composite
def measures(draw: st.DrawFn, names: tuple[str, ...], scope: Scope) -> Typed:
    kind = draw(st.sampled_from(("course", "mediation")))
    name = named(kind, scope)
    binder = kind if name == kind else f"{kind} as {name}"
    where = draw(st.lists(conditions(names, (*scope, (name, kind)), 0), max_size=2))
    relation = draw(st.sampled_from(NUMBER_RELATIONS))
    if draw(st.booleans()):
        return {"count": binder, "where": where, relation: draw(st.sampled_from(["0", "1", "2"]))}
    return {"sum": f"{binder}.hours", "where": where, relation: draw(st.sampled_from(["5 hours", "40 hours"]))}


NOWHERE = Place("drawn", 1, 1)


def as_typed(document: Typed) -> Mapping | Sequence | Text:
    """Return the document as if it had been typed; the reader of YAML is not what is tried here."""
    if isinstance(document, str):
        return Text(document, NOWHERE)
    if isinstance(document, list):
        return Sequence(tuple(as_typed(each) for each in document), NOWHERE)
    return Mapping({key: (Text(key, NOWHERE), as_typed(value)) for key, value in document.items()}, NOWHERE)


@st.composite
def texts(draw: st.DrawFn, version: str, from_: str) -> Policy:
    """Return a whole text with clauses, two levels that may lean on each other, and one rule of each sort."""
    first = conditions(())
    clause = {"text": "t", "source": "s"}
    one = draw(first)
    clauses = {"1": {**clause, "that": one}, "2": {**clause, "that": draw(conditions(("clause 1",)))}}
    leaning = ("clause 1", "clause 2")
    member = {"rank": "1", "title": "Member", "routes": {"a": draw(conditions(leaning)), "b": draw(first)}}
    fellow: dict[str, Any] = {
        "rank": "2",
        "title": "Fellow",
        "routes": {"a": draw(conditions((*leaning, "holds member", "entitled to member")))},
    }
    if draw(st.booleans()):
        member["kept while"] = draw(conditions(leaning))
    if draw(st.booleans()):
        fellow["lost when"] = draw(conditions((*leaning, "holds member")))
    every = (*leaning, "holds member", "holds fellow", "entitled to fellow")
    rules = {
        section: {section: {"when": draw(conditions(every, (), 1)), "reason": "R"}}
        for section in ("standings", "conditions", "notes")
    }
    document = {
        "format": "milepost.policy/v1",
        "rulebook": "guild",
        "version": version,
        "title": "The rules",
        "published": from_,
        "in force from": from_,
        "clauses": clauses,
        "levels": {"member": member, "fellow": fellow},
        "listing": {"of": ["fellow"], "needs": {"need": {"that": draw(conditions(every, (), 1)), "else": "NEED"}}},
        **rules,
    }
    return read_policy(as_typed(document), KINDS)


CHAINS: st.SearchStrategy[Chain] = st.builds(chain_of, texts("1", FIRST), texts("2", SECOND)) | texts("1", FIRST).map(
    chain_of
)


def values(kind: str, name: str) -> st.SearchStrategy[Any]:
    field = KINDS[kind].fields[name]
    if field.type == "date":
        return st.sampled_from(DAYS)
    if field.type == "number":
        return st.sampled_from([0, 1000, 5000, 40_000])
    if field.type == "yes or no":
        return st.booleans()
    return st.sampled_from(list(field.values) or WORDS.get(name, ["x"]))


@cache
@st.composite
def items(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Return an item whose values are known, left out, or known by nobody; sometimes taken back from a day on."""
    found: dict[str, Any] = {"id": "one"}
    for name in KINDS[kind].fields:
        if name != "id" and (name in ALWAYS_GIVEN.get(kind, ()) or draw(st.integers(0, 5))):
            found[name] = draw(values(kind, name)) if draw(st.integers(0, 9)) else None
    if not draw(st.integers(0, 4)):
        found["retracted_on"] = draw(st.sampled_from(DAYS))
    return found


FACTS: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {kind: st.lists(items(kind), max_size=3) for kind in (*BOUND, "recognition")}
)
