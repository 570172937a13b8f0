"""Documents of words: what they may say, each fault at its place, and what they have no words for."""

import pytest

from domain.policy.naming import lacking, names_of, names_of_every_rulebook, require_known
from domain.policy.translation import AS_STATED, PHRASES, Translation, read_translation
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.domain.policy.texts import KINDS, policy

HEAD = "format: milepost.words/v1\nrulebook: guild\nlanguage: de\n"
WORDS = (
    HEAD
    + """reasons:
  DONE: Getan.
units:
  hour: Stunde
  hours: Stunden
levels:
  member: Mitglied
standings:
  resting: ruht
needs:
  registration: die Registrierung
phrases:
  of: von
  of which: davon
  or: oder
  and: und
  begins: beginnt
  more in doubt: weiteres ungewiss
"""
)


def faults(text: str) -> list[str]:
    try:
        read_translation(read_yaml(text, "de.yaml"))
    except DocumentRefused as refused:
        return [str(fault).removeprefix("de.yaml:") for fault in refused.faults]
    return []


def words(text: str = WORDS) -> Translation:
    return read_translation(read_yaml(text, "de.yaml"))


def test_words_are_read_by_the_part_of_the_rulebook_that_they_are_for() -> None:
    found = words()
    assert (found.rulebook, found.language) == ("guild", "de")
    assert (found.reasons, found.levels, found.clauses) == ({"DONE": "Getan."}, {"member": "Mitglied"}, {})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a list\n", "1:1: expected the words, as a mapping"),
        ("format: milepost.words/v1\n", "1:1: 'language' is missing from 'the words'"),
        (
            HEAD.replace("v1", "v2"),
            "1:9: the format 'milepost.words/v2' is not known; did you mean 'milepost.words/v1'?",
        ),
        (HEAD.replace("de", "German"), "3:11: expected a language such as en, de or pt-BR, found 'German'"),
        (HEAD + "reason:\n  A: b\n", "4:1: the key of the words 'reason' is not known; did you mean 'reasons'?"),
        (HEAD + "reasons:\n  A: [b]\n", "5:6: expected a line, as one line of text"),
        (HEAD + "phrases:\n  foud: x\n", "5:3: the phrase 'foud' is not known; did you mean 'found'?"),
        (HEAD + "phrases: x\n", "4:10: expected phrases, as a mapping"),
    ],
)
def test_a_fault_is_named_at_its_place(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_several_faults_are_named_together() -> None:
    assert len(faults("format: x\nlanguage: German\nphrases:\n  foud: x\n")) == 3


def test_words_stand_over_those_of_every_rulebook() -> None:
    base = Translation(language="de", reasons={"DONE": "Fertig.", "WAIVED": "Erlassen."}, kinds={"course": "Kurs"})
    both = words().over(base)
    assert both.reasons == {"DONE": "Getan.", "WAIVED": "Erlassen."}
    assert (both.kind("course"), both.kind("fee"), both.rulebook) == ("Kurs", "fee", "guild")


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("1 hour", "1 Stunde"),
        ("2.5 hours", "2.5 Stunden"),
        ("2 mediations or 10 hours", "2 mediations oder 10 Stunden"),
        ("2 hours and 1 hour or 3 hours", "2 Stunden und 1 Stunde oder 3 Stunden"),
        ("4", "4"),
        ("8 hours of theory", "8 Stunden von theory"),
        (
            "9 hours (of which 1 hour of theory, 2 hours of talks)",
            "9 Stunden (davon 1 Stunde von theory, 2 Stunden von talks)",
        ),
        (
            "9 hours (of which at most 1 hour of theory, none of talks, no more of each part than counts)",
            "9 Stunden (davon at most 1 Stunde von theory, none of talks, no more of each part than counts)",
        ),
        ("2 hours in one course", "2 Stunden in one course"),
        ("2 hours in each of 2 mediations", "2 Stunden in each of 2 mediations"),
    ],
)
def test_amounts_have_the_units_of_the_language(english: str, german: str) -> None:
    assert words().amounts(english) == german
    assert AS_STATED.amounts(english) == english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("2 hours", "2 Stunden"),
        ("2 hours, and 1 in doubt", "2 Stunden, weiteres ungewiss"),
        ("2 hours, more in doubt", "2 Stunden, weiteres ungewiss"),
        ("online, not blended", "online, not blended"),
        ("2021-05-01", "2021-05-01"),
    ],
)
def test_what_was_found_has_the_units_of_the_language(english: str, german: str) -> None:
    assert words().found(english) == german


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("member begins", "Mitglied beginnt"),
        ("master ends", "master ends"),
        ("standing resting begins", "standing ruht beginnt"),
        ("listing lacks registration begins", "listing lacks die Registrierung beginnt"),
        ("condition logo begins", "condition logo beginnt"),
    ],
)
def test_a_change_is_told_in_the_language(english: str, german: str) -> None:
    assert words().change(english) == german
    assert AS_STATED.change(english) == english


