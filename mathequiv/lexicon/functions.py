r"""One row per function: how it is written in LaTeX, in plain text and code, its arguments, its inverse, its traits.

Every list of function names elsewhere is taken from these rows, and every engine that evaluates functions is keyed by
their names: a row says which engines have a rule for it (``tests/test_lexicon.py``).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.token_kinds import Kind
from mathequiv.limits import MAX_ARGUMENTS

__all__ = [
    "ALSO_FACTORS",
    "ALWAYS_APPLIED",
    "AMBIGUOUS_NAMES",
    "ARITHMETIC",
    "BRACKETED_NAMES",
    "BRACKETS",
    "CALLABLE_NAMES",
    "CIRCULAR",
    "COUNTING",
    "COUNTS",
    "FAMILIES",
    "FUNCTIONS",
    "GENERIC_FUNCTIONS",
    "GLUED",
    "INVERSES",
    "IN_TEXT",
    "MAY_MULTIPLY",
    "MEANT_AT",
    "NAMEABLE",
    "NAMED_NUMBER",
    "OF_CHOICES",
    "OF_COMPLEX",
    "OF_LISTS",
    "OF_MATRICES",
    "OF_NAMES",
    "OF_OBJECTS",
    "OF_ORDER",
    "OF_RECIPROCALS",
    "ONE_TO_ONE",
    "QUANTITIES",
    "REMAINDERS",
    "ROWS",
    "SAMPLED",
    "SIGNALS",
    "SMOOTH",
    "STEPS",
    "VALUE_NAMES",
    "Function",
    "takes",
]


class Function(NamedTuple):
    r"""One function.

    Attributes:
        name: its name in a `mathequiv.latex.expr.Call`.
        latex: its commands, without backslash.
        plain: its names in plain text and code; other words with these letters are no function.
        inverse: name of the function that undoes it.
        least: fewest arguments.
        most: most arguments.
        sympy: SymPy's name of it, for `mathequiv.symbolic.to_sympy`; nothing where SymPy must not work it out.
        balls: whether `mathequiv.equality.numbers.ball_functions` has a rule for it.
        bracket: text of the opening bracket that writes it (``\lfloor``).
        traits: see below.

    Traits: ``circular`` functions; ``counting`` ones of whole numbers, which grow fast; ``glued`` names, which are read
    when written against their argument (``sinx``); ``named`` and ``object`` for what labels a value when it is taken of
    a name (``\dim V = 3``) or a geometric object (``|AB| = 3``); ``nameable`` ones that are a number of their own
    of whatever is named (``\det A``); ``spelled`` names, which the parser writes out with
    other functions, so that no ``Call`` holds them; ``step`` for values that jump or exist at whole numbers only.
    """

    name: str
    latex: str = ""
    plain: str = ""
    inverse: str | None = None
    least: int = 1
    most: int = 1
    sympy: str = ""
    balls: bool = True
    bracket: str = ""
    traits: str = ""


ROWS: Final = (
    Function("sin", "sin", "sin", "arcsin", sympy="sin", traits="circular glued"),
    Function("cos", "cos", "cos", "arccos", sympy="cos", traits="circular glued"),
    Function("tan", "tan tg", "tan tg", "arctan", sympy="tan", traits="circular glued"),
    Function("cot", "cot cotan ctg cotg", "cot ctg cotg", "arccot", sympy="cot", traits="circular glued"),
    Function("sec", "sec", "sec", "arcsec", sympy="sec", traits="circular glued"),
    Function("csc", "csc cosec", "csc cosec", "arccsc", sympy="csc", traits="circular glued"),
    Function("arcsin", "arcsin asin", "arcsin asin", "sin", sympy="asin", traits="glued"),
    Function("arccos", "arccos acos", "arccos acos", "cos", sympy="acos", traits="glued"),
    Function("arctan", "arctan atan arctg", "arctan atan arctg", "tan", sympy="atan", traits="glued"),
    # SymPy's branch of arccot has values in (-π/2, π/2]; ours is left open for negative numbers.
    Function("arccot", "arccot acot arcctg", "arccot acot arcctg", "cot"),
    Function("arcsec", "arcsec asec", "arcsec asec", "sec", sympy="asec"),
    Function("arccsc", "arccsc acsc", "arccsc acsc", "csc", sympy="acsc"),
    Function("sinh", "sinh sh", "sinh", "arsinh", sympy="sinh"),
    Function("cosh", "cosh ch", "cosh", "arcosh", sympy="cosh"),
    Function("tanh", "tanh th", "tanh", "artanh", sympy="tanh"),
    Function("coth", "coth cth", "coth", "arcoth", sympy="coth"),
    Function("sech", "sech", "sech", "arsech", sympy="sech"),
    Function("csch", "csch", "csch", "arcsch", sympy="csch"),
    Function("arsinh", "arsinh arcsinh asinh", "arsinh arcsinh asinh", "sinh", sympy="asinh"),
    Function("arcosh", "arcosh arccosh acosh", "arcosh arccosh acosh", "cosh", sympy="acosh"),
    Function("artanh", "artanh arctanh atanh", "artanh arctanh atanh", "tanh", sympy="atanh"),
    Function("arcoth", "arcoth arccoth acoth", "arcoth arccoth acoth", "coth", traits="spelled"),
    Function("arsech", "arsech arcsech asech", "arsech arcsech asech", "sech", traits="spelled"),
    Function("arcsch", "arcsch arccsch acsch", "arcsch arccsch acsch", "csch", traits="spelled"),
    Function("exp", "exp", "exp", "ln", sympy="exp"),
    Function("ln", "ln", "ln", "exp", sympy="log", traits="glued"),
    Function("log", "log", "log", most=2, sympy="log", traits="glued"),
    Function("erf", "erf", "erf", sympy="erf"),
    Function("lg", "lg", "lg", traits="spelled"),
    Function("cis", "cis", "cis", traits="spelled"),
    Function("cbrt", "", "cbrt", traits="spelled"),
    Function("abs", "abs", "abs Abs", sympy="Abs", bracket="|", traits="object"),
    Function("norm", bracket="norm", balls=False, traits="object"),
    Function("floor", "floor", "floor", sympy="floor", bracket="floor", traits="step"),
    Function("ceil", "ceil", "ceil ceiling", sympy="ceiling", bracket="ceil", traits="step"),
    Function("sgn", "sgn sign", "sgn sign", sympy="sign"),
    Function("re", "Re", sympy="re", traits="object"),
    Function("im", "Im", sympy="im", traits="object"),
    Function("conj", sympy="conjugate"),
    Function("arg", "arg", sympy="arg", balls=False, traits="object"),
    Function("factorial", sympy="factorial", traits="counting step"),
    Function("double_factorial", traits="counting step"),
    Function("binomial", least=2, most=2, sympy="binomial", traits="counting step"),
    # Digits that dots follow: the value is known between two decimals only.
    Function("truncated", balls=False),
    Function("gcd", "gcd", "gcd", most=MAX_ARGUMENTS, sympy="gcd", traits="step"),
    Function("lcm", "lcm", "lcm", most=MAX_ARGUMENTS, sympy="lcm", traits="step"),
    Function("mod", least=2, most=2, sympy="Mod", traits="step"),
    # The product of two vectors, which the rules of vectors work out.
    # A congruence's modulus, which the rules of relations read.
    Function("pmod", least=2, most=2, balls=False),
    # Of vectors: no engine evaluates it, and its factors change places with its sign.
    Function("cross", least=2, most=2, balls=False, traits="nameable"),
    Function("min", "min", "min", most=MAX_ARGUMENTS, sympy="Min"),
    Function("max", "max", "max", most=MAX_ARGUMENTS, sympy="Max"),
    # Of sets, matrices and polynomials, which no engine evaluates.
    Function("sup", "sup", most=MAX_ARGUMENTS, balls=False, traits="nameable"),
    Function("inf", "inf", most=MAX_ARGUMENTS, balls=False, traits="nameable"),
    Function("limsup", "limsup varlimsup", most=MAX_ARGUMENTS, balls=False, traits="nameable"),
    Function("liminf", "liminf varliminf", most=MAX_ARGUMENTS, balls=False, traits="nameable"),
    Function("det", "det", "det", balls=False, traits="object named nameable"),
    Function("trace", "tr Tr", "tr trace", balls=False, traits="object named nameable"),
    Function("deg", "deg", balls=False, traits="named nameable"),
    Function("dim", "dim", balls=False, traits="named nameable"),
    Function("ker", "ker", balls=False),
)
"""Every function; ``log`` takes its base second, ``mod`` its modulus."""


def _with(trait: str) -> frozenset[str]:
    return frozenset([row.name for row in ROWS if trait in row.traits.split()])


SPELLED: Final = _with("spelled")
FUNCTIONS: Final[dict[str, Function]] = {row.name: row for row in ROWS if row.name not in SPELLED}
"""Every function of a ``Call``, by name."""


def takes(name: str, count: int) -> bool:
    """Whether there is a function ``name`` of ``count`` arguments."""
    row = FUNCTIONS.get(name)
    return row is not None and row.least <= count <= row.most


CIRCULAR: Final = _with("circular")
COUNTING: Final = _with("counting")
STEPS: Final = _with("step")
SMOOTH: Final = frozenset({"exp", "sin", "cos", "sinh", "cosh", "arctan", "arsinh", "tanh", "sech", "erf"})
"""Functions with a derivative at every real number."""

OF_CHOICES: Final = frozenset({"P", "A", "C"})
"""Letters of functions that count choices (``P(n, k)``)."""
OF_COMPLEX: Final = frozenset({"abs", "conj", "re", "im", "arg"})
"""Functions that show their argument to be a complex number where its name may be one."""

VALUE_NAMES: Final = {
    "max": "maximum",
    "min": "minimum",
    "gcd": "gcd",
    "lcm": "lcm",
    "det": "determinant",
    "dim": "dimension",
    "deg": "degree",
}
"""Functions that name their value where they have no arguments (``\\max = 5``)."""
OF_ORDER: Final = frozenset({"max", "min", "floor", "ceil", "sgn", "mod", "gcd", "lcm", "factorial", "binomial"})
"""Functions of real numbers or integers only, which show their arguments not to be complex."""

OF_NAMES: Final = _with("named")
NAMEABLE: Final = _with("nameable")
OF_OBJECTS: Final = _with("object")
OF_MATRICES: Final = frozenset({"det", "trace", "abs"})
"""Functions that make a number of a matrix; bars are one."""

OF_LISTS: Final = frozenset([row.name for row in ROWS if row.most == MAX_ARGUMENTS])
IN_TEXT: Final[dict[str, tuple[Kind, str]]] = {
    "Re": ("func", "re"),
    "Im": ("func", "im"),
    "sh": ("func", "sinh"),
    "ch": ("func", "cosh"),
    "th": ("func", "tanh"),
}
r"""Names that are functions within ``\text`` and ``\operatorname`` only.

