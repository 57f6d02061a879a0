"""The ``mathequiv`` command: arguments, exit codes and messages; every decision is made elsewhere.

Exit codes: 0 done (for ``check``: equal), 1 not equal (``check``) or a worker process lost, 2 a usage or input error,
130 interrupted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from mathequiv._version import __version__
from mathequiv.errors import InputError, WorkerLost
from mathequiv.verdict import LAYER_NAMES, Options

if TYPE_CHECKING:
    from mathequiv.scoring.repeats import OnDuplicate
    from mathequiv.scoring.run import Listener, ScoreRequest
    from mathequiv.scoring.summary import Summary

__all__ = ["app", "main"]

app = typer.Typer(
    name="mathequiv",
    help="Decide whether two final math answers are equal, and score files of predictions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

# Paths are declared readable=False throughout: opening them says what is wrong in the command's own words.

LayersOption = Annotated[
    str | None,
    typer.Option("--layers", metavar="NAMES", help=f"Layers to ask, comma-separated, out of {','.join(LAYER_NAMES)}."),
]
ApproxOption = Annotated[
    str | None,
    typer.Option("--approx", metavar="rounded|exact", help="Whether 0.33 may stand for 1/3 (rounded) or not (exact)."),
]
PolicyOption = Annotated[
    str,
    typer.Option(
        "--policy",
        metavar="default|strict",
        help="How an answer is found in a response; strict takes a closed \\boxed{} only, and no rounding.",
    ),
]
IdField = Annotated[str | None, typer.Option("--id-field", metavar="NAME", help="Field of the problem's id.")]
ProblemField = Annotated[str | None, typer.Option("--problem-field", metavar="NAME", help="Field of the problem text.")]
ResponseField = Annotated[
    str | None, typer.Option("--response-field", metavar="NAME", help="Field of the response, or list of responses.")
]
ReferenceField = Annotated[
    str | None, typer.Option("--reference-field", metavar="NAME", help="Field of the reference answer.")
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="Format of the predictions, see mathequiv formats; else found out."),
]
GoldOption = Annotated[
    Path | None,
    typer.Option(
        "--gold",
        metavar="FILE|hf:REPO",
        readable=False,
        help="References, if not in the predictions: a file, or a set such as hf:HuggingFaceH4/MATH-500.",
    ),
]
PiecesOption = Annotated[
    bool, typer.Option("--pieces", help="The files are pieces of one run: an id may stand in one row only.")
]
DuplicateOption = Annotated[
    str | None,
    typer.Option("--on-duplicate", metavar="first|last|error", help="Which row of an id counts with --pieces [error]."),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, metavar="N", help="Processes that grade; as many as processors.")
]
FinishField = Annotated[
    str | None, typer.Option("--finish-reason-field", metavar="NAME", help="Field that says why generation ended.")
]

# The \b keeps the lines of an example apart; the epilog stands under the options.
CHECK_EXAMPLES = r"""
Examples:
  mathequiv check '\frac{1}{2}' 0.5
  mathequiv check -5 5
  mathequiv check 0.33 1/3 --approx exact
"""
SCORE_EXAMPLES = """
Examples:
  mathequiv score preds.jsonl
  mathequiv score preds.jsonl --gold math500.jsonl --out results
  mathequiv score samples_math_2025-01-01.jsonl --gold hf:HuggingFaceH4/MATH-500
  mathequiv score seed1.jsonl seed2.jsonl --gold math500.jsonl
  mathequiv score 'pieces/*.jsonl' --gold math500.jsonl --pieces --on-duplicate last
  mathequiv score preds.jsonl --against 70.2 --rerun again.jsonl
  mathequiv score preds.jsonl --gold math500.jsonl --report report.html
"""
REPORT_EXAMPLES = """
Examples:
  mathequiv report results --out report.html
"""
DIFF_EXAMPLES = """
Examples:
  mathequiv diff results-a results-b
  mathequiv diff results-a results-b --json
"""
FILTER_EXAMPLES = """
Examples:
  mathequiv filter preds.jsonl > correct.jsonl
  mathequiv filter preds.jsonl --gold math500.jsonl --status wrong --to wrong.jsonl
