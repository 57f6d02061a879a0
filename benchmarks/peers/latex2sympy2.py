"""The original latex2sympy2: both answers through it, equal if ``simplify`` makes their difference zero."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "latex2sympy2 + simplify"
DISTRIBUTION = "latex2sympy2"
REQUIREMENTS = ("latex2sympy2==1.9.1", "setuptools<81")


def is_equiv() -> Callable[[str, str], bool]:
    from latex2sympy2 import latex2sympy
    from sympy import simplify

    return lambda prediction, reference: bool(simplify(latex2sympy(prediction) - latex2sympy(reference)) == 0)
