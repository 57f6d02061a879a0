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
        "mathequiv harness", 'lm_eval --include_path "$(mathequiv harness lm-eval)" --tasks mathequiv_math500'
    ),
)
@click.argument("host", required=False)
@json_option
def command(host: str | None, as_json: bool) -> None:
    """Print the path by which a harness finds mathequiv, such as the one for lm-eval's --include_path.

    Without HOST, lists the hosts.
    """
    from mathequiv._version import DOCUMENTATION  # noqa: PLC0415 - not needed for --help
    from mathequiv.harness.places import PLACES, WITHOUT_PATH  # noqa: PLC0415 - as above

    if host in WITHOUT_PATH:
        fail(f"{host} needs no path: {DOCUMENTATION}harnesses/{host}.html says how it finds mathequiv")
    if host is not None and host not in PLACES:
        known = f"these need a path: {', '.join(PLACES)}; these need none: {', '.join(WITHOUT_PATH)}"
        fail(f"no host is called {host!r}; {known}")
    chosen = list(PLACES.values()) if host is None else [PLACES[host]]
    if as_json:
        shown = [{"host": row.host, "path": str(row.location()), "used_as": row.used_as} for row in chosen]
        click.echo(json.dumps(shown, indent=2))
    elif host is None:
        for row in chosen:
            click.echo(f"{row.host:<10} {row.used_as} {row.location()}")
    else:
        click.echo(chosen[0].location())
