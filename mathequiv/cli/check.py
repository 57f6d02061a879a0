"""``mathequiv check``: one pair of answers."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from mathequiv.cli.options import comparing, examples, json_option

__all__ = ["command"]


class _Answers(click.Command):
    """A command whose arguments may begin with a minus sign; a misspelt ``--option`` is still an error."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        known = {name: param for param in self.get_params(ctx) for name in param.opts}
        options: list[str] = []
        answers: list[str] = []
        tokens = iter(args[:end])
        for text in tokens:
            param = known.get(text.split("=")[0]) if text.startswith("-") else None
            if param is not None:
                options.append(text)
                if "=" not in text and not getattr(param, "is_flag", False):
                    options.extend(value for value in [next(tokens, None)] if value is not None)
            elif text[:2] == "--" and text[2:3].isalpha():
                ctx.fail(f"No such option: {text} (if it is an answer, put -- before it)")
            else:
                answers.append(text)
        return super().parse_args(ctx, [*options, "--", *answers, *args[end + 1 :]])


@click.command(
    "check",
    cls=_Answers,
    epilog=examples(
        r"mathequiv check '\frac{1}{2}' 0.5         # equal",
        "mathequiv check -5 5                      # different",
        "mathequiv check 0.333 1/3                 # equal, rounded",
        "mathequiv check 0.333 1/3 --approx exact  # different",
    ),
)
@click.argument("prediction")
@click.argument("reference")
@comparing()
@json_option
def command(prediction: str, reference: str, options: dict[str, Any], as_json: bool) -> int:
    """Say whether two answers are equal, and why. Both are shown as they were read.

    Exits with 0 if they are equal, with 1 if they are different or undecided, and with 2 on a usage error.
    """
    from mathequiv.comparison import compare  # noqa: PLC0415 - not needed for --help
    from mathequiv.explanation import explanation_json, explanation_lines  # noqa: PLC0415 - as above

    result = compare(prediction, reference, **options)
    if as_json:
        click.echo(json.dumps(explanation_json(result), ensure_ascii=False, indent=2))
    else:
        sys.stdout.writelines(f"{line}\n" for line in explanation_lines(result))
    return 0 if result.equivalent else 1
