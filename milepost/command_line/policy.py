"""``milepost policy``: rulebooks begun, checked, tried, listed, shown, proposed, adopted, refused and read."""

import click

from milepost.command_line.commands import Commands

COMMANDS = {
    "new": "milepost.command_line.policy_new:new",
    "kinds": "milepost.command_line.policy_kinds:kinds",
    "check": "milepost.command_line.policy_check:check",
    "try": "milepost.command_line.policy_try:try_scenarios",
    "schema": "milepost.command_line.policy_schema:schema",
    "list": "milepost.command_line.policy_list:list_versions",
    "show": "milepost.command_line.policy_show:show",
    "diff": "milepost.command_line.policy_diff:diff",
    "words": "milepost.command_line.policy_words:words",
    "graph": "milepost.command_line.policy_graph:graph",
    "impact": "milepost.command_line.policy_impact:impact",
    "adopt": "milepost.command_line.policy_record:adopt",
    "propose": "milepost.command_line.policy_record:propose",
    "refuse": "milepost.command_line.policy_record:refuse",
    "suspend": "milepost.command_line.policy_measures:suspend",
    "lift": "milepost.command_line.policy_measures:lift",
    "supersede": "milepost.command_line.policy_measures:supersede",
    "choose": "milepost.command_line.policy_measures:choose",
}


@click.command(cls=Commands, commands_at=COMMANDS)
def policy() -> None:
    """Rulebooks: begin, check and try documents, list, show, propose, adopt and refuse versions and measures."""
