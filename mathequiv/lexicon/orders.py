"""Texts in which the order counts, although they may be read as products, differences or lists (``A-C-B``, ②①③)."""

from __future__ import annotations

import re
from re import DOTALL, IGNORECASE
from typing import Final

from mathequiv.lexicon.pattern import Pattern
from mathequiv.limits import MAX_ORDER_TEXT

__all__ = ["AROUND_ANSWER", "GIVES_REASON", "may_be_ordered", "ordered", "other_order", "paired_cases", "says_order"]

_EDGES: Final = " $.。"
_NAME: Final = "(?:[A-Z]|[A-Za-z]{2,})"
_MOVE: Final = r"(?:\d+\.+\s*)?(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8](?:=[QRBN])?[+\#]?|O-O(?:-O)?)"
_SHAPE: Final = Pattern(
    rf"""(?P<signs> [A-Z](?:[-–][A-Z]){{2,}}                             # a path by its letters
        | [A-Z]['’]?(?:[ ][A-Z]['’]?){{2,}}          # the same, or the turns of a cube
        | [A-Z](?:\s*(?:\\times|×)\s*[A-Z])+          # a product of sets, or of vectors
        | {_MOVE}(?:\s+{_MOVE})+                     # of chess
        | [①-⑳](?:[、,，]?[①-⑳]){{2,}}              # two are rather chosen than put in order
        | ["'“`]+[A-Za-z]{{2,}}["'”`]+
        | [A-Za-z][ ]?\|[ ]?[A-Za-z]                 # a divides b, a under the condition b, or either of both
        | \d+[ ][a-z]{{3,}}[ ]\d+ )                  # ``5 less 7``, whatever the word says
    | \d[\d.]*\s*\\?%\s*\(? (?P<solution> [vwm]/[vwm] ) \)?      # by volume or by mass: no factors
    | (?P<counted> (?:\d+(?:[ ]?[.)、:][ ]?|[ ]{{0,2}}){_NAME}[ ,;.]*){{2,}} )   # ``2 red 3 blue``, ``1. A 2. B``
    | (?P<labelled> (?:{_NAME}[ ]?\d+[ ,;.]*){{2,}} )            # ``Row 3 Seat 5``
    | (?P<cycles> (?:\([1-9]{{2,}}\)){{2,}} )
    | (?P<transposed> (?:[A-Za-z](?:\^\{{?T\}}?)?\s*)+ )""",
    re.VERBOSE,
)
"""Whole texts in which the order counts, or which number goes with which name."""
_EACH: Final = {"counted": Pattern(rf"(\d+) ?[.)、:]? ?({_NAME})"), "labelled": Pattern(rf"({_NAME}) ?(\d+)")}
_GAPS: Final = str.maketrans("", "", " 、,，")
_FACTOR: Final = Pattern(r"[A-Za-z](?:\^\{?T\}?)?")
"""Of a product of letters, some of them transposed (``x^T A x``)."""


def _cycles(text: str) -> tuple[str, ...] | None:
    """The cycles of a product, each from its least number on, disjoint ones in any order; None for other numbers."""
    cycles = text[1:-1].split(")(")
    if any(len(set(cycle)) < len(cycle) for cycle in cycles):
        return None
    turned = [cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))] for cycle in cycles]
    moved = "".join(cycles)
    return tuple(sorted(turned) if len(set(moved)) == len(moved) else turned)


def ordered(text: str) -> tuple[str, ...] | None:
    """The parts of a text of one of the shapes, in their order; None for any other text.

    Args:
        text: an answer as it is written.
    """
    if len(text) > MAX_ORDER_TEXT:
        return None
    found = _SHAPE.fullmatch(text.strip(_EDGES))
    if found is None:
        return None
    kind, shown = found.lastgroup or "", found[found.lastgroup or 0]
    if kind in _EACH:
        return tuple(sorted(" ".join(pair).lower() for pair in _EACH[kind].findall(shown)))
    if kind == "transposed":
        factors = _FACTOR.findall(shown.replace("{", "").replace("}", ""))
        return tuple(factors) if "^" in shown else None
    return _cycles(shown) if kind == "cycles" else tuple(shown.strip("\"'“”`").translate(_GAPS))


