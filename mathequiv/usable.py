"""Whether a reference can be graded against: whether it can be read, and whether what is read can have a value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from mathequiv.answers.kinds import Reading, Scalar
from mathequiv.equality.numbers.balls import Undefined
from mathequiv.equality.numbers.enclosure import enclose
from mathequiv.equality.rules.names import KIND_NAMES
from mathequiv.errors import OverLimit
from mathequiv.latex.expr import Clock, Constant, Expr, Neg, Numeral, Percent, Quantity, Ratio
from mathequiv.latex.trees import free_symbols
from mathequiv.limits import MAX_CACHED_REFERENCE
from mathequiv.nodes import field_types
from mathequiv.prepared import prepare

__all__ = ["has_no_value", "is_usable", "readings_within", "why_unreadable"]


def is_usable(reference: str) -> bool:
    """Whether an answer can be equal to a reference otherwise than by being the same text.

    It depends on the reference alone, so all responses to a problem fare alike.
    """
    return _cached(reference) if len(reference) <= MAX_CACHED_REFERENCE else _is_usable(reference)


def _is_usable(reference: str) -> bool:
    prepared = prepare(reference)
    # What is read but is no kind of answer, such as a list with dots, is still compared as text.
    readable = not prepared.oversize and (bool(prepared.readings) or prepared.problem is None)
    return readable and not has_no_value(reference)


@lru_cache(maxsize=4096)
def _cached(reference: str) -> bool:
    return _is_usable(reference)


def readings_within(text: str) -> tuple[Reading, ...]:
    """The typed answers that a text is, likeliest first; none where it cannot be read or is over a limit."""
    prepared = prepare(text)
    return () if prepared.oversize else prepared.readings


def why_unreadable(text: str) -> str:
    """Why a text has no reading."""
    prepared = prepare(text)
    if prepared.oversize:
        return "longer than a text that is read"
    return str(prepared.problem).splitlines()[0] if prepared.problem else "mathematics, but of no kind of answer"


_BITS: Final = 128


def has_no_value(text: str) -> bool:
    """Whether a part of the likeliest reading that holds no letter has certainly no value."""
    readings = readings_within(text)
    return bool(readings) and any(_is_undefined(expr) for expr in _scalars(readings[0].answer))


def _scalars(answer: Any) -> Iterator[Expr]:
    """The scalar trees of an answer; ends of intervals may be infinite, and are left out."""
    if isinstance(answer, Scalar):
        yield answer.expr
    elif isinstance(answer, tuple):
        for item in answer:
            yield from _scalars(item)
    elif type(answer) in KIND_NAMES:
        for name in field_types(type(answer)):
            yield from _scalars(getattr(answer, name))


def _is_undefined(expr: Expr) -> bool:
    bare = expr.arg if isinstance(expr, Neg) else expr
    if isinstance(bare, (Percent, Quantity, Numeral, Ratio, Clock, Constant)):  # an infinity alone is a value
        return False
    if free_symbols(expr):  # what has no value at some points may have one at others
        return False
    try:
        value = enclose(expr, {}, _BITS, complex_=True)
    except OverLimit:
        return False
    return isinstance(value, Undefined) and value.certain
