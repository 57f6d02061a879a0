r"""One quantity under two labels: ``|A|`` is ``\det A``, ``\dim\ker A`` the nullity, ``f_x`` a partial derivative."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final

from mathequiv.answers.contents import answer_symbols
from mathequiv.answers.kinds import (
    Answer,
    Assignment,
    Assignments,
    Label,
    Listing,
    Scalar,
    SetAnswer,
    Truth,
    TupleAnswer,
)
from mathequiv.equality.outcome import Context
from mathequiv.equality.rules.containers import match_entries
from mathequiv.equality.rules.families import COUNTERS
from mathequiv.finding import Finding
from mathequiv.latex.expr import Symbol
from mathequiv.lexicon.changes import changes_label
from mathequiv.lexicon.functions import GENERIC_FUNCTIONS
from mathequiv.lexicon.open_subjects import says_which
from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "are_entries",
    "are_positions",
    "dimension_of",
    "is_counted",
    "is_letter_for_truth",
    "is_primed",
    "is_spelled",
    "match_in_order",
    "name_of_figure",
    "other_dimension",
    "partial_name",
    "same_by_custom",
    "same_quantity",
    "speaks",
    "spelling_of",
    "values_beside",
]


def are_positions(several: Assignments) -> bool:
    """Whether labels say by numbers which value is which (``(1) 2 (2) 3``, ``first: 2, second: 3``)."""
    return all(item.label.kind == "word" and says_which(item.label.name) for item in several.items)


def is_letter_for_truth(items: Sequence[Assignment], others: Sequence[Answer]) -> bool:
    """Whether a name has a letter as its value (``x = T``), which is no short form of the truth on the other side."""
    if not any(type(other) is Truth for other in others):
        return False
    return any(
        item.label.kind != "word" and isinstance(item.value, Scalar) and isinstance(item.value.expr, Symbol)
        for item in items
    )


def values_beside(items: Sequence[Assignment], b: Listing | TupleAnswer | SetAnswer) -> tuple[Answer, ...]:
    """Named values without their names, but for those that have one in a list of as many beside them."""
    if not isinstance(b, Listing) or len(items) != len(b.items):
        return tuple([item.value for item in items])
    return tuple([x if type(y) is Assignment else x.value for x, y in zip(items, b.items, strict=True)])


def match_in_order(
    items: Sequence[Assignment], values: Sequence[Answer], b: Listing | TupleAnswer | SetAnswer, ctx: Context
) -> Finding | None:
    """Compare named values with bare ones in the order given; coordinates in another order may be meant by their axes.

    ``y=1, x=2`` is neither ``(1,2)`` nor ``(2,1)`` for certain.
    """
    result = match_entries(values, b.items, "assignments", ctx)
    names = [item.label.name for item in items]
    if not isinstance(b, TupleAnswer) or names == sorted(names) or not _AXES.issuperset(names):
        return result
    by_axes = [value for _, value in sorted(zip(names, values, strict=True), key=itemgetter(0))]
    again = match_entries(by_axes, b.items, "assignments", ctx)
    return result if again is not None and result is not None and again.verdict is result.verdict else None


_AXES: Final = frozenset({"x", "y", "z"})


def same_quantity(a: Label, b: Label) -> bool:
    """Whether two labels are forms of one: of a determinant, an extreme, or the rank or nullity of one matrix."""
    if a.name == b.name and a.name.startswith(_EXTREMES):
        return True  # under the value or before it
    return (
        _same_dimension(a, b)
        or _determinant(a) == _determinant(b) != ""
        or _same_figure(a.name, b.name)
        or _same_space(a, b)
        or _same_spelling(a, b)
        or _same_letters(a, b)
        or _same_letters(b, a)
    )


def _same_distribution(a: Label, b: Label) -> bool:
    r"""Whether two labels are one distribution, by itself and that of a random variable (``X \sim N``)."""
    return a.name == b.name and a.kind == b.kind == "distribution" and not (a.arguments and b.arguments)


def _same_letters(worded: Label, other: Label) -> bool:
    return other.kind == "other" and is_spelled(worded, other.name)


def is_spelled(worded: Label, product: str) -> bool:
    r"""Whether a short name in words is the product of its letters on the other side (``\text{SD}``, ``SD``).

    Args:
        worded: the label that may be in words.
        product: the other, as `mathequiv.latex.text_form.to_text` writes it.
    """
    if worded.kind != "word" or _PRODUCT.fullmatch(product) is None:
        return False
    return product[1:-1].replace("*", "").lower() == worded.name


_PRODUCT: Final = Pattern(r"\([A-Za-z](?:\*[A-Za-z]){1,3}\)")


def _same_spelling(a: Label, b: Label) -> bool:
    spelled = spelling_of(a)
    return spelled == spelling_of(b) != "" and not spelled.startswith(_BY_CUSTOM)


_BY_CUSTOM: Final = ("segment", "size")
"""What may be a determinant as well (``|AB|``), so that it makes no groups."""


def same_by_custom(a: Label, b: Label) -> bool:
    """Whether two labels are of one segment, set's size, angle or distribution, as labels are used in a problem."""
    spelled = spelling_of(a)
    same = spelled.startswith(_BY_CUSTOM) and spelled == spelling_of(b)
    return same or _same_vertex(a, b) or _same_distribution(a, b)


