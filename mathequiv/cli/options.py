"""Options that several commands share, each written once, and the values they are packed into."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

from mathequiv.cli.ending import fail
from mathequiv.verdict import OPTION_ROWS, Options

__all__ = [
    "FORCE",
    "PATH",
    "TARGET",
    "TO",
    "Fields",
    "Grading",
    "Target",
    "examples",
    "grading",
    "json_option",
    "packed",
    "reading",
]

T = TypeVar("T")
Function: TypeAlias = Callable[..., Any]
Decorator: TypeAlias = Callable[[Function], Function]

PATH = click.Path(path_type=Path)
"""A path that is read, as it is: opening it says what is wrong in the command's own words."""


class Target(click.Path):
    """The type of a path that is written; the tests walk all options that have it."""


TARGET = Target(path_type=Path)

FORCE = click.option("--force", is_flag=True, help="Replace existing files, but never one that is read.")

TO = click.option(
    "--to",
    type=TARGET,
    metavar="FILE",
    help="Write to this file instead of standard output: Parquet, CSV or TSV by its name, else JSON Lines.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def examples(*lines: str) -> str:
    """An epilog with one example a line."""
    # The \b keeps the lines apart.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def packed(name: str, kind: Callable[..., T], options: Sequence[Decorator]) -> Decorator:
    """Give a command several options as one argument.

    Args:
        name: the argument's name.
        kind: makes its value from the options' values, by name.
        options: what `click.option` makes.

    Returns:
        A decorator for the command's function.
    """

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def called(**values: object) -> object:
            own = {option: values.pop(option) for option in names}
            return function(**values, **{name: kind(**own)})

        before = {param.name for param in getattr(function, "__click_params__", [])}
        for option in reversed(options):
            option(called)
        params: list[click.Parameter] = getattr(called, "__click_params__", [])
        names = [param.name for param in params if param.name is not None and param.name not in before]
        return called

    return decorate


# ---- what a file is read by ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of the predictions and of their gold file the user named, and the predictions' format."""

    format: str | None
    id: str | None = None
    problem: str | None = None
    response: str | None = None
    reference: str | None = None
    finish_reason: str | None = None
    subject: str | None = None
    level: str | None = None
    gold_id: str | None = None
    gold_problem: str | None = None

    def named(self) -> dict[str, str]:
        """The named fields, by role."""
        return {role: name for role in _FIELD_HELP if (name := getattr(self, role)) is not None}


_FIELD_HELP: Mapping[str, str] = {
    "id": "the problem's id{also}.",
    "problem": "the problem's text{also}.",
    "response": "the response, or the list of responses.",
    "reference": "the reference answer{instead}.",
    "finish_reason": "why generation ended.",
    "subject": "the problem's subject, by which results are grouped{also}.",
    "level": "the problem's level, likewise{also}.",
    "gold_id": "the problem's id in --gold, where --id-field is not its name.",
    "gold_problem": "the problem's text in --gold, where --problem-field is not its name.",
}
_IN_GOLD = {"also": ", in --gold too if it has it", "instead": ", in --gold if that is given"}
"""To which file a field belongs, for commands that take a gold file."""


def _field(role: str, places: Mapping[str, str]) -> Decorator:
    return click.option(
        f"--{role.replace('_', '-')}-field",
        role,
        metavar="NAME",
        help=f"Field (or path, a.b.0.c) of {_FIELD_HELP[role].format(**places)}",
    )


FORMAT = click.option(
    "--format",
    "format",
    metavar="NAME",
    help="Format of the file (see mathequiv formats), if it is not recognised.",
)


def reading(*roles: str) -> Decorator:
    """The options that say how predictions are read, as the argument ``fields``; without roles of a gold file too."""
    places = dict.fromkeys(_IN_GOLD, "") if roles else _IN_GOLD
    return packed("fields", Fields, [FORMAT, *(_field(role, places) for role in roles or _FIELD_HELP)])


# ---- how responses are graded --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grading:
    """The policy's name, and the comparison options that were given."""

    policy: str
    options: Mapping[str, Any]


POLICY = click.option(
    "--policy",
    metavar="default|strict",
    default="default",
    show_default=True,
    callback=lambda _ctx, _param, value: known_policy(value),
    help="How an answer is found in a response; "
    "strict takes a closed \\boxed{} only, with --approx exact and --domain same.",
)


def known_policy(policy: str) -> str:
    """A policy's name, checked."""
    from mathequiv.extraction.policy import resolve_policy  # noqa: PLC0415 - not needed for check

    try:
        resolve_policy(policy)
    except ValueError as error:
        fail(str(error))
    return policy


COMPARISON: tuple[Decorator, ...] = tuple(
    click.option(
        f"--{row.name.replace('_', '-')}",
        row.name,
        metavar=row.metavar,
        help=f"{row.help}  [default: {row.default}]",
    )
    for row in OPTION_ROWS
)


def comparing() -> Decorator:
    """The options of a comparison, as the argument ``options``."""
    return packed("options", comparison_options, COMPARISON)


def comparison_options(**texts: str | None) -> dict[str, Any]:
    """The comparison options that were given, checked, by name."""
    try:
        given = {row.name: row.parse(text) for row in OPTION_ROWS if (text := texts[row.name]) is not None}
        Options().changed(given)
    except ValueError as error:
        fail(str(error))
    return given


def grading() -> Decorator:
    """The options of grading, as the argument ``how``."""
    return packed("how", _grading, (POLICY, *COMPARISON))


def _grading(policy: str, **texts: str | None) -> Grading:
    return Grading(policy, comparison_options(**texts))


def statuses(names: str) -> tuple[str, ...]:
    """Statuses of a comma-separated list, checked."""
    from mathequiv.scoring.summary import SHOWN  # noqa: PLC0415 - not needed for --help

    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in chosen if name not in SHOWN]
    if unknown or not chosen:
        missing = "; a missing problem has no response: score --rerun FILE writes those" if "missing" in unknown else ""
        fail(f"unknown status {', '.join(unknown) or names!r}: choose from {', '.join(SHOWN)}{missing}")
    return chosen
