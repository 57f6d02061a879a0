"""evalscope's ``math_equal``, behind its ``acc`` metric of math sets: Math-Verify in a process forked for each call."""

from __future__ import annotations

from collections.abc import Callable

LABEL = "evalscope"
DISTRIBUTION = "evalscope"
REQUIREMENTS = ("evalscope==1.14.1",)


def is_equiv() -> Callable[[str, str], bool]:
    from evalscope.metrics.math import math_equal

    return lambda prediction, reference: bool(math_equal(prediction, reference))


def grader() -> Callable[[str, str], bool]:
    from evalscope.metrics.math import extract_answer, math_equal

    return lambda response, reference: bool(math_equal(extract_answer(response), reference))
