"""Respellings that certainly mean the same: what models write around an answer, and other ways to write its parts."""

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
    Quotient,
    Ratio,
    Root,
    Several,
    Shape,
    Sum,
    Union,
    Words,
    names,
    nodes,
    rational,
)
from mathequiv.audit.machine.units import UNITS
from mathequiv.audit.machine.writing import PLAIN, Style, write, write_node

__all__ = ["VARIANT_KINDS", "WRAPPERS", "Wrapper"]

Wrapper = Callable[[str], str]


def _pattern(pattern: str) -> Wrapper:
    return lambda text: pattern.replace("@", text)


def _sized(text: str) -> str:
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
    "sized brackets": _sized,
    "spaced signs": lambda text: re.sub(r"(?<=[\w}])([+=])(?=[\w\\])", r" \1 ", text),
}
"""What stands around an answer and means nothing; each takes any text."""


def _wrapped(name: str) -> Callable[[Shape, random.Random], Made]:
    return lambda shape, _draw: WRAPPERS[name](write(shape))


# --- styles of the whole --------------------------------------------------------------------------------------------


def _styled(**choices: object) -> Callable[[Shape, random.Random], Made]:
    style = replace(PLAIN, **choices)  # type: ignore[arg-type]
    return lambda shape, _draw: write(shape, style)


def _reordered(shape: Shape, draw: random.Random) -> Made:
    return write(shape, replace(PLAIN, order=draw.randrange(1000)))


def _mixed_styles(shape: Shape, draw: random.Random) -> Made:
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


def _code(shape: Shape, _draw: random.Random) -> Made:
    """Code notation of numbers and expressions."""
    if not isinstance(shape, (*NODES, Several)) or isinstance(shape, Mixed):
        return None
    if isinstance(shape, Several) and shape.kind != "tuple":
        return None
    greek = any(isinstance(node, Name) and ("\\" in node.text or "_" in node.text) for node in nodes(shape))
    spoken = any(isinstance(node, Call) and node.name in ("floor", "ceil", "abs", "ln") for node in nodes(shape))
    branching = any(isinstance(node, Sum) and any(sign == "±" for sign, _ in node.terms) for node in nodes(shape))
    named = {node.text for node in nodes(shape) if isinstance(node, Name)} - {r"\pi"}
    if spoken or branching or named & {"e", "i"} or (greek and named and any("\\" in n or "_" in n for n in named)):
        return None
    return write(shape, Style(fraction="code", times="*", power="code", root="code", pi="pi"))


# --- numbers --------------------------------------------------------------------------------------------------------


def _node_respelled(change: Callable[[Node, random.Random], str | None]) -> Callable[[Shape, random.Random], Made]:
    """A maker for a shape that is one scalar."""

    def make(shape: Shape, draw: random.Random) -> Made:
        return change(shape, draw) if isinstance(shape, NODES) else None

    return make


def _finite_decimal(value: Fraction) -> str | None:
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
    return _finite_decimal(value)


def _fraction(node: Node, draw: random.Random) -> str | None:
    value = rational(node)
    if value is None or not isinstance(node, Num) or "." not in node.text:
        return None
    factor = draw.choice((1, 2, 5))
    return rf"\frac{{{value.numerator * factor}}}{{{value.denominator * factor}}}"


def _unreduced(node: Node, draw: random.Random) -> str | None:
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
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()


def _spoken(node: Node, _draw: random.Random) -> str | None:
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


def _factored_out(node: Node, _draw: random.Random) -> str | None:
    """A difference as the negative of the difference the other way round."""
    if not isinstance(node, Sum) or len(node.terms) < 2 or any(sign == "±" for sign, _ in node.terms):
        return None
    flipped = Sum(tuple(("-" if sign == "+" else "+", term) for sign, term in node.terms))
    return f"-({write_node(flipped)})"


def _power_as_product(node: Node, _draw: random.Random) -> str | None:
    if isinstance(node, Power) and isinstance(node.base, Name) and node.exponent in (Num("2"), Num("3")):
        return r" \cdot ".join([node.base.text] * int(node.exponent.text))
    return None


