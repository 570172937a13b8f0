"""``milepost keys list``."""

import click

from application.keys import Key
from milepost.command_line.console import console, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk


@click.command("list")
@AS_JSON
@click.pass_obj
def list_keys(desk: Desk, *, as_json: bool) -> None:
    """List the keys, those that ended too. Their texts are kept nowhere."""
    found = list(desk.milepost.keyring.list())
    if as_json:
        print_json({"keys": [_as_json(key, desk) for key in found]})
        return
    if not found:
        click.echo("No key was made yet: milepost keys add NAME --role ROLE")
        return
    lines = table("id", "name", "roles", "own", "expires", "state")
    for key in found:
        lines.add_row(
            key.id,
            shown(key.scope.name),
            ", ".join(sorted(key.scope.roles)),
            shown(", ".join(sorted(key.scope.programs | key.scope.pathways))),
            shown(key.ends_at),
            key.state(desk.now),
        )
    console().print(lines)


def _as_json(key: Key, desk: Desk) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.scope.name,
        "roles": sorted(key.scope.roles),
        "programs": sorted(key.scope.programs),
        "pathways": sorted(key.scope.pathways),
        "made_at": key.made_at,
        "made_by": key.made_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "revoked_by": key.revoked_by,
        "state": key.state(desk.now),
    }
