"""Near misses of everything but scalars: parts dropped, added, exchanged; closedness, units, bases, names, letters."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import (
    NODES,
    Based,
    Choice,
    Infinity,
    Interval,
    Matrix,
    Measured,
    Named,
    Node,
    Num,
    Ratio,
    Several,
    Shape,
    Sum,
    Union,
    Words,
    names,
    rational,
)
from mathequiv.audit.machine.units import UNITS, others_of
from mathequiv.audit.machine.writing import write, write_node

__all__ = ["FORM_KINDS"]

_FRESH: Final = (Num("7"), Num("12"), Num("1000"), Sum((("-", Num("3")),)))


def _permute(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Several) and shape.kind == "tuple":
        return Several("tuple", tuple(draw.sample(shape.items, len(shape.items))))
    return None


def _drop_value(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Several) and len(shape.items) > 1:
        at = draw.randrange(len(shape.items))
        items = shape.items[:at] + shape.items[at + 1 :]
        if len(items) > 1:
            return Several(shape.kind, items)
        return write_node(items[0]) if shape.kind != "tuple" else None
    if isinstance(shape, Union):
        return write(draw.choice(shape.pieces))
    return None


def _add_value(shape: Shape, draw: random.Random) -> Made:
    extra = draw.choice(_FRESH)
    if isinstance(shape, Several):
        at = draw.randrange(len(shape.items) + 1)
        return Several(shape.kind, (*shape.items[:at], extra, *shape.items[at:]))
    if isinstance(shape, NODES) and not names(shape) and (value := rational(shape)) is not None:
        if value == rational(extra):
            return None
        joint = draw.choice((", ", r" \text{ or } ", r" \text{ and } ", "; "))
        first, second = draw.sample((write_node(shape), write_node(extra)), 2)
        return f"{first}{joint}{second}"
    return None


def _swap_ends(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Interval) and not isinstance(shape.low, Infinity) and not isinstance(shape.high, Infinity):
        return Interval(shape.high, shape.low, shape.closed)
    return None


def _closedness(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Interval):
        left, right = shape.closed
        flip_left = not isinstance(shape.low, Infinity) and draw.random() < 0.6
        flip_right = not isinstance(shape.high, Infinity) and (draw.random() < 0.5 or not flip_left)
        return replace(shape, closed=(left ^ flip_left, right ^ flip_right))
    if isinstance(shape, Union):
        at = draw.randrange(len(shape.pieces))
        piece = _closedness(shape.pieces[at], draw)
        if isinstance(piece, Interval):
            return Union((*shape.pieces[:at], piece, *shape.pieces[at + 1 :]))
    return None


def _infinite_end(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Interval):
        low_is_finite = not isinstance(shape.low, Infinity)
        if low_is_finite and (isinstance(shape.high, Infinity) or draw.random() < 0.5):
            return Interval(Infinity(-1), shape.low, (False, shape.closed[0]))
        return Interval(shape.high, Infinity(1), (shape.closed[1], False)) if shape.high != Infinity(1) else None
    return None


def _join_wrongly(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Union):
        return r" \cap ".join(write(piece) for piece in shape.pieces)
    return None


def _transpose(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Matrix) and len(shape.rows) > 1 and len(shape.rows[0]) > 1:
        return Matrix(tuple(zip(*shape.rows, strict=True)))
    return None


def _swap_rows(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Matrix):
        return Matrix(tuple(draw.sample(shape.rows, len(shape.rows))))
    return None


def _drop_row(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Matrix) and len(shape.rows) > 2:
        at = draw.randrange(len(shape.rows))
        return Matrix(shape.rows[:at] + shape.rows[at + 1 :])
    return None


_RELATIONS: Final = {
    "<": (r"\le", ">"),
    ">": (r"\ge", "<"),
    r"\le": ("<", r"\ge"),
    r"\ge": (">", r"\le"),
    "=": (r"\ne", "<", r"\ge"),
}


def _relation(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Named):
        return write(replace(shape, relation=draw.choice(_RELATIONS[shape.relation])))
    return None


def _other_name(shape: Shape, draw: random.Random) -> Made:
    if isinstance(shape, Named) and shape.relation == "=":
        others = [name for name in "abcmnpqrtxz" if name != shape.name and name not in names(shape.value)]
        return write(replace(shape, name=draw.choice(others)))
    return None


def _negate_label(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Named) and shape.relation == "=" and not names(shape.value) and rational(shape.value) != 0:
        return f"-{write(shape)}"
    return None


def _other_unit(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Measured) or names(shape.value) or rational(shape.value) in (None, 0):
        return None
    others = others_of(shape.unit)
    if others:
        return write(Measured(shape.value, draw.choice(others)))
    wrong = {"degree": r"\text{ radians}", "percent": r"\text{ per mille}"}[shape.unit]
    return write_node(shape.value) + wrong


_NO_UNIT: Final = frozenset({"degree", "percent", "dollar"})


def _units_on_both(shape: Shape, draw: random.Random) -> Made:
    """Two units of one quantity after the same number."""
    if not isinstance(shape, NODES) or names(shape) or rational(shape) in (None, 0):
        return None
    unit = draw.choice([key for key in UNITS if key not in _NO_UNIT])
    return write(Measured(shape, draw.choice(others_of(unit)))), write(Measured(shape, unit))


def _powers_of_units(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, NODES) or names(shape) or rational(shape) in (None, 0):
        return None
    unit = draw.choice(("m", "cm", "km"))
    first, second = draw.sample(("", "^2", "^3"), 2)
    value = write_node(shape)
    return rf"{value}\text{{ {unit}}}{first}", rf"{value}\text{{ {unit}}}{second}"


def _other_base(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Based):
        return None
    if draw.random() < 0.5:
        fitting = [base for base in range(max(map(int, shape.digits)) + 1, 11) if base not in (shape.base, 0, 1)]
        return write(replace(shape, base=draw.choice(fitting))) if fitting else None
    value = int(shape.digits, shape.base)
    return str(value) if str(value) != shape.digits else None


def _other_digits(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Based):
        return None
    at = draw.randrange(len(shape.digits))
    fitting = [str(d) for d in range(shape.base) if str(d) != shape.digits[at] and (at or d)]
    if not fitting:
        return None
    return write(replace(shape, digits=shape.digits[:at] + draw.choice(fitting) + shape.digits[at + 1 :]))


def _ratio(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Ratio) or shape.left == shape.right:
        return None
    others = (
        Ratio(shape.right, shape.left),
        replace(shape, left=shape.left + 1),
        replace(shape, right=shape.right + 1),
    )
    return write(draw.choice(others))


def _other_letter(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Choice):
        return None
    other = draw.choice([letter for letter in "ABCDE" if letter != shape.letter])
    shown = (rf"\text{{({other})}}", other, f"({other})", f"{shape.letter}, {other}", rf"\text{{not ({shape.letter})}}")
    return draw.choice(shown)


_OTHER_WORDS: Final = ("circle", "hyperbola", "Monday", "odd", "north", "Alice", "obtuse")


def _other_words(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Words):
        return None
    other = draw.choice([word for word in _OTHER_WORDS if word.lower() not in shape.text.lower()])
    both = (rf"\text{{{other}}}", rf"\text{{not {shape.text}}}", rf"\text{{{shape.text} or {other}}}")
    return draw.choice(both)


def _negative(shape: Shape, _draw: random.Random) -> Made:
    """The whole answer with the opposite sign."""
    if isinstance(shape, Measured) and rational(shape.value) not in (None, 0) and not names(shape.value):
        return f"-{write(shape)}" if not write(shape).startswith("-") else write(shape)[1:]
    if isinstance(shape, Several):
        return Several(shape.kind, tuple(_minus(item) for item in shape.items))
    if isinstance(shape, Matrix):
        return Matrix(tuple(tuple(_minus(cell) for cell in row) for row in shape.rows))
    return None


def _minus(node: Node) -> Node:
    if isinstance(node, Sum) and len(node.terms) == 1:
        return node.terms[0][1] if node.terms[0][0] == "-" else Sum((("-", node.terms[0][1]),))
    return Sum((("-", node),))


FORM_KINDS: Final = (
    Kind("permuted", _permute, 3),
    Kind("value dropped", _drop_value, 3),
    Kind("value added", _add_value, 2),
    Kind("ends swapped", _swap_ends),
    Kind("closedness", _closedness, 4),
    Kind("infinite end", _infinite_end, 2),
    Kind("intersection for union", _join_wrongly),
    Kind("transposed", _transpose, 3),
    Kind("rows swapped", _swap_rows, 3),
    Kind("row dropped", _drop_row, 2),
    Kind("relation", _relation, 4),
    Kind("other name", _other_name, 3),
    Kind("label negated", _negate_label, 2),
    Kind("other unit", _other_unit, 8),
    Kind("units of one quantity", _units_on_both),
    Kind("powers of a unit", _powers_of_units),
    Kind("other base", _other_base, 8),
    Kind("other digits in a base", _other_digits, 8),
    Kind("ratio", _ratio, 8),
    Kind("other letter", _other_letter, 10),
    Kind("other words", _other_words, 10),
    Kind("negative of the whole", _negative, 2),
)
