"""What a reference is for the engine: its kinds, and the texts of its readings."""

from __future__ import annotations

from typing import Final

from mathequiv.answers.kinds import (
    Answer,
    Choice,
    Interval,
    Listing,
    Scalar,
    SetAnswer,
    TextAnswer,
    TupleAnswer,
)
from mathequiv.equality.rules.names import name_of
from mathequiv.latex.expr import Clock, Numeral, Percent, PlusMinus, Quantity, Ratio
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import free_symbols, walk
from mathequiv.usable import readings_within

__all__ = ["has_several_values", "kind_of", "kinds_of", "readings_of"]

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
    return tuple(kind_of(reading.answer) for reading in readings_within(text))


def readings_of(text: str) -> tuple[str, ...]:
    """All readings, each as its kind and how it is read, likeliest first."""
    return tuple(f"{kind_of(reading.answer)} {_shown(reading.answer)}".strip() for reading in readings_within(text))


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


def has_several_values(text: str) -> bool:
    """Whether the likeliest reading is several values of which an answer needs all."""
    readings = readings_within(text)
    if not readings:
        return False
    answer = readings[0].answer
    return isinstance(answer, (Listing, SetAnswer)) and len(answer.items) > 1
