"""Near misses made of a right number and a word, mark or neighbour that changes it; different by construction."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import NODES, Num, Shape, names, rational
from mathequiv.audit.machine.writing import write_node

__all__ = ["WORD_KINDS"]


def _number(shape: Shape) -> str | None:
    """The text of a number other than 0, 1 and -1; what the words do to those may leave them as they are."""
    if not isinstance(shape, NODES) or names(shape) or rational(shape) in (None, 0, 1, -1):
        return None
    return write_node(shape)


def _after(*words: str) -> Callable[[Shape, random.Random], Made]:
    def make(shape: Shape, draw: random.Random) -> Made:
        value = _number(shape)
        if value is None:
            return None
        word = draw.choice(words)
        return draw.choice((rf"{value} \text{{ {word}}}", f"{value} {word}", rf"{value}\mbox{{ {word}}}"))

    return make


def _before(*words: str) -> Callable[[Shape, random.Random], Made]:
    def make(shape: Shape, draw: random.Random) -> Made:
        value = _number(shape)
        if value is None:
            return None
        word = draw.choice(words)
        return draw.choice((rf"\text{{{word} }} {value}", f"{word} {value}", rf"\text{{{word}: }}{value}"))

    return make


def _around(*pattern: str) -> Callable[[Shape, random.Random], Made]:
    """Texts in which ``@`` means the value."""

    def make(shape: Shape, draw: random.Random) -> Made:
        value = _number(shape)
        return None if value is None else draw.choice(pattern).replace("@", value)

    return make


def _wrong_chain(shape: Shape, draw: random.Random) -> Made:
    """A chain whose members contradict each other, or which ends in another value."""
    value = _number(shape)
    if value is None:
        return None
    other = str(draw.choice((2, 3, 7, 10, 1000)))
    if rational(shape) == rational(Num(other)):
        return None
    return draw.choice((f"{other}={value}", rf"{other}\ne {value}", f"{value}<{other}", f"{value}={other}"))


def _split_numeral(shape: Shape, draw: random.Random) -> Made:
    """Two numerals side by side, whose sum or product some parsers take."""
    value = rational(shape) if isinstance(shape, NODES) and not names(shape) else None
    if value is None or value.denominator != 1 or not 3 < value < 10**6:
        return None
    whole = int(value)
    part = draw.randint(1, whole - 1)
    gap = draw.choice((r"\,", r"\;", r"\quad ", " ", "{}", "_", r"\text{ }"))
    return f"{part}{gap}{whole - part}"


def _add_divergence(shape: Shape, draw: random.Random) -> Made:
    """The value beside what has none and would cancel."""
    value = _number(shape)
    if value is None:
        return None
    nothing = draw.choice(
        (
            r"\sum_{k=1}^{\infty} k-\sum_{k=1}^{\infty} k",
            r"\lim_{x\to 0}\frac{1}{x}-\lim_{x\to 0}\frac{1}{x}",
            r"\frac{1}{0}-\frac{1}{0}",
            r"\infty-\infty",
            r"\int_1^{\infty}\frac{dx}{x}-\int_1^{\infty}\frac{dx}{x}",
            r"0\cdot\ln 0",
        )
    )
    return f"{value}+{nothing}"


WORD_KINDS: Final = (
    Kind(
        "scale word",
        _after(
            "dozen",
            "dozens",
            "pairs",
            "hundred",
            "thousand",
            "million",
            "billion",
            "trillion",
            "quadrillion",
            "gross",
            "score",
            "per mille",
            "ppm",
            "basis points",
            "bn",
            "million dollars",
            "dozen eggs",
            "k",
        ),
        2,
    ),
    Kind(
        "fraction word",
        _after(
            "quarters",
            "halves",
            "thirds",
            "fifths",
            "sixths",
            "tenths",
            "elevenths",
            "hundredths",
            "thousandths",
            "eighths",
            "twentieths",
            "half-hours",
            "quarter-miles",
        ),
        2,
    ),
    Kind(
        "denial",
        _around(
            r"\text{not } @",
            "not @",
            r"@ \text{ is wrong}",
            "@ is incorrect",
            r"\text{anything but } @",
            r"\text{wrong: }@",
            r"@ \text{ (wrong)}",
            r"@ \text{ rejected}",
            r"@ \text{ excluded}",
            r"\text{except } @",
            r"@\text{(舍去)}",
            r"\text{不是}@",
            r"\text{wrong}=@",
            r"@ \text{ is not the answer}",
            r"\text{neither } @",
            r"\neg @",
            r"@ \text{ is false}",
            r"\text{never } @",
            r"\text{isn't } @",
        ),
        2,
    ),
    Kind(
        "doubt",
        _around(
            r"@ \text{ maybe}",
            r"\text{maybe } @",
            r"\text{I guess } @",
            r"\text{possibly } @",
            r"@ \text{ perhaps}",
            r"\text{probably } @",
            r"@ \text{ or something}",
            r"\text{unsure, } @",
            r"\text{guess} = @",
        ),
        2,
    ),
    Kind(
        "bound",
        _around(
            r"\text{at most } @",
            r"\text{at least } @",
            r"\text{more than } @",
            r"\text{less than } @",
            r"\text{fewer than } @",
            r"\text{up to } @",
            r"\text{under } @",
            r"@ \text{ or more}",
            r"@ \text{ or less}",
            r"@ \text{ or fewer}",
            r"\text{no more than } @",
            r"\text{above } @",
            r"\text{below } @",
            r"@+ ",
            r"< @",
            r"\le @",
            r"@ \text{ at most}",
            r"\text{greater than } @",
            r"\text{exceeds } @",
            r"至少@",
            r"@以上",
        ),
        2,
    ),
    Kind(
        "arithmetic word",
        _around(
            r"\text{twice } @",
            r"\text{half of } @",
            r"\text{double } @",
            r"\text{minus } @",
            r"\text{negative } @",
            r"@ \text{ squared}",
            r"@ \text{ cubed}",
            r"\text{square root of } @",
            r"@ \text{ factorial}",
            r"@ \text{ less}",
            r"@ \text{ fewer}",
            r"\text{loss of } @",
            r"\text{a deficit of } @",
            r"@ \text{ BC}",
            r"@ \text{ below zero}",
            r"@ \text{ times as many}",
            r"@ \text{ short}",
            r"@\text{ too many}",
            r"@ \text{ repeating}",
            r"\text{one over } @",
            r"\text{the reciprocal of } @",
            r"@半",
            r"@多",
            r"@万",
        ),
        2,
    ),
    Kind(
        "mark",
        _around(
            r"\left(@\right)^{-1}",
            r"\overline{@}0",
            r"@\%\%",
            r"\sqrt{@}",
            r"\lnot @",
            r"\left(@\right)^{2}",
            "10^{@}",
            r"\log @",
            r"@\%0",
            r"\frac{@}{100}",
            r"@\times 10",
            r"@\cdot 10^{2}",
            r"@e1",
            r"\{\{@\}\}",
            "(@, @)",
        ),
        2,
    ),
    Kind("contradicting chain", _wrong_chain, 2),
    Kind("numerals side by side", _split_numeral),
    Kind("beside what has no value", _add_divergence),
)
