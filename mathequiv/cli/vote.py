"""``mathequiv vote``: the majority answer of each problem."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mathequiv.cli.ending import continuing, fail
from mathequiv.cli.options import FORCE, PATH, POLICY, TO, Fields, examples, json_option, reading
from mathequiv.cli.score import WORKERS

__all__ = ["command"]


@click.command(
    "vote",
    epilog=examples(
        "mathequiv vote samples.jsonl > majority.jsonl",
        "mathequiv vote seed1.jsonl seed2.jsonl seed3.jsonl --to majority.parquet",
    ),
)
@click.argument("predictions", type=PATH, nargs=-1, required=True, metavar="PREDS...")
@TO
@FORCE
@click.option("--resume", is_flag=True, help="Continue an interrupted vote into the --to file.")
@POLICY
@WORKERS
@reading("id", "problem", "response", "finish_reason")
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    predictions: tuple[Path, ...],
    to: Path | None,
    force: bool,
    resume: bool,
    policy: str,
    workers: int | None,
    as_json: bool,
    *,
    fields: Fields,
) -> None:
    """Write the majority answer of each problem, with all counts.

    Answers that mean the same are counted together. No references are needed. Each row has a problem's answer, its
    votes, the number of responses, whether the vote is tied, and every class of equal answers.
    """
    if resume and to is None:
        fail("--resume needs the --to file of the interrupted vote")
    if as_json and to is None:
        fail("--json prints how many problems there were, but standard output has the rows: give --to FILE too")

    from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.row_files import row_file, work_folder  # noqa: PLC0415
    from mathequiv.scoring.sources import expand  # noqa: PLC0415
    from mathequiv.scoring.targets import check_standard_output, check_targets, said  # noqa: PLC0415
    from mathequiv.scoring.voting import VoteRequest, vote  # noqa: PLC0415

    with continuing(None):
        files = expand(predictions)
        if to is None:
            check_standard_output(files)
        else:
            check_targets(files, [to], force=force)
        with terminal.watching(files, prints_rows=to is None) as listener, work_folder(to) as work:
            request = VoteRequest(
                files, fields.named(), policy, fields.format, workers, work if to else None, resume, force
            )
            problems = tied = 0
            with row_file(to) as out:
                for row in vote(request, listener):
                    out.row(row)
                    problems += 1
                    tied += row["tied"]
            if as_json:
                click.echo(json.dumps({"problems": problems, "tied": tied, "to": str(to)}, indent=2))
            told = f"{problems} problems, {tied} tied"
            listener.note(told if to is None else said(to, told))