Elsewhere ``Re`` is a number in physics, and letters multiply; after a number ``th`` makes an ordinal of it.
"""

ONE_TO_ONE: Final = frozenset({"exp", "ln", "sinh", "arsinh", "tanh", "tan"})
"""Functions with another value at every real number, but for whole periods; an angle is bounded."""

INVERSES: Final = {row.name: row.inverse for row in ROWS if row.inverse}
"""Functions that ``^{-1}`` undoes, and by what."""

OF_RECIPROCALS: Final = {"arcoth": "artanh", "arsech": "arcosh", "arcsch": "arsinh"}
"""Inverses that are those of the reciprocal function at the reciprocal."""

BRACKETS: Final = {row.bracket: row.name for row in ROWS if row.bracket}
"""Functions written as brackets, by the text of the opening one."""

GLUED: Final = "|".join(sorted(_with("glued"), key=lambda name: (-len(name), name)))
"""A pattern of the names that are read when written against their argument, longest first."""

GENERIC_FUNCTIONS: Final = frozenset("fghy")
"""Names that are alike where they only name the function asked for."""

FAMILIES: Final = frozenset("fghPQpq")
"""Names of a function that is asked for, so that a letter in its value beside its argument is a parameter."""

REMAINDERS: Final = frozenset({"O", "o"})
"""Names of what an expansion leaves out, by its order (``1+x+O(x^2)``)."""

AMBIGUOUS_NAMES: Final = frozenset({"E", "T", "u", "delta", "sigma", "tau", "mu"})
"""Names that are functions before a parenthesis, but as often quantities."""

QUANTITIES: Final = AMBIGUOUS_NAMES - {"u", "delta"}
"""Of these, names that are quantities with a number as index (``T_1``, ``E_0``)."""

CALLABLE_NAMES: Final = AMBIGUOUS_NAMES | frozenset(
    {"f", "g", "h", "F", "G", "H", "P", "Q", "phi", "varphi", "Phi", "Gamma", "zeta", "psi"}
)
"""Names that are functions before a parenthesis; other letters multiply it."""

ALWAYS_APPLIED: Final = frozenset({"Gamma", "zeta"})
"""Of these, names that have a meaning as functions: no factors even where they stand bare beside."""

BRACKETED_NAMES: Final = frozenset({"E", "P"})
"""Of these, names that take their argument in square brackets too (``E[X^2]``, ``P[A]``)."""

ALSO_FACTORS: Final = frozenset({"h", "P", "Q", "F", "G", "H", "phi", "psi", "Phi"})
"""Of these, names that are read as factors too where more than their argument follows or stands before."""

SIGNALS: Final = {
    **dict.fromkeys("xy", frozenset(("t", "tau"))),
    **dict.fromkeys("XY", frozenset(("t", "tau", "s", "z", "f", "n", "omega", "Omega"))),
}
r"""Names of signals, and the variables of which one in parentheses makes functions of them (``X(-\omega)``)."""

SAMPLED: Final = frozenset({"x", "y", "h", "u", "delta"})
"""Names of signals, of which a number in square brackets says in LaTeX too which sample is meant (``x[n-1]``)."""

ARITHMETIC: Final = frozenset({"phi", "varphi", "sigma", "tau", "mu"})
"""Names that have a meaning as functions of a written integer."""

MEANT_AT: Final = {
    "u": frozenset(("t", "tau", "n")),
    "delta": frozenset(("x", "t", "tau", "n", "omega")),
    **dict.fromkeys(ARITHMETIC, frozenset(("n",))),
}
"""Names that have a meaning as functions of these variables: a step, an impulse, arithmetic functions."""

MAY_MULTIPLY: Final = AMBIGUOUS_NAMES.union(SIGNALS)
"""Names whose applications, equal as factors only, tell nothing."""

COUNTS: Final = frozenset("nmk")
"""Names that are integers wherever a floor, ceiling or factorial of them is taken."""

NAMED_NUMBER: Final = Pattern(r"[HF]_(?:\d*[nmk]|\d+)")
"""Names of harmonic and Fibonacci numbers: each has a value of its own, so it is not any number."""

BETWEEN_ONES: Final = frozenset({"arcsin", "arccos", "artanh"})
"""Functions that are real between -1 and 1 only."""
