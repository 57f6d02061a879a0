"""The options that name a judge, as one argument."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mathequiv.cli.ending import fail
from mathequiv.cli.options import PATH, Decorator, packed

if TYPE_CHECKING:
    from mathequiv.judge.judge import ModelJudge, Price
    from mathequiv.scoring.judging import AskedOf

__all__ = ["JUDGE", "Judging"]


@dataclass(frozen=True, slots=True)
class Judging:
    """A judge as it was named.

    Attributes:
        url: the base URL of its server; None for no judge.
        model: the model's name.
        asked_of: which rows it is asked about.
        prompt: a prompt file.
        cache: a file of rulings.
        prices: dollars for a million tokens of questions and of replies.
        threads: questions at once.
        timeout: seconds that an attempt may take.
        retries: attempts after the first.
    """

    url: str | None
    model: str | None
    asked_of: AskedOf
    prompt: Path | None
    cache: Path | None
    prices: str | None
    threads: int
    timeout: float
    retries: int

    def __post_init__(self) -> None:
        if (self.url is None) is not (self.model is None):
            fail("a judge needs both --judge-url and --judge-model")
        given = {"--judge-prompt": self.prompt, "--judge-cache": self.cache, "--judge-prices": self.prices}
        alone = next((name for name, value in given.items() if value is not None), None)
        if self.url is None and alone is not None:
            fail(f"{alone} goes with --judge-url and --judge-model")

    def judge(self, out: Path | None) -> ModelJudge | None:
        """The judge, None if none was named; its rulings are kept in the run's folder unless a file is named."""
        if self.url is None or self.model is None:
            return None
        from mathequiv.judge.client import Server  # noqa: PLC0415 - needs the extra "judge"
        from mathequiv.judge.judge import ModelJudge  # noqa: PLC0415
        from mathequiv.scoring.run_files import RULINGS, beside  # noqa: PLC0415

        cache = self.cache
        if cache is None and out is not None:
            cache = beside(out, RULINGS)
        server = Server(self.url, self.model, self.timeout, self.retries)
        price = _price(self.prices)
        return ModelJudge(server, self.asked_of, prompt=self.prompt, cache=cache, price=price, threads=self.threads)


def _price(text: str | None) -> Price | None:
    from mathequiv.judge.judge import Price  # noqa: PLC0415 - needs the extra "judge"

    if text is None:
        return None
    try:
        prompt, completion = (float(part) for part in text.split(","))
    except ValueError:
        fail(f"--judge-prices takes two numbers, such as 0.15,0.60, not {text!r}")
    return Price(prompt, completion)


def _number(name: str, kind: click.IntRange | click.FloatRange, default: float, said: str) -> Decorator:
    return click.option(f"--judge-{name}", name, type=kind, metavar="N", default=default, show_default=True, help=said)


JUDGE = packed(
    "judging",
    Judging,
    [
        click.option("--judge-url", "url", metavar="URL", help="An OpenAI-compatible server whose model is the judge."),
        click.option("--judge-model", "model", metavar="NAME", help="The judge's model."),
        click.option(
            "--judge",
            "asked_of",
            type=click.Choice(["undecided", "mismatch"]),
            metavar="undecided|mismatch",
            default="undecided",
            show_default=True,
            help="Which rows the judge is asked about: undecided ones, or also those that differ in kind only.",
        ),
        click.option("--judge-prompt", "prompt", type=PATH, metavar="FILE", help="A prompt of your own for the judge."),
        click.option(
            "--judge-cache",
            "cache",
            type=PATH,
            metavar="FILE",
            help="File for the judge's rulings  [default: in --out].",
        ),
        click.option(
            "--judge-prices", "prices", metavar="IN,OUT", help="Dollars per million tokens, such as 0.15,0.60."
        ),
        _number("threads", click.IntRange(1), 8, "Questions asked at once."),
        _number("timeout", click.FloatRange(0.1), 60.0, "Seconds per attempt."),
        _number("retries", click.IntRange(0), 4, "Attempts after the first."),
    ],
)