def spelling_of(label: Label) -> str:
    r"""One spelling for labels that are written in several ways; nothing for others.

    ``|AB|`` and ``\overline{AB}`` are a segment, ``\bar A``, ``A'`` and ``A^c`` one event, ``(a,b)`` is ``\gcd(a,b)``.
    """
    text = f"{label.name}({', '.join(label.arguments)})" if label.arguments else label.name
    if text[:1].islower() and "(" not in text and not text.startswith(_LOWERED):
        return ""
    for pattern, spelled in _SPELLINGS:
        found = pattern.fullmatch(text)
        if found is not None:
            return spelled(found)
    return ""


_LOWERED: Final = ("ke", "pe", "nabla")
_SPELLINGS: Final[tuple[tuple[Pattern, Callable[[re.Match[str]], str]], ...]] = (
    (Pattern(r"E_(?:[kK]|kin)|ke|\(K\*E\)"), lambda _: "kinetic energy"),
    (Pattern(r"E_(?:[pP]|pot)|pe|\(P\*E\)"), lambda _: "potential energy"),
    (
        Pattern(r"(?:abs\()?\(([A-Z])\*([A-Z])\)\)?|([A-Z])([A-Z])"),
        lambda found: f"segment {''.join([name for name in found.groups() if name])}",
    ),
    (
        Pattern(r"P\((?:\(([A-Z])\^[cC]\)|([A-Z])'|bar\(([A-Z])\))\)"),
        lambda found: f"not {found[found.lastindex or 0]}",
    ),
    (
        Pattern(r"P\((?:\(([A-Z])(?: ∩ |\*)([A-Z])\)|([A-Z]), ([A-Z]))\)"),
        lambda found: f"both {''.join(sorted([name for name in found.groups() if name]))}",
    ),
    (Pattern(r"(?:gcd)?\(([a-z]), ([a-z])\)"), lambda found: f"gcd {' '.join(sorted(found.groups()))}"),
    (Pattern(r"(?:abs|n|card)\(([A-Z])\)"), lambda found: f"size of {found[1]}"),
    (Pattern(r"\(?nabla[* ]([a-zA-Z])(?:\([a-z](?:, [a-z])+\)\))?"), lambda found: f"nabla {found[1]}"),
)
"""Labels by how they are written, and what they are spelled as."""


_EXTREMES: Final = ("max ", "min ")


def _same_space(a: Label, b: Label) -> bool:
    """Whether two labels are of the kernel of one map or matrix (``ker A``, ``Null(A)``, ``N(A)``)."""
    left, right = _kernel_of(a), _kernel_of(b)
    return left == right != ""


def _kernel_of(label: Label) -> str:
    found = _KERNEL.fullmatch(label.name)
    if found is not None:
        return found["of"]
    return "".join(label.arguments) if label.name == "N" and label.kind == "function" else ""


_KERNEL: Final = Pattern(r"(?:[Kk]er|[Kk]ernel|[Nn]ull?|[Nn]ullspace)\W*(?P<of>[A-Z])\W*")


def _same_figure(a: str, b: str) -> bool:
    """Whether two labels are of one angle, or of the area of one figure."""
    return len(a) + len(b) > _TWO_LETTERS and name_of_figure(a) == name_of_figure(b) != ""


_TWO_LETTERS: Final = 2


def name_of_figure(name: str) -> str:
    r"""One name for ``\angle ABC`` and ``\angle CBA``, ``[ABC]`` and ``S_{\triangle BCA}``, ``\angle A`` and ``A``.

    Nothing for other names.
    """
    found = _FIGURE.fullmatch(name)
    if found is None:
        return ""
    if found["angle"] is not None:
        return min(found["angle"], found["angle"][::-1])
    corners = (found["corners"] or found["product"]).replace("*", "")
    turns = [corners[at:] + corners[:at] for at in range(len(corners))]
    return "area " + min(turn for one in turns for turn in (one, one[::-1]))


_FIGURE: Final = Pattern(
    r"(?:angle )?(?P<angle>[A-Z]|(?<=angle )[A-Z]{3})|S_(?:triangle ?)?(?P<corners>[A-Z]{3,6})"
    r"|\[[\(\"](?P<product>[A-Z](?:\*?[A-Z]){2,5})[\)\"]\]"
)


def _same_vertex(a: Label, b: Label) -> bool:
    r"""Whether one label is an angle by its vertex, and the other by its vertex and its sides (``\angle BAC``)."""
    left, right = name_of_figure(a.name), name_of_figure(b.name)
    return {len(left), len(right)} == {1, 3} and (left[1:2] or left) == (right[1:2] or right)


def other_dimension(a: Label, b: Label) -> bool:
    """Whether one label is a rank and the other a nullity, which are two numbers of one matrix."""
    left, right = dimension_of(a.name), dimension_of(b.name)
    return left is not None and right is not None and left[0] != right[0]


