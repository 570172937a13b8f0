"""A field that a later text adds to a kind, and that an act does not read, changes nothing about the act."""

import pytest

from domain.policy.rules import Rules
from tests.domain.policy.texts import chain_of, fact, facts, on, policy, read, shown, written

FIRST = """
vocabulary:
  finding:
    words: a finding
    counts from: made_on
    fields: {made_on: date, proved: yes or no, author: text}
clauses:
  1:
    text: A finding that was proved, on the day of the application.
    source: the rules
    for: application
    judged on: application.submitted_on
    when:
      - for: finding
        when: [clause 2]
  2:
    text: It was proved.
    source: the rules
    for: finding
    when: [finding.proved is yes]
notes:
  asked: {when: clause 1, reason: ASKED}
"""
FACTS = facts(fact("application", submitted_on="2000-03-01"))
FACTS["finding"] = [{"id": "f", "event": "pathway/ada@2", "made_on": on("2000-02-01"), "proved": True}]


@pytest.mark.parametrize(
    ("kind", "fields", "held"),
    [
        ("finding", "pages: number", True),
        ("application", "pages: number", True),
        ("finding", "author: 'one of Ada, Grace'", True),
        ("finding", "proved: yes or no; absent means no", False),
        ("finding", "made_on: date; absent means not yet", False),
    ],
)
def test_an_act_of_before_is_honoured_while_what_it_reads_is_described_as_before(
    kind: str, fields: str, *, held: bool
) -> None:
    first = policy(FIRST)
    added = f"vocabulary:\n  {kind}:\n    fields: {{{fields}}}\n"
    second = read(written(added, "2", "2001-01-01", extra='amends: "1"\n'), first)
    found = shown(Rules(chain_of(first, second)).assess(FACTS).notes["asked"])
    assert found == ("from 2000-03-01" if held else "2000-03-01 to 2000-12-31")
