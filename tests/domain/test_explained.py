"""A proof told to the person concerned: what merely holds is passed over, and a reason is said once."""

from datetime import date

import pytest

from domain.explained import Explanation, named_item
from domain.policy.proof import Cited, Proof, Reduced, SetAside
from domain.policy.said import Said
from domain.policy.translation import AS_STATED, Translation

ON = date(2021, 5, 1)
GERMAN = Translation(
    language="de",
    reasons={"SHORT": "Es fehlen Stunden.", "CAP_APPLIED": "Mehr zählt nicht."},
    clauses={"1": "Zehn Stunden Fortbildung."},
    levels={"member": "Mitglied"},
    routes={"course": "Kurs"},
    needs={"registration": "die Registrierung"},
    kinds={"learning": "Fortbildung"},
    units={"hours": "Stunden"},
    phrases={"no": "nein", "yes": "ja", "clause": "Klausel", "found": "gefunden", "short of": "es fehlen", "of": "von"},
)
LINE = Proof(says="the learning's category is talk", holds=True, found="talk")
UNMET = Proof(says="the learning's category is talk", holds=False, found="book")
BY = (Cited("learning", "talk-1"),)


def told(proof: Proof, words: Translation = AS_STATED, on: date = ON) -> list[str]:
    return [line for said in Explanation(words, on).of(proof) for line in outline(said)]


def outline(said: Said, depth: int = 0) -> list[str]:
    return ["  " * depth + said.words, *(line for each in said.under for line in outline(each, depth + 1))]


def clause(inner: Proof, **more: object) -> Proof:
    usual = {"says": "clause 1", "holds": inner.holds, "clause": "1", "text": "Ten hours.", "parts": (inner,)}
    return Proof(**(usual | more))  # type: ignore[arg-type]


def test_a_clause_is_told_with_what_it_lacks_and_by_when() -> None:
    amount = Proof(says="at least 10 hours of learning", holds=False, found="4 hours", short="6 hours", evidence=BY)
    lacking = clause(amount, codes=("SHORT",), short="6 hours", last_day=date(2021, 12, 31))
    assert told(lacking) == [
        "no: clause 1: Ten hours; short of 6 hours; counts up to 2021-12-31; SHORT",
        "  no: at least 10 hours of learning; found 4 hours; short of 6 hours; based on learning talk-1",
    ]
    assert told(lacking, GERMAN, date(2022, 1, 1)) == [
        "nein: Klausel 1: Zehn Stunden Fortbildung; es fehlen 6 Stunden; counted up to 2021-12-31; Es fehlen Stunden",
        "  nein: at least 10 hours of learning; gefunden 4 Stunden; es fehlen 6 Stunden; based on Fortbildung talk-1",
    ]


def test_lines_that_merely_hold_are_passed_over() -> None:
    selection = Proof(says="there is a learning", holds=True, evidence=BY, parts=(LINE,))
    assert told(clause(selection)) == [
        "yes: clause 1: Ten hours",
        "  yes: there is a learning; based on learning talk-1",
    ]
    assert told(LINE) == []
    assert told(UNMET) == ["no: the learning's category is talk; found book"]


def test_what_has_to_hold_all_together_is_told_part_by_part() -> None:
    both = Proof(says="all of these hold", holds=False, parts=(LINE, UNMET))
    assert told(both) == ["no: the learning's category is talk; found book"]


def test_of_several_ways_the_one_that_holds_is_told_or_all_that_do_not() -> None:
    taken = Proof(says="at least one of these holds", holds=True, parts=(UNMET, clause(LINE)))
    assert told(taken) == ["yes: clause 1: Ten hours"]
    none = Proof(says="at least one of these holds", holds=False, parts=(UNMET, UNMET))
    assert told(none) == [
        "no: at least one of these holds",
        *(["  no: the learning's category is talk; found book"] * 2),
    ]