def _determinant(label: Label) -> str:
    r"""The matrix whose determinant a label is, ``|A|`` for ``\det A``; nothing for another label."""
    found = _DETERMINANT.fullmatch(label.name) if label.kind == "other" else None
    return "" if found is None else found[1]


_DETERMINANT: Final = Pattern(r"(?:abs|det)\((.*[A-W].*)\)")


def is_counted(label: Label, other: Label, names: frozenset[str]) -> bool:
    """Whether a label has an index that counts its values, and the other one leaves it out (``E_n``, ``E``).

    The values may count by another letter, since a pair may have been put under one name.

    Args:
        label: the one with the index.
        other: the one without.
        names: those in the value of the first.
    """
    head, _, index = label.name.rpartition("_")
    return (
        head == other.name
        and label.arguments == other.arguments
        and index in COUNTERS
        and not COUNTERS.isdisjoint(names)
    )


def partial_name(label: Label) -> str:
    r"""``\frac{\partial f}{\partial x}`` as ``f_x``, ``f_{xx}`` for the second; nothing for another label."""
    if label.kind != "other":
        return ""
    mixed = _MIXED.fullmatch(label.name)
    if mixed is not None:  # of a smooth function in either order
        return f"{mixed['name']}_{''.join(sorted((mixed['first'], mixed['second'])))}"
    if len(label.parts) != _NAME_AND_VARIABLE:
        return ""
    name = label.parts[0].name.rstrip("'")
    return f"{name}_{label.parts[1].name * (len(label.parts[0].name) - len(name))}"


_MIXED: Final = Pattern(r"derivative\(derivative\((?P<name>[A-Za-z]+); (?P<first>[a-z]), 1\); (?P<second>[a-z]), 1\)")
_NAME_AND_VARIABLE: Final = 2
"""Parts of the label of a derivative."""


def _same_dimension(a: Label, b: Label) -> bool:
    """Whether both are the rank, or both the nullity, of what at most one side names or both name alike."""
    left, right = dimension_of(a.name), dimension_of(b.name)
    if left is None or right is None or left[0] != right[0]:
        return False
    return left[1] == right[1] or not (left[1] and right[1])


def dimension_of(name: str) -> tuple[str, str] | None:
    """``rank`` or ``nullity`` with the letter of its matrix or map, for ``dim(Col(A))`` too; None for other names."""
    found = _DIMENSION.fullmatch(name)
    if found is None or not (found["dim"] or found["noun"].lower() in ("rank", "rk", "nullity")):
        return None
    return "nullity" if found["noun"].lower().startswith(("nul", "ker")) else "rank", found["of"].upper()


_DIMENSION: Final = Pattern(
    r"(?P<dim>dim\W*)?(?P<noun>rank|rk|col|im|image|range|row|nullity|null|nul|ker|kernel)\W*(?P<of>[A-Za-z]?)\W*",
    re.IGNORECASE,
)
"""Two numbers of a matrix, and the spaces whose dimensions they are."""


def speaks(label: Label) -> bool:
    r"""Whether words of a label change or judge the value, so that it cannot be dropped (``\text{at most}: 8``)."""
    if label.kind != "word" and label.name.isascii():
        if len(label.name) < _LONGER:
            return False
        head = _HEAD.match(label.name)
        return head is not None and changes_label([head[0].strip()])
    return changes_label(label.name.split())


_LONGER: Final = 3
"""Characters of such a label at least."""
_HEAD: Final = Pattern(r"[a-z]{2,}(?= ?[\[(*])")
"""A word before the bracket that a label is (``\text{not }[ABC]``)."""


def is_primed(a: Assignment, b: Assignment) -> bool:
    r"""Whether ``\frac{dy}{dx}`` on one side is ``y'`` on the other: by the only variable beside ``y``."""
    if a.label.kind != "other" or len(a.label.parts) != _PRIMED:
        return False
    primed, variable = a.label.parts
    held = answer_symbols(a.value)
    if b.label.kind == "function" and _is_y(primed) and _is_generic(b.label):
        times = len(primed.name), len(b.label.name)
        return times[0] == times[1] and b.label.arguments == (variable.name,) and held == {variable.name}
    return primed == b.label and variable.name in held <= {variable.name, primed.name.rstrip("'")}


def _is_y(primed: Label) -> bool:
    return primed.name.rstrip("'") == "y"


def _is_generic(primed: Label) -> bool:
    """Whether a label is of a derivative of ``f``, ``g`` or ``h``, each of which may be called ``y``."""
    return primed.name.rstrip("'") in GENERIC_FUNCTIONS


_PRIMED: Final = 2
"""Parts of the label of a derivative: its name with primes, its variable."""


def are_entries(label: Label, several: Assignments) -> bool:
    """Whether assignments give the entries of a vector in order: ``x_1, x_2``; ``v_x, v_y``; ``x, y`` of ``r``."""
    names, head = [item.label.name for item in several.items], f"{label.name}_"
    own = list("xyz"[: len(names)])
    own = own if label.name in ("r", "x") else [head + x for x in own]
    return names in ([f"{head}{n + 1}" for n in range(len(names))], own)