def other_order(a: str, b: str) -> bool:
    """Whether both texts may show an order, and not the same.

    Args:
        a: an answer as it is written.
        b: the other one, equal to it as a value or a list.
    """
    left = ordered(a)
    return left is not None and (right := ordered(b)) is not None and left != right


_CLAUSE: Final = Pattern(
    r"\s*(?:(?:for|when|if|at|当)\s*)?(?P<key>[^,:，：]{1,40}?[=<>][^,:，：]{1,40}?)时?\s*[,:，：]\s*(?:then(?![a-z]))?(?P<value>.+)",
    DOTALL | IGNORECASE,
)
"""A case and its value: ``for a = 2, x = 1``, ``n = 1: 5``."""
_CLAUSES: Final = Pattern("[;；]")


def _cases(text: str) -> dict[str, str]:
    """The values of a text by their cases; nothing where a clause has no case, or two have one."""
    clauses = [_CLAUSE.fullmatch(clause) for clause in _CLAUSES.split(text)]
    found = {re.sub(r"[\s$]", "", clause["key"]): clause["value"] for clause in clauses if clause is not None}
    return found if len(found) == len(clauses) else {}


def _is_in_clauses(text: str) -> bool:
    return ";" in text or "；" in text


def paired_cases(a: str, b: str) -> list[tuple[str, str]]:
    """The values that two texts give under the same cases; under others these too, as they are written.

    Args:
        a: an answer as it is written.
        b: the other one.

    Returns:
        Nothing where a text has no cases, or they have not the same number of them.
    """
    left, right = (_cases(a), _cases(b)) if _is_in_clauses(a) and _is_in_clauses(b) else ({}, {})
    if left.keys() == right.keys():
        return [(left[key], right[key]) for key in left]
    if len(left) != len(right):
        return []
    cases = list(zip(sorted(left), sorted(right), strict=True))
    return cases + [(left[one], right[other]) for one, other in cases]


_SAYS_ORDER: Final = Pattern(
    r"依次|分别|顺序|从左[到至]右|从小到大|从大到小|respectively|in (?:that |this )?order|left to right"
    r"|ascending|descending"
)


def says_order(text: str) -> bool:
    """Whether a text says that its values are in an order (``依次为 5, 7``).

    Args:
        text: an answer as it is written.
    """
    return _SAYS_ORDER.search(text) is not None


AROUND_ANSWER: Final = Pattern(
    r"(?:(?:so|thus|therefore|hence|finally)[, ]+)?(?:(?:the )?(?:final )?answer(?: is|:)|答案?[是为：:])?"
    r"\s*(?:\\displaystyle(?![a-zA-Z]))?\s*"
    r"(?:\\(?:boxed|text|mathrm|fbox)\{(?P<inner>.*)\})?",
    DOTALL | IGNORECASE,
)
"""What leads to a whole answer, and a box around it."""
GIVES_REASON: Final = Pattern(r"\s*(?:because|since|as|due|for|因为|由于)(?![a-z])")
"""How an item begins that is a reason for another one."""


_SIGNS_OF_SETS: Final = Pattern(r"[+*]\}?\s*[_^]\s*\{?[+*]|\*\+|\+\*")
r"""Positive numbers as ``\mathbb R_+^*``."""
_MAY_BE_ORDERED: Final[tuple[tuple[str, Pattern | None], ...]] = (
    (r"\times", Pattern(r"\d\s*\\times\s*\d+\W*$")),
    (r"\hat", None),
    (r"\widehat", None),
    (r"\sigma_", None),
    (r"\gamma^", None),
    (r"\partial", Pattern(r"\\partial\s*[_^]")),
    (r"\begin", Pattern(r"[A-Z]\s*\\begin|\\end\{\w+\}\s*[A-Z]")),
    ("+", _SIGNS_OF_SETS),
    ("*", _SIGNS_OF_SETS),
    (" ", Pattern(r"[a-h][1-8]\s+[a-h][1-8]")),
)
"""What may be sizes, operators or moves, which have an order too: a mark of each, and its shape, if that tells more."""


def may_be_ordered(text: str) -> bool:
    """Whether a text may show something in which the order of factors or terms counts.

    Args:
        text: an answer as it is written.
    """
    shapes = [shape for mark, shape in _MAY_BE_ORDERED if mark in text]  # none, in most texts
    return any(shape is None or shape.search(text) is not None for shape in shapes)