def test_what_may_not_hold_is_told_by_what_does() -> None:
    assert told(Proof(says="none of these holds", holds=True, parts=(UNMET,))) == []
    found = Proof(says="none of these holds", holds=False, parts=(UNMET, clause(LINE)))
    assert told(found) == ["no: none of these holds", "  yes: clause 1: Ten hours"]


def test_a_reason_is_said_once_where_it_arises() -> None:
    inner = Proof(says="there is a learning", holds=False, codes=("SHORT",), found="no learning")
    assert told(clause(inner, codes=("SHORT",)), GERMAN) == [
        "nein: Klausel 1: Zehn Stunden Fortbildung",
        "  nein: there is a learning; gefunden no learning; Es fehlen Stunden",
    ]


def test_what_says_no_more_than_the_reason_above_it_is_passed_over() -> None:
    nothing = Proof(says="there is a learning", holds=False, found="no learning")
    assert told(clause(nothing, codes=("SHORT",)), GERMAN) == [
        "nein: Klausel 1: Zehn Stunden Fortbildung; Es fehlen Stunden"
    ]
    assert told(clause(nothing, codes=("SHORT",))) == [
        "no: clause 1: Ten hours; SHORT",
        "  no: there is a learning; found no learning",
    ]


def test_caps_and_what_does_not_count_are_told() -> None:
    amount = Proof(
        says="at least 10 hours of learning",
        holds=True,
        found="4 hours",
        reduced=(Reduced("CAP_APPLIED", "7 hours", "4 hours"),),
        set_aside=(
            SetAside(Cited("learning", "book-1"), "the learning's category is talk", "x"),
            SetAside(Cited("learning", "book-2"), "the learning's category is talk", "x"),
            SetAside(Cited("learning", "old-1"), "it is of this year", "2019-01-01", "2 hours", "SHORT"),
        ),
    )
    assert told(amount, GERMAN) == [
        "ja: at least 10 hours of learning; gefunden 4 Stunden",
        "  4 Stunden von 7 Stunden: Mehr zählt nicht",
        "  not counted: Fortbildung book-1, Fortbildung book-2; not met: the learning's category is talk; gefunden x",
        "  not counted: Fortbildung old-1; not met: Es fehlen Stunden; gefunden 2019-01-01; es fehlen 2 Stunden",
    ]


def test_what_a_ground_lifts_is_told_with_the_ground() -> None:
    lifted = Proof(
        says="this is met or lifted",
        holds=True,
        codes=("WAIVED",),
        evidence=BY,
        parts=(UNMET, LINE),
        lifted_by="waiver",
    )
    assert told(clause(lifted, codes=("WAIVED",), lifted_by="waiver")) == [
        "yes: clause 1: Ten hours; lifted by waiver",
        "  yes: this is met or lifted; lifted by waiver; based on learning talk-1; WAIVED",
        "    no: the learning's category is talk; found book",
    ]


@pytest.mark.parametrize(
    ("part", "name", "holds", "english", "german"),
    [
        ("route", "member: course", True, "route Full member: course: yes", "route Mitglied: Kurs: ja"),
        (
            "level",
            "member, kept while",
            None,
            "level Full member, kept while: in doubt",
            "level Mitglied, kept while: in doubt",
        ),
        ("listing", "registration", False, "listing registration: no", "listing die Registrierung: nein"),
        ("standing", "resting", False, "standing resting: no", "standing resting: nein"),
        ("condition", "logo", True, "condition logo: yes", "condition logo: ja"),
    ],
)
def test_a_proof_has_a_title(part: str, name: str, holds: bool | None, english: str, german: str) -> None:  # noqa: FBT001 - an outcome
    titles = {"member": "Full member"}
    assert Explanation(AS_STATED, ON, titles).titled(part, name, holds) == english
    assert Explanation(GERMAN, ON, titles).titled(part, name, holds) == german


def test_an_item_is_not_named_by_its_kind_twice() -> None:
    assert named_item(Cited("course", "course-1"), AS_STATED) == "course-1"
    assert named_item(Cited("course", "harbour"), AS_STATED) == "course harbour"
