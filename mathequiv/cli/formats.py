"""``mathequiv formats``: the kinds of prediction files that are known."""

from __future__ import annotations

import json

import click

from mathequiv.cli.options import json_option

__all__ = ["command"]


@click.command("formats")
@json_option
def command(as_json: bool) -> None:
    """List the known formats of prediction files. Their names are the values of --format."""
    from mathequiv.scoring.formats.registry import FORMATS  # noqa: PLC0415 - not needed for --help

    if as_json:
        names = ("name", "title", "repeats", "note")
        click.echo(json.dumps([{name: getattr(row, name) for name in names} for row in FORMATS], indent=2))
        return
    for row in FORMATS:
        click.echo(f"{row.name}\n    {row.title}\n    several responses: {row.repeats}")
        if row.note:
            click.echo(f"    {row.note}")
