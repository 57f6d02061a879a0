"""``mathequiv report``: the page of a finished run."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mathequiv.cli.options import FORCE, PATH, TARGET, examples, json_option

__all__ = ["command"]


@click.command(
    "report",
    epilog=examples(
        "mathequiv report results --out report.html",
        "mathequiv report results --out report.html --title 'My model, 8 samples'",
    ),
)
@click.argument("folder", type=PATH, metavar="RUN")
@click.option("--out", type=TARGET, metavar="FILE", required=True, help="The HTML file.")
@click.option("--title", metavar="TEXT", help="Heading of the page  [default: the names of the files].")
@FORCE
@json_option
def command(folder: Path, out: Path, title: str | None, force: bool, as_json: bool) -> None:
    """Write the HTML report of a finished run. It has figures, and every response with its verdict.

    RUN is the folder or the file of rows that score --out wrote. The scored files are read again for the texts of the
    responses.
    """
    from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.report.page import write_report  # noqa: PLC0415 - needs the extra "report"

    with terminal.watching([]) as listener:
        write_report(folder, out, listener, title=title, force=force)
    if as_json:
        click.echo(json.dumps({"run": str(folder), "report": str(out)}))
