"""Names of code as answers print them: ``Rational(1, 2)``, ``np.array([1])``, ``Sqrt[5]``, ``Int(x, x=0..1)``.

Names of SymPy, NumPy, Mathematica and Maple are in one table where they mean the same: none of them means two things.
"""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "ARRAYS",
    "CALLS",
    "CASES",
    "CODE_WORDS",
    "CONNECTIVES",
    "DIAGONAL",
    "EMPTY",
    "FENCED_PROGRAM",
    "FILLED",
    "FIRST_WORDS",
    "FROZEN",
    "FUNCTIONS_OF_CODE",
    "IDENTITY",
    "INTERVALS",
    "IN_BRACKETS",
    "KEYWORDS",
    "MADE",
    "METHODS",
    "MODULES",
    "NUMBER_SETS",
    "OPERATORS",
    "QUOTED_NUMBER",
    "RELATIONS",
    "SET_OPERATIONS",
    "SPAN",
    "SUMS",
    "SYMPY_CONSTANTS",
    "UNCHANGED",
]

FENCED_PROGRAM: Final = Pattern(
    r"```(?:python|py|sympy|sage|javascript|js|java|c|cpp|c\+\+|matlab|r|julia|haskell|bash|sh)[0-9]?[ \t]*\n"
    r".*?(?:```|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""A program between the marks that Markdown has for code."""

MODULES: Final = frozenset({"math", "cmath", "np", "numpy", "sp", "sympy", "scipy", "fractions", "special", "linalg"})
"""Names before a period."""

INTERVALS: Final = {"Interval": ("[", "]"), "open": ("(", ")"), "Lopen": ("(", "]"), "Ropen": ("[", ")")}
"""The brackets of an interval by its name, or that of its method."""

SET_OPERATIONS: Final = {"Union": "union", "Intersection": "intersection", "Complement": "difference"}

NUMBER_SETS: Final = {
    "Reals": "R",
    "Integers": "Z",
    "Naturals": "N",
    "Rationals": "Q",
    "Complexes": "C",
    "EmptySet": "empty",
}
"""Sets of numbers by their name in SymPy (``S.Reals``) and Mathematica."""

SYMPY_CONSTANTS: Final = frozenset({"Half", "Pi", "Infinity", "NegativeInfinity", "ImaginaryUnit", "One", "Zero"})
"""Names after ``S.`` that are numbers."""

CALLS: Final = {
    **dict.fromkeys(("binomial", "comb", "nCr", "ncr", "choose", "binom", "Binomial", "nchoosek"), ("binomial", 2)),
    **dict.fromkeys(("factorial", "Factorial"), ("factorial", 1)),
    "Factorial2": ("double_factorial", 1),
    "Max": ("max", 0),
    "Min": ("min", 0),
    "Mod": ("mod", 2),
    **dict.fromkeys(("root", "real_root", "surd", "Surd", "nthroot"), ("root", 2)),
    **dict.fromkeys(("GCD", "igcd"), ("gcd", 0)),
    **dict.fromkeys(("LCM", "ilcm"), ("lcm", 0)),
}
"""The function that each name of a call writes, and its number of arguments (0 for any)."""

FUNCTIONS_OF_CODE: Final = {
    **{name.title(): name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth")},
    **{name.title(): name for name in ("sech", "csch", "exp", "ln", "floor", "abs", "erf", "arg", "re", "im")},
    **{f"Arc{name}": f"arc{name.lower()}" for name in ("Sin", "Cos", "Tan", "Cot", "Sec", "Csc")},
    **{f"Arc{name}": f"ar{name.lower()}" for name in ("Sinh", "Cosh", "Tanh")},
    "Ceiling": "ceil",
    "Ceil": "ceil",
    "Sign": "sgn",
    "signum": "sgn",
    "fabs": "abs",
    "RealAbs": "abs",
    "re": "re",
    "im": "im",
    "conjugate": "conj",
    "conj": "conj",
    "Conjugate": "conj",
    "Norm": "norm",
    "Det": "det",
    "det": "det",
    "norm": "norm",
    "trace": "trace",
    "Determinant": "det",
    "Tr": "trace",
    "Trace": "trace",
}
"""Functions of one argument by their names in code, where those are no names in plain text."""

OPERATORS: Final = {
    **dict.fromkeys(("Integral", "integrate", "Integrate", "Int"), "integral"),
    **dict.fromkeys(("Sum", "summation"), "sum"),
    **dict.fromkeys(("Product", "product"), "product"),
    **dict.fromkeys(("Derivative", "diff", "Diff", "D"), "derivative"),
    **dict.fromkeys(("Limit", "limit"), "limit"),
}
"""The operator of calculus that each name of a call writes; variables and bounds follow what it is applied to."""

DIAGONAL: Final = "diag"
SPAN: Final = "span"

EMPTY: Final = "set"
"""A call that makes a set of what it holds; the word occurs in prose too."""
FROZEN: Final = "frozenset"

ARRAYS: Final = frozenset({"Matrix", "array", "matrix"})
"""Calls that make a matrix of its rows."""
IDENTITY: Final = frozenset({"eye", "identity"})

FILLED: Final = {"zeros": 0, "ones": 1}
"""The entry of a matrix of equal entries, by the name of its call."""

SUMS: Final = {
    "sum": "sum",
    "prod": "product",
    "product": "product",
    "int": "integral",
    "add": "sum",
    "mul": "product",
    "Sum": "sum",
    "Product": "product",
    "Int": "integral",
    "fsum": "sum",
}
"""Calls over a range that is written as ``n=1..5`` or as ``for n in range(1, 6)``."""

RELATIONS: Final = {"Eq": "=", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}
"""Calls of two arguments that write a relation."""

CONNECTIVES: Final = {"And": "and", "Or": "or"}
"""Calls that join relations."""

CASES: Final = frozenset({"Piecewise", "piecewise"})
"""Calls that hold values and the conditions of each; Maple's has the condition first."""

UNCHANGED: Final = frozenset(
    {
        "print",
        "evalf",
        "simplify",
        "expand",
        "factor",
        "Simplify",
        "Integer",
        "Float",
        "N",
        "Poly",
        "str",
        "int64",
        "float64",
    }
)
"""Calls that say how their argument is shown, not another value."""

MADE: Final = {
    **dict.fromkeys(("pow", "Power", "power", "MatrixPower"), "power"),
    **dict.fromkeys(("complex", "Complex"), "complex"),
    "Sqrt": "square root",
    **dict.fromkeys(("CubeRoot", "cuberoot", "cbrt"), "cube root"),
    **dict.fromkeys(("dot", "Dot", "inner"), "inner product"),
    **dict.fromkeys(("cross", "Cross"), "vector product"),
    "Log": "log of base",
    "log": "ln",
    "log2": "log2",
    "log10": "log10",
    "Log2": "log2",
    "Log10": "log10",
    "log1p": "log1p",
    "expm1": "expm1",
    "atan2": "atan2",
    "hypot": "hypot",
    **dict.fromkeys(("perm", "nPr", "npr"), "arrangements"),
    "int": "integer part",
    "Quotient": "floored quotient",
    "iquo": "whole quotient",
    "irem": "remainder",
    "fmod": "remainder",
    **dict.fromkeys(("Point", "Point2D", "Point3D"), "point"),
    **dict.fromkeys(("If", "where"), "either"),
    "radians": "radians",
    "deg2rad": "radians",
    "degrees": "degrees",
    "rad2deg": "degrees",
    "isqrt": "integer root",
    "inv": "inverse",
    "divmod": "quotient and remainder",
    "round": "rounded",
    **dict.fromkeys(("Gamma", "GAMMA", "gamma"), "Gamma"),
    "Zeta": "zeta",
    "Transpose": "transpose",
    **dict.fromkeys(("Heaviside", "HeavisideTheta", "UnitStep"), "unit step"),
    "DiracDelta": "impulse",
    **dict.fromkeys(("Decimal", "mpf"), "written decimal"),
    "Inverse": "inverse",
    **dict.fromkeys(("Lambda", "Function"), "function"),
    "RealRange": "interval of Maple",
    "Open": "open end",
    "IdentityMatrix": "identity",
    "DiagonalMatrix": "diagonal",
    "Vector": "column",
    "range": "range",
    "Range": "set of integers",
    **dict.fromkeys(("list", "tuple"), "list"),
    "dict": "named values",
    "ConditionSet": "set by condition",
    "ImageSet": "set of values",
    "Subscript": "name with index",
    "ConditionalExpression": "value under condition",
    "Element": "membership",
}
"""Calls with a rule of their own, and the name of the rule in `mathequiv.latex.grammar.code_calls`."""

METHODS: Final = {"T": "Transpose", "transpose": "Transpose", "det": "Det", "inv": "Inverse", "trace": "Trace"}
"""What is written after a matrix and a period, and the call that says the same."""

KEYWORDS: Final = frozenset({"for", "in", "if", "else", "and", "or", "not", "lambda", "return", "def"})
"""Words of Python between values."""

CODE_WORDS: Final = (
    MODULES
    | {DIAGONAL, FROZEN, "float"}
    | IDENTITY
    | set(FILLED)
    | set(SUMS)
    | frozenset({"Rational", "Fraction", "FiniteSet", "Matrix", "array", "matrix", "Interval"})
    | set(SET_OPERATIONS)
    | set(CALLS)
    | set(FUNCTIONS_OF_CODE)
    | set(OPERATORS)
    | set(RELATIONS)
    | set(CONNECTIVES)
    | CASES
    | UNCHANGED
    | set(MADE)
)
"""Words that are code before a period or a bracket."""

FIRST_WORDS: Final = frozenset([re.split(r"[^A-Za-z]", name)[0] for name in CODE_WORDS])
"""What such words begin with, up to their first digit or underscore (``real_root``)."""

_OF_SYMPY: Final = {"Range", "Lambda", "FiniteSet", "Matrix", "Eq", "Ne", "Fraction"}
IN_BRACKETS: Final = frozenset([name for name in CODE_WORDS if name[0].isupper() and name not in _OF_SYMPY])
"""Those of Mathematica, which take their arguments in square brackets."""
QUOTED_NUMBER: Final = Pattern(r"""(?:Rational|Fraction|Decimal|mpf)\(['"]""")
"""Calls of numbers whose digits are in quotation marks."""
