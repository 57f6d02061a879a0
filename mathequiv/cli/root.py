"""The group of all commands: each is loaded when it is needed, so that none pays for another's imports."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

import click

from mathequiv._version import __version__
from mathequiv.cli.ending import INTERRUPTED, ends
from mathequiv.cli.names import COMMANDS

__all__ = ["root", "run"]


class _Lazy(click.Group):
    """A group whose commands are the modules that `COMMANDS` names."""

    # Around both and not around main: click has an exit code of its own for a closed pipe.
    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        with ends():  # --help and --version are printed here
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        with ends():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = ["check"] if args[0] == "compare" else difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" (did you mean {near[0]}?)" if near else f": choose from {', '.join(COMMANDS)}"
            ctx.fail(f"No such command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"mathequiv.cli.{cmd_name}").command
        assert isinstance(found, click.Command)  # noqa: S101 - a module of the table
        return found


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        engine = find_spec("mathequiv.latex.tokens")
        pure = engine is not None and str(engine.origin).endswith(".py")
        click.echo(f"mathequiv {__version__} ({'pure Python' if pure else 'compiled'})")
        ctx.exit()


@click.group(
    "mathequiv",
    cls=_Lazy,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def root() -> None:
    """Decide whether two final math answers are equal, and score files of predictions."""


def run(arguments: Sequence[str]) -> int:
    """Run the command.

    Args:
        arguments: what stands after the command's name.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        # Answers hold any character; a terminal or pipe that cannot show one gets its escape.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = root.main(list(arguments), prog_name="mathequiv", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else 0
