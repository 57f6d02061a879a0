"""verl's ``prime_math`` reward: ``compute_score`` of a response that holds the answer in a box.

Only the scorer's own modules are run. The packages above them start Ray and load torch, which no score needs.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

LABEL = "verl prime_math"
DISTRIBUTION = "verl"
REQUIREMENTS = ("sympy==1.14.0", "antlr4-python3-runtime==4.11.*", "pylatexenc==2.10", "numpy<3")
BARE = ("verl==0.9.1",)

_PASSED_OVER = ("verl", "verl.utils", "verl.utils.reward_score")


def _compute_score() -> Any:
    found = importlib.util.find_spec("verl")
    if found is None or found.origin is None:
        raise ImportError("verl is not installed")
    root = Path(found.origin).parent
    for name in _PASSED_OVER:
        package = ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    metric = ModuleType("verl.utils.metric")  # a class of training metrics, named by a helper that no score calls
    metric.Metric = object  # type: ignore[attr-defined]
    sys.modules[metric.__name__] = metric
    from verl.utils.reward_score.prime_math import compute_score

    return compute_score


def grader() -> Callable[[str, str], bool]:
    compute_score = _compute_score()
    return lambda response, reference: bool(compute_score(response, reference)[0])


def is_equiv() -> Callable[[str, str], bool]:
    correct = grader()
    return lambda prediction, reference: correct(rf"\boxed{{{prediction}}}", reference)
