"""``mathequiv diff``: two finished runs, problem by problem."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mathequiv.cli.options import PATH, examples, json_option

__all__ = ["command"]


@click.command(
    "diff", epilog=examples("mathequiv diff results-a results-b", "mathequiv diff results-a results-b --json")
)
@click.argument("run_a", type=PATH)
@click.argument("run_b", type=PATH)
@json_option
def command(run_a: Path, run_b: Path, as_json: bool) -> None:
    """Compare two scored runs problem by problem.

    Each is a folder or a file of rows written by score --out. Says whether the difference is significant (McNemar's
    exact test, with an interval) and which problems flipped.
    """
    from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.difference import difference, load_run  # noqa: PLC0415

    found = difference(load_run(run_a), load_run(run_b))
    if as_json:
        names = {"run_a": str(run_a), "run_b": str(run_b)}
        click.echo(json.dumps({**names, **found.as_json()}, ensure_ascii=False, indent=2))
    else:
        terminal.print_difference(found, (str(run_a), str(run_b)))