def _labelled(node: Node, draw: random.Random) -> str | None:
    """A name before a number, as models add it."""
    if names(node) or any(isinstance(part, Name) and part.text in "ei" for part in nodes(node)):
        return None
    return f"{draw.choice(('x', 'n', 'a', 'S', 'm'))} = {write_node(node)}"


def _branches_listed(node: Node, draw: random.Random) -> str | None:
    if not isinstance(node, Sum) or not any(sign == "±" for sign, _ in node.terms):
        return None
    both = [write_node(Sum(tuple((one if sign == "±" else sign, term) for sign, term in node.terms))) for one in "+-"]
    return draw.choice((", ", r" \text{ or } ", r" \text{ and } ")).join(draw.sample(both, 2))


# --- other forms ----------------------------------------------------------------------------------------------------


def _items_respelled(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Several):
        return None
    texts = [write_node(item) for item in shape.items]
    if shape.kind == "tuple":
        return draw.choice((f"({','.join(texts)})", f"（{'，'.join(texts)}）", rf"\left({', '.join(texts)}\right)"))
    draw.shuffle(texts)
    if shape.kind == "set":
        return draw.choice((rf"\left\{{{', '.join(texts)}\right\}}", rf"\lbrace {','.join(texts)}\rbrace"))
    joined = ", ".join(texts[:-1])
    as_set = (rf"\{{{', '.join(texts)}\}}",) if len(set(texts)) == len(texts) else ()
    return draw.choice(
        (
            *as_set,
            rf"{joined} \text{{ and }} {texts[-1]}",
            rf"{joined} \text{{ or }} {texts[-1]}",
            rf"{joined}, and {texts[-1]}",
            f"{'，'.join(texts)}",
            "、".join(texts),
            "; ".join(texts),
        )
    )


def _listed_assignments(shape: Shape, _draw: random.Random) -> Made:
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


def _pieces_turned(shape: Shape, _draw: random.Random) -> Made:
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


