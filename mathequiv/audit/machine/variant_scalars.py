"""Respellings of scalars: other ways to write a number or an expression."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import (
    NODES,
    Mixed,
    Name,
    Node,
    Num,
    Power,
    Quotient,
    Root,
    Shape,
    Sum,
    names,
    nodes,
    rational,
)
from mathequiv.audit.machine.writing import PLAIN, write_node

__all__ = ["SCALAR_VARIANTS", "finite_decimal"]


def _for_scalars(change: Callable[[Node, random.Random], str | None]) -> Callable[[Shape, random.Random], Made]:
    """A maker for a shape that is one scalar."""

    def make(shape: Shape, draw: random.Random) -> Made:
        return change(shape, draw) if isinstance(shape, NODES) else None

    return make


def finite_decimal(value: Fraction) -> str | None:
    """The value as a decimal, None if that does not end within twelve places."""
    for places in range(13):
        scaled = abs(value) * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).zfill(places + 1)
            text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return f"-{text}" if value < 0 else text
    return None


def _decimal(node: Node, _draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or value.denominator == 1 or isinstance(node, Num):
        return None
    return finite_decimal(value)


def _fraction(node: Node, draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or not isinstance(node, Num) or "." not in node.text:
        return None
    factor = draw.choice((1, 2, 5))
    return rf"\frac{{{value.numerator * factor}}}{{{value.denominator * factor}}}"


def _expand_fraction(node: Node, draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or isinstance(node, (Num, Mixed)) or value.denominator == 1:
        return None
    factor = draw.choice((2, 3, 7, 10))
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator) * factor}}}{{{value.denominator * factor}}}"


def _minus_inside(node: Node, draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or value >= 0 or value.denominator == 1:
        return None
    top, bottom = -value.numerator, value.denominator
    return draw.choice((rf"\frac{{-{top}}}{{{bottom}}}", rf"\frac{{{top}}}{{-{bottom}}}", f"-{top}/{bottom}"))


def _mixed_number(node: Node, _draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or value < 1 or value.denominator == 1 or (isinstance(node, Num) and "." in node.text):
        return None
    whole, rest = divmod(value.numerator, value.denominator)
    if isinstance(node, Mixed):
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
    return rf"{whole}\frac{{{rest}}}{{{value.denominator}}}"


def _thousands(node: Node, draw: random.Random) -> str | None:
    if not isinstance(node, Num) or not node.text.isdigit() or int(node.text) < 1000:
        return None
    mark = draw.choice((",", ",\\!", "{,}", "\\,"))
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", lambda _: mark, node.text)


def _zeros(node: Node, draw: random.Random) -> str | None:
    if not isinstance(node, Num) or rational(node) is None:
        return None
    return node.text + (draw.choice((".0", ".00")) if "." not in node.text else draw.choice(("0", "00")))


def _zero_in_front(node: Node, _draw: random.Random) -> str | None:
    if not isinstance(node, Num) or "." not in node.text:
        return None
    if node.text.startswith("."):
        return f"0{node.text}"
    return node.text[1:] if node.text.startswith("0.") else None


def _scientific(node: Node, draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or not value or not isinstance(node, Num):
        return None
    digits = node.text.replace(".", "").strip("0")
    exponent = len(node.text.partition(".")[0].lstrip("0")) - 1
    if Fraction(node.text) < 1:
        places = node.text.partition(".")[2]
        exponent = -(len(places) - len(places.lstrip("0")) + 1)
    head = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
    return draw.choice((rf"{head}\times 10^{{{exponent}}}", rf"{head} \cdot 10^{{{exponent}}}", f"{head}e{exponent}"))


_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)


def _in_words(node: Node, _draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or value.denominator != 1 or not 2 <= value < 100:
        return None
    number = int(value)
    tens, ones = divmod(number, 10)
    text = _ONES[number] if number < 20 else _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    return rf"\text{{{text}}}"


def _full_width(node: Node, _draw: random.Random) -> str | None:
    if not isinstance(node, Num):
        return None
    return "".join(chr(ord(sign) + 0xFEE0) for sign in node.text)


def _plain_sign(node: Node, _draw: random.Random) -> str | None:
    text = write_node(node)
    return text.replace("-", "−", 1) if text.startswith("-") else None


def _in_parentheses(node: Node, draw: random.Random) -> str | None:
    ends = draw.choice((("(", ")"), (r"\left(", r"\right)"), ("{", "}")))
    return f"{ends[0]}{write_node(node)}{ends[1]}" if isinstance(node, (Sum, Quotient)) else None


def _rational_exponent(node: Node, draw: random.Random) -> str | None:
    if not any(isinstance(part, Root) for part in nodes(node)):
        return None
    return write_node(node, replace(PLAIN, root=draw.choice(("power", "sign", "short"))))


def _symbols(node: Node, _draw: random.Random) -> str | None:
    text = write_node(node, replace(PLAIN, pi="π", root="sign"))
    return None if text == write_node(node) else text


def _take_out_minus(node: Node, _draw: random.Random) -> str | None:
    """A difference as the negative of the difference the other way round."""
    if not isinstance(node, Sum) or len(node.terms) < 2 or any(sign == "±" for sign, _ in node.terms):
        return None
    flipped = Sum(tuple(("-" if sign == "+" else "+", term) for sign, term in node.terms))
    return f"-({write_node(flipped)})"


def _power_as_product(node: Node, _draw: random.Random) -> str | None:
    if isinstance(node, Power) and isinstance(node.base, Name) and node.exponent in (Num("2"), Num("3")):
        return r" \cdot ".join([node.base.text] * int(node.exponent.text))
    return None


def _add_label(node: Node, draw: random.Random) -> str | None:
    """A name before a number, as models add it."""
    if names(node) or any(isinstance(part, Name) and part.text in "ei" for part in nodes(node)):
        return None
    return f"{draw.choice(('x', 'n', 'a', 'S', 'm'))} = {write_node(node)}"


def _list_branches(node: Node, draw: random.Random) -> str | None:
    if not isinstance(node, Sum) or not any(sign == "±" for sign, _ in node.terms):
        return None
    both = [write_node(Sum(tuple((one if sign == "±" else sign, term) for sign, term in node.terms))) for one in "+-"]
    return draw.choice((", ", r" \text{ or } ", r" \text{ and } ")).join(draw.sample(both, 2))


SCALAR_VARIANTS: Final = (
    Kind("decimal for fraction", _for_scalars(_decimal)),
    Kind("fraction for decimal", _for_scalars(_fraction)),
    Kind("unreduced fraction", _for_scalars(_expand_fraction)),
    Kind("minus inside a fraction", _for_scalars(_minus_inside)),
    Kind("mixed number", _for_scalars(_mixed_number)),
    Kind("thousands", _for_scalars(_thousands)),
    Kind("zeros at the end", _for_scalars(_zeros)),
    Kind("zero in front", _for_scalars(_zero_in_front)),
    Kind("scientific", _for_scalars(_scientific)),
    Kind("number word", _for_scalars(_in_words)),
    Kind("full width", _for_scalars(_full_width)),
    Kind("minus sign", _for_scalars(_plain_sign)),
    Kind("parentheses", _for_scalars(_in_parentheses)),
    Kind("root respelled", _for_scalars(_rational_exponent)),
    Kind("unicode symbols", _for_scalars(_symbols)),
    Kind("minus taken out", _for_scalars(_take_out_minus)),
    Kind("power as product", _for_scalars(_power_as_product)),
    Kind("label added", _for_scalars(_add_label)),
    Kind("branches listed", _for_scalars(_list_branches), 4),
)
