"""A text that a command names: a version or a proposal in the store, or a document."""

from collections.abc import Mapping
from pathlib import Path

import click

from application.assessing import Instant
from domain.policy.text import Policy
from domain.rulebook import VersionUnknown
from milepost.command_line.desk import Desk
from milepost.command_line.policy_check import read_at


def text_named(desk: Desk, version_or_file: str, known: Instant | None = None) -> tuple[Policy, Mapping[str, str]]:
    """Return the whole text, and how its parameters are read where that is chosen, as known. Raises VersionUnknown."""
    path = Path(version_or_file)
    if path.is_file():
        if known is not None:
            refused = "a document is read as it lies in its file: --known is for versions in the store"
            raise click.UsageError(refused)
        return read_at(path).versions[-1].policy, {}
    found = desk.milepost.rulebooks.texts(desk.milepost.assessor.position(known))
    versions = found.published | found.proposed
    if version_or_file not in versions:
        unknown = f"no version '{version_or_file}' is published or proposed, and no file has this name"
        raise VersionUnknown(unknown)
    return versions[version_or_file].policy, versions[version_or_file].readings
