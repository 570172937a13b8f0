"""Who does the work of a command, as options: this process, several of this machine, or the workers of a cluster."""

import click

SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Spread the work over the Dask cluster of this scheduler, such as tcp://HOST:8786; needs PostgreSQL.",
)


def require_one(workers: int, scheduler: str | None) -> None:
    """Raise click's usage error where the work is asked of two kinds of workers, or of a cluster that is nowhere."""
    if scheduler is not None and not scheduler.strip():
        message = "--scheduler names no address: give it one such as tcp://HOST:8786, or leave it out"
        raise click.UsageError(message)
    if scheduler and workers > 1:
        message = "--workers are processes of this machine, --scheduler has workers of its own: leave out one"
        raise click.UsageError(message)
