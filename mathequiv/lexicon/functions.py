r"""One row per function: how it is written in LaTeX, in plain text and code, its arguments, its inverse, its traits.

Every list of function names elsewhere is taken from these rows, and every engine that evaluates functions is keyed by
their names: a row says which engines have a rule for it (``tests/test_lexicon.py``).
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "ALSO_FACTORS",
    "BRACKETS",
    "CALLABLE_NAMES",
    "CIRCULAR",
    "COUNTING",
    "FUNCTIONS",
    "GLUED",
    "OF_LISTS",
    "ROWS",
    "STEPS",
    "Function",
]

_ANY: Final = 1000
"""Arguments of a function of a list."""


class Function(NamedTuple):
    r"""One function.

    Attributes:
        name: its name in a `mathequiv.latex.expr.Call`.
        latex: its commands, without backslash.
        plain: its names in plain text and code; other words with these letters are no function.
        inverse: name of the function that undoes it.
        least: fewest arguments.
        most: most arguments.
        balls: `mathequiv.equality.numbers.ball_functions` evaluates it.
        sympy: `mathequiv.symbolic.to_sympy` has a constructor for it.
        bracket: text of the opening bracket that writes it (``\lfloor``).
        traits: see below.

    Traits are ``circular``; ``counting`` for functions of whole numbers that grow fast; ``glued`` for names that are
    read when written against their argument (``sinx``); ``spelled`` for a name that the parser writes out with other
    functions, so that no ``Call`` holds it; ``step`` for values that jump or exist at whole numbers only.
    """

    name: str
    latex: str = ""
    plain: str = ""
    inverse: str | None = None
    least: int = 1
    most: int = 1
    balls: bool = True
    sympy: bool = True
    bracket: str = ""
    traits: str = ""


ROWS: Final = (
    Function("sin", "sin", "sin", "arcsin", traits="circular glued"),
    Function("cos", "cos", "cos", "arccos", traits="circular glued"),
    Function("tan", "tan tg", "tan", "arctan", traits="circular glued"),
    Function("cot", "cot cotan ctg cotg", "cot", "arccot", traits="circular glued"),
    Function("sec", "sec", "sec", "arcsec", traits="circular glued"),
    Function("csc", "csc cosec", "csc", "arccsc", traits="circular glued"),
    Function("arcsin", "arcsin asin", "arcsin asin", "sin", traits="glued"),
    Function("arccos", "arccos acos", "arccos acos", "cos", traits="glued"),
    Function("arctan", "arctan atan arctg", "arctan atan", "tan", traits="glued"),
    # SymPy's branch of arccot has values in (-π/2, π/2]; ours is left open for negative numbers.
    Function("arccot", "arccot acot arcctg", "arccot acot", "cot", sympy=False),
    Function("arcsec", "arcsec asec", "arcsec asec", "sec"),
    Function("arccsc", "arccsc acsc", "arccsc acsc", "csc"),
    Function("sinh", "sinh sh", "sinh", "arsinh"),
    Function("cosh", "cosh ch", "cosh", "arcosh"),
    Function("tanh", "tanh th", "tanh", "artanh"),
    Function("coth", "coth", "coth", "arcoth"),
    Function("sech", "sech", "sech", "arsech"),
    Function("csch", "csch", "csch", "arcsch"),
    Function("arsinh", "arsinh arcsinh asinh", "arsinh arcsinh asinh", "sinh"),
    Function("arcosh", "arcosh arccosh acosh", "arcosh arccosh acosh", "cosh"),
    Function("artanh", "artanh arctanh atanh", "artanh arctanh atanh", "tanh"),
    Function("arcoth", "arcoth arccoth acoth", "", "coth", balls=False),
    Function("arsech", "arsech arcsech asech", "", "sech", balls=False),
    Function("arcsch", "arcsch arccsch acsch", "", "csch", balls=False),
    Function("exp", "exp", "exp", "ln"),
    Function("ln", "ln", "ln", "exp", traits="glued"),
    Function("log", "log", "log", most=2, traits="glued"),
    Function("lg", "lg", "lg", traits="spelled"),
    Function("cis", "cis", "cis", traits="spelled"),
    Function("cbrt", "", "cbrt", traits="spelled"),
    Function("abs", "", "abs Abs", bracket="|"),
    Function("norm", bracket="norm", balls=False, sympy=False),
    Function("floor", "", "floor", bracket="floor", traits="step"),
    Function("ceil", "", "ceil ceiling", bracket="ceil", traits="step"),
    Function("sgn", "sgn sign", "sgn sign"),
    Function("re", "Re"),
    Function("im", "Im"),
    Function("conj"),
    Function("arg", "arg", balls=False),
    Function("factorial", traits="counting step"),
    Function("double_factorial", sympy=False, traits="counting step"),
    Function("binomial", least=2, most=2, traits="counting step"),
    Function("gcd", "gcd", "gcd", most=_ANY, traits="step"),
    Function("lcm", "lcm", "lcm", most=_ANY, traits="step"),
    Function("mod", least=2, most=2, traits="step"),
    # A congruence's modulus, which the rules of relations read.
    Function("pmod", least=2, most=2, balls=False, sympy=False),
    Function("min", "min", "min", most=_ANY),
    Function("max", "max", "max", most=_ANY),
    # Of sets, matrices and polynomials, which no engine evaluates.
    Function("sup", "sup", most=_ANY, balls=False, sympy=False),
    Function("inf", "inf", most=_ANY, balls=False, sympy=False),
    Function("det", "det", "det", balls=False, sympy=False),
    Function("deg", "deg", balls=False, sympy=False),
    Function("dim", "dim", balls=False, sympy=False),
    Function("ker", "ker", balls=False, sympy=False),
)
"""Every function; ``log`` takes its base second, ``mod`` its modulus."""


def _with(trait: str) -> frozenset[str]:
    return frozenset([row.name for row in ROWS if trait in row.traits.split()])


SPELLED: Final = _with("spelled")
FUNCTIONS: Final[dict[str, Function]] = {row.name: row for row in ROWS if row.name not in SPELLED}
"""Every function of a ``Call``, by name."""

CIRCULAR: Final = _with("circular")
COUNTING: Final = _with("counting")
STEPS: Final = _with("step")
OF_LISTS: Final = frozenset([row.name for row in ROWS if row.most == _ANY])
BRACKETS: Final = {row.bracket: row.name for row in ROWS if row.bracket}
"""Functions written as brackets, by the text of the opening one."""

GLUED: Final = "|".join(sorted(_with("glued"), key=lambda name: (-len(name), name)))
"""A pattern of the names that are read when written against their argument, longest first."""

CALLABLE_NAMES: Final = frozenset({"f", "g", "h", "F", "G", "H", "P", "Q", "phi", "Gamma", "zeta", "psi"})
"""Names that are functions before a parenthesis; other letters multiply it."""

ALSO_FACTORS: Final = frozenset({"h", "P", "Q", "F", "G", "H", "phi", "psi"})
"""Of these, names that are read as factors too where more than their argument follows or stands before."""
