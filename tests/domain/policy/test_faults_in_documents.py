"""Faults in the parts of a document, each at its place, and all of them at once."""

import pytest

from domain.policy.reading import read_vocabulary
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.domain.policy.texts import asking, faults_of, policy, written

LEVEL = """
levels:
  member:
    rank: 1
    title: Member
    routes:
      course:
        for: course
"""
CLAUSE = """
clauses:
  "1":
    text: A course.
    source: the guild
    for: course
"""


def test_a_document_is_a_mapping() -> None:
    assert faults_of("- a\n") == ["1:1: expected a policy, as a mapping"]


def test_every_part_of_the_head_that_is_missing_is_named() -> None:
    assert faults_of("clauses: {}\n") == [
        f"1:1: '{key}' is missing from 'the policy'"
        for key in ("format", "rulebook", "version", "title", "published", "in force from")
    ]


def test_another_format_is_refused() -> None:
    assert faults_of(written("").replace("policy/v1", "policy/v2")) == [
        "1:9: expected 'milepost.policy/v1', found 'milepost.policy/v2'"
    ]


def test_an_unknown_part_is_refused_with_the_nearest() -> None:
    (fault,) = faults_of(written("clause: {}\n"))
    assert fault == "7:1: the key of a policy 'clause' is not known; did you mean 'clauses'?"


def test_an_impossible_date_is_refused() -> None:
    assert faults_of(written("", from_="2021-02-29", published="2021-02-01")) == [
        "6:16: expected a date as YYYY-MM-DD, found '2021-02-29' (day is out of range for month)"
    ]


def test_effect_before_publication_has_to_be_said() -> None:
    early = written("", from_="2020-01-01", published="2020-02-01")
    assert faults_of(early) == [
        "6:16: takes effect on 2020-01-01, before its publication on 2020-02-01; say so, and why, under 'retroactive'"
    ]
    assert faults_of(early + "retroactive: It takes nothing from anyone.\n") == []


def test_force_ends_after_it_begins() -> None:
    assert faults_of(written("in force until: 2000-01-01\n")) == [
        "7:17: expected a day after 'in force from': it is the first day no longer in force"
    ]
    assert faults_of(written("in force until: 2000-01-02\n")) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("clauses:\n  - a\n", "8:3: expected clauses, as a mapping"),
        ('clauses:\n  "1": for course\n', "8:8: expected '1' of clauses, as a mapping"),
        (CLAUSE.replace("    text: A course.\n", ""), "9:3: 'text' is missing from '1'"),
        (
            LEVEL.replace("rank: 1", "rank: first"),
            "10:11: expected 'rank' of 'member' as a whole number, found 'first'",
        ),
        (LEVEL.replace("rank: 1", "rank: ²"), "10:11: expected 'rank' of 'member' as a whole number, found '²'"),
        (LEVEL.replace("    rank: 1\n", ""), "9:3: 'rank' is missing from 'member'"),
        (LEVEL.replace("    title: Member\n", ""), "9:3: 'title' is missing from 'member'"),
        (LEVEL.replace("routes", "roots"), "12:5: the key of 'member' 'roots' is not known; did you mean 'routes'?"),
        (LEVEL.partition("      course")[0] + "      - a\n", "13:7: expected the routes, as a mapping"),
        (
            "standings:\n  resting:\n    order: one\n    when:\n      for: course\n    reason: R\n",
            "9:12: expected 'order' of 'resting' as a whole number, found 'one'",
        ),
        ("notes:\n  x:\n    when:\n      for: course\n", "8:3: 'reason' is missing from 'x'"),
        ("conditions:\n  x:\n    reason: R\n", "8:3: 'when' is missing from 'x'"),
        (
            "conditions:\n  x:\n    due: soon\n",
            "9:5: the key of 'x' 'due' is not known; known: by, order, reason, source, text, when",
        ),
        (LEVEL + "listing:\n  of: [membre]\n", "16:8: the level 'membre' is not known; did you mean 'member'?"),
        (LEVEL + "listing:\n  of: member\n", "16:7: expected a list of names, each after a dash and a blank"),
        (LEVEL + "listing:\n  of: [[member]]\n", "16:8: expected a name, as one line of text"),
        (LEVEL + "listing:\n  off: [member]\n", "16:3: the key of the listing 'off' is not known; did you mean 'of'?"),
        ("listing:\n  needs:\n    x:\n      else: X\n", "9:5: 'that' is missing from 'x'"),
        ("listing:\n  needs:\n    x: y\n", "9:8: expected 'x' of needs, as a mapping"),
        (
            LEVEL + "announces:\n  x:\n    level: membre\n    text: t\n    source: s\n    reason: R\n",
            "17:12: the level 'membre' is not known; did you mean 'member'?",
        ),
        ("sources: x\n", "7:10: expected sources, as a mapping"),
        ("sources:\n  a: [b]\n", "8:6: expected a line, as one line of text"),
        ("refuses:\n  R:\n    text: t\n    for: course\n", "8:3: 'source' is missing from 'R'"),
    ],
)
def test_a_fault_in_a_part_is_shown_at_its_place(body: str, fault: str) -> None:
    assert faults_of(written(body)) == [fault]


