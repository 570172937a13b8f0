"""Texts that are tried and adopted."""

from pathlib import Path

WINDOW = Path(__file__).parent / "window.yaml"
"""The window before an approval is two years long."""