def test_a_code_that_has_no_words_is_shown_itself() -> None:
    assert (words().reason("DONE"), words().reason("OTHER")) == ("Getan.", "OTHER")
    assert (words().phrase("or"), words().phrase("found")) == ("oder", "found")


GUILD = """
clauses:
  "1":
    text: A course.
    source: the guild
    for: course
    with:
      approval: NOT_APPROVED
    when:
      - approval begun by the day
      - require: course.hours at least 40 hours
        else: HOURS_SHORT
    unless:
      pandemic:
        when: the day on or before 2021-12-31
        reason: SUSPENDED_REQUIREMENT
    reason: DONE
refuses:
  "9":
    text: A refresher is no way in.
    source: the guild
    for: refresher
    reason: REFUSED
announces:
  by letter:
    level: member
    text: To come.
    source: the guild
    reason: ANNOUNCED
periods:
  term:
    text: A term.
    source: the guild
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: clause 1
standings:
  resting:
    order: 1
    reason: RESTING
    text: At rest.
    when:
      for: application
listing:
  of: [member]
  needs:
    registration:
      that:
        for: education
      else: NOT_REGISTERED
conditions:
  logo:
    reason: LOGO_OWED
    text: The logo is owed.
    when:
      for: application
notes:
  visited:
    reason: VISITED
    text: There was a visit.
    when:
      for: extension
"""


def test_what_a_text_shows_to_people_is_named() -> None:
    names = names_of([policy(GUILD)], KINDS)
    assert {part: list(ids) for part, ids in names.items()} == {
        "reasons": [
            "DONE",
            "REFUSED",
            "RESTING",
            "LOGO_OWED",
            "VISITED",
            "NOT_REGISTERED",
            "ANNOUNCED",
            "SUSPENDED_REQUIREMENT",
            "NOT_APPROVED",
            "HOURS_SHORT",
        ],
        "clauses": ["1", "9"],
        "levels": ["member"],
        "routes": ["course", "by letter"],
        "periods": ["term"],
        "standings": ["resting"],
        "needs": ["registration"],
        "conditions": ["logo"],
        "notes": ["visited"],
        "kinds": [],
    }


def test_kinds_that_every_rulebook_may_read_have_their_words_there() -> None:
    text = policy("clauses:\n  1:\n    text: t\n    source: s\n    for: course\n    with: [application]\n")

    assert names_of([text])["kinds"] == {"course": None, "application": None}
    assert names_of([text], ["course"])["kinds"] == {"application": None}


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("every course meets this", "ausnahmslos erfüllt: Kurs"),
        ("every year meets this", "ausnahmslos erfüllt: Jahr"),
        ("every fee meets this", "ausnahmslos erfüllt: fee"),
        ("at least 2 of these hold", "at least 2 of these hold"),
        ("none", "none"),
    ],
)
def test_an_opening_that_names_or_counts_says_so_after_its_phrase(says: str, said: str) -> None:
    found = words(
        HEAD + "kinds:\n  course: Kurs\nperiods:\n  year: Jahr\n"
        "phrases:\n  every one of them meets this: ausnahmslos erfüllt\n"
    )

    assert found.statement(says) == said


def test_what_has_no_words_is_listed() -> None:
    names = {"reasons": dict.fromkeys(["DONE", "HOURS_SHORT"]), "levels": dict.fromkeys(["member", "master"])}
    assert list(lacking(words(), names)) == [("reasons", "HOURS_SHORT"), ("levels", "master")]


def test_words_of_every_rulebook_need_phrases_unless_they_are_english() -> None:
    assert set(names_of_every_rulebook("de")["phrases"]) == PHRASES
    assert names_of_every_rulebook("en-GB", ["course"]) == {**names_of_every_rulebook("en"), "phrases": {}, "kinds": {}}
    assert names_of_every_rulebook("de", ["course"])["kinds"] == {"course": None}
    assert "WAIVED" in names_of_every_rulebook("en")["reasons"]


def test_words_for_what_no_text_names_are_refused_with_the_nearest() -> None:
    names = names_of([policy(GUILD)])
    require_known(read_yaml(HEAD + "reasons:\n  DONE: Getan.\n  WAIVED: Erlassen.\n", "de.yaml"), names)
    with pytest.raises(DocumentRefused) as refused:
        require_known(read_yaml(WORDS + "clauses:\n  '2': Kurs.\nroutes:\n  curse: Kurs\n", "de.yaml"), names)
    assert [str(fault).partition(" ")[0] for fault in refused.value.faults] == ["de.yaml:23:3:", "de.yaml:25:3:"]
    assert "did you mean 'course'?" in str(refused.value)
