"""IMI's real chain of versions, and random facts about people on its pathway."""

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from domain.content import content_hash
from domain.policy.chain import Chain, Version, in_force
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.policy.vocabulary import Field, Vocabulary
from infrastructure.documents import canonical_bytes, read_document
from tests.domain.policy.texts import Facts, on

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))


@cache
def texts() -> tuple[Policy, ...]:
    """Return the versions of IMI's rulebook, the first one first."""
    found: list[Policy] = []
    for path in sorted((RULEBOOKS / "imi").glob("*.yaml")):
        found.append(read_policy(read_document(path), vocabulary(), found[-1] if found else None))
    return tuple(found)


@cache
def proposal() -> Policy:
    before = next(text for text in texts() if text.version == "2021.06")
    return read_policy(read_document(RULEBOOKS / "imi" / "proposals" / "alternatives.yaml"), vocabulary(), before)


VARIANTS = ("in force", "proposed", "read otherwise")
"""The versions in force; with a proposal among them; with every parameter read otherwise than by default."""


@cache
def chain(variant: str = "in force") -> Chain:
    every = (*texts(), proposal()) if variant == "proposed" else texts()
    return in_force(
        Version(
            policy=text,
            content_hash=content_hash(canonical_bytes(text)),
            readings={
                each.name: next(value for value in each.values if value != each.default)
                for each in text.parameters
                if variant == "read otherwise"
            },
        )
        for text in every
    )


@cache
def rules(variant: str = "in force") -> Rules:
    return Rules(chain(variant))


FIRST = texts()[0].in_force_from.toordinal()
CHANGES = [text.in_force_from.toordinal() for text in texts()]
DAYS = st.one_of(
    st.integers(on("2018-06-01"), on("2026-12-31")),
    st.builds(lambda change, near: change + near, st.sampled_from(CHANGES), st.integers(-366, 366)),
    st.sampled_from(CHANGES),
)
ASKED = DAYS.map(lambda day: max(day, FIRST))
"""Days on which a text is in force."""
WORDS: dict[str, list[str]] = {
    "program": ["harbour", "harbour", "harbour", "quay"],
    "version": ["1"],
    "program_version": ["1"],
    "kind": ["CMTP", "QAP", "ODR-QAP"],
    "format": ["face to face", "face to face", "online", "blended"],
    "result": ["passed", "passed", "passed", "failed"],
    "role": ["lead", "lead", "co", "assistant"],
    "medium": ["online", "online", "in room"],
    "roleplay": ["in room", "in room", "online"],
    "outcome": ["dismissed", "dismissed", "upheld"],
    "level": ["qualified", "certified"],
    "purpose": ["annual", "listing"],
    "component": ["face-to-face role-play"],
    "course": ["course-1", "course-2"],
    "complaint": ["complaint-1"],
    "register": ["north"],
}
NUMBERS = {"hours": [40, 40, 40, 4, 100, 200], "min_hours": [40], "months": [1, 6]}
EARLY = st.integers(on("2009-10-01"), on("2020-12-31"))
"""Programs are approved before most of their courses end."""
GIVEN = {"recognition": {"level", "granted_on"}}
"""Fields without which a decision cannot be recorded; what they say may still be unknown."""
KINDS = sorted({kind for text in (*texts(), proposal()) for kind in text.vocabulary})


def values(name: str, field: Field) -> st.SearchStrategy[Any]:
    if field.type == "date":
        return EARLY if name == "from" else DAYS
    if field.type == "number":
        return st.sampled_from([number * 1000 for number in NUMBERS.get(name, [1, 12])])
    if field.type == "yes or no":
        return st.sampled_from([True, True, False])
    return st.sampled_from(WORDS.get(name) or field.values or ["some"])


def field_of_its_own(kind: str) -> str:
    """Return the date that an item counts from."""
    return vocabulary()[kind].since


@st.composite
def items(draw: st.DrawFn, kind: str, number: int) -> dict[str, Any]:
    """Return an item; most of its values are known, and those whose absence means something are mostly absent."""
    found: dict[str, Any] = {"id": f"{kind}-{number}", "event": f"pathway/ada@{number}"}
    for name, field in vocabulary()[kind].fields.items():
        if name == "id":
            continue
        given = 19 if field.absent == "unknown" or name == field_of_its_own(kind) else 5
        if name in GIVEN.get(kind, ()) or draw(st.integers(1, 20)) <= given:
            found[name] = draw(values(name, field)) if draw(st.integers(1, 25)) > 1 else None
    return found


