"""The ``mathequiv`` command: arguments, exit codes and messages; every decision is made elsewhere.

Exit codes: 0 done (for ``check``: equal), 1 not equal (``check`` only), 2 a usage or input error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from mathequiv._version import __version__
from mathequiv.errors import InputError
from mathequiv.verdict import LAYER_NAMES, Options

__all__ = ["app", "main"]

app = typer.Typer(
    name="mathequiv",
    help="Decide whether two final math answers are equal, and score files of predictions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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
  mathequiv score seed1.jsonl seed2.jsonl --gold math500.jsonl
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
        typer.echo(f"mathequiv {__version__}")
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
    from mathequiv.pipeline import compare, print_trace  # noqa: PLC0415 - not needed for --help

    result = compare(prediction, reference, **options)
    print_trace(prediction, reference, result)
    raise typer.Exit(0 if result.equivalent else 1)


@app.command(epilog=_block(SCORE_EXAMPLES))
def score(  # noqa: PLR0913, PLR0917 - one parameter an option
    predictions: Annotated[
        list[Path], typer.Argument(metavar="PREDS...", readable=False, help="Prediction files in JSON Lines.")
    ],
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", readable=False, help="References, if not in the predictions.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help="Write graded.jsonl and summary.json there.")
    ] = None,
    policy: PolicyOption = "default",
    approx: ApproxOption = None,
    layers: LayersOption = None,
    id_field: IdField = None,
    problem_field: ProblemField = None,
    response_field: ResponseField = None,
    reference_field: ReferenceField = None,
    finish_reason_field: FinishField = None,
) -> None:
    """Grade files of responses and print the accuracy.

    Each line of a file is a JSON object with a response (or a list of them) and either the reference answer or an
    id or problem text found in the --gold file. Fields are found by their usual names; the choice is printed, and
    an option overrules it. Several files are pooled: the same id in another file is a further response.
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
    with _input_errors():
        from mathequiv.scoring import report, run  # noqa: PLC0415 - loads rich

        request = run.ScoreRequest(predictions, gold, fields, policy, options, out)
        with report.watching(predictions) as listener:
            summary = run.score(request, listener)
        report.print_summary(summary)


@app.command(epilog=_block(EXTRACT_EXAMPLES))
def extract(
    file: Annotated[Path, typer.Argument(readable=False, help="A file of responses in JSON Lines.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines on a terminal too.")] = False,
    policy: PolicyOption = "default",
    id_field: IdField = None,
    response_field: ResponseField = None,
) -> None:
    """Print the answer found in each response.

    With the rule that found it: on a terminal as a table; into a pipe, or with --json, as JSON Lines.
    """
    _known_policy(policy)
    with _input_errors():
        from mathequiv.scoring import report, run  # noqa: PLC0415 - loads rich

        with report.watching([]) as listener:
            rows = run.extracted_rows(file, _named(id=id_field, response=response_field), policy, listener)
            if as_json or not sys.stdout.isatty():
                for row in rows:
                    typer.echo(json.dumps(row, ensure_ascii=False))
            else:
                report.print_extracted(rows)


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


def _fail(message: str) -> NoReturn:
    typer.echo(f"mathequiv: {message}", err=True)
    raise typer.Exit(2)
