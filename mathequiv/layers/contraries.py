"""The last look at two texts that a layer calls equal: whether what was dropped beside the values makes them differ.

Words may say that they are of two things, the letter of a choice that they are two answers, and numbers to which
question each is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mathequiv.answers.chemistry import shows_another, spelled_alike
from mathequiv.answers.choices import article_or_letter, other_letter
from mathequiv.answers.contents import outer_trees
from mathequiv.answers.kinds import Reading, Truth
from mathequiv.finding import DIFFERENT, UNDECIDED, Finding
from mathequiv.latex.chinese_notation import listed_as
from mathequiv.latex.expr import Expr, Mul, Pow, Symbol
from mathequiv.latex.trees import nodes_of
from mathequiv.lexicon.contrasts import (
    claims_joined_otherwise,
    contrast,
    joined_otherwise,
    names_extreme,
    names_other,
    quantified_otherwise,
)
from mathequiv.lexicon.notations import named_curves
from mathequiv.lexicon.orders import other_order, paired_cases
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.temperatures import other_scale
from mathequiv.lexicon.units import read_unit
from mathequiv.prepared import Prepared
from mathequiv.verdict import Mismatch, Result

__all__ = [
    "another_part",
    "in_another_order",
    "in_one_base",
    "in_other_bases",
    "item_apart",
    "pairs_apart",
    "unless_contrary",
]


def unless_contrary(result: Finding, a: Prepared, b: Prepared) -> Finding:
    """An EQUIVALENT as it is, unless the texts say beside their values that these are of two things.

    It is DIFFERENT where words are known to exclude each other (a tangent, a normal), and UNDECIDED where each text
    names something by words that the other does not have, or may show an order or a chemical formula.

    Args:
        result: what a layer says of two texts.
        a: one text.
        b: the other.
    """
    if (marked := _by_signs(a, b)) is not None:
        return marked
    if len(a.readings) > 1 < len(b.readings) and (apart := _apart(a.readings, b.readings)):
        return _open(apart)
    if result.rule == "choice" and (by_letter := _by_letter(a, b)) is not None:
        return by_letter
    if joined := _joined_or_spelled_otherwise(result.rule, a.text, b.text):
        return _open(joined)
    if not ((a.worded or names_extreme(a.text)) and (b.worded or names_extreme(b.text))):
        return result
    excluded = contrast(a.text, b.text)
    if excluded:
        return _different("contrary", "words", a.text, b.text)
    if excluded is False and not names_other(a.text, b.text):
        return result
    return _open("words or marks beside the values may say that they are of two things")


_TRANSPOSED: Final = Pattern(r"\^\s*\{?\s*(?:T|\\top|\\intercal)(?![A-Za-z])")


def _turned(a: Sequence[Reading], b: Sequence[Reading]) -> bool:
    """Whether columns and rows are multiplied in another order; products of matrices are compared as such before."""
    if any(reading.matrices for reading in (*a, *b)):
        return False
    left, right = _columns(a), _columns(b)
    return bool(left and right) and left != right


def _columns(readings: Sequence[Reading]) -> set[str]:
    r"""Which factors of each product are transposed, of those whose names are so anywhere (``x^Tx``, ``xx^T``)."""
    products = [node for one in readings for tree in outer_trees(one.answer) for node in nodes_of(tree, Mul)]
    factors = [factor for product in products for factor in product.factors]
    transposed = {factor.base for factor in factors if isinstance(factor, Pow) and factor.exponent == _TRANSPOSE}
    orders = {"".join([_turn(factor, transposed) for factor in product.factors]) for product in products}
    return {order for order in orders if "row" in order and "column" in order}


def _turn(factor: Expr, transposed: set[Expr]) -> str:
    if factor in transposed:
        return "column "
    return "row " if isinstance(factor, Pow) and factor.exponent == _TRANSPOSE else ""


_TRANSPOSE: Final = Symbol("T")


def _joined_or_spelled_otherwise(rule: str, a: str, b: str) -> str:
    """What joins the parts of one text and not those of the other, or their capitals; nothing where neither differs."""
    if rule == "text" and spelled_alike(a, b):
        return "both may be chemical formulas, and not of the same"
    if rule in _LISTED and joined_otherwise(a, b):
        return "one says one of several names, and the other all of them"
    if rule in _UNORDERED and claims_joined_otherwise(a, b):
        return "one says that all of its parts hold, and the other that one of them does"
    if quantified_otherwise(a, b):
        return "one is claimed for all of some values, and the other for some of them"
    return ""


def _by_signs(a: Prepared, b: Prepared) -> Finding | None:
    """What the names of curves, or the order of signs, say that is not the same in two texts; None where nothing."""
    if (named := _by_curves(a.text, b.text)) is not None:
        return named
    reordered = _in_other_order(a, b)
    return _open(reordered) if reordered else None


def _in_other_order(a: Prepared, b: Prepared) -> str:
    """What the order of signs may say that is not the same in two texts; nothing where it does not."""
    if _other_unit(a.text, b.text):
        return "the letters may be of two units"
    left, right = _SIZE.fullmatch(a.text), _SIZE.fullmatch(b.text)
    if left is not None and right is not None and left[1] != right[1] and left.groups() == right.groups()[::-1]:
        return "both may be sizes, and not the same"
    if {_has_zero_taken_out(a.text), _has_zero_taken_out(b.text)} == {True, False}:
        return "one text takes zero out of what the other may take it to hold"
    if _multiplied_otherwise(a.text, b.text):
        return "operators may not commute"
    if other_scale(a.text, b.text):
        return "a difference of temperatures is not converted as a temperature"
    if _TRANSPOSED.search(a.text) and _TRANSPOSED.search(b.text) and _turned(a.readings, b.readings):
        return "a column times a row is not the row times the column"
    return "both may show an order, and not the same" if other_order(a.text, b.text) else ""


def _multiplied_otherwise(a: str, b: str) -> bool:
    """Whether two operators are multiplied in one order in one text and the other way round in the other."""
    left, right = (frozenset(_OPERATORS.findall(text)) for text in (a, b))
    turned = frozenset([(second, first) for first, second in left])
    back = frozenset([(second, first) for first, second in right])
    if not (turned - left).isdisjoint(right - left) or not (back - right).isdisjoint(left - right):
        return True
    if _acts_on_other_side(a, b) or _acts_on_other_side(b, a):
        return True
    here, there = (sorted(map(_derived, _DERIVED.findall(text))) for text in (a, b))
    return bool(here and there) and here != there


def _acts_on_other_side(a: str, b: str) -> bool:
    """Whether a capital is before a written matrix or a ket in one text, and only after one in the other."""
    after = set(_AFTER_OPERAND.findall(b)).difference(_AFTER_OPERAND.findall(a))
    return not after.isdisjoint(_BEFORE_OPERAND.findall(a))


_BEFORE_OPERAND: Final = Pattern(r"([A-Z])\s*(?=\\begin\{[a-zA-Z]*matrix|(?:\\left\s*)?\|[^|]{1,30}\\rangle)")
_AFTER_OPERAND: Final = Pattern(r"(?:\\end\{[a-zA-Z]*matrix\}|\|[^|]{1,30}\\rangle)\s*([A-Z])")


def _derived(found: tuple[str, str, str]) -> tuple[str, bool]:
    """What is after a derivative by an index, and whether it has that index itself."""
    by, what, index = ("".join(part.split()).strip("{}") for part in found)
    return what, by == index


_DERIVED: Final = Pattern(
    r"\\partial\s*[_^]\s*(\{?\s*\\?[A-Za-z]+\s*\}?)\s*(\\?[A-Za-z]+)(?:\s*[_^]\s*(\{?\s*\\?\w+\s*\}?))?"
)
r"""A derivative by an index, and what it is of (``\partial_j u_i``)."""


_OPERATOR: Final = (
    r"(\\(?:wide)?hat\s*(?:\{\s*\\?[A-Za-z]+\s*\}|[A-Za-z])"
    r"|\\(?:sigma_|gamma\^)(?:\{\s*\\?\w+\s*\}|\\[a-z]+|\w)"
    r"|(?<!\\)[SJ]_(?:\{\s*[xyz+-]\s*\}|[xyz+-]))"
)
_OPERATORS: Final = Pattern(rf"{_OPERATOR}\s*(?={_OPERATOR})")
"""Two operators beside each other: under a hat, Pauli's and Dirac's matrices, parts of a spin."""
_SIZE: Final = Pattern(r"[\s$]*(\d+)\s*(?:\\times|×)\s*(\d+)[\s$.]*")
r"""Rows by columns of a matrix (``3 \times 2``)."""


def _by_curves(a: str, b: str) -> Finding | None:
    """What the names of curves say that are not the same in two texts; None where nothing."""
    left, right = named_curves(a), named_curves(b)
    if len(left) == len(right) == a.count("=") == 1:
        return None if left == right else _different("assignment", "name", left[0], right[0])
    if left and right and max(a.count("="), b.count("=")) > 1:
        return _open("curves may be given under other names")
    return None


def _has_zero_taken_out(text: str) -> bool | None:
    r"""Whether zero is taken out of the positive numbers of a text (``\mathbb R_+^*``); None where it names none."""
    found = _POSITIVE.search(text)
    return None if found is None or "+" not in found[1] else "*" in found[1]


_POSITIVE: Final = Pattern(r"(?:[RQZ]|mathbb\s*\{\s*[RQZ]\s*\})\s*((?:[_^]\s*\{?[+*]{1,2}\}?\s*){1,2})")


def in_one_base(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """Two answers of several parts with base 10, and with base e, for every logarithm without a base.

    Args:
        a: one text.
        b: the other.

    Returns:
        Nothing where all such logarithms are in one part.
    """
    if (_SEVERAL.search(a) or _SEVERAL.search(b)) and len(_OPEN.findall(a) + _OPEN.findall(b)) > 1:
        return tuple((_OPEN.sub(rf"\1{base}", a), _OPEN.sub(rf"\1{base}", b)) for base in ("lg", "ln"))
    return ()


_OPEN: Final = Pattern(r"(\\)log(?![A-Za-z]|\s*_)|(?<![A-Za-z\\])log(?![A-Za-z0-9]|\s*_)")
_SEVERAL: Final = Pattern(r"[,;&]|\\\\")


def in_other_bases() -> Finding:
    """What is said of answers that are equal in no one base of the logarithms in all of their parts."""
    return _open("a logarithm without a base has one base in all parts, and the parts agree in none")


_MEASURE: Final = Pattern(r"\d ([A-Za-z]{2,3})(?![\w^/])")
"""A number and, after a space, letters that may be a unit's."""


