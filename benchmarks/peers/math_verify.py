"""Math-Verify: ``verify(parse(gold), parse(answer))``, both answers in dollars."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "Math-Verify"
DISTRIBUTION = "math-verify"
REQUIREMENTS = ("math-verify[antlr4_13_2]==0.9.0", "sympy==1.14.0")


def is_equiv() -> Callable[[str, str], bool]:
    from math_verify import parse, verify

    return lambda prediction, reference: bool(verify(parse(f"${reference}$"), parse(f"${prediction}$")))


def grader() -> Callable[[str, str], bool]:
    from math_verify import parse, verify

    return lambda response, reference: bool(verify(parse(f"${reference}$"), parse(response)))
