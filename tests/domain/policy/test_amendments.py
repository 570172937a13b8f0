"""A version amends the text before it: whole parts are added, replaced or dropped, all else stays."""

import pytest

from domain.policy.reading import AmendsAnother
from domain.policy.rules import LevelsTurnInACircle, Rules
from domain.policy.text import Policy
from tests.domain.policy.texts import amendment, asking, chain_of, faults_of, policy, read, written

PARTS = """
sources:
  guild: the hall
vocabulary:
  visit:
    words: a visit
    counts from: from
    until: until
    fields:
      from: date
      until: date; absent means no end
      pages: number of pages
parameters:
  digest:
    text: Whether a digest is needed.
    source: the guild
    values:
      needed: it is
    default: needed
clauses:
  "1":
    text: A course.
    source: the guild
    for: course
  "2":
    text: The first clause.
    source: the guild
    that: clause 1
refuses:
  R:
    text: No refresher.
    source: the guild
    for: refresher
    reason: REFUSED
announces:
  logbook:
    level: member
    text: To come.
    source: the guild
    reason: TO_COME
levels:
  member:
    rank: 1
    title: Member
    routes:
      course: clause 2
standings:
  resting:
    reason: RESTING
    when:
      for: refresher
listing:
  of: [member]
  needs:
    course:
      that: clause 1
      else: NO_COURSE
conditions:
  digest:
    reason: DIGEST
    when: digest is needed
notes:
  asked:
    reason: ASKED
    when: holds member
"""
WHOLE = policy(PARTS, "1")


def amended(body: str) -> Policy:
    return amendment(WHOLE, body, "2", "2001-01-01")


def faults(body: str) -> list[str]:
    return faults_of(written(body, "2", "2001-01-01", extra='amends: "1"\n'), WHOLE)


def test_what_an_amendment_does_not_name_stays() -> None:
    found = amended("")
    assert (found.version, found.in_force_from.year) == ("2", 2001)
    parts = [name for name in Policy.__struct_fields__ if name not in {"version", "in_force_from", "published"}]
    assert [getattr(found, name) for name in parts] == [getattr(WHOLE, name) for name in parts]


def test_a_part_of_the_same_name_is_replaced_in_its_place() -> None:
    found = amended('clauses:\n  "1":\n    text: A refresher.\n    source: the guild\n    for: refresher\n')
    assert [(clause.no, clause.text) for clause in found.clauses] == [("1", "A refresher."), ("2", "The first clause.")]


def test_a_part_of_a_new_name_is_added_after_the_others() -> None:
    found = amended('clauses:\n  "0":\n    text: A refresher.\n    source: the guild\n    for: refresher\n')
    assert [clause.no for clause in found.clauses] == ["1", "2", "0"]


def test_a_level_is_changed_in_what_is_said_of_it() -> None:
    (level,) = amended("levels:\n  member:\n    title: Fellow\n    lost when:\n      for: refresher\n").levels
    assert (level.rank, level.title, [route.name for route in level.routes]) == (1, "Fellow", ["course"])
    assert level.lost is not None


def test_sources_and_kinds_are_added_to_those_there_are() -> None:
    found = amended("sources:\n  court: the court\n" + asking("for: visit\nwhen:\n  - visit begun by the day"))
    assert found.sources == {"guild": "the hall", "court": "the court"}
    assert "visit" in found.vocabulary


@pytest.mark.parametrize(
    ("section", "part", "name"),
    [
        ("refuses", "refusals", "R"),
        ("announces", "announcements", "logbook"),
        ("standings", "standings", "resting"),
        ("needs", "listing", "course"),
        ("conditions", "conditions", "digest"),
        ("notes", "notes", "asked"),
    ],
)
def test_what_is_dropped_is_gone(section: str, part: str, name: str) -> None:
    assert getattr(amended(f"drops:\n  {section}: [{name}]\n"), part) == ()


def test_parts_that_lean_on_each_other_are_dropped_together() -> None:
    body = "drops:\n  clauses: ['1', '2']\n  routes: ['member: course']\n  needs: [course]\n"
    found = amended(body)
    assert not found.clauses
    assert not found.levels[0].routes


@pytest.mark.parametrize(
    ("drops", "named"),
    [
        ("clauses: ['2']", "clause 2"),
        ("clauses: ['1', '2']", "clause 1, clause 2"),
        ("parameters: [digest]", "parameter digest"),
        ("levels: [member]", "level member"),
    ],
)
def test_what_the_rest_of_the_text_names_is_not_dropped(drops: str, named: str) -> None:
    assert faults(f"drops:\n  {drops}\n") == [f"9:3: the rest of the text still names what is dropped: {named}"]


