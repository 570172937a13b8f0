"""Documents of a rulebook are read in the order of their amendments."""

from datetime import UTC, datetime

import pytest

from application.assessing import Assessor
from application.chains import Chains, rulebook_of, stated
from application.memory import MemoryStore
from application.naming import faults_of_programs, programs_named
from application.recording import Registrar
from application.rulebooks import Rulebooks, published
from application.store import Command
from domain.content import content_hash
from domain.policy.language import Compare, FieldOf, Literal, OneOf
from domain.policy.reading import read_vocabulary
from domain.policy.rules import LevelsTurnInACircle
from domain.policy.typed import DocumentRefused, Typed
from infrastructure.documents import canonical_bytes, policy_from, read_yaml

WHOLE = """format: milepost.policy/v1
rulebook: mine
version: "{version}"
title: A rulebook
published: 2020-01-{day:02}
in force from: 2020-01-{day:02}
{more}
"""
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BOARD = Command("board", "1")
PROGRAM = FieldOf(item="course", field="program")


def document(version: str, amends: str = "", more: str = "") -> Typed:
    head = f'amends: "{amends}"\n' if amends else ""
    day = int(version) if version.isdecimal() else 9
    return read_yaml(WHOLE.format(version=version, day=day, more=head + more), f"{version}.yaml")


@pytest.fixture
def chains() -> Chains:
    return Chains({}, canonical_bytes, content_hash)


def faults(read: "pytest.ExceptionInfo[DocumentRefused]") -> list[str]:
    return [str(fault) for fault in read.value.faults]


def test_an_amendment_is_read_after_what_it_amends(chains: Chains) -> None:
    read = chains.documents([document("3", "2"), document("2", "1"), document("1")], [document("draft", "2")])

    assert [each.policy.version for each in read.versions] == ["1", "2", "3"]
    assert [each.policy.version for each in read.proposals] == ["draft"]
    assert read.rulebook == "mine"


def test_an_amendment_may_be_read_on_a_known_text(chains: Chains) -> None:
    known = chains.documents([document("1")]).versions

    assert [each.policy.version for each in chains.documents([document("2", "1")], known=known).versions] == ["2"]


def test_a_version_that_stands_twice_is_refused(chains: Chains) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1"), document("1")])

    assert faults(refused) == ["1.yaml:1:1: version '1' stands twice"]


def test_versions_of_the_same_days_are_refused_because_neither_is_the_later(chains: Chains) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1", more="# 1"), document("first"), document("last", "1")], [document("draft")])

    same = "published and in force from the same days as version 'first': nobody can tell which of them decides"
    assert faults(refused) == [f"last.yaml:6:1: {same}; one has to be later"]


def test_two_documents_that_amend_one_version_are_refused_because_the_later_has_nothing_of_the_other(
    chains: Chains,
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1"), document("2", "1"), document("3", "1")], [document("draft", "1")])

    lost = "what that changed would be lost; amend '2', or make one of them a proposal"
    assert f"3.yaml:7:9: version '2' amends '1' as well: {lost}" in faults(refused)


def test_a_version_of_the_days_of_an_adopted_one_is_refused(chains: Chains) -> None:
    store = MemoryStore()
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON, "mine"))
    rulebooks = Rulebooks(store, registrar, chains, policy_from, "mine")
    registrar.record("policy/mine", [published(chains.read(document("first"), None), "board")], BOARD, NOON)

    with pytest.raises(DocumentRefused, match="same days as version 'first'"):
        rulebooks.following([document("last", "first")], NOON.date())


def test_amendments_in_a_circle_are_refused(chains: Chains) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1", "2"), document("2", "1")])

    assert faults(refused) == ["1.yaml:7:9: '1' amends '2' in a circle", "2.yaml:7:9: '2' amends '1' in a circle"]


def test_what_is_amended_has_to_be_at_hand(chains: Chains) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1"), document("3", "2")])

    assert faults(refused) == ["3.yaml:7:9: amends '2', which is not at hand; known are 1"]


def test_what_amends_a_faulty_text_is_not_blamed_for_it(chains: Chains) -> None:
    with pytest.raises(DocumentRefused) as refused:
        chains.documents([document("1", more="colour: red"), document("2", "1"), document("3", "2")])

    assert len(faults(refused)) == 1
    assert faults(refused)[0].startswith("1.yaml:7:1: ")


def test_a_document_that_says_nothing_has_no_version() -> None:
    assert stated(read_yaml("- a\n", "a.yaml")).version == ""


def test_a_document_says_of_which_rulebook_it_is() -> None:
    assert rulebook_of(document("1")) == "mine"
    assert rulebook_of(read_yaml("format: x\n", "a.yaml")) == ""
    with pytest.raises(DocumentRefused, match="a document"):
        rulebook_of(read_yaml("- a\n", "a.yaml"))


def test_programs_are_named_on_either_side_and_in_lists() -> None:
    conditions = (
        Compare(left=PROGRAM, relation="is", right=Literal(value="X")),
        Compare(left=Literal(value="Y"), relation="is", right=PROGRAM),
        OneOf(left=PROGRAM, values=("Z", "X")),
        Compare(left=PROGRAM, relation="is", right=FieldOf(item="approval", field="program")),
        OneOf(left=FieldOf(item="course", field="format"), values=("online",)),
    )

    assert list(programs_named(conditions)) == ["X", "Y", "Z", "X"]


NAMED = """
clauses:
  1:
    text: A course of one of two programs.
    source: invented
    for: course
    when:
      - course.program is one of X, Y
"""
COURSES = "course:\n  words: a course\n  counts from: ended_on\n  fields:\n    program: text\n    ended_on: date\n"


def test_a_program_that_nobody_knows_is_a_fault_where_it_is_first_named() -> None:
    chains = Chains(read_vocabulary(read_yaml(COURSES, "vocabulary.yaml")), canonical_bytes, content_hash)
    typed = document("1", more=NAMED)
    policy = chains.read(typed, None).policy

    assert [str(fault) for fault in faults_of_programs(policy, None, typed, {"X"})] == [
        "1.yaml:14:9: the program 'Y' is not known; known: X; one that is new is recorded first, as 'program submitted'"
    ]
    assert list(faults_of_programs(policy, policy, typed, ())) == []
    elsewhere = read_yaml("a: [b, {c: d}]\n", "other.yaml")
    assert str(next(faults_of_programs(policy, None, elsewhere, ()))) == (
        "other.yaml:1:1: the program 'X' is not known; one that is new is recorded first, as 'program submitted'"
    )


def test_a_proposal_that_cannot_stand_among_the_versions_is_not_recorded(chains: Chains) -> None:
    store, noon = MemoryStore(), datetime(2021, 1, 1, 12, tzinfo=UTC)
    registrar = Registrar(store, Assessor(store, policy_from, lambda: noon, "mine"))
    rulebooks = Rulebooks(store, registrar, chains, policy_from, "mine")
    whole = "levels:\n  one: {rank: 1, title: One, routes: {way: holds two}}\n  two: {rank: 2, title: Two}"
    turned = 'drops: {routes: ["one: way"]}\nlevels:\n  two: {routes: {way: holds one}}'
    amendment = WHOLE.format(version="2", day=2, more=f'amends: "1"\n{turned}')
    later = amendment.replace("in force from: 2020-01-01", "in force from: 2020-06-01")
    registrar.record("policy/mine", [published(chains.read(document("1", more=whole), None), "board")], BOARD, noon)

    with pytest.raises(LevelsTurnInACircle):
        rulebooks.propose(read_yaml(later, "2.yaml"), Command("board", "2"), noon)

    assert store.head() == 1
