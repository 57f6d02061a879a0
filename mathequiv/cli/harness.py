"""``mathequiv harness``: where a harness finds mathequiv."""

from __future__ import annotations

import json

import click

from mathequiv.cli.ending import fail
from mathequiv.cli.options import examples, json_option

__all__ = ["command"]


@click.command(
    "harness",
    epilog=examples(
        "mathequiv harness", 'lm_eval --include_path "$(mathequiv harness lm-eval)" --tasks math500_mathequiv'
    ),
)
@click.argument("host", required=False)
@json_option
def command(host: str | None, as_json: bool) -> None:
    """Print the path by which a harness finds mathequiv. It is what lm-eval's --include_path takes, for one.

    Without HOST, lists the hosts.
    """
    from mathequiv.harness.places import PLACES  # noqa: PLC0415 - not needed for --help

    if host is not None and host not in PLACES:
        fail(f"no path is needed for {host!r}: choose from {', '.join(PLACES)}")
    chosen = list(PLACES.values()) if host is None else [PLACES[host]]
    if as_json:
        shown = [{"host": row.host, "path": str(row.location()), "used_as": row.used_as} for row in chosen]
        click.echo(json.dumps(shown, indent=2))
    elif host is None:
        for row in chosen:
            click.echo(f"{row.host:<10} {row.used_as} {row.location()}")
    else:
        click.echo(chosen[0].location())
