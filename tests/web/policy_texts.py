"""Documents of the rulebook as tests bring them: a small amendment, and a scenario."""

AMENDMENT = """\
format: milepost.policy/v1
rulebook: imi
version: "2021.11"
amends: "2021.06"
title: A small amendment
published: 2021-11-01
in force from: 2021-11-15
...
"""
SCENARIOS = """\
format: milepost.scenarios/v1
rulebook: imi
scenarios:
  Nobody yet:
    text: Without evidence no level is held.
    expect:
      - on: 2021-12-01
        level: {level}
...
"""


def going_on(text: str, more: str) -> str:
    """Return a document with more lines before its end."""
    return text.removesuffix("...\n") + more.removesuffix("...\n") + "...\n"
