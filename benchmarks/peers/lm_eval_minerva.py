"""lm-evaluation-harness, task minerva_math: its normalisation of both answers, then its ``is_equiv`` over SymPy.

The file is run by itself, because the package around it loads far more than the task needs.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

LABEL = "lm-eval minerva_math"
DISTRIBUTION = "lm-eval"
REQUIREMENTS = ("math-verify==0.9.0", "sympy==1.14.0", "antlr4-python3-runtime==4.11.*")
BARE = ("lm-eval==0.4.13",)


def is_equiv() -> Callable[[str, str], bool]:
    package = importlib.util.find_spec("lm_eval")
    if package is None or package.origin is None:
        raise ImportError("lm_eval is not installed")
    path = Path(package.origin).parent / "tasks" / "minerva_math" / "utils.py"
    spec = importlib.util.spec_from_file_location("minerva_math_utils", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    utils = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(utils)
    clean = utils.normalize_final_answer
    return lambda prediction, reference: bool(utils.is_equiv(clean(prediction), clean(reference)))
