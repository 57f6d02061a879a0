"""The kinds of answer, one class per row of the contract's table.

A scalar of any sort (number, expression, percent, quantity, numeral in a base, ratio, time) is a `Scalar` around its
tree: the top node says which. Everything else is a structure of answers. `Reading` adds the names a text declares.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias, get_args

from mathequiv.latex.decimal_commas import AS_MANY_DECIMALS
from mathequiv.latex.expr import Expr, Neg, Number, Quantity
from mathequiv.latex.trees import Survey
from mathequiv.nodes import node

__all__ = [
    "ANSWERS",
    "Answer",
    "Assignment",
    "Assignments",
    "Chain",
    "Choice",
    "Combination",
    "Equation",
    "Inequality",
    "Interval",
    "Label",
    "Listing",
    "MatrixAnswer",
    "NamedSet",
    "Ordering",
    "ReadItem",
    "Reading",
    "Scalar",
    "SetAnswer",
    "SetOf",
    "Solutions",
    "Statement",
    "TextAnswer",
    "Truth",
    "TupleAnswer",
]


@node
class Scalar:
    """A number or expression, or a `Percent`, `Quantity`, `Numeral`, `Ratio` or `Clock` node."""

    expr: Expr


@node
class TextAnswer:
    """Words, normalised by `mathequiv.lexicon.words.normalize_words`; ``claim`` marks what a sentence was read as."""

    words: str
    claim: bool = False


@node
class Truth:
    """``true``, ``false`` or ``undefined``."""

    meaning: str


@node
class Choice:
    """A lettered choice by its capital, with what follows the letter; ``small`` where that is written ``c)``."""

    letter: str
    content: Answer | None = None
    small: bool = False


@node
class Listing:
    """A bare list: unordered, with multiplicity; ``branches`` marks the values of a plus-minus sign (no order)."""

    items: tuple[Answer, ...]
    branches: bool = False


@node
class TupleAnswer:
    """An ordered tuple, point or vector.

    ``square`` marks ``[a, b]``, which is never the tuple ``(a, b)``, and ``angled`` a vector, which is no interval.
    """

    items: tuple[Answer, ...]
    square: bool = False
    angled: bool = False


@node
class SetAnswer:
    """A finite set by its elements; ``loose`` marks an unescaped ``{1,3}``, which may be a bare list too."""

    items: tuple[Answer, ...]
    loose: bool = False


@node
class Interval:
    """An interval of reals; an infinite end is open."""

    low: Expr
    high: Expr
    low_closed: bool
    high_closed: bool


@node
class NamedSet:
    """``Z``, ``N``, ``Q``, ``C`` with a suffix; the reals are an `Interval` and the empty set a `SetAnswer`."""

    name: str


@node
class Combination:
    """``union``, ``intersection``, ``difference`` or ``symmetric`` difference of sets, or the ``complement`` of one."""

    op: str
    parts: tuple[Answer, ...]


@node
class Solutions:
    """The values of ``variable`` as a set of reals: a solved inequality or a membership."""

    variable: str
    values: Answer


@node
class SetOf:
    """A set by a condition that is not solved: its element and the condition."""

    element: Answer
    condition: Answer


@node
class MatrixAnswer:
    """A matrix by its rows of scalars; ``braced`` marks one in the braces of Mathematica, which may be a set too."""

    rows: tuple[tuple[Answer, ...], ...]
    braced: bool = False


@node
class Label:
    """What stands left of ``=`` in an assignment.

    ``kind`` is ``variable`` (``x``), ``indexed`` (``x_1``), ``function`` (``f(x)``, ``arguments`` its variables),
    ``tuple`` (``(p,q)``, ``parts`` its labels), ``word`` (``Maximum``), ``distribution`` (``N`` of ``N(0,1)``) or
    ``other`` (``|AB|``, ``f(2)``).
    """

    name: str
    kind: str
    arguments: tuple[str, ...] = ()
    parts: tuple[Label, ...] = ()


@node
class Assignment:
    """A label and its value; ``equation`` is the same thing as an equation where the label is a variable."""

    label: Label
    value: Answer
    equation: Equation | None = None


@node
class Assignments:
    """Several assignments, at least two different labels among them."""

    items: tuple[Assignment, ...]


@node
class Equation:
    """``left = right`` with unknowns."""

    left: Expr
    right: Expr


@node
class Inequality:
    """An inequality that is not solved: each part says ``difference op 0`` with op ``<``, ``<=`` or ``!=``."""

    parts: tuple[tuple[Expr, str], ...]


@node
class Ordering:
    """``b < a <= c``: members from small to large, ``ops`` between them; ``written`` is the order as written."""

    members: tuple[Expr, ...]
    ops: tuple[str, ...]
    written: tuple[Expr, ...]


@node
class Chain:
    """``a = b = c``: means its last member if the members are equal.

    ``value`` is that member (the exact one before a decimal after ``≈``), ``checks`` the pairs of members
    that have to be equal, ``approximations`` those of which the second has to be near the first.
    """

    value: Answer
    checks: tuple[tuple[Expr, Expr], ...]
    approximations: tuple[tuple[Expr, Expr], ...] = ()


@node
class Statement:
    """A statement under a quantifier, or a congruence: compared part by part."""

    head: str
    parts: tuple[Answer, ...]


Answer: TypeAlias = (
    Scalar
    | TextAnswer
    | Truth
    | Choice
    | Listing
    | TupleAnswer
    | SetAnswer
    | Interval
    | NamedSet
    | Combination
    | Solutions
    | SetOf
    | MatrixAnswer
    | Assignment
    | Assignments
    | Equation
    | Inequality
    | Ordering
    | Chain
    | Statement
)

ANSWERS: Final[tuple[type[Any], ...]] = get_args(Answer)
"""The classes of answers."""


ReadItem: TypeAlias = Callable[[Expr], Answer]
"""How the parts of an answer are read by what reads the answer."""


_NOTES: Final = ("contents", "percents", "worded")


class Surveyed:
    """What is noted of a reading beside its fields, by `mathequiv.answers.contents`.

    Attributes:
        contents: which of the nodes that rules look for are in its answer, and the variables in it, once known.
        percents: whether a percent may be in the tree that it reads, if it reads one.
        worded: whether words are in that tree.
    """

    __slots__ = _NOTES

    contents: Survey | None
    percents: bool
    worded: bool


@node
class Reading(Surveyed):
    r"""One way to read a text.

    Attributes:
        answer: the typed answer.
        domains: the names the text declares, each with ``integer``, ``positive``, ``natural`` or ``nonnegative`` (those
            integers), ``real`` (a free constant too) or ``domain`` (any other set).
        conditions: what the text says must hold of its names (``x^2 \text{ for } x > 0``).
        vectors: names that are vectors by their marks, in a text that holds a vector product.
        unbounded: names of the answer that the text says are any real numbers.
        near: whether the text says that its value is near (``≈``).
        second: the choice of syntax that was made the second way for this reading, ``""`` for none.
        choices: those that make other readings of the same text.
        applied: names that are functions before a parenthesis.
        matrices: names that are matrices' by the look of the text.
    """

    answer: Answer
    domains: tuple[tuple[str, str], ...] = ()
    second: str = ""
    choices: frozenset[str] = frozenset()
    applied: frozenset[str] = frozenset()
    matrices: frozenset[str] = frozenset()
    conditions: tuple[Answer, ...] = ()
    vectors: frozenset[str] = frozenset()
    unbounded: frozenset[str] = frozenset()
    near: bool = False

    def at_odds(self, other: Reading) -> bool:
        r"""Whether a choice that both texts leave open is made one way here and the other way there.

        Nobody reads ``\sin 4/2`` as ``\sin 2`` in one answer and as half of ``\sin 4`` in the one beside it.
        """
        if self.second == other.second:
            return False
        if self.second in other.choices or other.second in self.choices:
            return True
        likened = AS_MANY_DECIMALS in (self.second, other.second)
        return likened and (_places(self.answer) is None or _places(self.answer) != _places(other.answer))

    def named(
        self, applied: frozenset[str], matrices: frozenset[str], vectors: frozenset[str], *, near: bool
    ) -> Reading:
        """The same reading with the names that are functions, matrices and vectors, and whether its value is near."""
        made = Reading(
            self.answer,
            self.domains,
            self.second,
            self.choices,
            applied,
            matrices,
            self.conditions,
            vectors,
            self.unbounded,
            near,
        )
        return _with_notes(made, self)

    def chosen(self, second: str, choices: frozenset[str]) -> Reading:
        """The same reading with the choices of syntax that were made for it and for others of its text."""
        made = Reading(
            self.answer,
            self.domains,
            second,
            choices,
            self.applied,
            self.matrices,
            self.conditions,
            self.vectors,
            self.unbounded,
            self.near,
        )
        return _with_notes(made, self)


def _with_notes(made: Reading, of: Reading) -> Reading:
    """``made``, which has the answer of another reading, with what is noted of that."""
    for name in _NOTES:
        known = getattr(of, name, None)
        if known is not None:
            setattr(made, name, known)
    return made


def _places(answer: Answer) -> int | None:
    """Digits after the point of a number, its sign, unit and label apart; None for anything else."""
    value = answer.value if isinstance(answer, Assignment) else answer
    expr = value.expr if isinstance(value, Scalar) else None
    while isinstance(expr, (Neg, Quantity)):
        expr = expr.arg if isinstance(expr, Neg) else expr.value
    return expr.places if isinstance(expr, Number) else None
