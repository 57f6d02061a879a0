"""Near misses of scalars: one node of the tree changed. Each is confirmed by its value before it is used."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mathequiv.audit.machine.pairs import Kind, Made
from mathequiv.audit.machine.shapes import (
    Call,
    Mixed,
    Name,
    Named,
    Node,
    Num,
    Power,
    Product,
    Quotient,
    Root,
    Shape,
    Sum,
    names,
    nodes,
    replace_node,
)

__all__ = ["SCALAR_KINDS"]

Change = Callable[[Node, random.Random], Iterable[Node]]


def _somewhere(change: Change) -> Callable[[Shape, random.Random], Made]:
    """A maker that changes one node to which the change applies."""

    def make(shape: Shape, draw: random.Random) -> Made:
        places = [(at, other) for at, node in enumerate(nodes(shape)) for other in change(node, draw)]
        if not places:
            return None
        at, other = draw.choice(places)
        changed: Made = replace_node(shape, at, other)
        return changed

    return make


def _integer(node: Node) -> int | None:
    return int(node.text) if isinstance(node, Num) and node.text.isdigit() else None


def _off_by_one(node: Node, _draw: random.Random) -> Iterable[Node]:
    value = _integer(node)
    if value is not None:
        yield Num(str(value + 1))
        if value:
            yield Num(str(value - 1))
    if isinstance(node, Mixed):
        yield replace(node, whole=node.whole + 1)


def _off_by_much(node: Node, draw: random.Random) -> Iterable[Node]:
    value = _integer(node)
    if value is not None:
        yield Num(str(value + 10 ** draw.randint(0, len(str(value)) + 2)))


def _last_place(node: Node, _draw: random.Random) -> Iterable[Node]:
    """A decimal off by one in its last place."""
    if isinstance(node, Num) and "." in node.text:
        step = Fraction(1, 10 ** len(node.text.partition(".")[2]))
        places = len(node.text.partition(".")[2])
        value = Fraction(node.text) + step
        whole = value.numerator * 10**places // value.denominator
        digits = str(whole).zfill(places + 1)
        yield Num(f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _decimal_point(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Num) and "." in node.text and Fraction(node.text):
        whole, _, places = node.text.partition(".")
        yield Num((whole + places).lstrip("0") or "0")
        yield Num(f"0.{'0' if not whole.strip('0') else whole}{places}")


def _swap_digits(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Num) and node.text.isdigit() and len(node.text) > 1:
        at = draw.randrange(len(node.text) - 1)
        text = node.text
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped[0] != "0":
            yield Num(swapped)


def _digit_more_or_less(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Num) and node.text.isdigit():
        yield Num(node.text + draw.choice("0123456789"))
        if len(node.text) > 1 and node.text[1:].lstrip("0"):
            yield Num(node.text[1:].lstrip("0"))
            yield Num(node.text[:-1])


def _sign(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Sum):
        at = draw.randrange(len(node.terms))
        flip = {"+": "-", "-": "+", "±": "+"}
        terms = tuple((flip[sign] if n == at else sign, term) for n, (sign, term) in enumerate(node.terms))
        yield Sum(terms) if len(terms) > 1 or terms[0][0] != "+" else terms[0][1]


def _negate(node: Node, _draw: random.Random) -> Iterable[Node]:
    if not isinstance(node, Sum):
        yield Sum((("-", node),))


def _drop_term(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Sum) and len(node.terms) > 1:
        at = draw.randrange(len(node.terms))
        terms = node.terms[:at] + node.terms[at + 1 :]
        yield Sum(terms) if len(terms) > 1 or terms[0][0] != "+" else terms[0][1]


def _add_term(node: Node, draw: random.Random) -> Iterable[Node]:
    extra = Num(str(draw.choice((1, 2, 3, 10, 100))))
    terms = node.terms if isinstance(node, Sum) else (("+", node),)
    yield Sum((*terms, (draw.choice("+-"), extra)))


def _drop_factor(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Product):
        at = draw.randrange(len(node.factors))
        factors = node.factors[:at] + node.factors[at + 1 :]
        yield Product(factors) if len(factors) > 1 else factors[0]


def _add_factor(node: Node, draw: random.Random) -> Iterable[Node]:
    if isinstance(node, (Num, Name, Root, Power)):
        yield Product((Num(str(draw.choice((2, 3, 5, 10)))), node))


def _product_to_sum(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Product):
        yield Sum(tuple(("+", factor) for factor in node.factors))
    summed = isinstance(node, Sum) and len(node.terms) > 1 and all(sign == "+" for sign, _ in node.terms)
    if summed and isinstance(node, Sum) and not _is_mixed(node):
        yield Product(tuple(term for _, term in node.terms))
    if isinstance(node, Mixed):
        yield Product((Num(str(node.whole)), Quotient(Num(str(node.top)), Num(str(node.bottom)))))


def _is_mixed(node: Sum) -> bool:
    """Whether a whole number and a fraction are added, whose product would be written like the mixed number."""
    (_, first), *rest = node.terms
    return isinstance(first, Num) and len(rest) == 1 and isinstance(rest[0][1], Quotient)


def _upside_down(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Quotient):
        yield Quotient(node.bottom, node.top)
    elif isinstance(node, (Root, Power, Num)):
        yield Quotient(Num("1"), node)


def _fraction_parts(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Quotient):
        yield Product((node.top, node.bottom))
        yield Sum((("+", node.top), ("-", node.bottom)))
        yield node.top
    if isinstance(node, Mixed):
        yield Mixed(node.whole, node.bottom - node.top, node.bottom)


def _exponent(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Power):
        yield node.base
        yield Product((node.base, node.exponent))
        value = _integer(node.exponent)
        if value is not None:
            yield Power(node.base, Num(str(value + 1)))
            yield Power(node.base, Sum((("-", node.exponent),)))
        yield Power(node.exponent, node.base)
    elif isinstance(node, (Name, Num, Call)):
        yield Power(node, Num("2"))


def _root(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Root):
        yield node.inside
        yield Root(node.index + 1, node.inside)
        yield Product((Num(str(node.index)), node.inside))
    elif isinstance(node, Num):
        yield Root(2, node)


def _distribute(node: Node, _draw: random.Random) -> Iterable[Node]:
    """A power, root or function of a sum taken term by term."""
    if isinstance(node, Power) and isinstance(node.base, Sum):
        yield Sum(tuple((sign, Power(term, node.exponent)) for sign, term in node.base.terms))
    if isinstance(node, Root) and isinstance(node.inside, Sum):
        yield Sum(tuple((sign, Root(node.index, term)) for sign, term in node.inside.terms))
    if isinstance(node, Call) and isinstance(node.inside, Sum):
        yield Sum(tuple((sign, Call(node.name, term)) for sign, term in node.inside.terms))
    if isinstance(node, Quotient) and isinstance(node.bottom, Sum):
        yield Sum(tuple((sign, Quotient(node.top, term)) for sign, term in node.bottom.terms))


def _lose_parenthesis(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Product):
        for at, factor in enumerate(node.factors):
            if isinstance(factor, Sum) and len(factor.terms) > 1 and at + 1 == len(node.factors):
                first = Product((*node.factors[:at], factor.terms[0][1]))
                yield Sum(((factor.terms[0][0].replace("±", "+"), first), *factor.terms[1:]))


_SWAPS: Final = {
    "sin": "cos",
    "cos": "sin",
    "tan": "cot",
    "cot": "tan",
    "sec": "csc",
    "csc": "sec",
    "arcsin": "arccos",
    "arccos": "arcsin",
    "arctan": "arcsin",
    "sinh": "sin",
    "cosh": "cos",
    "tanh": "tan",
    "floor": "ceil",
    "ceil": "floor",
}


def _function(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Call):
        if node.name in _SWAPS:
            yield Call(_SWAPS[node.name], node.inside)
        yield node.inside


def _drop_bars(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Call) and node.name == "abs":
        yield node.inside
        yield Sum((("-", node.inside),))
        if isinstance(node.inside, Sum):
            yield Sum(tuple((sign, Call("abs", term)) for sign, term in node.inside.terms))


def _constant(node: Node, _draw: random.Random) -> Iterable[Node]:
    if node == Name(r"\pi"):
        yield Num("3")
        yield Num("3.14")
        yield Num("180")
    if node == Name("e"):
        yield Name(r"\pi")
        yield Num("2.7")
    if node == Name("i"):
        yield Sum((("-", node),))
        yield Num("1")


def _branch(node: Node, _draw: random.Random) -> Iterable[Node]:
    if isinstance(node, Sum) and any(sign == "±" for sign, _ in node.terms):
        for one in "+-":
            yield Sum(tuple((one if sign == "±" else sign, term) for sign, term in node.terms))


def _swap_names(shape: Shape, draw: random.Random) -> Made:
    """Two names exchanged, one replaced, or one with the other case."""
    found = sorted(name for name in names(shape) if len(name) == 1)
    if not found or isinstance(shape, Named):  # the variable of a named function may be renamed
        return None
    first = draw.choice(found)
    others = [name for name in "abxyrstnR" if name not in found]
    second = draw.choice([*others, *(name for name in found if name != first), first.swapcase()])
    exchange = {first: second, second: first if second in found else second}
    changed = shape
    for at, node in enumerate(nodes(shape)):
        if isinstance(node, Name) and node.text in exchange:
            changed = replace_node(changed, at, Name(exchange[node.text]))
    made: Made = changed
    return made


SCALAR_KINDS: Final = (
    Kind("off by one", _somewhere(_off_by_one), 3),
    Kind("off by a power of ten", _somewhere(_off_by_much), 2),
    Kind("last decimal", _somewhere(_last_place), 3),
    Kind("decimal point", _somewhere(_decimal_point), 2),
    Kind("digits swapped", _somewhere(_swap_digits)),
    Kind("digit more or less", _somewhere(_digit_more_or_less), 2),
    Kind("sign", _somewhere(_sign), 2),
    Kind("negated", _somewhere(_negate)),
    Kind("term dropped", _somewhere(_drop_term)),
    Kind("term added", _somewhere(_add_term)),
    Kind("factor dropped", _somewhere(_drop_factor)),
    Kind("factor added", _somewhere(_add_factor)),
    Kind("product and sum", _somewhere(_product_to_sum)),
    Kind("upside down", _somewhere(_upside_down)),
    Kind("parts of a fraction", _somewhere(_fraction_parts)),
    Kind("exponent", _somewhere(_exponent), 2),
    Kind("root", _somewhere(_root)),
    Kind("taken term by term", _somewhere(_distribute)),
    Kind("parenthesis lost", _somewhere(_lose_parenthesis)),
    Kind("function", _somewhere(_function)),
    Kind("bars dropped", _somewhere(_drop_bars)),
    Kind("constant", _somewhere(_constant)),
    Kind("branch", _somewhere(_branch), 2),
    Kind("name", _swap_names, 2),
)
