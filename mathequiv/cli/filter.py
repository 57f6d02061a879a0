"""``mathequiv filter``: the rows whose responses were graded as wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mathequiv.cli.ending import continuing, fail
from mathequiv.cli.options import (
    FORCE,
    PATH,
    TO,
    Fields,
    Grading,
    examples,
    grading,
    json_option,
    reading,
    statuses,
)
from mathequiv.cli.score import GOLD, WORKERS

if TYPE_CHECKING:
    from mathequiv.scoring.selection import Keep

__all__ = ["command"]


@click.command(
    "filter",
    epilog=examples(
        "mathequiv filter preds.jsonl > correct.jsonl",
        "mathequiv filter preds.jsonl --gold math500.jsonl --status wrong --to wrong.jsonl",
        "mathequiv filter traces.parquet --dedupe answer --to distil.parquet",
    ),
)
@click.argument("predictions", type=PATH, nargs=-1, required=True, metavar="PREDS...")
@click.option(
    "--status",
    metavar="NAMES",
    default="correct",
    show_default=True,
    help="Statuses to keep, comma-separated, such as wrong or empty,cut_off.",
)
@click.option(
    "--keep",
    type=click.Choice(["each", "any", "all"]),
    metavar="each|any|all",
    default="each",
    show_default=True,
    help="For a row of several responses: keep each with such a status, or the whole row if any or all have one.",
)
@click.option(
    "--dedupe",
    type=click.Choice(["answer"]),
    metavar="answer",
    help="Of a problem's responses that fit, one of each class of exactly equal answers.",
)
@TO
@FORCE
@click.option("--resume", is_flag=True, help="Continue an interrupted filter into the --to file.")
@GOLD
@grading()
@WORKERS
@reading()
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    predictions: tuple[Path, ...],
    status: str,
    keep: Keep,
    dedupe: str | None,
    to: Path | None,
    force: bool,
    resume: bool,
    gold: Path | None,
    workers: int | None,
    as_json: bool,
    *,
    how: Grading,
    fields: Fields,
) -> None:
    """Write the rows whose responses are correct (or wrong).

    For rejection sampling and distillation: rows are copied byte for byte, in order. From a row with several
    responses, those with a wanted status are kept, together with their entries in lists of the same length. Rows of
    files other than JSON Lines and Parquet, such as CSV, are written in the form that the name of the --to file gives.
    """
    wanted = statuses(status)
    if resume and to is None:
        fail("--resume needs the --to file of the interrupted filter")
    if as_json and to is None:
        fail("--json prints how many rows were kept, but standard output has the rows: give --to FILE too")

    from mathequiv.scoring import run, selection, terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.sources import expand  # noqa: PLC0415
    from mathequiv.scoring.targets import check_standard_output, said  # noqa: PLC0415

    with continuing(None):
        files = expand(predictions)
        request = run.ScoreRequest(
            files,
            gold,
            fields.named(),
            how.policy,
            how.options,
            workers=workers,
            format=fields.format,
            force=force,
            resume=resume,
        )
        if to is None:
            check_standard_output([*files, *([gold] if gold else [])])
        else:
            request.check_targets(to)
        chosen = selection.Selection(wanted, keep, dedupe is not None, to)
        with terminal.watching(files, prints_rows=to is None) as listener:
            kept, of = selection.select(request, chosen, listener)
            if as_json:
                click.echo(json.dumps({"kept": kept, "rows": of, "to": str(to), "statuses": list(wanted)}, indent=2))
            listener.note(f"{kept} of {of} rows kept" if to is None else said(to, f"{kept} of {of} rows"))
