"""Runs every module here that offers `rows()`, shows the table and writes it as JSON."""

import json
from dataclasses import asdict
from gc import collect, freeze
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.row import Row

HERE = Path(__file__).parent


def offered() -> dict[str, ModuleType]:
    """Return the modules that measure, by their names."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem != "__main__")
    return {name: module for name in names if hasattr(module := import_module(f"benchmarks.{name}"), "rows")}


def measured(console: Console, modules: list[ModuleType]) -> list[Row]:
    """Return the rows; what one module leaves in memory is kept out of the collections that the next one meets."""
    found: list[Row] = []
    for module in track(modules, "Measuring", console=console, transient=True):
        collect()
        freeze()
        found += module.rows()
    return found


def table(rows: list[Row]) -> Table:
    shown = Table("", "what", "ratio", "target", "how")
    for row in rows:
        shown.add_row(
            row.verdict, row.name, f"{row.ratio:.2f}", "" if row.target is None else f"{row.target:.2f}", row.detail
        )
    return shown


MODULES = offered()


@click.command()
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([*MODULES]),
    help="Measure this module alone; the kept results stay as they are.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if a ratio is below its target.")
@click.pass_context
def main(context: click.Context, *, only: tuple[str, ...], strict: bool) -> None:
    """Measure side by side, in one run, and print ratios; benchmarks/results.json keeps them."""
    console = Console()
    rows = measured(console, [MODULES[name] for name in only or MODULES])
    console.print(table(rows))
    if not only:
        results = [{**asdict(row), "verdict": row.verdict} for row in rows]
        (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    below = [row for row in rows if row.verdict == "below"]
    context.exit(1 if not rows or (strict and below) else 0)


if __name__ == "__main__":
    main()
