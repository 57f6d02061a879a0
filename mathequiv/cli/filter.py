"""``mathequiv filter``: the rows whose responses were graded as wanted."""

from __future__ import annotations

from pathlib import Path

import click

from mathequiv.cli.ending import continuing, fail
from mathequiv.cli.options import FORCE, PATH, TARGET, Fields, Grading, examples, grading, reading
from mathequiv.cli.score import GOLD, WORKERS

__all__ = ["command"]


@click.command(
    "filter",
    epilog=examples(
        "mathequiv filter preds.jsonl > correct.jsonl",
        "mathequiv filter preds.jsonl --gold math500.jsonl --status wrong --to wrong.jsonl",
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
@click.option("--any", "some", is_flag=True, help="Keep a row if any of its responses fits, not only if all do.")
@click.option("--to", type=TARGET, metavar="FILE", help="Write there, not to standard output.")
@FORCE
@GOLD
@grading()
@WORKERS
@reading()
def command(  # noqa: PLR0913 - one parameter an option
    predictions: tuple[Path, ...],
    status: str,
    some: bool,
    to: Path | None,
    force: bool,
    gold: Path | None,
    workers: int | None,
    *,
    how: Grading,
    fields: Fields,
) -> None:
    """Write the rows whose responses are correct (or wrong), as they came in.

    For rejection sampling and distillation: rows are copied byte for byte, in order.
    """
    wanted = _statuses(status)

    from mathequiv.scoring import run, selection, terminal  # noqa: PLC0415 - loads rich
    from mathequiv.scoring.sources import expand  # noqa: PLC0415
    from mathequiv.scoring.targets import check_standard_output, said  # noqa: PLC0415

    with continuing(None):
        files = expand(predictions)
        request = run.ScoreRequest(
            files, gold, fields.named(), how.policy, how.options, workers=workers, format=fields.format, force=force
        )
        if to is None:
            check_standard_output([*files, *([gold] if gold else [])])
        else:
            request.check_targets(to)
        with terminal.watching(files) as listener, selection.target(to) as file:
            kept, of = selection.select(request, wanted, file, listener, some=some)
            listener.note(f"{kept} of {of} rows kept" if to is None else said(to, f"{kept} of {of} rows"))


def _statuses(names: str) -> tuple[str, ...]:
    from mathequiv.scoring.summary import STATUSES  # noqa: PLC0415 - not needed for --help

    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in chosen if name not in STATUSES]
    if unknown or not chosen:
        fail(f"unknown status {', '.join(unknown) or names!r}: choose from {', '.join(STATUSES)}")
    return chosen