PARAMETER = "parameters:\n  digest:\n    text: t\n    source: s\n    values:\n      needed: n\n    default: needed\n"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            PARAMETER.replace("default: needed", "default: new"),
            ["13:14: the reading 'new' is not known; known: needed"],
        ),
        (PARAMETER.replace("    values:\n      needed: n\n", ""), ["8:3: 'values' is missing from 'digest'"]),
        (
            PARAMETER.replace("needed: n\n", "needed: n\n      new: [n]\n"),
            ["13:12: expected a line, as one line of text"],
        ),
        (
            PARAMETER.replace("text: t", "test: t"),
            ["9:5: the key of 'digest' 'test' is not known; did you mean 'text'?"],
        ),
    ],
)
def test_a_parameter_has_values_and_one_of_them_by_default(body: str, faults: list[str]) -> None:
    assert faults_of(written(body)) == faults


@pytest.mark.parametrize(
    ("clauses", "circle"),
    [
        ("that: clause 1", "clause 1 → clause 1"),
        ('that: clause 2\n  "2":\n    text: t\n    source: s\n    that: clause 1', "clause 1 → clause 2 → clause 1"),
    ],
)
def test_clauses_do_not_turn_in_a_circle(clauses: str, circle: str) -> None:
    text = written(f'clauses:\n  "1":\n    text: t\n    source: s\n    {clauses}\n')
    assert faults_of(text) == [f"8:3: the conditions turn in a circle: {circle}"]


def test_a_circle_is_refused_at_its_first_member_that_the_document_states() -> None:
    def clause(number: int, condition: str) -> str:
        return f'  "{number}":\n    text: t\n    source: s\n    {condition}\n'

    first = policy("clauses:\n" + clause(1, "for: course") + clause(2, "that: clause 1"))
    amending = clause(3, "for: course") + clause(1, "that: clause 2")
    text = written(f"clauses:\n{amending}", "2", extra='amends: "1"\n')
    assert faults_of(text, first) == ["13:3: the conditions turn in a circle: clause 1 → clause 2 → clause 1"]


def test_a_level_does_not_lean_on_itself() -> None:
    assert faults_of(written(LEVEL + "    kept while: holds member\n")) == [
        "9:3: the conditions turn in a circle: level member → level member"
    ]


def test_all_faults_are_shown_in_their_order() -> None:
    body = asking("for: curse") + CLAUSE.replace("for: course", "for: coarse") + LEVEL.replace("rank: 1", "rank: x")
    assert [fault.partition(": ")[0] for fault in faults_of(written(body, from_="2020-02-30"))] == [
        "5:12",
        "6:16",
        "11:12",
        "17:10",
        "21:11",
    ]


KIND = "vocabulary:\n  visit:\n    words: a visit\n    counts from: paid_on\n    fields:\n      paid_on: date\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            KIND.replace(": date", ": datum"),
            "12:16: expected one of: date, text, number, number of UNIT, yes or no, one of A, B, C; found 'datum'",
        ),
        (
            KIND.replace(": date", ": date; absent means never"),
            "12:16: the meaning of absence 'never' is not known; known: no, no end, not yet, unknown",
        ),
        (
            KIND.replace("from: paid_on", "from: paid"),
            "10:18: the date field of visit 'paid' is not known; did you mean 'paid_on'?",
        ),
        (
            KIND.replace("    fields", "    until: name\n    fields") + "      name: text\n",
            "11:12: the date field of visit 'name' is not known; known: paid_on",
        ),
        (KIND.replace("    counts from: paid_on\n", ""), "8:3: 'counts from' is missing from 'visit'"),
        (
            KIND.replace("fields", "field"),
            "11:5: the key of the kind 'visit' 'field' is not known; did you mean 'fields'?",
        ),
        ("vocabulary: [visit]\n", "7:13: expected the vocabulary, as a mapping"),
    ],
)
def test_a_kind_says_what_its_fields_are(body: str, fault: str) -> None:
    assert faults_of(written(body)) == [fault]


def test_a_text_may_declare_kinds_of_its_own() -> None:
    text = policy(KIND + asking("for: visit"))
    assert set(text.vocabulary) == {"visit"}


@pytest.mark.parametrize("document", ["[]", "visit: {words: a visit}"])
def test_a_vocabulary_with_faults_is_refused(document: str) -> None:
    with pytest.raises(DocumentRefused):
        read_vocabulary(read_yaml(document, "vocabulary.yaml"))