def _sides_swapped(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Equation):
        return write(Equation(shape.right, shape.left))
    if isinstance(shape, Named):
        turned = {"=": "=", "<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}[shape.relation]
        return f"{write_node(shape.value)} {turned} {shape.name}" if shape.relation != "=" else None
    return None


def _moved_over(shape: Shape, _draw: random.Random) -> Made:
    if isinstance(shape, Equation) and shape.right == Num("0") and isinstance(shape.left, Sum):
        (sign, last), rest = shape.left.terms[-1], shape.left.terms[:-1]
        turned = Sum((("-", last),)) if sign == "+" else last
        return f"{write_node(Sum(rest))} = {write_node(turned)}"
    return None


def _unit_spelled(shape: Shape, draw: random.Random) -> Made:
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
    return draw.choice((rf"{value} \text{{ {letters}}}{up}", rf"{value}\,\mathrm{{{letters}}}{up}", rf"{value}\mbox{{ {letters}}}{up}"))


def _unit_dropped(shape: Shape, _draw: random.Random) -> Made:
    return write_node(shape.value) if isinstance(shape, Measured) else None


def _unit_converted(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Measured) or shape.unit not in ("m", "km", "kg", "L", "hours", "minutes"):
        return None
    value = rational(shape.value)
    smaller = {"m": "cm", "km": "m", "kg": "g", "L": "mL", "hours": "minutes", "minutes": "seconds"}[shape.unit]
    if value is None:
        return None
    text = _finite_decimal(value * UNITS[shape.unit].size / UNITS[smaller].size)
    return None if text is None else rf"{text} \text{{ {smaller}}}"


_BASES: Final = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def _base_spelled(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Based):
        return None
    word = _BASES[shape.base]
    forms = (f"{shape.digits}_{shape.base % 10}", rf"{shape.digits}_{{\text{{{word}}}}}", shape.digits)
    return draw.choice(forms if shape.base < 10 else forms[1:])


def _ratio_spelled(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Ratio):
        return None
    factor = draw.choice((2, 3))
    forms = (rf"\frac{{{shape.left}}}{{{shape.right}}}", f"{shape.left} : {shape.right}", f"{shape.left}/{shape.right}")
    return draw.choice((*forms, f"{shape.left * factor * 30}:{shape.right * factor * 30}"))


def _choice_spelled(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Choice):
        return None
    letter = shape.letter
    forms = (letter, f"({letter})", f"{letter}.", f"{letter})", rf"\textbf{{({letter})}}", rf"\mathrm{{({letter})}}")
    return draw.choice((*forms, rf"\text{{{letter}}}", rf"\textbf{{{letter}}}"))


def _words_spelled(shape: Shape, draw: random.Random) -> Made:
    if not isinstance(shape, Words):
        return None
    text = shape.text
    return draw.choice((text, text.lower(), text.capitalize(), rf"\textbf{{{text}}}", rf"\text{{{text}.}}", f'"{text}"'))


VARIANT_KINDS: Final = (
    *(Kind(name, _wrapped(name)) for name in WRAPPERS),
    Kind("short fractions", _styled(fraction="short")),
    Kind("slashes", _styled(fraction="slash")),
    Kind("dots between factors", _styled(times=r"\cdot ")),
    Kind("spaces between factors", _styled(times=r"\,")),
    Kind("spaces around signs", _styled(gap=" ")),
    Kind("bare exponents", _styled(power="bare")),
    Kind("short roots", _styled(root="short")),
    Kind("order of terms and factors", _reordered, 3),
    Kind("several at once", _mixed_styles, 4),
    Kind("code", _code, 2),
    Kind("decimal for fraction", _node_respelled(_decimal)),
    Kind("fraction for decimal", _node_respelled(_fraction)),
    Kind("unreduced fraction", _node_respelled(_unreduced)),
    Kind("minus inside a fraction", _node_respelled(_minus_inside)),
    Kind("mixed number", _node_respelled(_mixed_number)),
    Kind("thousands", _node_respelled(_thousands)),
    Kind("zeros at the end", _node_respelled(_zeros)),
    Kind("zero in front", _node_respelled(_zero_in_front)),
    Kind("scientific", _node_respelled(_scientific)),
    Kind("number word", _node_respelled(_spoken)),
    Kind("full width", _node_respelled(_full_width)),
    Kind("minus sign", _node_respelled(_plain_sign)),
    Kind("parentheses", _node_respelled(_in_parentheses)),
    Kind("root respelled", _node_respelled(_rational_exponent)),
    Kind("unicode symbols", _node_respelled(_symbols)),
    Kind("minus taken out", _node_respelled(_factored_out)),
    Kind("power as product", _node_respelled(_power_as_product)),
    Kind("label added", _node_respelled(_labelled)),
    Kind("branches listed", _node_respelled(_branches_listed), 4),
    Kind("items respelled", _items_respelled, 3),
    Kind("assignments listed", _listed_assignments, 2),
    Kind("inequality for interval", _inequality, 2),
    Kind("interval for inequality", _as_interval, 3),
    Kind("membership", _membership, 2),
    Kind("infinity respelled", _plus_infinity, 2),
    Kind("pieces turned", _pieces_turned, 3),
    Kind("union sign", _union_sign, 2),
    Kind("matrix respelled", _matrix, 3),
    Kind("vector as tuple", _vector, 2),
    Kind("bare value", _bare_value, 3),
    Kind("sides swapped", _sides_swapped, 3),
    Kind("moved over", _moved_over, 2),
    Kind("unit respelled", _unit_spelled, 5),
    Kind("unit dropped", _unit_dropped, 2),
    Kind("unit converted", _unit_converted, 2),
    Kind("base respelled", _base_spelled, 5),
    Kind("ratio respelled", _ratio_spelled, 5),
    Kind("choice respelled", _choice_spelled, 8),
    Kind("words respelled", _words_spelled, 8),
)
