"""Plain SymPy: both answers through ``parse_latex``, equal if ``simplify`` makes their difference zero."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "SymPy parse_latex + simplify"
DISTRIBUTION = "sympy"
REQUIREMENTS = ("sympy==1.14.0", "antlr4-python3-runtime==4.11.*")


def is_equiv() -> Callable[[str, str], bool]:
    from sympy import simplify
    from sympy.parsing.latex import parse_latex

    return lambda prediction, reference: bool(simplify(parse_latex(prediction) - parse_latex(reference)) == 0)
