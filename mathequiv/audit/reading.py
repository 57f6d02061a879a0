"""What a reference is for the engine: its kinds, whether it has a value, and the texts of its readings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any, Final

from mathequiv.answers.kinds import (
    Answer,
    Choice,
    Interval,
    Listing,
    Reading,
    Scalar,
    SetAnswer,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.equality.numbers.balls import Undefined
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rules.names import KIND_NAMES, name_of
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Clock, Constant, Expr, Neg, Numeral, Percent, PlusMinus, Quantity, Ratio
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.prepared import prepare

__all__ = ["has_no_value", "has_several_values", "kind_of", "kinds_of", "readings_of", "why_unreadable"]

_SCALARS: Final = {
    Percent: "percent",
    Quantity: "quantity",
    Numeral: "numeral in a base",
    Ratio: "ratio",
    Clock: "time",
}


def kind_of(answer: Answer) -> str:
    """The name of an answer's kind; of a scalar's, what sort of scalar it is."""
    if not isinstance(answer, Scalar):
        return name_of(answer).removeprefix("a ").removeprefix("an ")
    named = _SCALARS.get(type(answer.expr))
    if named is not None:
        return named
    if any(isinstance(part, PlusMinus) for part in walk(answer.expr)):
        return "plus or minus"
    return "expression" if free_symbols(answer.expr) else "number"


def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds of all readings, likeliest first; empty if the text cannot be read."""
    return tuple(kind_of(reading.answer) for reading in _readings(text))


def readings_of(text: str) -> tuple[str, ...]:
    """All readings, each as its kind and how it is read, likeliest first."""
    return tuple(f"{kind_of(reading.answer)} {_shown(reading.answer)}".strip() for reading in _readings(text))


_ENDS: Final = {"TupleAnswer": "()", "SetAnswer": "{}", "Listing": ("", "")}


def _shown(answer: Answer) -> str:
    match answer:
        case Scalar(expr):
            return to_text(expr)
        case Interval(low, high, low_closed, high_closed):
            return f"{'[' if low_closed else '('}{to_text(low)}, {to_text(high)}{']' if high_closed else ')'}"
        case TupleAnswer(items) | SetAnswer(items) | Listing(items):
            opening, closing = _ENDS[type(answer).__name__]
            return opening + ", ".join(map(_shown, items)) + closing
        case Choice(letter):
            return letter
        case TextAnswer(words):
            return words
        case _:
            return ""


def _readings(text: str) -> tuple[Reading, ...]:
    prepared = prepare(text)
    return () if prepared.oversize else prepared.readings


def why_unreadable(text: str) -> str:
    """Why a text has no reading."""
    prepared = prepare(text)
    if prepared.oversize:
        return "longer than a text that is read"
    return str(prepared.problem).splitlines()[0] if prepared.problem else "mathematics, but of no kind of answer"


def has_several_values(text: str) -> bool:
    """Whether the likeliest reading is several values of which an answer needs all."""
    readings = _readings(text)
    if not readings:
        return False
    answer = readings[0].answer
    return isinstance(answer, (Listing, SetAnswer)) and len(answer.items) > 1


_BITS: Final = 128


def has_no_value(text: str) -> bool:
    """Whether a part of the likeliest reading certainly has no value, wherever it is looked at."""
    readings = _readings(text)
    return bool(readings) and any(_is_undefined(expr) for expr in _scalars(readings[0].answer))


def _scalars(answer: Any) -> Iterator[Expr]:
    """The scalar trees of an answer; ends of intervals may be infinite, and are left out."""
    if isinstance(answer, Scalar):
        yield answer.expr
    elif isinstance(answer, tuple):
        for item in answer:
            yield from _scalars(item)
    elif type(answer) in KIND_NAMES and is_dataclass(answer):
        for part in fields(answer):
            yield from _scalars(getattr(answer, part.name))


def _is_undefined(expr: Expr) -> bool:
    bare = expr.arg if isinstance(expr, Neg) else expr
    if isinstance(bare, (*_SCALARS, Constant)):  # an infinity alone is a value
        return False
    names = sorted(free_symbols(expr))
    draw = random.Random(0)  # noqa: S311 - the same points in every run
    steps = (1, 1, 31) if names else (1,)  # a factorial has values at integers only
    points = [{name: Fraction(draw.randint(2, 90), step) for name in names} for step in steps]
    try:
        found = [enclose(expr, point, _BITS, complex_=True) for point in points]
    except OverLimit:
        return False
    return all(isinstance(value, Undefined) and value.certain for value in found)
