"""The options that say what grades: this machine's processes, or the workers of a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from mathequiv.cli.ending import fail
from mathequiv.cli.options import packed
from mathequiv.errors import InputError, missing_extra

if TYPE_CHECKING:
    from mathequiv.scoring.run import Listener, ScoreRequest
    from mathequiv.scoring.summary import Summary

__all__ = ["ENGINE", "Engine"]


@dataclass(frozen=True, slots=True)
class Engine:
    """What grades.

    Attributes:
        engine: its name.
        address: the cluster; None for one of this machine alone.
    """

    engine: str
    address: str | None

    def __post_init__(self) -> None:
        if self.address is not None and self.engine == "local":
            fail("--address goes with --engine ray")

    def refuse(self, **given: object) -> None:
        """End the command where an option was given that the engine does not have."""
        asked = [name for name, value in given.items() if value]
        if asked and self.engine != "local":
            fail(f"--{asked[0].replace('_', '-')} does not go with --engine {self.engine}")

    def score(self, request: ScoreRequest, listener: Listener) -> Summary:
        """Score with the engine."""
        if self.engine == "ray":
            try:
                from mathequiv.batch.ray_engine import score_on_ray  # noqa: PLC0415 - needs the extra "ray"
            except ImportError:
                raise InputError(missing_extra("the engine ray needs Ray and pyarrow", "ray")) from None
            return score_on_ray(request, self.address, listener)
        from mathequiv.scoring.run import score  # noqa: PLC0415 - not needed for --help

        return score(request, listener)


ENGINE = packed(
    "engine",
    Engine,
    [
        click.option(
            "--engine",
            type=click.Choice(["local", "ray"]),
            metavar="local|ray",
            default="local",
            show_default=True,
            help="Grade in processes of this machine, or on a Ray cluster, which writes Parquet files to --out.",
        ),
        click.option(
            "--address", metavar="ADDRESS", help="Address of the Ray cluster; without it, one is started here."
        ),
    ],
)
