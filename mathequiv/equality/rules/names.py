"""What the kinds of answer are called in reasons, and what is said of two kinds that no rule compares."""

from __future__ import annotations

from functools import cache
from typing import Final

from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Chain,
    Choice,
    Combination,
    Equation,
    Inequality,
    Interval,
    Listing,
    MatrixAnswer,
    NamedSet,
    Ordering,
    Scalar,
    SetAnswer,
    SetOf,
    Solutions,
    Statement,
    TextAnswer,
    Truth,
    TupleAnswer,
)
from mathequiv.equality.outcome import mismatch
from mathequiv.finding import Finding
from mathequiv.latex.expr import Quantity
from mathequiv.latex.text_form import to_text
from mathequiv.lexicon.open_subjects import says_where
from mathequiv.lexicon.predicates import read_predicates

__all__ = ["BARE", "KIND_NAMES", "is_placed", "name_of", "says_of_what", "show", "unlike"]

KIND_NAMES: Final[dict[type, str]] = {
    Scalar: "a value",
    TextAnswer: "words",
    Truth: "a truth value",
    Choice: "a lettered choice",
    Listing: "a list",
    TupleAnswer: "a tuple",
    SetAnswer: "a set",
    Interval: "an interval",
    NamedSet: "a named set",
    Combination: "a union of sets",
    Solutions: "an inequality's solutions",
    SetOf: "a set by condition",
    MatrixAnswer: "a matrix",
    Assignment: "an assignment",
    Assignments: "several assignments",
    Equation: "an equation",
    Inequality: "an unsolved inequality",
    Ordering: "an ordering",
    Chain: "a chain",
    Statement: "a statement",
}

BARE: Final = (
    Scalar,
    TextAnswer,
    Truth,
    Listing,
    TupleAnswer,
    SetAnswer,
    Interval,
    NamedSet,
    Combination,
    SetOf,
    MatrixAnswer,
)
"""The kinds of a value by itself: no name, choice, relation or chain."""


def name_of(answer: Answer) -> str:
    """The name of an answer's kind."""
    if isinstance(answer, Truth) and answer.meaning == "undefined":
        return "a word for what has no value"
    return KIND_NAMES[type(answer)]


@cache
def unlike(a: type, b: type) -> Finding:
    """The default for two kinds without a rule: DIFFERENT. It depends on nothing else, and most pairs are such."""
    return mismatch("kind", "kind", KIND_NAMES[a], KIND_NAMES[b])


def show(answer: Answer) -> str:
    """A short text for reasons."""
    match answer:
        case Scalar(expr=expr):
            return to_text(expr)[:80]
        case TextAnswer(words=words):
            return f'"{words[:80]}"'
        case TupleAnswer(items=items) | Listing(items=items) | SetAnswer(items=items):
            return f"({', '.join(map(show, items[:8]))})"[:80]
    return name_of(answer)


def is_placed(quantity: Quantity) -> bool:
    """Whether the unit of a quantity holds words of where it is (``3 m/s away from the wall``)."""
    return any(says_where(name) for name, _ in quantity.unit)


def says_of_what(b: Answer) -> bool:
    """Whether an answer without a label says itself of what it is: a claim, a quantity with words of where it is."""
    if isinstance(b, TextAnswer):
        said = read_predicates(b.words)
        return b.claim or (said is not None and bool(said.subject))
    return isinstance(b, Scalar) and isinstance(b.expr, Quantity) and is_placed(b.expr)
