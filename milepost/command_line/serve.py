"""``milepost serve``."""

from typing import Any

import click
from msgspec.structs import replace

from milepost.command_line.desk import Desk
from milepost.serving import Server, has_keys, require_store
from milepost.settings import require_ports_apart

LAST_PORT = 65535
NOBODY = "No key is valid and no issuer is trusted, so only the public is answered: milepost keys add"


class Address(click.ParamType[str]):
    """A host and a port."""

    name = "host:port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - as click calls it
        host, colon, port = str(value).rpartition(":")
        if not host or not colon or not (port.isascii() and port.isdigit() and int(port) <= LAST_PORT):
            self.fail(f"'{value}' is not HOST:PORT, with a port from 0 to {LAST_PORT}", param, ctx)
        return str(value)


@click.command()
@click.option("--bind", type=Address(), help="Where to listen, instead of MILEPOST_BIND.")
@click.option("--workers", type=click.IntRange(1, 256), help="How many processes answer, instead of MILEPOST_WORKERS.")
@click.pass_obj
def serve(desk: Desk, bind: str | None, workers: int | None) -> None:
    """Answer over HTTP until interrupted.

    docs/api.md describes what can be asked, and docs/access.md by whom. It is for this machine unless MILEPOST_BIND or
    --bind says otherwise.
    """
    given = {name: value for name, value in (("bind", bind), ("workers", workers)) if value is not None}
    settings = replace(desk.settings, **given)
    require_ports_apart(settings)
    require_store(settings)
    if not settings.oidc_issuer and not has_keys(settings, desk.now):
        click.echo(NOBODY, err=True)
    Server(settings).run()
