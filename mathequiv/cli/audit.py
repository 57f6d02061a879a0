"""``mathequiv audit``: references, or a grader, before a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from mathequiv.cli.ending import FAILED, fail
from mathequiv.cli.options import FORCE, PATH, TARGET, Fields, comparing, examples, json_option, reading
from mathequiv.cli.score import WORKERS

__all__ = ["command"]


@click.command(
    "audit",
    epilog=examples(
        "mathequiv audit math500.jsonl",
        "mathequiv audit hf:openai/gsm8k --out audited --report audit.html",
        "mathequiv audit math500.jsonl --grader mathequiv:is_equiv",
        "mathequiv audit train.jsonl --grader my_rewards:is_correct --each 20 --json > audit.json",
    ),
)
@click.argument("references", type=PATH, metavar="REFERENCES")
@click.option("--out", type=TARGET, metavar="DIR", help="Write keep.jsonl, look.jsonl and audit.json there.")
@click.option("--report", "report_to", type=TARGET, metavar="FILE", help="Write an HTML page of the audit.")
@FORCE
@click.option("--grader", metavar="PACKAGE:FUNCTION", help="Audit this grader, called as f(prediction, reference).")
@click.option(
    "--each",
    type=click.IntRange(1),
    metavar="N",
    default=10,
    show_default=True,
    help="With --grader: respellings and near misses per reference.",
)
@click.option(
    "--seed", type=int, metavar="N", default=0, show_default=True, help="With --grader: seed for drawing pairs."
)
@click.option(
    "--budget",
    type=click.FloatRange(0.01),
    metavar="SECONDS",
    default=5.0,
    show_default=True,
    help="With --grader: seconds that a call may take.",
)
@comparing()
@WORKERS
@reading("id", "problem", "reference")
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    references: Path,
    out: Path | None,
    report_to: Path | None,
    force: bool,
    grader: str | None,
    each: int,
    seed: int,
    budget: float,
    workers: int | None,
    as_json: bool,
    *,
    options: Mapping[str, Any],
    fields: Fields,
) -> None:
    """Audit references, or a grader, before relying on them.

    Reports for each reference whether a rule-based grader can handle it, or for a grader how it fails. References come
    from any file that score reads, or from a set such as hf:HuggingFaceH4/MATH-500. Each is read and compared with the
    wrappings and respellings that models use. With --grader, that grader is called with generated respellings and near
    misses of the references, in a process of its own.

    Exits with 0 if there is nothing to look at (with --grader: if no near miss is called equal), with 1 otherwise.
    """
    if grader is not None:
        if out is not None or report_to is not None:
            fail("--out and --report are for an audit of references: with --grader, use --json")
        clean = _grader(grader, references, fields, each, seed, budget, as_json=as_json)
    else:
        clean = _references(references, out, report_to, force, workers, options, fields, as_json=as_json)
    if not clean:
        raise click.exceptions.Exit(FAILED)


def _grader(  # noqa: PLR0913 - the options of the command
    grader: str, references: Path, fields: Fields, each: int, seed: int, budget: float, *, as_json: bool
) -> bool:
    from mathequiv.audit.grader import audit_grader  # noqa: PLC0415 - not needed for --help
    from mathequiv.audit.terminal import print_grader  # noqa: PLC0415
    from mathequiv.scoring import terminal  # noqa: PLC0415

    with terminal.watching([]) as listener:
        audit = audit_grader(grader, references, fields.named(), listener, each=each, seed=seed, budget=budget)
    if as_json:
        click.echo(json.dumps(audit.as_json(), ensure_ascii=False, indent=2))
    else:
        print_grader(audit)
    return audit.false_positives == 0


def _references(  # noqa: PLR0913 - the options of the command
    references: Path,
    out: Path | None,
    report_to: Path | None,
    force: bool,
    workers: int | None,
    options: Mapping[str, Any],
    fields: Fields,
    *,
    as_json: bool,
) -> bool:
    from mathequiv.audit.files import check_folder, write_folder  # noqa: PLC0415 - not needed for --help
    from mathequiv.audit.references import audit_references  # noqa: PLC0415
    from mathequiv.audit.terminal import print_audit  # noqa: PLC0415
    from mathequiv.scoring import terminal  # noqa: PLC0415
    from mathequiv.scoring.targets import check_targets, said  # noqa: PLC0415

    if out is not None:
        check_folder(out, references, force=force)
    if report_to is not None:
        check_targets([references], [report_to], force=force)
    with terminal.watching([]) as listener:
        audit = audit_references(references, fields.named(), options, listener, workers=workers)
        if out is not None:
            write_folder(audit, out)
            listener.note(said(out, f"{len(audit.rows) - len(audit.look)} rows to keep, {len(audit.look)} to look at"))
        if report_to is not None:
            from mathequiv.audit.page import write_page  # noqa: PLC0415 - needs the extra "report"

            write_page(audit, report_to)
            listener.note(said(report_to))
    if as_json:
        click.echo(json.dumps(audit.as_json(), ensure_ascii=False, indent=2))
    else:
        print_audit(audit)
    return not audit.look