def _other_unit(a: str, b: str) -> bool:
    """Whether the letters of a unit after a number are in another order, and so another unit (``5 mN``, ``5 Nm``)."""
    left, right = _MEASURE.findall(a), _MEASURE.findall(b)
    pairs = [(one, other) for one in left if one not in right for other in right if sorted(one) == sorted(other)]
    return any(read_unit(one) != read_unit(other) for one, other in pairs)


def _apart(a: Sequence[Reading], b: Sequence[Reading]) -> str:
    """What other readings of two texts may say that these are; nothing where they do not."""
    if shows_another(a, b):
        return "both may be chemical formulas, and not of the same"
    return "one text says yes, and the other no" if _are_opposed(a, b) else ""


def _are_opposed(a: Sequence[Reading], b: Sequence[Reading]) -> bool:
    """Whether a truth value may be read in both texts, and not the same (``Yes, it is even``, ``No, it is even``)."""
    left, right = ({one.answer.meaning for one in side if type(one.answer) is Truth} for side in (a, b))
    return bool(left and right) and left.isdisjoint(right)


def _by_letter(a: Prepared, b: Prepared) -> Finding | None:
    """What is said of equal choices of which the letters are not the same, or may be so; else None."""
    if other_letter(a.readings, b.readings):
        return _different("choice", "letter", a.text, b.text)
    if article_or_letter(a.text, b.readings) or article_or_letter(b.text, a.readings):
        return _open("the letter before the words may be that of another choice")
    return None


