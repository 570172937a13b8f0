"""``milepost policy schema``."""

import json

import click

from infrastructure.schemas import SCHEMAS


@click.command()
@click.argument("document", type=click.Choice(list(SCHEMAS)), metavar="DOCUMENT")
def schema(document: str) -> None:
    """Print the JSON Schema of a DOCUMENT, for editors: policy, scenarios, vocabulary or words."""
    click.echo(json.dumps(SCHEMAS[document](), indent=1, ensure_ascii=False))
