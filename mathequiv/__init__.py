"""Decide whether two final math answers are the same, and score files of them.

Names load on first use: importing the package brings in neither SymPy nor ANTLR nor FLINT.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mathequiv._version import __version__

if TYPE_CHECKING:
    from mathequiv.batch.lists import agrade, grade_many
    from mathequiv.comparison import Reference, compare, is_equiv
    from mathequiv.errors import InputError, MathEquivError, WorkerLost
    from mathequiv.extraction import Extraction, extract_answer
    from mathequiv.grading import Grade, Policy, Status, grade
    from mathequiv.grouping import equivalence_classes
    from mathequiv.scoring.api import Run, score
    from mathequiv.verdict import Options, Result, Tolerance, Verdict

__all__ = [
    "Extraction",
    "Grade",
    "InputError",
    "MathEquivError",
    "Options",
    "Policy",
    "Reference",
    "Result",
    "Run",
    "Status",
    "Tolerance",
    "Verdict",
    "WorkerLost",
    "__version__",
    "agrade",
    "compare",
    "equivalence_classes",
    "extract_answer",
    "grade",
    "grade_many",
    "is_equiv",
    "score",
]

_HOME = {
    "Extraction": "extraction",
    "Grade": "grading",
    "InputError": "errors",
    "MathEquivError": "errors",
    "Options": "verdict",
    "Policy": "grading",
    "Reference": "comparison",
    "Result": "verdict",
    "Run": "scoring.api",
    "Status": "grading",
    "Tolerance": "tolerance",
    "Verdict": "verdict",
    "WorkerLost": "errors",
    "agrade": "batch.lists",
    "compare": "comparison",
    "equivalence_classes": "grouping",
    "extract_answer": "extraction",
    "grade": "grading",
    "grade_many": "batch.lists",
    "is_equiv": "comparison",
    "score": "scoring.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'mathequiv' has no attribute {name!r}")
    value: object = getattr(import_module(f"mathequiv.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
