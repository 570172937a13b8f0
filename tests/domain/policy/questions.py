"""Short texts put to a careful reader."""

from textwrap import indent

from domain.policy.lint import remarks
from domain.policy.text import Policy
from tests.domain.policy.texts import asking, policy


def codes(text: Policy) -> list[str]:
    return [each.code for each in remarks(text)]


def said(text: Policy, code: str) -> list[str]:
    return [each.words for each in remarks(text) if each.code == code]


def asked(condition: str) -> list[str]:
    """Return the codes of the remarks on a condition that stands in a note."""
    return codes(policy(asking(condition)))


def course(*lines: str) -> str:
    return "for: course\nwhen:\n" + "".join(f"  - {line}\n" for line in lines)


LEVEL = """
levels:
  member:
    rank: 1
    title: Member
    routes:
"""


def routes(*conditions: str, clauses: str = "") -> Policy:
    stated = "".join(f"\n      way {n}:\n{indent(each, ' ' * 8)}" for n, each in enumerate(conditions, 1))
    return policy(clauses + LEVEL + stated)
