"""Respellings of everything but scalars: lists, intervals, matrices, units, bases, letters, words."""

from __future__ import annotations

import random
import re
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import (
    Based,
    Choice,
    End,
    Equation,
    Infinity,
    Interval,
    Matrix,
    Measured,
    Named,
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
from mathequiv.audit.machine.units import UNITS
from mathequiv.audit.machine.variant_scalars import finite_decimal
from mathequiv.audit.machine.writing import write, write_node

__all__ = ["FORM_VARIANTS"]


def _respell_items(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Several):
        return None
    texts = [write_node(item) for item in shape.items]
    if shape.kind == "tuple":
        return draw.choice((f"({','.join(texts)})", f"（{'，'.join(texts)}）", rf"\left({', '.join(texts)}\right)"))
    draw.shuffle(texts)
    if shape.kind == "set":
        return draw.choice((rf"\left\{{{', '.join(texts)}\right\}}", rf"\lbrace {','.join(texts)}\rbrace"))
    joined = ", ".join(texts[:-1])
    forms: tuple[str, ...] = (rf"\{{{', '.join(texts)}\}}",) if len(set(texts)) == len(texts) else ()
    forms += (
        rf"{joined} \text{{ and }} {texts[-1]}",
        rf"{joined} \text{{ or }} {texts[-1]}",
        rf"{joined}, and {texts[-1]}",
        f"{'，'.join(texts)}",
        "、".join(texts),
        "; ".join(texts),
    )
    return draw.choice(forms)


def _list_assignments(shape: Shape, _draw: random.Random) -> Made:
    """``x = a`` for each value of a list."""
    if not isinstance(shape, Several) or shape.kind != "list" or names(shape):
        return None
    return r" \text{ or } ".join(f"x = {write_node(item)}" for item in shape.items)


def _end(end: End) -> str:
    return write_node(end) if not isinstance(end, Infinity) else ""


def _as_inequality(piece: Interval, name: str) -> str:
    left, right = (r"\le" if closed else "<" for closed in piece.closed)
    low, high = _end(piece.low), _end(piece.high)
    if low and high:
        return f"{low} {left} {name} {right} {high}"
    if not low and not high:
        return rf"{name} \in \mathbb{{R}}"
    over = r"\ge" if piece.closed[0] else ">"
    return f"{name} {right} {high}" if high else f"{name} {over} {low}"


def _inequality(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Interval):
        return _as_inequality(shape, "x")
    if isinstance(shape, Union):
        return r" \text{ or } ".join(_as_inequality(piece, "x") for piece in shape.pieces)
    return None


def _as_interval(shape: Shape, _draw: random.Random) -> Made:
    if not isinstance(shape, Named) or shape.relation == "=":
        return None
    value = write_node(shape.value)
    return {
        "<": rf"(-\infty, {value})",
        r"\le": rf"(-\infty, {value}]",
        ">": rf"({value}, \infty)",
        r"\ge": rf"[{value}, \infty)",
    }[shape.relation]


def _membership(shape: Shape, _draw: random.Random) -> Made:
    return rf"x \in {write(shape)}" if isinstance(shape, (Interval, Union)) else None


def _plus_infinity(shape: Shape, draw: random.Random) -> Made:
    text = write(shape)
    if r"\infty" not in text:
        return None
    return draw.choice((text.replace(r"\infty", "∞"), re.sub(r"(?<!-)\\infty", r"+\\infty", text)))


def _turn_pieces(shape: Shape, _draw: random.Random) -> Made:
    return write(Union(shape.pieces[::-1])) if isinstance(shape, Union) else None


def _union_sign(shape: Shape, _draw: random.Random) -> Made:
    return write(shape).replace(r"\cup", "∪") if isinstance(shape, Union) else None


def _matrix(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Matrix):
        return None
    text = write(shape)
    rows = ", ".join("[" + ", ".join(write_node(cell) for cell in row) + "]" for row in shape.rows)
    array = r"\left(\begin{array}{" + "c" * len(shape.rows[0]) + "}" + text[15:-13] + r"\end{array}\right)"
    return draw.choice((text.replace("pmatrix", "bmatrix"), f"[{rows}]", array, text.replace(r" \\ ", r"\\")))


def _vector(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Matrix) and len(shape.rows[0]) == 1:
        return f"({', '.join(write_node(row[0]) for row in shape.rows)})"
    return None


def _bare_value(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Named) and shape.relation == "=" and not names(shape.value):
        return write_node(shape.value)
    return None


def _swap_sides(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Equation):
        return write(Equation(shape.right, shape.left))
    if isinstance(shape, Named):
        turned = {"=": "=", "<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}[shape.relation]
        return f"{write_node(shape.value)} {turned} {shape.name}" if shape.relation != "=" else None
    return None


def _move_over(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Equation) and shape.right == Num("0") and isinstance(shape.left, Sum):
        (sign, last), rest = shape.left.terms[-1], shape.left.terms[:-1]
        turned = Sum((("-", last),)) if sign == "+" else last
        return f"{write_node(Sum(rest))} = {write_node(turned)}"
    return None


def _respell_unit(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Measured):
        return None
    value = write_node(shape.value)
    if shape.unit == "dollar":
        return draw.choice((rf"{value} \text{{ dollars}}", rf"\$ {value}", f"{value} dollars", f"${value}"))
    if shape.unit == "percent":
        return draw.choice((rf"{value} \%", f"{value}%", rf"{value} \text{{ percent}}", f"{value} percent"))
    if shape.unit == "degree":
        return draw.choice((rf"{value}^{{\circ}}", f"{value}°", rf"{value} \text{{ degrees}}", f"{value} degrees"))
    letters, _, power = draw.choice(UNITS[shape.unit].spellings).partition("^")
    up = f"^{power}" if power else ""
    return draw.choice(
        (rf"{value} \text{{ {letters}}}{up}", rf"{value}\,\mathrm{{{letters}}}{up}", rf"{value}\mbox{{ {letters}}}{up}")
    )


def _drop_unit(shape: Shape, _draw: random.Random) -> Made:
    return write_node(shape.value) if isinstance(shape, Measured) else None


def _convert_unit(shape: Shape, _draw: random.Random) -> Made:
    if not isinstance(shape, Measured) or shape.unit not in ("m", "km", "kg", "L", "hours", "minutes"):
        return None
    value = rational(shape.value)
    smaller = {"m": "cm", "km": "m", "kg": "g", "L": "mL", "hours": "minutes", "minutes": "seconds"}[shape.unit]
    if value is None:
        return None
    text = finite_decimal(value * UNITS[shape.unit].size / UNITS[smaller].size)
    return None if text is None else rf"{text} \text{{ {smaller}}}"


_BASES: Final = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def _respell_base(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Based):
        return None
    word = _BASES[shape.base]
    forms = (f"{shape.digits}_{shape.base % 10}", rf"{shape.digits}_{{\text{{{word}}}}}", shape.digits)
    return draw.choice(forms if shape.base < 10 else forms[1:])


def _respell_ratio(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Ratio):
        return None
    factor = draw.choice((2, 3))
    forms = (rf"\frac{{{shape.left}}}{{{shape.right}}}", f"{shape.left} : {shape.right}", f"{shape.left}/{shape.right}")
    return draw.choice((*forms, f"{shape.left * factor * 30}:{shape.right * factor * 30}"))


def _respell_choice(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Choice):
        return None
    letter = shape.letter
    forms = (letter, f"({letter})", f"{letter}.", f"{letter})", rf"\textbf{{({letter})}}", rf"\mathrm{{({letter})}}")
    return draw.choice((*forms, rf"\text{{{letter}}}", rf"\textbf{{{letter}}}"))


def _respell_words(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Words):
        return None
    text = shape.text
    return draw.choice(
        (text, text.lower(), text.capitalize(), rf"\textbf{{{text}}}", rf"\text{{{text}.}}", f'"{text}"')
    )


FORM_VARIANTS: Final = (
    Kind("items respelled", _respell_items, 3),
    Kind("assignments listed", _list_assignments, 2),
    Kind("inequality for interval", _inequality, 2),
    Kind("interval for inequality", _as_interval, 3),
    Kind("membership", _membership, 2),
    Kind("infinity respelled", _plus_infinity, 2),
    Kind("pieces turned", _turn_pieces, 3),
    Kind("union sign", _union_sign, 2),
    Kind("matrix respelled", _matrix, 3),
    Kind("vector as tuple", _vector, 2),
    Kind("bare value", _bare_value, 3),
    Kind("sides swapped", _swap_sides, 3),
    Kind("moved over", _move_over, 2),
    Kind("unit respelled", _respell_unit, 5),
    Kind("unit dropped", _drop_unit, 2),
    Kind("unit converted", _convert_unit, 2),
    Kind("base respelled", _respell_base, 5),
    Kind("ratio respelled", _respell_ratio, 5),
    Kind("choice respelled", _respell_choice, 8),
    Kind("words respelled", _respell_words, 8),
)
