"""``mathequiv score``: files of responses graded and counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mathequiv.cli.ending import continuing, fail
from mathequiv.cli.engine import ENGINE, Engine
from mathequiv.cli.judge import JUDGE, Judging
from mathequiv.cli.options import (
    FORCE,
    PATH,
    TARGET,
    Fields,
    Grading,
    examples,
    grading,
    json_option,
    reading,
    statuses,
)

if TYPE_CHECKING:
    from mathequiv.scoring.repeats import OnDuplicate

__all__ = ["GOLD", "WORKERS", "command"]

GOLD = click.option(
    "--gold",
    type=PATH,
    metavar="FILE|hf:REPO",
    help="References, if not in the predictions: a file, or a set such as hf:HuggingFaceH4/MATH-500.",
)
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that grade; as many as processors."
)


@click.command(
    "score",
    epilog=examples(
        "mathequiv score preds.jsonl",
        "mathequiv score preds.jsonl --gold math500.jsonl --out results",
        "mathequiv score samples_math_2025-01-01.jsonl --gold hf:HuggingFaceH4/MATH-500",
        "mathequiv score seed1.jsonl seed2.jsonl --gold math500.jsonl",
        "mathequiv score 'pieces/*.jsonl' --gold math500.jsonl --pieces --on-duplicate last",
        "mathequiv score preds.jsonl --show wrong,undecided --brief",
        "mathequiv score preds.jsonl --against 70.2 --rerun again.jsonl",
        "mathequiv score preds.jsonl --gold math500.jsonl --report report.html --title 'My model'",
        "mathequiv score preds.jsonl --out results --judge-url http://localhost:8000/v1 --judge-model judge",
        "mathequiv score s3://bucket/traces --gold math500.jsonl --engine ray --address auto --out s3://bucket/graded",
    ),
)
@click.argument("predictions", type=PATH, nargs=-1, required=True, metavar="PREDS...")
@GOLD
@click.option(
    "--out",
    type=TARGET,
    metavar="DIR",
    help="Write graded.jsonl and summary.json there; or one file of rows, by its name: x.parquet or x.jsonl.",
)
@click.option("--report", "report_to", type=TARGET, metavar="FILE", help="Write an HTML report with every response.")
@click.option("--title", metavar="TEXT", help="Heading of the --report.")
@click.option("--rerun", type=TARGET, metavar="FILE", help="Write the problems to run again: empty, cut off, missing.")
@FORCE
@click.option("--resume", is_flag=True, help="Continue an interrupted run in the --out folder.")
@click.option("--against", metavar="PERCENT", help="Test the difference to a published accuracy, such as 70.2.")
@grading()
@WORKERS
@click.option(
    "--show", metavar="STATUSES", help="List responses with these statuses, comma-separated, such as wrong,undecided."
)
@click.option("--brief", is_flag=True, help="Print the result in a few lines.")
@ENGINE
@JUDGE
@click.option("--pieces", is_flag=True, help="The files are pieces of one run: an id may stand in one row only.")
@click.option(
    "--on-duplicate", metavar="first|last|error", help="Which row of an id counts with --pieces  [default: error]."
)
@click.option("--skip-bad", is_flag=True, help="Pass over rows that cannot be used; they are counted and listed.")
@click.option("--by-order", is_flag=True, help="Join row n to row n of --gold, where ids and texts cannot.")
@reading()
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    predictions: tuple[Path, ...],
    gold: Path | None,
    out: Path | None,
    report_to: Path | None,
    title: str | None,
    rerun: Path | None,
    force: bool,
    resume: bool,
    against: str | None,
    workers: int | None,
    show: str | None,
    brief: bool,
    pieces: bool,
    on_duplicate: str | None,
    skip_bad: bool,
    by_order: bool,
    as_json: bool,
    *,
    how: Grading,
    engine: Engine,
    judging: Judging,
    fields: Fields,
) -> None:
    """Grade files of responses and print the accuracy.

    Files are what a harness, server or trainer wrote (see mathequiv formats), or rows with a response (or a list of
    them) and either the reference answer or an id or problem text found in --gold. Fields are found by their usual
    names; the choice is printed, and an option overrules it. Several files are pooled: the same id again is a
    further response to its problem.
    """
    figure = _figure(against)
    if on_duplicate is not None and not pieces:
        fail("--on-duplicate goes with --pieces: without it, the same id again is a further response")
    if resume and out is None:
        fail("--resume needs the --out folder of the interrupted run")
    chosen = _duplicates(on_duplicate)
    listed = () if show is None else statuses(show)
    engine.refuse(
        pieces=pieces, rerun=rerun, report=report_to, skip_bad=skip_bad, by_order=by_order, judge_url=judging.url
    )

    from mathequiv.scoring import run, terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.run_files import results_of  # noqa: PLC0415
    from mathequiv.scoring.sources import expand  # noqa: PLC0415
    from mathequiv.scoring.targets import said  # noqa: PLC0415

    with continuing(out):
        files = expand(predictions)
        request = run.ScoreRequest(
            files,
            gold,
            fields.named(),
            how.policy,
            how.options,
            out,
            pieces=pieces,
            on_duplicate=chosen,
            rerun=rerun,
            resume=resume,
            against=figure,
            workers=workers,
            format=fields.format,
            force=force,
            skip_bad=skip_bad,
            by_order=by_order,
            judge=judging.judge(out),
        )
        with terminal.watching(files, listed) as listener:
            if report_to is None:
                summary = engine.score(request, listener)
            else:
                from mathequiv.scoring.report.page import score_with_report  # noqa: PLC0415 - needs the extra "report"

                summary = score_with_report(request, report_to, listener, title=title)
        for path in results_of(out) if out is not None else ():
            if path.is_file():
                listener.note(said(path))
        if as_json:
            rows = {"shown": [row.as_json() for row in listener.shown]} if listed else {}
            click.echo(json.dumps({**summary.as_json(), **rows}, ensure_ascii=False, indent=2))
        else:
            terminal.print_shown(listener.shown)
            terminal.print_summary(summary, brief=brief)


def _figure(against: str | None) -> float | None:
    from mathequiv.scoring.significance import published  # noqa: PLC0415 - needed when it is given

    try:
        return None if against is None else published(against)
    except ValueError as error:
        fail(f"--against: {error}")


def _duplicates(text: str | None) -> OnDuplicate:
    from mathequiv.scoring.repeats import ON_DUPLICATE  # noqa: PLC0415 - not needed for --help

    chosen = next((name for name in ON_DUPLICATE if name == (text or "error")), None)
    return chosen or fail(f"unknown --on-duplicate {text!r}: choose from {', '.join(ON_DUPLICATE)}")
