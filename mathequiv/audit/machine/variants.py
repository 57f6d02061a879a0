"""Respellings that certainly mean the same: what models write around an answer, and other ways to write its parts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import (
    NODES,
    Call,
    Mixed,
    Name,
    Node,
    Several,
    Shape,
    Sum,
    nodes,
)
from mathequiv.audit.machine.variant_forms import FORM_VARIANTS
from mathequiv.audit.machine.variant_scalars import SCALAR_VARIANTS
from mathequiv.audit.machine.writing import PLAIN, Style, write

__all__ = ["VARIANT_KINDS", "WRAPPERS", "Wrapper"]

Wrapper = Callable[[str], str]


def _pattern(pattern: str) -> Wrapper:
    return lambda text: pattern.replace("@", text)


def _size_brackets(text: str) -> str:
    """The outermost parentheses or brackets with sizes; other texts as they are."""
    found = re.fullmatch(r"([(\[])([^()\[\]]*)([)\]])", text)
    return rf"\left{found[1]} {found[2]} \right{found[3]}" if found else text


WRAPPERS: Final[dict[str, Wrapper]] = {
    "dollars": _pattern("$@$"),
    "two dollars": _pattern("$$@$$"),
    "inline mathematics": _pattern(r"\(@\)"),
    "displayed mathematics": _pattern(r"\[ @ \]"),
    "box": _pattern(r"\boxed{@}"),
    "box in dollars": _pattern(r"$\boxed{@}$"),
    "full stop": _pattern("@."),
    "dollars and full stop": _pattern("$@$."),
    "spaces": _pattern("  @ \n"),
    "thin spaces": _pattern(r"\,@\;"),
    "display style": _pattern(r"\displaystyle @"),
    "bold": lambda text: text if "**" in text or "\n" in text else f"**{text}**",
    "large fractions": lambda text: text.replace(r"\frac", r"\dfrac"),
    "small fractions": lambda text: text.replace(r"\frac", r"\tfrac"),
    "sized brackets": _size_brackets,
    "spaced signs": lambda text: re.sub(r"(?<=[\w}])([+=])(?=[\w\\])", r" \1 ", text),
}
"""What stands around an answer and means nothing; each takes any text."""


def _wrap(name: str) -> Callable[[Shape, random.Random], Made]:
    return lambda shape, _draw: WRAPPERS[name](write(shape))


# --- styles of the whole --------------------------------------------------------------------------------------------


def _in_style(**choices: object) -> Callable[[Shape, random.Random], Made]:
    style = replace(PLAIN, **choices)  # type: ignore[arg-type]
    return lambda shape, _draw: write(shape, style)


def _reorder(shape: Shape, draw: random.Random) -> Made:
    return write(shape, replace(PLAIN, order=draw.randrange(1000)))


def _mix_styles(shape: Shape, draw: random.Random) -> Made:
    """Several styles at once, in a wrapper."""
    style = Style(
        fraction=draw.choice((r"\frac", r"\dfrac", r"\tfrac", "short", "slash")),
        times=draw.choice(("", "", r"\cdot ", r"\,")),
        gap=draw.choice(("", " ")),
        power=draw.choice(("braces", "bare")),
        root=draw.choice(("latex", "short", "latex")),
        pi=draw.choice((r"\pi", r"\pi ", r"{\pi}")),
        brackets=draw.choice((("", ""), (r"\left", r"\right"), (r"\bigl", r"\bigr"))),
        order=draw.randrange(1000),
    )
    return draw.choice([*WRAPPERS.values()])(write(shape, style))


def _has_code(node: Node) -> bool:
    """Whether there is one way to write a node as code; e and i have several names there."""
    match node:
        case Name(text):
            return text == r"\pi" or (text.isalpha() and text not in ("e", "i"))
        case Call(name):
            return name not in ("floor", "ceil", "abs", "ln")
        case Sum(terms):
            return all(sign != "±" for sign, _ in terms)
        case _:
            return True


def _code(shape: Shape, _draw: random.Random) -> Made:
    """Code notation of numbers and expressions."""
    if not isinstance(shape, (*NODES, Several)) or isinstance(shape, Mixed):
        return None
    if isinstance(shape, Several) and shape.kind != "tuple":
        return None
    if not all(map(_has_code, nodes(shape))):
        return None
    return write(shape, Style(fraction="code", times="*", power="code", root="code", pi="pi"))


VARIANT_KINDS: Final = (
    *(Kind(name, _wrap(name)) for name in WRAPPERS),
    Kind("short fractions", _in_style(fraction="short")),
    Kind("slashes", _in_style(fraction="slash")),
    Kind("dots between factors", _in_style(times=r"\cdot ")),
    Kind("spaces between factors", _in_style(times=r"\,")),
    Kind("spaces around signs", _in_style(gap=" ")),
    Kind("bare exponents", _in_style(power="bare")),
    Kind("short roots", _in_style(root="short")),
    Kind("order of terms and factors", _reorder, 3),
    Kind("several at once", _mix_styles, 4),
    Kind("code", _code, 2),
    *SCALAR_VARIANTS,
    *FORM_VARIANTS,
)
