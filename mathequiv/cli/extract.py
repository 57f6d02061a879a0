"""``mathequiv extract``: the answers found in responses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mathequiv.cli.options import PATH, POLICY, Fields, examples, json_option, reading

__all__ = ["command"]


@click.command(
    "extract", epilog=examples("mathequiv extract preds.jsonl", "mathequiv extract preds.jsonl --json > answers.jsonl")
)
@click.argument("file", type=PATH)
@POLICY
@reading("id", "response")
@json_option
def command(file: Path, policy: str, as_json: bool, *, fields: Fields) -> None:
    """Print the answer found in each response.

    The output, which also names the rule that found the answer, is a table on a terminal, and JSON Lines in a pipe or
    with --json.
    """
    from mathequiv.scoring import run, terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.targets import check_standard_output  # noqa: PLC0415

    check_standard_output([file])
    with terminal.watching([]) as listener:
        rows = run.extracted_rows(file, fields.named(), policy, listener, forced=fields.format)
        if as_json or not sys.stdout.isatty():
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            terminal.print_extracted(rows)
