r"""Sums and products with dots: ``1+\frac12+\cdots+\frac1n`` is ``\sum_{k=1}^n \frac1k``.

The last term tells how each depends on its index, if the terms before the dots are what it says. That is tried at
points, where functions and powers without a value of their own have any value by their arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final
from zlib import crc32

from mathequiv.latex.expr import (
    Add,
    Call,
    Constant,
    Div,
    Ellipsis_,
    Expr,
    Folded,
    Mul,
    Neg,
    Number,
    Pow,
    Symbol,
)
from mathequiv.latex.grammar.bounds import folded_over_terms
from mathequiv.latex.text_form import to_text
from mathequiv.latex.trees import at, children, free_symbols, rebuild
from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_DOTTED, MAX_DOTTED_STEPS

__all__ = ["with_sums"]


def with_sums(tree: Expr) -> Expr:
    """``tree`` with a sum or product for each one that is written with dots; those that are not plain stay."""
    match tree:
        case Add(terms=parts) if any(map(_is_dots, parts)):
            return _folded("sum", parts) or tree
        case Mul(factors=parts) if any(map(_is_dots, parts)):
            return _folded("product", parts) or tree
    return rebuild(tree, with_sums)


def _is_dots(part: Expr) -> bool:
    return isinstance(part.arg if isinstance(part, Neg) else part, Ellipsis_)


def _folded(kind: str, parts: tuple[Expr, ...]) -> Expr | None:
    """The sum or product of parts with dots; None where its terms are not told."""
    place = next(k for k, part in enumerate(parts) if _is_dots(part))
    first, last = parts[:place], parts[place + 1 :]
    endless = kind == "sum" and len(last) > 1 and _is_dots(last[-1])
    last = last[:-1] if endless else last
    if not 0 < len(first) <= MAX_DOTTED or not 0 < len(last) <= MAX_DOTTED or any(map(_is_dots, last)):
        return None
    found = _by_letter(kind, first, last, endless=endless)
    if found is not None or endless:
        return found
    return _by_letter(kind, last[::-1], first[::-1], endless=False) or _by_numbers(kind, first, last)


# --- to a letter ------------------------------------------------------------------------------------------------------


def _by_letter(kind: str, first: tuple[Expr, ...], last: tuple[Expr, ...], *, endless: bool) -> Expr | None:
    r"""What ends with a term in a letter that counts (``\frac1n``), of which the first terms are instances."""
    general = last[-1]
    indexed = isinstance(general, Symbol) and _INDEXED.fullmatch(general.name) is not None
    if len(first) < _FEWEST and len(last) < _FEWEST and not indexed:
        return None
    for letter in _letters(general):
        start = next((n for n in _STARTS if _are_instances(general, letter, n, first)), None)
        if start is None or not _go_on(general, letter, last):
            continue
        names = free_symbols(Add((*first, *last)))
        bound = next(name for name in _BOUND if name not in names)
        high: Expr = Constant("infinity") if endless else Symbol(letter)
        return folded_over_terms(kind, _indexed(general, letter, bound), bound, _integer(start), high)
    return None


_FEWEST: Final = 2
"""Terms before the dots that show how they go on."""
_STARTS: Final = range(-2, 6)
_BOUND: Final = ("k", "j", "i", "l", "bound")
_INDEXED: Final = Pattern(r"(?P<head>[A-Za-z]+)_(?P<letter>[a-zA-Z])(?P<offset>[+-]\d+)?")


def _letters(general: Expr) -> Iterator[str]:
    """Letters that may count, the usual ones first."""
    held = free_symbols(general)
    indexed = [found["letter"] for name in held if (found := _INDEXED.fullmatch(name)) is not None]
    yield from sorted(
        {*indexed, *[name for name in held if len(name) == 1]}, key=lambda name: (name not in "nmkN", name)
    )


def _are_instances(general: Expr, letter: str, start: int, first: tuple[Expr, ...]) -> bool:
    """Whether terms are those of the general one from an index on."""
    return all(_same(general, {letter: start + k}, term, {}) for k, term in enumerate(first))


def _go_on(general: Expr, letter: str, last: tuple[Expr, ...]) -> bool:
    """Whether several terms after the dots follow each other (``(n-1)+n``)."""
    ends = [(k + 1 - len(last), term) for k, term in enumerate(last[:-1])]
    return all(_same(general, {letter: _LARGE + moved}, term, {letter: _LARGE}) for moved, term in ends)


_LARGE: Final = 17
"""An index by which terms near the last one are compared."""


def _indexed(expr: Expr, letter: str, bound: str) -> Expr:
    """``expr`` with a name for its letter, in the indices of names too."""
    if isinstance(expr, Symbol):
        found = _INDEXED.fullmatch(expr.name)
        if found is not None and found["letter"] == letter:
            return Symbol(f"{found['head']}_{bound}{found['offset'] or ''}")
    if not children(expr):
        return at(expr, {letter: Symbol(bound)})
    return rebuild(expr, lambda inner: _indexed(inner, letter, bound))


# --- to a number ------------------------------------------------------------------------------------------------------


def _by_numbers(kind: str, first: tuple[Expr, ...], last: tuple[Expr, ...]) -> Expr | None:
    """What ends with a term of numbers (``10^2``): the numbers in its terms grow evenly, or the terms by a factor."""
    if len(last) > 1 or (len(first) < _FEWEST and not isinstance(last[0], Symbol)):
        return None
    if isinstance(last[0], Symbol):
        return _by_index(kind, first, last[0])
    even = _evenly(kind, first, last[0])
    ratio = _by_factor(kind, first, last[0])
    if even is not None and ratio is not None and len(first) == _FEWEST:
        return None  # `1+2+\cdots+64` may be either
    return even or ratio


def _by_index(kind: str, first: tuple[Expr, ...], last: Symbol) -> Expr | None:
    """``a_1 + a_2 + … + a_{10}``."""
    found = [_NUMBERED.fullmatch(term.name) for term in (*first, last) if isinstance(term, Symbol)]
    known = [(one["head"], int(one["index"])) for one in found if one is not None]
    if len(known) <= len(first) or len({head for head, _ in known}) > 1:
        return None
    (head, start), end = known[0], known[-1][1]
    if [index for _, index in known[:-1]] != list(range(start, start + len(first))) or end < start + len(first):
        return None
    return folded_over_terms(kind, Symbol(f"{head}_{_BOUND[0]}"), _BOUND[0], Number(start), Number(end))


_NUMBERED: Final = Pattern(r"(?P<head>[A-Za-z]+)_(?P<index>\d{1,4})")


def _evenly(kind: str, first: tuple[Expr, ...], last: Expr) -> Expr | None:
    """Terms of one form, whose numbers grow by the same each time; the count of steps is the bound."""
    steps: set[Fraction] = set()
    body = _common(first[-2], first[-1], last, steps)
    if body is None or len(steps) != 1:
        return None
    (steps_left,) = steps
    if steps_left.denominator != 1 or not 0 < steps_left <= MAX_DOTTED_STEPS:
        return None
    start = 2 - len(first)
    if not all(_same(body, {_BOUND[0]: start + k}, term, {}) for k, term in enumerate(first)):
        return None
    return Folded(kind, body, _BOUND[0], _integer(start), _integer(steps_left.numerator))


def _common(one: Expr, two: Expr, last: Expr, steps: set[Fraction]) -> Expr | None:
    """The form that three trees have, with an even growth for each number in which they differ."""
    if isinstance(one, Number) and isinstance(two, Number) and isinstance(last, Number):
        return _growing([Fraction(side.numerator, side.denominator) for side in (one, two, last)], steps)
    parts = [children(side) for side in (one, two, last)]
    if len({(type(side), len(children(side))) for side in (one, two, last)}) > 1:
        return None
    if not parts[0]:
        return one if one == two == last else None
    made = [_common(x, y, z, steps) for x, y, z in zip(parts[0], parts[1], parts[2], strict=True)]
    return None if None in made else _with_children(one, made)


def _with_children(node: Expr, parts: list[Expr | None]) -> Expr:
    known = iter([part for part in parts if part is not None])
    return rebuild(node, lambda _: next(known))


def _growing(values: list[Fraction], steps: set[Fraction]) -> Expr | None:
    growth = values[1] - values[0]
    if not growth:
        return _rational(values[0]) if values[2] == values[0] else None
    steps.add((values[2] - values[0]) / growth)
    return Add((_rational(values[0]), Mul((_rational(growth), Symbol(_BOUND[0])))))


def _by_factor(kind: str, first: tuple[Expr, ...], last: Expr) -> Expr | None:
    """Numbers of which each is the one before by a factor."""
    values = [_value(term, {}) for term in (*first, last)]
    if not all(isinstance(term, (Number, Neg, Div, Pow)) and not free_symbols(term) for term in (*first, last)):
        return None
    known = [value for value in values if value]
    if len(known) < len(values):
        return None
    factor = known[1] / known[0]
    if abs(factor) in (0, 1) or any(y != x * factor for x, y in pairwise(known[:-1])):
        return None
    count, reached = 0, known[0]
    while reached != known[-1] and count < _POWERS:
        reached, count = reached * factor, count + 1
    if reached != known[-1]:
        return None
    body = Mul((_rational(known[0]), Pow(_rational(factor), Symbol(_BOUND[0]))))
    return Folded(kind, body, _BOUND[0], Number(0), Number(count))


_POWERS: Final = 200


def _integer(value: int) -> Expr:
    return Number(value) if value >= 0 else Neg(Number(-value))


def _rational(value: Fraction) -> Expr:
    size = Number(abs(value.numerator), value.denominator)
    return size if value >= 0 else Neg(size)


# --- values -----------------------------------------------------------------------------------------------------------


def _same(one: Expr, here: dict[str, int], two: Expr, there: dict[str, int]) -> bool:
    """Whether two terms have one value, with letters at these integers and all others at a place of their own."""
    left, right = _value(one, here), _value(two, there)
    return left is not None and left == right


def _value(expr: Expr, letters: dict[str, int]) -> Fraction | None:
    """The value at a point; of what has no rational one, a value that hangs on what it is made of."""
    match expr:
        case Number(numerator=above, denominator=below):
            return Fraction(above, below)
        case Symbol(name=name):
            return _of_name(name, letters)
        case Neg(arg=arg):
            value = _value(arg, letters)
            return None if value is None else -value
    parts = [_value(part, letters) for part in children(expr)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _combined(expr, known)


def _of_name(name: str, letters: dict[str, int]) -> Fraction:
    if name in letters:
        return Fraction(letters[name])
    indexed = _INDEXED.fullmatch(name)
    if indexed is not None and indexed["letter"] in letters:
        name = f"{indexed['head']}_{letters[indexed['letter']] + int(indexed['offset'] or 0)}"
    return _any(name)


def _combined(expr: Expr, parts: list[Fraction]) -> Fraction | None:
    match expr:
        case Add():
            return sum(parts, Fraction(0))
        case Mul():
            product = Fraction(1)
            for part in parts:
                product *= part
            return product
        case Div():
            return parts[0] / parts[1] if parts[1] else None
        case Pow():
            return _raised(parts[0], parts[1])
        case Call(name="factorial") if parts[0].denominator == 1 and 0 <= parts[0] <= _FACTORIALS:
            product = Fraction(1)
            for k in range(2, parts[0].numerator + 1):
                product *= k
            return product
    label = expr.name if isinstance(expr, (Call, Constant)) else type(expr).__name__
    return _any(f"{label}{parts}") if parts or isinstance(expr, Constant) else _any(to_text(expr))


_FACTORIALS: Final = 40


def _raised(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or abs(exponent) > _FACTORIALS:
        return _any(f"{base}^{exponent}")
    return None if exponent < 0 and not base else base**exponent.numerator


def _any(name: str) -> Fraction:
    """A value that no other name is likely to have."""
    return Fraction(crc32(name.encode()) % 9973 + 3, 7919)