"""
EXTRACT_EXAMPLES = """
Examples:
  mathequiv extract preds.jsonl
  mathequiv extract preds.jsonl --json > answers.jsonl
"""


def _block(examples: str) -> str:
    return "\b" + examples


def main() -> None:
    """Run the command with the arguments of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        # Answers hold any character; a terminal or pipe that cannot show one gets its escape.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()


def _version(asked: bool) -> None:
    if asked:
        engine = find_spec("mathequiv.latex.tokens")
        pure = engine is not None and str(engine.origin).endswith(".py")
        typer.echo(f"mathequiv {__version__} ({'pure Python' if pure else 'compiled'})")
        raise typer.Exit


@app.callback()
def _root(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


class _AnswersCommand(TyperCommand):
    """A command whose arguments may begin with a minus sign; a misspelt ``--option`` is still an error."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        before = args[: args.index("--")] if "--" in args else args
        known = {name for param in self.get_params(ctx) for name in param.opts}
        for text in before:
            if text[:2] == "--" and text[2:3].isalpha() and text.split("=")[0] not in known:
                ctx.fail(f"no such option: {text} (put -- before an answer that begins like this)")
        return super().parse_args(ctx, args)


@app.command(cls=_AnswersCommand, context_settings={"ignore_unknown_options": True}, epilog=_block(CHECK_EXAMPLES))
def check(
    prediction: Annotated[str, typer.Argument(help="An answer, as LaTeX or plain text.")],
    reference: Annotated[str, typer.Argument(help="The answer to hold it against.")],
    layers: LayersOption = None,
    approx: ApproxOption = None,
) -> None:
    """Say whether two answers are equal, and why.

    Exits with 0 if they are, with 1 if they differ or nothing can tell, with 2 on a usage error.
    """
    options = _options(layers, approx)
    from mathequiv.comparison import compare, print_trace  # noqa: PLC0415 - not needed for --help

    result = compare(prediction, reference, **options)
    print_trace(prediction, reference, result)
    raise typer.Exit(0 if result.equivalent else 1)


@app.command(epilog=_block(SCORE_EXAMPLES))
def score(  # noqa: PLR0913, PLR0917 - one parameter an option
    predictions: Annotated[
        list[Path], typer.Argument(metavar="PREDS...", readable=False, help="Prediction files; - is standard input.")
    ],
    gold: GoldOption = None,
    format_: FormatOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help="Write graded.jsonl and summary.json there.")
    ] = None,
    policy: PolicyOption = "default",
    approx: ApproxOption = None,
    layers: LayersOption = None,
    pieces: PiecesOption = False,
    on_duplicate: DuplicateOption = None,
    rerun: Annotated[
        Path | None,
        typer.Option(metavar="FILE", readable=False, help="Write the problems to run again: empty, cut off, missing."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted run in the --out folder.")] = False,
    against: Annotated[
        str | None, typer.Option(metavar="PERCENT", help="Test the difference to a published accuracy, such as 70.2.")
    ] = None,
    workers: WorkersOption = None,
    report_to: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", readable=False, help="Write an HTML report with every response."),
    ] = None,
    id_field: IdField = None,
    problem_field: ProblemField = None,
    response_field: ResponseField = None,
    reference_field: ReferenceField = None,
    finish_reason_field: FinishField = None,
) -> None:
    """Grade files of responses and print the accuracy.

    Files are what a harness, server or trainer wrote (see mathequiv formats), or rows with a response (or a list of
    them) and either the reference answer or an id or problem text found in --gold. Fields are found by their usual
    names; the choice is printed, and an option overrules it. Several files are pooled: the same id again is a
    further response to its problem.
    """
    options = _options(layers, approx)
    figure = _figure(against)
    if on_duplicate is not None and not pieces:
        _fail("--on-duplicate goes with --pieces: without it, the same id again is a further response")
    if resume and out is None:
        _fail("--resume needs the --out folder of the interrupted run")
    fields = _named(
        id=id_field,
        problem=problem_field,
        response=response_field,
        reference=reference_field,
        finish_reason=finish_reason_field,
    )
    _known_policy(policy)
    with _input_errors(), _interruptions(out):
        from mathequiv.scoring import run, terminal  # noqa: PLC0415 - loads rich
        from mathequiv.scoring.sources import expand  # noqa: PLC0415

        files = expand(predictions)
        request = run.ScoreRequest(
            files,
            gold,
            fields,
            policy,
            options,
            out,
            pieces=pieces,
            on_duplicate=_duplicates(on_duplicate),
            rerun=rerun,
            resume=resume,
            against=figure,
            workers=workers,
            format=format_,
        )
        with terminal.watching(files) as listener:
            summary = run.score(request, listener) if report_to is None else _reported(request, report_to, listener)
        terminal.print_summary(summary)


def _reported(request: ScoreRequest, target: Path, listener: Listener) -> Summary:
    from mathequiv.scoring.report.page import score_with_report  # noqa: PLC0415 - needs the extra "report"

    return score_with_report(request, target, listener)


@app.command("report", epilog=_block(REPORT_EXAMPLES))
def report_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", readable=False, help="A folder written by score --out.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", readable=False, help="The HTML file.")],
) -> None:
    """Write the HTML report of a finished run: figures, and every response with its verdict.

    The files that were scored are read again for the texts of the responses.
    """
    with _input_errors():
        from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich
        from mathequiv.scoring.report.page import write_report  # noqa: PLC0415 - needs the extra "report"

        with terminal.watching([]) as listener:
            write_report(folder, out, listener)


@app.command(epilog=_block(DIFF_EXAMPLES))
def diff(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", readable=False, help="A folder written by score --out.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", readable=False, help="Another over the same problems.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with every id.")] = False,
) -> None:
    """Compare two scored runs problem by problem.

    Says whether the difference is one (McNemar's exact test, with an interval) and which problems flipped.
    """
    with _input_errors():
        from mathequiv.scoring import terminal  # noqa: PLC0415 - loads rich
        from mathequiv.scoring.difference import difference, load_run  # noqa: PLC0415

        found = difference(load_run(run_a), load_run(run_b))
        if as_json:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            terminal.print_difference(found)


@app.command("filter", epilog=_block(FILTER_EXAMPLES))
def filter_(  # noqa: PLR0913, PLR0917 - one parameter an option
    predictions: Annotated[list[Path], typer.Argument(metavar="PREDS...", readable=False, help="Prediction files.")],
    status: Annotated[
        str, typer.Option(metavar="NAMES", help="Statuses to keep, comma-separated, such as wrong or empty,cut_off.")
    ] = "correct",
    some: Annotated[
        bool, typer.Option("--any", help="Keep a row if any of its responses fits, not only if all do.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write there, not to standard output.")
    ] = None,
    gold: GoldOption = None,
    format_: FormatOption = None,
    policy: PolicyOption = "default",
    approx: ApproxOption = None,
    layers: LayersOption = None,
    workers: WorkersOption = None,
    id_field: IdField = None,
    problem_field: ProblemField = None,
    response_field: ResponseField = None,
    reference_field: ReferenceField = None,
    finish_reason_field: FinishField = None,
) -> None:
    """Write the rows whose responses are correct (or wrong), as they came in.

    For rejection sampling and distillation: rows are copied byte for byte, in order.
    """
    options = _options(layers, approx)
    fields = _named(
        id=id_field,
        problem=problem_field,
        response=response_field,
        reference=reference_field,
        finish_reason=finish_reason_field,
    )
    _known_policy(policy)
    with _input_errors(), _interruptions(None):
        from mathequiv.scoring import run, selection, terminal  # noqa: PLC0415 - loads rich
        from mathequiv.scoring.sources import expand  # noqa: PLC0415

        files = expand(predictions)
        request = run.ScoreRequest(files, gold, fields, policy, options, workers=workers, format=format_)
        with terminal.watching(files) as listener, selection.target(to) as file:
            kept, of = selection.select(request, _statuses(status), file, listener, some=some)
            listener.note(f"{kept} of {of} rows kept")


@app.command(epilog=_block(EXTRACT_EXAMPLES))
def extract(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Annotated[Path, typer.Argument(readable=False, help="A file of responses; - is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines on a terminal too.")] = False,
    policy: PolicyOption = "default",
    format_: FormatOption = None,
    id_field: IdField = None,
    response_field: ResponseField = None,
) -> None:
    """Print the answer found in each response.

    With the rule that found it: on a terminal as a table; into a pipe, or with --json, as JSON Lines.
    """
    _known_policy(policy)
    with _input_errors():
        from mathequiv.scoring import run, terminal  # noqa: PLC0415 - loads rich

        with terminal.watching([]) as listener:
            named = _named(id=id_field, response=response_field)
            rows = run.extracted_rows(file, named, policy, listener, forced=format_)
            if as_json or not sys.stdout.isatty():
                for row in rows:
                    typer.echo(json.dumps(row, ensure_ascii=False))
            else:
                terminal.print_extracted(rows)


@app.command()
def formats() -> None:
    """List the formats of prediction files that are known, with the names that --format takes."""
    from mathequiv.scoring.formats.registry import FORMATS  # noqa: PLC0415 - needed here only

    for row in FORMATS:
        typer.echo(f"{row.name}\n    {row.title}\n    several responses: {row.repeats}")
        if row.note:
            typer.echo(f"    {row.note}")


@app.command()
def harness(
    host: Annotated[str, typer.Argument(metavar="HOST", help="An evaluation harness or a trainer, such as lm-eval.")],
) -> None:
    """Print the path that a harness needs to find mathequiv, such as lm-eval's --include_path."""
    from mathequiv.harness.places import PLACES  # noqa: PLC0415 - needed here only

    if host not in PLACES:
        _fail(f"no path is needed for {host!r}: choose from {', '.join(PLACES)}")
    typer.echo(PLACES[host].location())


def _options(layers: str | None, approx: str | None) -> dict[str, Any]:
    """The comparison options that were given, checked."""
    given: dict[str, Any] = {}
    if layers is not None:
        given["layers"] = tuple(name.strip() for name in layers.split(",") if name.strip())
    if approx is not None:
        given["approx"] = approx
    try:
        Options(**given)
    except ValueError as error:
        _fail(str(error))
    if given.get("layers") == ():
        _fail(f"no layer named: choose from {', '.join(LAYER_NAMES)}")
    return given


def _figure(against: str | None) -> float | None:
    from mathequiv.scoring.significance import published  # noqa: PLC0415 - needed by score only

    try:
        return None if against is None else published(against)
    except ValueError as error:
        _fail(f"--against: {error}")


def _duplicates(text: str | None) -> OnDuplicate:
    from mathequiv.scoring.repeats import ON_DUPLICATE  # noqa: PLC0415 - needed by score only

    chosen = next((name for name in ON_DUPLICATE if name == (text or "error")), None)
    return chosen or _fail(f"unknown --on-duplicate {text!r}: choose from {', '.join(ON_DUPLICATE)}")


def _statuses(names: str) -> tuple[str, ...]:
    from mathequiv.scoring.summary import STATUSES  # noqa: PLC0415 - needed by filter only

    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in chosen if name not in STATUSES]
    if unknown or not chosen:
        _fail(f"unknown status {', '.join(unknown) or names!r}: choose from {', '.join(STATUSES)}")
    return chosen


def _named(**fields: str | None) -> dict[str, str]:
    return {role: name for role, name in fields.items() if name is not None}


def _known_policy(policy: str) -> None:
    from mathequiv.extraction.policy import resolve_policy  # noqa: PLC0415 - not needed for check

    try:
        resolve_policy(policy)
    except ValueError as error:
        _fail(str(error))


@contextmanager
def _input_errors() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        _fail(str(error))


@contextmanager
def _interruptions(out: Path | None) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _stop("interrupted", out, EXIT_INTERRUPTED)
    except WorkerLost as error:
        _stop(str(error), out, EXIT_FAILED)


def _stop(what: str, out: Path | None, code: int) -> NoReturn:
    rest = "" if out is None else f": what is graded is kept in {out}, and the same command with --resume continues"
    typer.echo(f"mathequiv: {what}{rest}", err=True)
    raise typer.Exit(code)


def _fail(message: str) -> NoReturn:
    typer.echo(f"mathequiv: {message}", err=True)
    raise typer.Exit(2)