@pytest.mark.parametrize(
    ("drops", "fault"),
    [
        ("clauses: ['9']", "9:13: what is dropped from clauses: '9' is not known; known: 1, 2"),
        (
            "routes: ['member: cause']",
            "9:12: what is dropped from routes: 'member: cause' is not known; did you mean 'member: course'?",
        ),
        ("clause: ['1']", "9:3: the key of what is dropped 'clause' is not known; did you mean 'clauses'?"),
        ("clauses: '1'", "9:12: expected a list of names, each after a dash and a blank"),
    ],
)
def test_only_what_is_there_is_dropped(drops: str, fault: str) -> None:
    assert faults(f"drops:\n  {drops}\n") == [fault]


def test_a_kind_keeps_what_the_text_before_reads() -> None:
    kind = "vocabulary:\n  visit:\n    words: a visit\n    counts from: from\n{}    fields:\n      from: date\n"
    until = "      until: date; absent means no end\n"
    assert faults(kind.format("")) == ["10:5: 'visit' has to keep 'until' of the text before it"]
    assert faults(kind.format("    until: until\n") + until) == [
        "10:5: 'visit' has to keep the field 'pages' as it is of the text before it"
    ]
    assert faults(kind.format("    until: until\n") + until + "      pages: number of lines\n") == [
        "10:5: 'visit' has to keep the field 'pages' as it is of the text before it"
    ]
    assert faults(kind.format("    until: until\n") + until + "      pages: number of pages\n") == []


def test_an_amendment_stays_with_its_rulebook() -> None:
    text = written("", "2", "2001-01-01", extra='amends: "1"\n').replace("rulebook: guild", "rulebook: court")
    assert faults_of(text, WHOLE) == ["2:11: expected 'guild', whose text is amended"]


@pytest.mark.parametrize("before", [WHOLE, None])
def test_an_amendment_of_another_text_is_refused(before: Policy | None) -> None:
    at_hand = before.version if before else "none"
    with pytest.raises(AmendsAnother, match=f"version 2 amends 0, but the text before it is {at_hand}"):
        read(written("", "2", extra='amends: "0"\n'), before)


def test_the_name_of_the_amended_text_is_one_line() -> None:
    assert faults_of(written("", "2", extra="amends: [1]\n"), WHOLE) == ["7:9: expected a version, as one line of text"]


def test_a_document_that_amends_nothing_stands_for_itself() -> None:
    assert read(written(asking("for: course"), "2"), WHOLE).clauses == ()


LADDER = """
levels:
  {low}:
    rank: 1
    title: Low
    routes:
      way:
        for: course
  {high}:
    rank: 2
    title: High
    routes:
      way: clause 1
clauses:
  "1":
    text: The lower level.
    source: the guild
    that: holds {low}
"""


def test_a_later_text_does_not_turn_the_order_of_levels_around() -> None:
    up = policy(LADDER.format(low="fellow", high="master"), "1", "2000-01-01")
    down = policy(LADDER.format(low="master", high="fellow"), "2", "2001-01-01")
    with pytest.raises(LevelsTurnInACircle, match="level fellow → level master → level fellow"):
        Rules(chain_of(up, down))


def test_a_text_that_is_never_in_force_turns_nothing_around() -> None:
    up = policy(LADDER.format(low="fellow", high="master"), "1", "2000-01-01")
    down = policy(LADDER.format(low="master", high="fellow"), "2", "2000-01-01")
    assert Rules(chain_of(up, down)).chain.covers


@pytest.mark.parametrize(
    ("published", "from_", "fault"),
    [
        ("2019-01-01", "2019-01-01", "in force from 2020-01-01, published on 2020-01-01"),
        ("2019-12-31", "2020-01-01", "in force from 2020-01-01, published on 2020-01-01"),
        ("2020-01-02", "2020-01-01", ""),
    ],
)
def test_what_comes_before_the_text_that_it_amends_is_refused(published: str, from_: str, fault: str) -> None:
    first = policy(asking("for: course"), "1", "2020-01-01")
    extra = 'amends: "1"\nretroactive: Said late.\n'
    text = written(asking("for: course"), "2", from_, published=published, extra=extra)

    told = [f"6:16: comes before version '1', which it amends: that is {fault}"] if fault else []
    assert faults_of(text, first) == told
