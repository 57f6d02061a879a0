"""``mathequiv completion``: completion of the command in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mathequiv.cli.options import examples

__all__ = ["command"]


@click.command(
    "completion",
    epilog=examples(
        "echo 'eval \"$(mathequiv completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(mathequiv completion zsh)\"' >> ~/.zshrc",
        "mathequiv completion fish > ~/.config/fish/completions/mathequiv.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script for completing commands in a shell."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - one of the choices
    click.echo(kind(ctx.find_root().command, {}, "mathequiv", "_MATHEQUIV_COMPLETE").source())
