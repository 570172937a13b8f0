"""The pages about rulebooks say what the rulebooks and the language do."""

import re
from pathlib import Path

import pytest

from domain.policy.naming import GIVEN_BY_MILEPOST, codes_of
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


def test_every_reason_code_is_documented_and_no_other() -> None:
    given = {code for policy in imi() for code in codes_of(policy) if code} | set(GIVEN_BY_MILEPOST)
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
