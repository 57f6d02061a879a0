r"""Shapes as text: in plain LaTeX, or in another of the styles that mean the same."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from mathequiv.audit.machine.shapes import (
    Based,
    Call,
    Choice,
    End,
    Equation,
    Infinity,
    Interval,
    Matrix,
    Measured,
    Mixed,
    Name,
    Named,
    Node,
    Num,
    Power,
    Product,
    Quotient,
    Ratio,
    Root,
    Several,
    Shape,
    Sum,
    Union,
    Words,
)

__all__ = ["PLAIN", "Style", "write", "write_node"]


@dataclass(frozen=True, slots=True)
class Style:
    r"""How a shape is written.

    Attributes:
        fraction: ``\frac``, ``\dfrac``, ``\tfrac``, ``short`` (``\frac12``), ``slash`` or ``code``.
        times: what is between factors.
        gap: what stands around signs and after commas.
        power: ``braces``, ``bare`` (``x^2``) or ``code`` (``x**2``).
        root: ``latex``, ``short`` (``\sqrt2``), ``code``, ``sign`` (``√``) or ``power``.
        pi: how π is written.
        brackets: what stands before an opening and a closing bracket.
        order: a seed that permutes terms, factors and unordered items; None leaves them.
    """

    fraction: str = r"\frac"
    times: str = ""
    gap: str = ""
    power: str = "braces"
    root: str = "latex"
    pi: str = r"\pi"
    brackets: tuple[str, str] = ("", "")
    order: int | None = None


PLAIN: Final = Style()


def write(shape: Shape, style: Style = PLAIN) -> str:
    """The answer as text."""
    match shape:
        case Several(kind, items):
            return _several(kind, items, style)
        case Interval(low, high, closed):
            inside = f"{_end(low, style)},{style.gap}{_end(high, style)}"
            return _between("[" if closed[0] else "(", inside, "]" if closed[1] else ")", style)
        case Union(pieces):
            return r" \cup ".join(write(piece, style) for piece in pieces)
        case Matrix(rows):
            return _matrix(rows, style)
        case Named(name, relation, value):
            return f"{name} {relation} {write_node(value, style)}"
        case Equation(left, right):
            return f"{write_node(left, style)} = {write_node(right, style)}"
        case Measured(value, unit):
            return _with_unit(value, unit, style)
        case Based() | Ratio() | Words() | Choice():
            return _literal(shape)
        case _:
            return write_node(shape, style)


def _literal(shape: Based | Ratio | Words | Choice) -> str:
    """A shape that has one spelling."""
    match shape:
        case Based(digits, base):
            return f"{digits}_{{{base}}}"
        case Ratio(left, right):
            return f"{left}:{right}"
        case Words(text):
            return rf"\text{{{text}}}"
        case Choice(letter):
            return rf"\text{{({letter})}}"


def _matrix(rows: tuple[tuple[Node, ...], ...], style: Style) -> str:
    cells = (" & ".join(write_node(cell, style) for cell in row) for row in rows)
    return r"\begin{pmatrix}" + r" \\ ".join(cells) + r"\end{pmatrix}"


def _with_unit(value: Node, unit: str, style: Style) -> str:
    # 1/2% and 270/7 degrees are read in two ways.
    plain = replace(style, fraction=r"\frac") if style.fraction == "slash" else style
    return write_unit(_inside(value, plain, *([Sum] if _is_long(value) else [])), unit)


def _is_long(node: Node) -> bool:
    return isinstance(node, Sum) and len(node.terms) > 1


def write_unit(value: str, unit: str) -> str:
    """A value with a unit, by the unit's key."""
    fixed = {"degree": rf"{value}^\circ", "percent": rf"{value}\%", "dollar": rf"\${value}"}
    if unit in fixed:
        return fixed[unit]
    letters, _, power = unit.partition("^")
    return rf"{value}\text{{ {letters}}}" + (f"^{power}" if power else "")


_BRACKETS: Final = {"tuple": ("(", ")"), "set": (r"\{", r"\}"), "list": ("", "")}


def _several(kind: str, items: tuple[Node, ...], style: Style) -> str:
    ordered = items if kind == "tuple" else _shuffle(items, style)
    inside = f",{style.gap or ' '}".join(write_node(item, style) for item in ordered)
    opening, closing = _BRACKETS[kind]
    return inside if kind == "list" else _between(opening, inside, closing, style)


def _between(opening: str, inside: str, closing: str, style: Style) -> str:
    left, right = style.brackets
    return f"{left}{opening}{inside}{right}{closing}"


def _end(end: End, style: Style) -> str:
    if isinstance(end, Infinity):
        return r"\infty" if end.sign > 0 else r"-\infty"
    return write_node(end, style)


def _shuffle(items: tuple[Node, ...], style: Style) -> tuple[Node, ...]:
    if style.order is None:
        return items
    return tuple(random.Random(style.order).sample(items, len(items)))  # noqa: S311 - draws test data


# --- nodes ----------------------------------------------------------------------------------------------------------


