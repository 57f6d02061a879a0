r"""The syntax tree of an answer: a closed union of hashable, picklable nodes that nobody changes.

The tree says what was written, not what it means: ``(2,4)`` is a `Bracketed` whether it is a point or an interval,
and the reader in `mathequiv.answers` decides. Only values that every reading shares are settled here: a mixed number
is a sum, ``\frac12`` is a `Div`, juxtaposition is a `Mul`.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, get_args

from mathequiv.nodes import node

__all__ = [
    "EXPRESSIONS", "Add", "Apply", "Bracketed", "Call", "Clock", "Constant", "Derivative", "Div", "Ellipsis_", "Expr",
    "Folded", "Limit", "Logical", "Matrix", "Mul", "Neg", "Node", "Number", "Numeral", "Percent", "Piecewise",
    "PlusMinus", "Pow", "Qualified", "Quantity", "Ratio", "Relation", "Root", "Sequence", "SetBuilder", "SetName",
    "SetOp", "Span", "Symbol", "Text", "UnitPower",
]  # fmt: skip


Span: TypeAlias = tuple[int, int]
"""Half-open range of characters of the repaired text."""


class Node:
    """What every node has beside its fields: where it was written, brackets around it included.

    It is no field, since two nodes are the same wherever they were written, and a node that nobody wrote has none
    (`mathequiv.latex.trees.span_of`). Two numbers take a third of the memory of a pair of them.
    """

    __slots__ = ("end", "start")

    start: int
    end: int


@node
class Number(Node):
    """``numerator / denominator`` exactly; ``places`` is the count of written decimals, None without a point."""

    numerator: int
    denominator: int = 1
    places: int | None = None


@node
class Symbol(Node):
    """A variable; the name holds subscript and primes (``x``, ``x_1``, ``alpha``, ``omega_L'``).

    ``positive`` is never read off a text: the caller says that the name is a positive quantity.
    """

    name: str
    positive: bool = False


@node
class Constant(Node):
    """One of ``pi``, ``e``, ``i``, ``infinity``."""

    name: str


@node
class Add(Node):
    """Sum of two or more terms; a difference holds a `Neg`."""

    terms: tuple[Expr, ...]


@node
class Mul(Node):
    """Product of two or more factors."""

    factors: tuple[Expr, ...]


@node
class Div(Node):
    """Quotient."""

    numerator: Expr
    denominator: Expr


@node
class Pow(Node):
    """Power."""

    base: Expr
    exponent: Expr


@node
class Neg(Node):
    """Negation."""

    arg: Expr


@node
class PlusMinus(Node):
    r"""``\pm arg`` (``sign`` 1) or ``\mp arg`` (``sign`` -1); ``a \pm b`` is ``Add((a, PlusMinus(b, 1)))``."""

    arg: Expr
    sign: int


@node
class Root(Node):
    """``index``-th root (2 for a plain root); odd roots of negatives are real."""

    radicand: Expr
    index: Expr


@node
class Call(Node):
    """A known function of `mathequiv.lexicon.commands.FUNCTIONS` applied; ``log`` has a second argument if based."""

    name: str
    args: tuple[Expr, ...]


@node
class Apply(Node):
    """An unknown function applied (``f(x+1)``); ``name`` holds subscript and primes."""

    name: str
    args: tuple[Expr, ...]


@node
class Folded(Node):
    """``sum``, ``product``, ``integral``, ``union`` … of ``body`` over ``variable``; bounds None where not written."""

    kind: str
    body: Expr
    variable: str
    low: Expr | None
    high: Expr | None


@node
class Limit(Node):
    """Limit of ``body`` as ``variable`` goes to ``target``; ``side`` is ``""``, ``"+"`` or ``"-"``."""

    body: Expr
    variable: str
    target: Expr
    side: str


@node
class Derivative(Node):
    """Derivative of ``body`` by ``variable``, ``order`` times."""

    body: Expr
    variable: str
    order: int


@node
class Piecewise(Node):
    """Cases, each a value and its condition (None for "otherwise")."""

    cases: tuple[tuple[Expr, Expr | None], ...]


@node
class Matrix(Node):
    """Rows of equal length, at least one."""

    rows: tuple[tuple[Expr, ...], ...]


@node
class Percent(Node):
    """``value`` followed by a percent sign or word."""

    value: Expr


@node
class Logical(Node):
    r"""A formula of logic: ``op`` is ``not``, ``and``, ``or``, ``xor``, ``implies``, ``iff``, ``forall`` or ``exists``.

    ``bound`` is the variable of a quantifier, with the set it is from if that is written (``x R``).
    """

    op: str
    parts: tuple[Expr, ...]
    bound: str = ""


UnitPower: TypeAlias = tuple[str, int]


@node
class Quantity(Node):
    """A value with a unit: canonical names of `mathequiv.lexicon.units` with powers, or a noun as written.

    ``of`` is what the unit measures, where the text says so (``15 liters of water``).
    """

    value: Expr
    unit: tuple[UnitPower, ...]
    of: str = ""


@node
class Numeral(Node):
    """Digits in a base (``52_8``); ``prefixed`` marks the notation of programs (``0x1F``), as in no plain digits."""

    digits: str
    base: int
    prefixed: bool = False


@node
class Ratio(Node):
    """``a:b`` or longer; ``timely`` marks what could be a time of day by its form (``2:15``, two digits of minutes)."""

    parts: tuple[Expr, ...]
    timely: bool = False


@node
class Clock(Node):
    """A time of day certain by its form; ``half`` is ``"am"``, ``"pm"`` or ``""``."""

    hours: int
    minutes: int
    half: str


@node
class Text(Node):
    """Words, with single spaces between them, case kept."""

    words: str


@node
class Ellipsis_(Node):  # noqa: N801 - `Ellipsis` is a builtin
    r"""``\ldots``, ``\cdots`` or ``...``."""


@node
class SetName(Node):
    """``empty``, ``R``, ``Z``, ``N``, ``Q`` or ``C``, with ``suffix`` (``+``, ``0`` …) if written."""

    name: str
    suffix: str = ""


@node
class Bracketed(Node):
    r"""A bracket that is more than grouping: several items, or square, curly, angle or unlike brackets.

    ``opening`` is one of ``( [ { <``, ``closing`` one of ``) ] } >``; ``{`` means a written ``\{``. ``loose`` marks
    an unescaped ``{1,3}``, ``interval`` what can be no point (``]1,3[``).
    """

    opening: str
    closing: str
    items: tuple[Expr, ...]
    loose: bool = False
    interval: bool = False


@node
class Sequence(Node):
    """Two or more items on one level; ``joiner`` is ``","``, ``";"``, ``"and"`` or ``"or"`` (the loosest one met)."""

    items: tuple[Expr, ...]
    joiner: str


@node
class SetBuilder(Node):
    r"""``\{element \mid condition\}``; the condition may be a `Sequence` of conditions that all hold."""

    element: Expr
    condition: Expr


@node
class SetOp(Node):
    """``op`` is ``union``, ``intersection``, ``difference`` or ``symmetric`` (difference)."""

    op: str
    left: Expr
    right: Expr


@node
class Relation(Node):
    """A chain of members; ``ops[k]`` (one of ``= != < <= > >= approx in notin subset equiv colon``) joins k, k+1."""

    members: tuple[Expr, ...]
    ops: tuple[str, ...]


@node
class Qualified(Node):
    r"""``body`` with a qualifier that declares names.

    ``kind`` is ``"integer"`` (``for some integer k``, ``k \in \mathbb Z``), ``"natural"``, ``"real"``,
    ``"constant"``, ``"domain"`` or ``"any"`` (a pure domain or none, dropped),
    or ``"forall"`` or ``"exists"`` (a leading quantifier whose condition is ``condition``).
    """

    body: Expr
    kind: str
    names: tuple[str, ...]
    condition: Expr | None = None


Expr: TypeAlias = (
    Number | Symbol | Constant | Add | Mul | Div | Pow | Neg | PlusMinus | Root | Call | Apply | Folded | Limit
    | Derivative | Piecewise | Matrix | Percent | Quantity | Numeral | Ratio | Clock | Text | Ellipsis_ | SetName
    | Bracketed | Sequence | SetBuilder | SetOp | Relation | Qualified | Logical
)  # fmt: skip

EXPRESSIONS: Final[tuple[type[Any], ...]] = get_args(Expr)
"""The classes that a tree is made of."""
