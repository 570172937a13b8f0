"""The pages about rulebooks say what the rulebooks and the language do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.policy.language import Condition, Exists, Require
from domain.policy.leaning import parts_of
from domain.policy.reading import BODY, HEAD, RULES, SECTIONS, read_policy, read_vocabulary
from domain.policy.rules import RECOGNITION
from domain.policy.text import Policy
from infrastructure.documents import END, read_document, read_yaml

ROOT = Path(__file__).parents[2]
BASE = read_vocabulary(read_document(ROOT / "rulebooks" / "vocabulary.yaml"))
REASONS = (ROOT / "docs" / "reasons.md").read_text()
WRITING = (ROOT / "docs" / "writing-a-rulebook.md").read_text()


def imi() -> list[Policy]:
    versions: list[Policy] = []
    for path in sorted((ROOT / "rulebooks" / "imi").glob("*.yaml")):
        versions.append(read_policy(read_document(path), BASE, versions[-1] if versions else None))
    amended = next(version for version in versions if version.version == "2021.06")
    proposal = read_document(ROOT / "rulebooks" / "imi" / "proposals" / "alternatives.yaml")
    return [*versions, read_policy(proposal, BASE, amended)]


def codes_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Require):
        yield condition.otherwise
    if isinstance(condition, Exists):
        yield from (binder.missing for binder in condition.binders)
    for part in parts_of(condition):
        yield from codes_in(part)


def codes_of(policy: Policy) -> Iterator[str]:
    for clause in (*policy.clauses, *policy.refusals):
        yield from (clause.reason, clause.otherwise, *codes_in(clause.condition))
    for rule in (*policy.standings, *policy.conditions, *policy.notes):
        yield from (rule.reason, *codes_in(rule.condition))
    yield from (need.otherwise for need in policy.listing)
    yield from (announcement.reason for announcement in policy.announcements)


def test_every_reason_code_is_documented_and_no_other() -> None:
    given = {code for policy in imi() for code in codes_of(policy) if code} | {"RECOGNISED", "LEVEL_NOT_LISTED"}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", REASONS, re.MULTILINE)) == given
    assert RECOGNITION in BASE


def test_the_example_is_a_rulebook() -> None:
    example = re.search(r"```yaml rulebook\n(.*?)```", WRITING, re.DOTALL)
    assert example is not None
    assert example[1].endswith(f"\n{END}\n")
    policy = read_policy(read_yaml(example[1], "example"), BASE)
    assert [level.id for level in policy.levels] == ["qualified"]


@pytest.mark.parametrize("key", sorted(HEAD | BODY | RULES | SECTIONS.keys()))
def test_every_key_of_a_document_is_explained(key: str) -> None:
    names = (f"`{key}`", f"`{key}:`", f"**{key.removesuffix('s').capitalize()}")
    assert any(name in WRITING for name in names)