def write_node(node: Node, style: Style = PLAIN) -> str:
    """A scalar as text."""
    match node:
        case Num(text):
            return text
        case Name(text):
            return style.pi if text == r"\pi" else text
        case Sum(terms):
            return _sum(terms, style)
        case Product(factors):
            return _product(factors, style)
        case Quotient(top, bottom):
            return _quotient(top, bottom, style)
        case Power(base, exponent):
            return _power(base, exponent, style)
        case Root(index, inside):
            return _root(index, inside, style)
        case Call(name, inside):
            return _call(name, write_node(inside, style), style)
        case Mixed(whole, top, bottom):
            return rf"{whole}\frac{{{top}}}{{{bottom}}}"


def _sum(terms: tuple[tuple[str, Node], ...], style: Style) -> str:
    ordered = list(terms)
    if style.order is not None and all(sign != "±" for sign, _ in terms):
        random.Random(style.order).shuffle(ordered)  # noqa: S311 - draws test data
    text = ""
    for sign, term in ordered:
        shown = r"\pm " if sign == "±" else sign
        if not text and sign == "+":
            shown = ""
        gap = style.gap if text else ""
        text += f"{gap}{shown}{gap}{_inside(term, style, Sum)}"
    return text


def _inside(node: Node, style: Style, *low: type) -> str:
    """The text of a node, in parentheses where it is one of the kinds that bind too loosely."""
    text = write_node(node, style)
    return f"({text})" if isinstance(node, low) else text


def _product(factors: tuple[Node, ...], style: Style) -> str:
    ordered = _shuffle(factors, style)
    loose = (Sum, Mixed) if style.fraction not in ("slash", "code") else (Sum, Mixed, Quotient)
    texts = [_inside(factor, style, *loose) for factor in ordered]
    text = texts[0]
    for before, factor, written in zip(ordered, ordered[1:], texts[1:], strict=False):
        text += _times(before, factor, text, written, style) + written
    return text


def _times(before: Node, after: Node, text: str, written: str, style: Style) -> str:
    """The sign between two factors; numerals side by side, and an argument without parentheses, need one."""
    if style.fraction == "code":
        return "*"
    if isinstance(before, Call) or written[0] in ".0123456789" or _would_run_together(before, after, written):
        return r"\cdot "
    command = text[-1].isalpha() and "\\" in text and text[text.rindex("\\") + 1 :].isalpha()
    return style.times or (" " if command and written[0].isalpha() else "")


def _would_run_together(before: Node, after: Node, written: str) -> bool:
    """Whether two factors side by side read as something else: a mixed number, a name applied, a bar."""
    match before, after:
        case Num(), Quotient() | Mixed():
            return True
        case Name(), _ if written[0] in "(|":
            return True
        case _, Call("abs"):
            return True
        case _:
            return False


def _quotient(top: Node, bottom: Node, style: Style) -> str:
    if style.fraction == "code" or (style.fraction == "slash" and isinstance(top, Num) and isinstance(bottom, Num)):
        over = _inside(top, style, Sum, Quotient, Mixed)
        return f"{over}/{_inside(bottom, style, Sum, Product, Quotient, Mixed)}"
    upper, lower = write_node(top, style), write_node(bottom, style)
    if style.fraction == "short" and len(upper) == 1 == len(lower) and (upper + lower).isdigit():
        return rf"\frac{upper}{lower}"
    macro = style.fraction if style.fraction.startswith("\\") else r"\frac"
    return rf"{macro}{{{upper}}}{{{lower}}}"


def _power(base: Node, exponent: Node, style: Style) -> str:
    loose = (
        (Sum, Product, Quotient, Power, Mixed) if style.root != "sign" else (Sum, Product, Quotient, Power, Mixed, Root)
    )
    under = _inside(base, style, *loose, *([] if isinstance(base, Call) and base.name == "abs" else [Call]))
    over = write_node(exponent, style)
    if style.power == "code":
        return f"{under}**({over})" if not over.isalnum() else f"{under}**{over}"
    if style.power == "bare" and len(over) == 1:
        return f"{under}^{over}"
    return f"{under}^{{{over}}}"


def _root(index: int, inside: Node, style: Style) -> str:
    text = write_node(inside, style)
    if style.root in ("power", "code") and not (style.root == "code" and index == 2):
        return _root_as_power(index, text if isinstance(inside, (Num, Name)) else f"({text})", style)
    if index != 2:
        return rf"\sqrt[{index}]{{{text}}}"
    match style.root:
        case "code":
            return f"sqrt({text})"
        case "sign":
            return f"√{text}" if isinstance(inside, Num) and text.isdigit() else f"√({text})"
        case "short" if len(text) == 1:
            return rf"\sqrt {text}" if text.isalpha() else rf"\sqrt{text}"
        case _:
            return rf"\sqrt{{{text}}}"


def _root_as_power(index: int, under: str, style: Style) -> str:
    return f"{under}**(1/{index})" if style.power == "code" else f"{under}^{{1/{index}}}"


def _call(name: str, inside: str, style: Style) -> str:
    if name == "abs":
        return f"|{inside}|" if style.fraction != "code" else f"abs({inside})"
    if name in ("floor", "ceil"):
        return rf"\l{name} {inside} \r{name}"
    return f"{name}({inside})" if style.fraction == "code" else rf"\{name}({inside})"
