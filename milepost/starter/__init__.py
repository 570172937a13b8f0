"""The rulebook that ``milepost policy new`` begins with: to be rewritten; it checks, and its scenarios hold."""

from pathlib import Path

NAME = "NAME"
"""Stands in the documents for the name of the rulebook."""

RULEBOOK, SCENARIOS = (
    (Path(__file__).parent / file).read_text(encoding="utf-8") for file in ("rulebook.yaml", "scenarios.yaml")
)