_LISTED: Final = frozenset(("list", "choice"))
"""Rules by which names in a list are equal to others."""
_UNORDERED: Final = frozenset(("assignment", "assignments", "label_dropped", "list", "set"))
"""Rules by which the parts of a list are equal, whatever joins them."""


def _different(rule: str, what: str, a: str, b: str) -> Finding:
    left, right = (" ".join(text.split())[:80] for text in (a, b))
    reason = f"{what}: {left} against {right}"
    return Finding(DIFFERENT, "value", rule, reason, Mismatch(what, left, right))


def _open(reason: str) -> Finding:
    return Finding(UNDECIDED, "value", "contrary", reason)


def in_another_order() -> Finding:
    """What is said of lists that are the same in another order, where a text says that its values are in order."""
    return _open("one text says that its values are in an order, and the other has another")


def item_apart() -> Finding:
    """What is said of lists that differ in an item which is not the same by itself."""
    return _open("the item by which they differ is not the same by itself")


def pairs_apart(a: Prepared, b: Prepared) -> list[tuple[str, str]]:
    """What has to be equal by itself: the answers to each numbered question, or the values in each case.

    Args:
        a: one text.
        b: the other.

    Returns:
        Nothing where the texts have no numbers and cases, or not the same ones.
    """
    parts, others = a.parts, b.parts
    if parts is None and others is None:
        return paired_cases(a.text, b.text)
    if parts is None:
        parts = listed_as(a.text, others or [])
    elif others is None:
        others = listed_as(b.text, parts)
    if parts is None or others is None or len(parts) != len(others):
        return []
    return [pair for pair in zip(parts, others, strict=True) if pair != ("", "")]


def another_part(results: Sequence[Result]) -> Finding:
    """What differs between numbered answers that are the same once their numbers are dropped.

    Args:
        results: of each pair of answers, not all of them EQUIVALENT.
    """
    at = next(at for at, result in enumerate(results) if not result.equivalent)
    reason = f"part {at + 1} is another: {results[at].reason}"
    verdict = DIFFERENT if any(one.verdict is DIFFERENT for one in results) else UNDECIDED
    return Finding(verdict, "value", "parts", reason, Mismatch("part", str(at + 1), str(at + 1)))
