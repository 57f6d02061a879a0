"""``mathequiv score``: files of responses graded and counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
    packed,
    reading,
    statuses,
)

if TYPE_CHECKING:
    from mathequiv.scoring.repeats import OnDuplicate
    from mathequiv.scoring.run import Listener, ScoreRequest
    from mathequiv.scoring.summary import Summary
    from mathequiv.scoring.terminal import Watcher

__all__ = ["GOLD", "WORKERS", "command"]

GOLD = click.option(
    "--gold",
    type=PATH,
    metavar="FILE|hf:REPO",
    help="References, if not in the predictions: a file, or a set such as hf:HuggingFaceH4/MATH-500.",
)
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Grading processes  [default: one per processor]."
)


@dataclass(frozen=True, slots=True)
class _Written:
    """What the run leaves, and whether it may replace or continue what is there."""

    out: Path | None
    report: Path | None
    title: str | None
    rerun: Path | None
    force: bool
    resume: bool

    def __post_init__(self) -> None:
        if self.resume and self.out is None:
            fail("--resume needs the --out folder of the interrupted run")
        if self.title is not None and self.report is None:
            fail("--title is the heading of the report: give --report FILE too")

    def score(self, request: ScoreRequest, engine: Engine, listener: Listener) -> Summary:
        """Score with the engine, and write the report where there is to be one."""
        if self.report is None:
            return engine.score(request, listener)
        from mathequiv.scoring.report.page import score_with_report  # noqa: PLC0415 - needs the extra "report"

        return score_with_report(request, self.report, listener, title=self.title)

    def note(self, listener: Listener) -> None:
        """Say which files were written."""
        from mathequiv.scoring.run_files import results_of  # noqa: PLC0415
        from mathequiv.scoring.targets import said  # noqa: PLC0415

        for path in results_of(self.out) if self.out is not None else ():
            if path.is_file():
                listener.note(said(path))


_WRITTEN = packed(
    "written",
    _Written,
    [
        click.option(
            "--out",
            type=TARGET,
            metavar="DIR",
            help="Folder for graded.jsonl and summary.json; or one file for all rows: x.parquet or x.jsonl.",
        ),
        click.option("--report", type=TARGET, metavar="FILE", help="Write an HTML report with every response."),
        click.option("--title", metavar="TEXT", help="Heading of the --report."),
        click.option(
            "--rerun", type=TARGET, metavar="FILE", help="Write the problems to rerun: empty, cut off or missing."
        ),
        FORCE,
        click.option("--resume", is_flag=True, help="Continue an interrupted run in the --out folder."),
    ],
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which rows count, and how they find their references."""

    pieces: bool
    on_duplicate: OnDuplicate
    skip_bad: bool
    by_order: bool

    def of_this_machine(self) -> dict[str, bool]:
        """The options that only processes of this machine have, by name."""
        return {"pieces": self.pieces, "skip_bad": self.skip_bad, "by_order": self.by_order}


def _rows(*, pieces: bool, on_duplicate: str | None, skip_bad: bool, by_order: bool) -> _Rows:
    if on_duplicate is not None and not pieces:
        fail("--on-duplicate goes with --pieces: without that, a repeated id is a further response")
    return _Rows(pieces, _duplicates(on_duplicate), skip_bad, by_order)


_ROWS = packed(
    "rows",
    _rows,
    [
        click.option(
            "--pieces", is_flag=True, help="The files are pieces of one run: an id may occur in one row only."
        ),
        click.option(
            "--on-duplicate",
            metavar="first|last|error",
            help="With --pieces, which of several rows with one id counts  [default: error].",
        ),
        click.option("--skip-bad", is_flag=True, help="Skip rows that cannot be used; they are counted and listed."),
        click.option("--by-order", is_flag=True, help="Join row n to row n of --gold, if ids and texts do not match."),
    ],
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
@_WRITTEN
@click.option("--against", metavar="PERCENT", help="Test the difference from a published accuracy, such as 70.2.")
@grading()
@WORKERS
@click.option(
    "--show", metavar="STATUSES", help="List responses with these statuses, comma-separated, such as wrong,undecided."
)
@click.option("--brief", is_flag=True, help="Print only a few lines.")
@ENGINE
@JUDGE
@_ROWS
@reading()
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    predictions: tuple[Path, ...],
    gold: Path | None,
    against: str | None,
    workers: int | None,
    show: str | None,
    brief: bool,
    as_json: bool,
    *,
    written: _Written,
    how: Grading,
    engine: Engine,
    judging: Judging,
    rows: _Rows,
    fields: Fields,
) -> None:
    """Grade files of responses and print the accuracy.

    A file is what a harness, server or trainer wrote (see mathequiv formats), or has rows with a response (or a list
    of them) and either the reference answer or an id or problem text found in --gold. Fields are found by their usual
    names; the choice is printed, and options override it. Several files are pooled: a repeated id is a further
    response to its problem.
    """
    figure = _figure(against)
    listed = () if show is None else statuses(show)
    engine.refuse(rerun=written.rerun, report=written.report, judge_url=judging.url, **rows.of_this_machine())

    from mathequiv.scoring import run, terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.sources import expand  # noqa: PLC0415

    with continuing(written.out):
        request = run.ScoreRequest(
            expand(predictions),
            gold,
            fields.named(),
            how.policy,
            how.options,
            written.out,
            pieces=rows.pieces,
            on_duplicate=rows.on_duplicate,
            rerun=written.rerun,
            resume=written.resume,
            against=figure,
            workers=workers,
            format=fields.format,
            force=written.force,
            skip_bad=rows.skip_bad,
            by_order=rows.by_order,
            judge=judging.judge(written.out),
        )
        with terminal.watching(request.predictions, listed) as listener:
            summary = written.score(request, engine, listener)
            written.note(listener)
        # The bar is gone by then: it would be in the first line.
        _show(summary, listener, listed, brief=brief, as_json=as_json)


def _show(summary: Summary, listener: Watcher, listed: Sequence[str], *, brief: bool, as_json: bool) -> None:
    from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich

    if as_json:
        rows = {"shown": [row.as_json() for row in listener.shown]} if listed else {}
        click.echo(json.dumps({**summary.as_json(), **rows}, ensure_ascii=False, indent=2))
    else:
        terminal.print_summary(summary, brief=brief, shown=listener.shown)


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