def several(kind: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.sampled_from([0, 1, 1, 1, 2, 3]).flatmap(
        lambda count: st.tuples(*(items(kind, number) for number in range(1, count + 1))).map(list)
    )


@st.composite
def logbooks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return enough alike entries for the numbers that the rulebook asks for, and some of every sort."""
    like = draw(items("mediation", 1))
    count = draw(st.sampled_from([0, 1, 4, 5, 19, 20, 21]))
    alike = [{**like, "id": f"entry-{number}"} for number in range(1, count + 1)]
    return [*alike, *draw(several("mediation"))]


HARBOUR = {"program": "harbour", "version": "1", "format": "face to face", "min_hours": 40_000, "retrospective": True}
COURSE = {"program": "harbour", "program_version": "1", "result": "passed", "hours": 40_000, "roleplay": "in room"}
LOGGED = {"started_on": on("2019-06-01"), "hours": 10_000, "role": "lead", "medium": "online", "full_scale": True}
LIKELY: Facts = {
    "approval": [
        {**HARBOUR, "id": "approval-1", "kind": "CMTP", "from": on("2019-06-01")},
        {**HARBOUR, "id": "approval-2", "kind": "QAP", "from": on("2012-01-01")},
        {**HARBOUR, "id": "approval-3", "kind": "ODR-QAP", "from": on("2020-06-17")},
    ],
    "course": [
        {
            **COURSE,
            "id": "course-1",
            "format": "face to face",
            "begun_on": on("2019-09-01"),
            "ended_on": on("2019-09-07"),
        },
        {**COURSE, "id": "course-2", "format": "online", "begun_on": on("2020-05-01"), "ended_on": on("2020-05-30")},
    ],
    "component": [
        {
            "id": "component-1",
            "course": "course-2",
            "component": "face-to-face role-play",
            "format": "face to face",
            "result": "passed",
            "held_on": on("2021-09-01"),
        }
    ],
    "adaptation": [{"id": "adaptation-1", "program": "harbour", "accepted_on": on("2020-06-15")}],
    "assessment": [
        {"id": "assessment-1", "program": "harbour", "result": "passed", "held_on": on("2019-10-10")},
        {"id": "assessment-2", "program": "harbour", "result": "passed", "held_on": on("2020-10-10")},
    ],
    "mediation": [{**LOGGED, "id": f"entry-{number}", "verified_on": on("2019-07-01")} for number in range(1, 22)],
    "profile": [{"id": "profile-1", "completed_on": on("2019-10-11")}],
    "fee": [
        {"id": "fee-1", "purpose": "annual", "paid_on": on("2019-10-11")},
        {"id": "fee-2", "purpose": "annual", "paid_on": on("2020-10-01")},
        {"id": "fee-3", "purpose": "listing", "paid_on": on("2019-10-01")},
    ],
    "digest": [{"id": "digest-1", "published_on": on("2020-03-01")}],
    "listing request": [{"id": "request-1", "requested_on": on("2019-11-01")}],
    "code acceptance": [{"id": "code-1", "accepted_on": on("2020-07-01")}],
    "complaint": [{"id": "complaint-1", "aware_on": on("2022-01-01"), "raised_on": on("2022-01-15")}],
    "suspension": [{"id": "suspension-1", "complaint": "complaint-1", "imposed_on": on("2022-02-01"), "months": 6_000}],
    "recognition": [
        {"id": "recognition-1", "level": "certified", "granted_on": on("2019-12-01"), "cites_evidence": True}
    ],
    "registration": [{"id": "registration-1", "register": "north", "since": on("2015-01-01")}],
    "listed register": [{"id": "register-1", "register": "north", "from": on("2016-01-01")}],
    "learning": [{"id": "learning-1", "held_on": on("2021-05-01"), "hours": 20_000}],
    "application": [{"id": "application-1", "level": "qualified", "submitted_on": on("2021-10-01")}],
}
"""Somebody who goes every way there is."""
NEAR = st.sampled_from([0] * 24 + [-366, -365, -31, -1, 1, 30, 365, 730])


@st.composite
def changed(draw: st.DrawFn, item: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the item with some days moved, and perhaps one value drawn anew."""
    fields = vocabulary()[kind].fields
    dates = {name for name in item if name in fields and fields[name].type == "date"}
    found = {name: value + draw(NEAR) if name in dates else value for name, value in item.items()}
    if not draw(st.integers(0, 5)):
        name = draw(st.sampled_from(sorted(fields.keys() - {"id"})))
        found[name] = draw(values(name, fields[name]))
    return {"event": f"pathway/ada@{item['id']}", **found}


@st.composite
def likely(draw: st.DrawFn) -> Facts:
    """Return what is recorded of somebody who goes most ways, each a little otherwise."""
    return {
        kind: [draw(changed(item, kind)) for item in LIKELY.get(kind, ()) if draw(st.integers(0, 11))] for kind in KINDS
    }


FACTS: st.SearchStrategy[Facts] = likely() | st.fixed_dictionaries(
    {kind: logbooks() if kind == "mediation" else several(kind) for kind in KINDS}
)
