"""``mathequiv merge``: finished runs of pieces or machines as one run."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mathequiv.cli.ending import continuing
from mathequiv.cli.options import FORCE, PATH, TARGET, examples, json_option

__all__ = ["command"]


@click.command(
    "merge",
    epilog=examples(
        "mathequiv merge results-0 results-1 results-2 --out results",
        "mathequiv merge graded-on-ray --out results",
    ),
)
@click.argument("runs", type=PATH, nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--out",
    type=TARGET,
    metavar="DIR",
    required=True,
    help="Folder for graded.jsonl and summary.json; or one file for all rows: x.parquet or x.jsonl.",
)
@FORCE
@click.option("--resume", is_flag=True, help="Continue an interrupted merge in the --out folder.")
@click.option(
    "--gold", type=PATH, metavar="FILE", help="The references, if they are no longer where the runs read them."
)
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    runs: tuple[Path, ...], out: Path, force: bool, resume: bool, gold: Path | None, as_json: bool
) -> None:
    """Merge scored runs into one.

    Each RUN is a folder or a file of rows that score --out wrote, on one machine or with --engine ray. The rows and the
    summary are those of a single run over all the files: an id that occurs in two runs has further responses to its
    problem in the second.
    """
    from mathequiv.batch.merging import merge  # noqa: PLC0415 - not needed for --help
    from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich

    with continuing(out), terminal.watching([]) as listener:
        summary = merge(runs, out, listener, gold=gold, resume=resume, force=force)
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=2))
    else:
        terminal.print_summary(summary)
